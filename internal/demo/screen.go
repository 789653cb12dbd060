package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"catcow/internal/slacksim"
)

// A screen is all that one browser shows.
type screen struct {
	spot
	Me       person
	People   []person
	Channels []place
	Direct   place
	Here     place
	Without  *place // a channel that Catcow is not in; nil when it is everywhere
	News     bool   // something is unread somewhere
	Days     []day
	Home     *form // Catcow's Home tab, where one is in it
	Form     *form
	Notice   string
	Clock    face
	Menu     menu
	Tries    []string // things worth typing here
	Seasoned person   // who has used Catcow for weeks; without an ID: nobody
}

type person struct {
	ID, Name, First, Initials, City, Time string
	Tone                                  int    // which of the avatar's colours
	Place                                 string // where one goes when one becomes this person: the same place, as theirs
	Bot, Unread                           bool
}

type place struct {
	ID, Name   string
	Direct     bool
	Home       bool // it is Catcow's Home tab
	Bot        bool // Catcow is here
	Unread, On bool
}

// A face is the demo's clock as one person reads it. Next is when something falls due; "" when nothing does.
type face struct{ Date, Time, City, ISO, Next string }

// screen is what the person sees in the place now, and counts as having been seen. A person or place that is not there
// becomes the first that is.
func (p *page) screen(ctx context.Context, at spot) (screen, error) {
	users, channels := p.slack.Users(), p.slack.Channels()
	now, bot := p.machine.clock.now(), p.slack.BotUser()
	me := users[max(0, slices.IndexFunc(users, func(u slacksim.User) bool { return u.ID == at.as }))]
	people := map[string]person{bot: {ID: bot, Name: "Catcow", Bot: true}}
	ids := names{people: map[string]string{bot: "Catcow"}, channels: map[string]string{}}
	for i, u := range users {
		ids.people[u.ID] = u.RealName
		people[u.ID] = person{
			ID: u.ID, Name: u.RealName, First: first(u.RealName), Initials: initials(u.RealName), Tone: i%5 + 1,
			City: city(u), Time: now.In(zone(u)).Format("15:04"),
		}
	}
	direct := map[string]string{} // each person's conversation with Catcow
	for _, c := range channels {
		ids.channels[c.ID] = c.Name
		if c.IM {
			for _, m := range c.Members {
				direct[m] = c.ID
			}
		}
	}

	s := screen{Me: people[me.ID], Menu: p.menu}
	s.enter(channels, direct[me.ID], at.in, bot)
	s.spot = spot{me.ID, s.Here.ID}
	var here []slacksim.Message
	if !s.Here.Home {
		here = p.slack.Screen(s.as, s.in)
	} else if v := p.slack.Home(s.as); v != nil {
		f := ids.form(v)
		s.Home = &f
	}
	s.Notice = p.look(s.spot, here)
	s.Days = days(here, ids, people, zone(me))
	s.Tries = tries(s.Here, s.as == p.seasoned)
	s.Seasoned = people[p.seasoned]
	s.Seasoned.Place = direct[p.seasoned]
	if v := p.slack.TopView(s.as); v != nil {
		f := ids.form(v)
		s.Form = &f
	}

	s.Direct.On, s.Direct.Unread = s.Direct.ID == s.in, p.unread(spot{s.as, s.Direct.ID})
	for i, c := range s.Channels {
		s.Channels[i].On, s.Channels[i].Unread = c.ID == s.in, p.unread(spot{s.as, c.ID})
		s.News = s.News || s.Channels[i].Unread
	}
	s.News = s.News || s.Direct.Unread
	for _, u := range users {
		one := people[u.ID]
		one.Unread = u.ID != s.as && p.unread(spot{u.ID, direct[u.ID]})
		one.Place = s.in
		if s.Here.Direct {
			one.Place = direct[u.ID]
		}
		if s.Here.Home {
			one.Place = homeTab
		}
		s.People = append(s.People, one)
	}

	next, err := p.machine.next(ctx)
	if err != nil {
		return s, fmt.Errorf("demo: what is due next: %w", err)
	}
	s.Clock = read(now, next, me)
	return s, nil
}

// homeTab stands for Catcow's Home tab where a conversation's id does for others: there is one for each person.
const homeTab = "home"

// enter lists the places of a person and enters one: the one that was asked for, or the first channel.
func (s *screen) enter(channels []slacksim.Channel, direct, wanted, bot string) {
	for _, c := range channels {
		if c.Archived || !slices.Contains(c.Members, s.Me.ID) {
			continue
		}
		l := place{ID: c.ID, Name: c.Name, Direct: c.ID == direct, Bot: slices.Contains(c.Members, bot)}
		if l.Direct {
			l.Name = "Catcow"
			s.Direct = l
		} else {
			s.Channels = append(s.Channels, l)
		}
		if !l.Bot && s.Without == nil {
			s.Without = &l
		}
		if s.Here.ID == "" || c.ID == wanted {
			s.Here = l
		}
	}
	if wanted == homeTab {
		s.Here = place{ID: homeTab, Name: "Catcow", Home: true, Bot: true}
	}
}

// read is the clock's face for a person.
func read(now, next time.Time, me slacksim.User) face {
	loc := zone(me)
	at := now.In(loc)
	f := face{Date: at.Format("Mon 2 January 2006"), Time: at.Format("15:04"), City: city(me), ISO: at.Format(time.RFC3339)}
	if !next.IsZero() {
		f.Next = next.In(loc).Format("Mon 15:04")
	}
	return f
}
