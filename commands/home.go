package commands

import (
	"context"
	"errors"
	"slices"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// Home is what a person sees in Catcow's Home tab.
type Home struct {
	Message
	Channels []habit.ChannelID // whose schedules it shows: a change of theirs changes it
}

// Home draws the Home tab of the person who asks, in one read of the store, and changes
// nothing. Of the Request it needs who and when, with Role and Zone as Slack tells them.
// While nothing can be read there is an error, and a Home that leads to help all the same.
func (s *Set) Home(ctx context.Context, r Request) (Home, error) {
	r.What = Opened
	var home Home
	err := s.store.View(ctx, func(reader storage.Reader) error {
		t, err := s.listen(&viewing{Reader: reader}, r)
		if err != nil {
			return err
		}
		home, err = t.home()
		return err
	})
	if err != nil {
		home = Home{Message: Message{Parts: []Part{
			Text("I can't read what I know at the moment. Please open this tab again in a minute."),
			Actions{whenToGetHelp, feelsWrong},
		}}}
	}
	return home, err
}

// home is the most pressing first: a safety card, the questions of somebody new, or today.
func (t *talk) home() (Home, error) {
	if standing := t.standing(); standing.Lock != "" {
		card := t.lockCard(standing, "")
		if standing.Lock == care.RC {
			return Home{Message: card}, nil // people to call, and nothing beside them
		}
		parts := append(card.Parts, Divider{})
		return Home{Message: Message{Parts: append(parts, t.footing()...)}}, nil
	}
	if t.r.Role == Stranger {
		return Home{Message: Message{Parts: append([]Part{
			Heading("Catcow"),
			Text("I belong to another workspace, so I keep nothing of you here. Moves and tips are yours all the same."),
			Actions{Button{Label: "Show me a move", Do: "next", Primary: true}},
			Divider{},
		}, t.helping()...)}}, nil
	}
	h, err := t.history()
	if err != nil {
		return Home{}, err
	}
	if t.isNew(h) {
		return Home{Message: Message{Parts: append(t.firstQuestion(), t.helping()...)}}, nil
	}
	rooms, err := t.rooms()
	if err != nil {
		return Home{}, err
	}
	today, err := t.todayPart(h, rooms)
	days := t.daysPart(h)
	back, err2 := t.backPart()
	own, err3 := t.ownPart(rooms)
	if err := errors.Join(err, err2, err3); err != nil {
		return Home{}, err
	}
	home := Home{Message: Message{Parts: slices.Concat(today, days, back, own, []Part{Divider{}}, t.footing())}}
	for _, c := range rooms {
		home.Channels = append(home.Channels, c.ID)
	}
	return home, nil
}

var (
	feelsWrong    = Button{Label: "Something feels wrong", Do: "wrong"}
	whenToGetHelp = Button{Label: "When to get help", Do: "when"}
)

// footing is what the Home of somebody who knows Catcow ends with.
func (t *talk) footing() []Part {
	if t.r.Role == Stranger {
		return t.helping()
	}
	return []Part{
		Actions{
			typing("Settings", "settings"),
			Button{Label: "My times", Do: "times"},
			Button{Label: "Everything else", Do: "more"},
			Button{Label: "My data", Do: "privacy"},
			feelsWrong,
		},
		Note("Only you see this page. " + t.library.Footer()),
	}
}

// helping is the way to help alone, for who shall not be given much to choose from.
func (t *talk) helping() []Part {
	return []Part{
		Actions{typing("Help", "help"), whenToGetHelp, feelsWrong},
		Note("Only you see this page. " + t.library.Footer()),
	}
}
