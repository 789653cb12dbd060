package story

import (
	"fmt"
	"strings"

	"catcow/commands"
	"catcow/internal/habit"
)

func (s *stage) say(what string) {
	m := saying.FindStringSubmatch(what)
	if m == nil {
		s.failf("a story line that makes no sense: %q", what)
	}
	r := commands.Request{User: habit.UserID(m[1]), Name: m[1], Channel: "wellness"}
	if m[2] != "" {
		r.Channel = habit.ChannelID(m[2])
	}
	if m[3] == "dm" {
		r.Channel, r.Direct = habit.ChannelID("dm-"+m[1]), true
		r.DM = r.Channel
	}
	text := m[4]
	switch {
	case m[3] == "home":
		s.pressAtHome(r, strings.Trim(text, "[]"))
	case strings.HasPrefix(text, "["):
		s.press(r, strings.Trim(text, "[]"))
	case strings.HasPrefix(text, "("):
		r.Do, r.Value, _ = strings.Cut(strings.Trim(text, "()"), " ")
		r.What, r.Fleeting, r.On = commands.Pressed, true, commands.Place{Channel: r.Channel, TS: "old"}
		s.ask(r)
	case strings.HasPrefix(text, "{"):
		s.submit(r, strings.Trim(text, "{}"))
	default:
		r.Text, _ = strings.CutPrefix(text, "/stretch")
		s.ask(r)
	}
}

// press finds the newest thing of that label that the person sees.
func (s *stage) press(r commands.Request, label string) {
	label, option, _ := strings.Cut(label, " > ")
	if form, ok := s.forms[string(r.User)]; ok {
		if do, value, ok := pressable(form.Message, label, option); ok {
			r.What, r.InForm, r.Do, r.Value = commands.Pressed, true, do, value
			s.ask(r)
			return
		}
	}
	for i := len(s.shown) - 1; i >= 0; i-- {
		m := s.shown[i]
		if m.to != "" && m.to != string(r.User) {
			continue
		}
		if do, value, ok := pressable(m.message, label, option); ok {
			r.What, r.On, r.Do, r.Value, r.Fleeting = commands.Pressed, m.place, do, value, m.fleeting
			r.Channel, r.Direct = m.place.Channel, strings.HasPrefix(string(m.place.Channel), "dm-")
			r.Cause = fmt.Sprintf("press/%s/%s/%s", m.place.Channel, m.place.TS, do)
			s.ask(r)
			return
		}
	}
	s.failf("%s sees no %q to press", r.User, label)
}

// home is a look at somebody's Home.
func (s *stage) home(name string) {
	r := commands.Request{User: habit.UserID(name), Role: s.role(name), Zone: s.zone(name), Now: s.now}
	home, err := s.set.Home(s.ctx, r)
	if err != nil {
		s.fail(err)
	}
	s.homes[name] = home
	s.see(Sight{Where: name + "'s Home", Asked: r, Home: &home, Message: home.Message})
}

// pressAtHome presses what stands there. Where nothing opens, Home itself shows what came of it.
func (s *stage) pressAtHome(r commands.Request, label string) {
	label, option, _ := strings.Cut(label, " > ")
	do, value, ok := pressable(s.homes[string(r.User)].Message, label, option)
	if !ok {
		s.failf("%s sees no %q on Home", r.User, label)
	}
	delete(s.forms, string(r.User))
	r.What, r.InForm, r.AtHome, r.Do, r.Value, r.Channel = commands.Pressed, true, true, do, value, ""
	r.Cause = "press/home-" + string(r.User) + "/" + do
	s.ask(r)
	if _, opened := s.forms[string(r.User)]; !opened {
		s.home(string(r.User))
	}
}

func pressable(m commands.Message, label, option string) (do, value string, ok bool) {
	for _, part := range m.Parts {
		if cards, ok := part.(commands.Cards); ok {
			for _, c := range cards.All {
				for _, b := range c.Buttons {
					if b.Label == label && c.Title == option {
						return b.Do, b.Value, true
					}
				}
			}
		}
		row, _ := part.(commands.Actions)
		for _, action := range row {
			switch a := action.(type) {
			case commands.Button:
				if a.Label == label {
					return a.Do, a.Value, true
				}
			case commands.Menu:
				for _, o := range a.Options {
					if a.Label == label && o.Label == option {
						return a.Do, o.Value, true
					}
				}
			}
		}
	}
	return "", "", false
}

func (s *stage) submit(r commands.Request, fields string) {
	form, ok := s.forms[string(r.User)]
	if !ok {
		s.failf("%s has no form open", r.User)
	}
	r.What, r.Do, r.Value, r.Fields = commands.Submitted, form.Do, form.Value, map[string]string{}
	for _, part := range form.Parts {
		switch p := part.(type) {
		case commands.Input:
			r.Fields[p.ID] = p.Value
		case commands.Choice:
			r.Fields[p.ID] = p.Chosen
		case commands.Choices:
			r.Fields[p.ID] = strings.Join(p.Chosen, ",")
		}
	}
	for field := range strings.SplitSeq(fields, "; ") {
		name, value, _ := strings.Cut(field, "=")
		r.Fields[name] = strings.ReplaceAll(value, `\n`, "\n")
	}
	s.ask(r)
}
