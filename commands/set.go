// Package commands is what Catcow does when someone, or the clock, asks.
package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// Set is everything Catcow can do.
type Set struct {
	// To be set before the first request.
	Schedulers Schedulers   // who may change the schedules of channels
	Operator   habit.UserID // who may see the state of all of them; "": nobody
	NoCheckIns bool         // check-ins are switched off for everybody

	store   storage.Store
	library atomic.Pointer[content.Library]
	tell    func(storage.Slot)
}

// New is the Set over what is remembered and what is known. It refuses a
// library in which an exercise is called like a command.
func New(store storage.Store, library *content.Library) (*Set, error) {
	s := &Set{store: store}
	if err := s.Know(library); err != nil {
		return nil, err
	}
	return s, nil
}

// Know puts another library in the place of what is known; also while it is asked. One in
// which an exercise is called like a command is refused, and all stays as it was.
func (s *Set) Know(library *content.Library) error {
	if conflicts := library.Conflicts(Words()); len(conflicts) > 0 {
		return conflicts[0]
	}
	s.library.Store(library)
	return nil
}

func (s *Set) known() *content.Library { return s.library.Load() }

// errSame ends a transaction that has nothing to write, so that it costs no commit.
var errSame = errors.New("nothing to write")

// update is one transaction; it may end with errSame. What it decides is told when
// it is on disk.
func (s *Set) update(ctx context.Context, change func(storage.Tx) error) error {
	var slots []storage.Slot
	err := s.store.Update(ctx, func(tx storage.Tx) error {
		d := &deciding{Tx: tx}
		err := change(d)
		slots = d.slots
		return err
	})
	if errors.Is(err, errSame) {
		return nil
	}
	if err == nil && s.tell != nil {
		for _, slot := range slots {
			s.tell(slot)
		}
	}
	return err
}

// Tell says who is told of each decision on a slot, once it is on disk. To be
// called before anything else.
func (s *Set) Tell(tell func(storage.Slot)) { s.tell = tell }

// deciding is a transaction that remembers what it decides.
type deciding struct {
	storage.Tx
	slots []storage.Slot
}

func (d *deciding) PutSlot(s storage.Slot) error {
	d.slots = append(d.slots, s)
	return d.Tx.PutSlot(s)
}

// Handle does what was asked. When it returns, what had to be kept is on disk.
// An error that is a *Problem is for the person; any other is ours. Nothing is
// kept when there is an error. With an error of ours a Reply may come all the
// same: a safety card is shown whether or not it can be kept, and while the disk takes
// nothing (storage.Unkept) so is the answer to what only asked.
func (s *Set) Handle(ctx context.Context, r Request) (Reply, error) {
	var reply Reply
	var safety, asks bool
	err := s.update(ctx, func(tx storage.Tx) error {
		t, err := s.listen(tx, r)
		if err != nil {
			return err
		}
		if reply, err = t.answer(); err != nil {
			return err
		}
		t.unbuttoned(reply)
		t.finish(&reply)
		safety, asks = t.safety, t.asks
		return t.keep()
	})
	var mistake *habit.Mistake
	if errors.As(err, &mistake) {
		err = &Problem{Text: Plain(mistake.Text)} // it repeats what was typed
	}
	if storage.Unkept(err) && asks && !safety {
		reply.Edits, reply.Posts, reply.Recount = nil, nil, ""
		return reply.settled(r), err
	}
	if _, problem := errors.AsType[*Problem](err); err != nil && !problem && !safety {
		reply, safety = s.unheld(r)
	}
	if err != nil && !safety {
		return Reply{}, err
	}
	return reply.settled(r), err
}

// unheld is the card that is asked for in alarm: it needs nothing of what is
// remembered, so it is shown where nothing can be read. Of all else it is false.
func (s *Set) unheld(r Request) (Reply, bool) {
	me := storage.Member{ID: r.User, Zone: r.Zone}
	t := &talk{library: s.known(), r: r, me: me, now: r.Now.In(zoneOf(me))}
	if reply, alarmed := t.alarmed(); alarmed {
		return reply, true
	}
	switch c, _, _ := find(r.Text); {
	case r.Do == "wrong":
		return t.wrong(false), true
	case slices.Contains(c.words, "help now"):
		return t.wrong(true), true
	}
	return Reply{}, false
}

