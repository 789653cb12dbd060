package story

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

func (s *stage) ask(r commands.Request) {
	r.Now = s.now
	if r.Cause == "" {
		r.Cause = fmt.Sprintf("event/%d", s.events)
	}
	r.Zone, r.Role = s.zone(string(r.User)), s.role(string(r.User))
	if name := mention.FindStringSubmatch(r.Text); name != nil {
		r.About = commands.Person{ID: habit.UserID(name[1]), Name: name[1], Role: s.role(name[1])}
	}
	s.last = r
	reply, err := s.set.Handle(s.ctx, r)
	var problem *commands.Problem
	if errors.As(err, &problem) {
		s.see(Sight{Where: "to " + string(r.User), Asked: r, Text: problem.Text, Problem: true})
		return
	}
	if err != nil {
		s.failf("%+v: %v", r, err)
	}
	s.take(r, reply)
	if s.hooks.Done != nil {
		s.hooks.Done(r)
	}
}

func (s *stage) take(r commands.Request, reply commands.Reply) {
	who := string(r.User)
	if reply.Instead != nil {
		s.see(Sight{Where: "in its place", Asked: r, Message: *reply.Instead})
		s.replace(r.On, *reply.Instead)
	}
	if len(reply.Parts) > 0 {
		to, fleeting := "to "+who, true
		if r.Direct && !reply.Personal {
			to, fleeting = who+"'s DM", false
		}
		s.see(Sight{Where: to, Asked: r, Message: reply.Message})
		s.show(shown{s.place(r.Channel), who, fleeting, reply.Message})
	}
	for _, e := range reply.Edits {
		s.see(Sight{Where: "edited", Asked: r, Message: e.Message, Unasked: true})
		s.replace(e.Place, e.Message)
	}
	for _, id := range slices.Sorted(maps.Keys(reply.Errors)) {
		s.see(Sight{Where: "in the form, at " + id, Asked: r, Text: reply.Errors[id], Problem: true})
	}
	if r.What == commands.Submitted && reply.Errors == nil {
		delete(s.forms, who)
	}
	if reply.Form != nil {
		s.forms[who] = *reply.Form
		s.see(Sight{Where: "form “" + reply.Form.Title + "”", Asked: r, Form: reply.Form, Message: reply.Form.Message, Text: formText(*reply.Form)})
	}
	for _, post := range reply.Posts {
		place := s.post(post)
		if post.Slot == "" {
			continue
		}
		if _, err := s.set.Begin(s.ctx, post.Slot, s.now, commands.Busy{}); err != nil {
			s.fail(err)
		}
		if err := s.set.Settle(s.ctx, post.Slot, s.now, commands.Outcome{State: storage.Sent, Place: place}); err != nil {
			s.fail(err)
		}
	}
	if reply.Recount != "" {
		s.recount(reply.Recount)
	}
	if reply.Export {
		s.export(r.User)
	}
}

// export tells what comes as files: the one to read whole, the one for programs by its name.
func (s *stage) export(who habit.UserID) {
	e, err := s.set.Export(s.ctx, who, s.now)
	if err != nil {
		s.fail(err)
	}
	s.see(Sight{Where: string(who) + "'s DM", Message: e.Message})
	s.tell("file "+e.Files[0].Name+", “"+e.Files[0].Title+"”", string(e.Files[0].Content))
	s.tell("file "+e.Files[1].Name, "“"+e.Files[1].Title+"”")
}