// written is what a person wrote into a form, by the ids of its lines; other
// fields hold only what they chose. It is heard like any text.
func (t *talk) written() string {
	var said []string
	for _, id := range []string{"when", "obstacle", "instead", "times", "zone", "word", "until", "skip"} {
		if text := t.r.Fields[id]; id != "skip" || !habit.IsCalendar(text) { // whose events nobody wrote here
			said = append(said, text)
		}
	}
	return strings.Join(said, ". ")
}

// answer finds who answers. Safety comes first.
func (t *talk) answer() (Reply, error) {
	if reply, alarmed := t.alarmed(); alarmed {
		return reply, nil
	}
	switch t.r.What {
	case Typed:
		return t.typed()
	case Pressed, Submitted, Called:
		if err := t.touch(); err != nil {
			return Reply{}, err
		}
		do, ok := doings[t.r.Do]
		if !ok {
			return Reply{}, &Problem{Text: "This button is from an older Catcow. Type `/stretch help` for what works now."}
		}
		if err := t.visits(t.r.Do); err != nil {
			return Reply{}, err
		}
		if t.asksNothing() {
			return t.checkInsOff().instead(t.r), nil
		}
		t.asks = slices.Contains(asking, t.r.Do)
		if t.r.Do == "hurt" && t.r.Role == Stranger { // a rest of the move would have to be kept
			return t.sore(), nil
		}
		return do(t)
	case Opened:
		return t.opened()
	case Joined:
		return t.joined()
	case Left:
		return t.left()
	case Quit:
		return t.quit()
	case Moved:
		return Reply{}, nil // listen has taken what changed
	case Archived:
		return t.archived()
	case Unarchived:
		return t.unarchived()
	case Deleted:
		return t.deleted()
	case Renumbered:
		return t.renumbered()
	case Deactivated:
		return t.departed()
	}
	return Reply{}, fmt.Errorf("commands: unknown request %d", t.r.What)
}

// finish is what holds for every answer: the first one somebody gets carries
// the first-run notice, and while a lock stands none offers a move.
func (t *talk) finish(reply *Reply) {
	if t.me.Welcomed.IsZero() && !t.bare && len(reply.Parts) > 0 {
		t.me.Welcomed, t.changed = t.now, true
		reply.Parts = append(reply.Parts, Divider{}, Note(t.library.FirstRun()))
	}
	t.tellAway(reply)
	t.keepable(reply)
	if t.standing().Lock == "" {
		return
	}
	reply.Message = reply.Message.withoutMoves()
	if reply.Instead != nil {
		m := reply.Instead.withoutMoves()
		reply.Instead = &m
	}
	if reply.Form != nil {
		reply.Form.Message = reply.Form.Message.withoutMoves()
	}
}

// asking is the buttons that only show something.
var asking = []string{"next", "another", "show", "tip", "reason", "when", "prepare", "privacy", "export", "more", "times", "read", Shortcut}

// suggesting is what leads to a suggestion.
var suggesting = []string{"next", "another", "told", "starter", "up", "start", "startlight", "guide", "easier", "harder"}

// withoutMoves leaves out what suggests one.
func (m Message) withoutMoves() Message { return m.without(suggesting...) }

// without leaves out the buttons and menus that do one of these.
func (m Message) without(do ...string) Message {
	var parts []Part
	for _, part := range m.Parts {
		row, ok := part.(Actions)
		if !ok {
			parts = append(parts, part)
			continue
		}
		row = slices.DeleteFunc(slices.Clone(row), func(a Action) bool {
			switch a := a.(type) {
			case Button:
				return slices.Contains(do, a.Do)
			case Menu:
				return slices.Contains(do, a.Do)
			}
			return false
		})
		if len(row) > 0 {
			parts = append(parts, row)
		}
	}
	return Message{Parts: parts}
}

// settled puts the answer where the person is: what was asked in a form is
// answered in it, for nothing else can be seen from there.
func (reply Reply) settled(r Request) Reply {
	if !r.InForm && r.What != Submitted && r.What != Called || reply.Form != nil || reply.Errors != nil {
		return reply
	}
	var m Message
	if reply.Instead != nil {
		m = *reply.Instead
	}
	m.Parts = append(m.Parts, reply.Message.Parts...)
	reply.Instead, reply.Message = nil, Message{}
	if len(m.Parts) > 0 {
		reply.Form = &Form{Title: "Catcow", Message: m}
	}
	return reply
}
