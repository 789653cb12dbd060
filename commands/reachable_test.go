package commands_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// pressedFor is what is pressed instead of typing a command, where it is not a button that
// types it.
var pressedFor = map[string][]string{
	"done":             {"did"},
	"remind":           {"plan remind"},
	"schedule":         {"plan schedule/C1/1"},
	"pause":            {"pauseme"},
	"leave out":        {"avoiding"},
	"take back":        {"avoiding"},
	"help now":         {"wrong"},
	"when to get help": {"when"},
	"settings":         {"type settings"},
	"privacy":          {"privacy"},
	"export":           {"export"},
	"forget me":        {"forget"},
	"don't store":      {"nostore"},
}

// unreached is why a command needs no button on Home.
var unreached = map[string]string{
	"status":    "it is for whoever runs Catcow, whose Home has a button",
	"hi":        "it is a greeting",
	"store":     "its button stands in place of Don't store while nothing is stored",
	"not today": "it answers a question, which has the button",
	"resume":    "its button stands in place of Pause while there is a pause",
}

// pressing is one thing to press.
type pressing struct{ do, value string }

func pressings(m commands.Message) (all []pressing) {
	for _, part := range m.Parts {
		row, _ := part.(commands.Actions)
		for _, action := range row {
			switch a := action.(type) {
			case commands.Button:
				all = append(all, pressing{a.Do, a.Value})
			case commands.Menu:
				for _, o := range a.Options[:min(2, len(a.Options))] {
					all = append(all, pressing{a.Do, o.Value})
				}
			}
		}
	}
	return all
}

// name is what a press does, as pressedFor says it.
func (p pressing) name() string {
	if p.do == "type" || p.do == "plan" {
		return p.do + " " + p.value
	}
	return p.do
}

// walk presses all that can be pressed, up to so many times in a row beginning at Home, and
// says what was pressed. Each walk begins anew, with a store of its own.
func walk(t *testing.T, depth int) map[string]int {
	found := map[string]int{}
	open := [][]pressing{nil}
	for taps := 1; taps <= depth; taps++ {
		var next [][]pressing
		for _, path := range open {
			for _, p := range pressings(after(t, path)) {
				if _, known := found[p.name()]; known {
					continue
				}
				found[p.name()] = taps
				next = append(next, append(slices.Clone(path), p))
			}
		}
		open = next
	}
	return found
}

// after is what somebody sees who has pressed these, one after the other, from Home on.
func after(t *testing.T, path []pressing) commands.Message {
	set, _ := atHome(t, 2)
	m := see(t, set, "U1").Message
	for i, p := range path {
		r := commands.Request{What: commands.Pressed, User: "U1", Role: commands.Member, InForm: true, AtHome: i == 0, Do: p.do, Value: p.value,
			Cause: fmt.Sprint("press", i), Zone: "Europe/London", Now: homely}
		reply, err := set.Handle(t.Context(), r)
		if err != nil || reply.Form == nil {
			return commands.Message{} // it leads nowhere
		}
		m = reply.Form.Message
	}
	return m
}

// Every command can be reached by pressing, in three taps from Home, or it is said why not.
func TestEveryCommandIsThreeTapsFromHome(t *testing.T) {
	found := walk(t, 3)
	reached := func(word string) (by string, ok bool) {
		for name := range found {
			if name == "type "+word || strings.HasPrefix(name, "type "+word+" ") || slices.Contains(pressedFor[word], name) {
				return name, true
			}
		}
		return "", false
	}
	for _, word := range commands.Words() {
		first := commands.NameOf(word)
		if _, ok := reached(first); ok == (unreached[first] != "") {
			t.Errorf("%s: reached %v, and the reason why not is %q; found %v", first, ok, unreached[first], slices.Sorted(maps.Keys(found)))
		}
	}
	if one := walk(t, 1); len(one) >= len(found) {
		t.Errorf("one tap reaches %d things, three %d: the walk goes nowhere", len(one), len(found))
	}
	if _, ok := reached("juggle"); ok {
		t.Error("a command that there is not is reached")
	}
}

// Each line of the settings can be typed, with each of its options, and does what the form does.
func TestEveryFieldOfTheSettingsHasATypedTwin(t *testing.T) {
	form := func() []commands.Part {
		l := newLife(t)
		return l.do(commands.Request{What: commands.Pressed, Do: "settings"}).Form.Parts
	}()
	twins := 0
	for _, part := range form {
		id, options, many := "", []commands.Option(nil), false
		switch p := part.(type) {
		case commands.Choice:
			id, options = p.ID, p.Options
		case commands.Choices:
			id, options, many = p.ID, p.Options, true
		case commands.Input:
			t.Errorf("%s is a line to write in, and has no twin", p.ID)
		}
		for i, o := range options {
			value, said := o.Value, o.Label
			if many && i > 0 {
				value, said = options[i-1].Value+","+o.Value, options[i-1].Label+", "+o.Label
			}
			submitted, typed := newLife(t), newLife(t)
			submitted.do(commands.Request{What: commands.Submitted, Do: "set", Fields: map[string]string{id: value}})
			reply := typed.do(commands.Request{Text: "settings " + id + " " + said})
			if a, b := submitted.member(), typed.member(); fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", b) {
				t.Errorf("settings %s %s: %v", id, said, reply)
			}
			twins++
		}
	}
	if twins < 50 {
		t.Errorf("%d twins were compared", twins)
	}
	for _, text := range []string{"settings place moon", "settings size big", "settings workdays", "settings workdays none", "settings ends teatime", "settings place", "settings place desk floor"} {
		l := newLife(t)
		before := l.member()
		l.do(commands.Request{Text: text})
		before.Welcomed = l.member().Welcomed
		if a, b := fmt.Sprintf("%+v", before), fmt.Sprintf("%+v", l.member()); !same(before, l.member()) {
			t.Errorf("%s changes something:\n%s\n%s", text, a, b)
		}
	}
}

// The other forms' lines, each typed, do what the form does.
func TestOtherFormsHaveTypedTwins(t *testing.T) {
	for _, pair := range []struct {
		name, text string
		press      commands.Request
	}{
		{"nudges", "remind tue thu 11:00 16:00 in Berlin", commands.Request{Do: "planned", Value: "remind", Fields: map[string]string{"days": "tuesday,thursday", "times": "11:00 16:00", "zone": "Berlin"}}},
		{"check-ins", "checkin mon 14:00", commands.Request{Do: "planned", Value: "checkin", Fields: map[string]string{"days": "monday", "times": "14:00"}}},
		{"pause", "pause 3 days", commands.Request{Do: "pausedme", Fields: map[string]string{"until": "3 days"}}},
		{"pause without end", "pause", commands.Request{Do: "pausedme", Fields: map[string]string{"until": ""}}},
		{"movements", "settings avoid kneeling and balance", commands.Request{Do: "avoided", Fields: map[string]string{"avoid": "KNEEL,DIZZY", "moves": ""}}},
		{"moves", "leave out bridge", commands.Request{Do: "avoided", Fields: map[string]string{"avoid": "", "moves": "E03"}}},
		{"plan", "plan when My stand-up ends, then I'll do seated cat-cow, if a call comes then I do it before lunch.", commands.Request{Do: "planwhen", Fields: map[string]string{
			"when": "My stand-up ends", "move": "V01", "obstacle": "a call comes", "instead": "do it before lunch"}}},
		{"order", "toolbox order cat cow, bridge", commands.Request{Do: "ordered", Fields: map[string]string{"place1": "E02", "place2": "E03"}}},
	} {
		begin := func() *life {
			l := newLife(t)
			l.do(commands.Request{Text: "toolbox add bridge"})
			l.do(commands.Request{Text: "toolbox add cat cow"})
			return l
		}
		typed, pressed, before := begin(), begin(), begin().member()
		reply := typed.do(commands.Request{Text: pair.text})
		pair.press.What = commands.Submitted
		filled := pressed.do(pair.press)
		if a, b := typed.member(), pressed.member(); !same(a, b) || same(a, before) {
			t.Errorf("%s:\n typed %+v\n form  %+v\n %v %v", pair.name, a, b, reply, filled)
		}
	}
}

func TestChannelFormHasTypedTwins(t *testing.T) {
	for text, fields := range map[string]map[string]string{
		"schedule place floor":                {"place": "floor"},
		"schedule sentence This is work time": {"word": "This is work time"},
		"schedule roundup on":                 {"roundup": "yes"},
		"schedule daily 9:15 in Berlin":       {"days": "monday,tuesday,wednesday,thursday,friday,saturday,sunday", "times": "9:15", "zone": "Berlin"},
		"schedule skip 2026-03-20":            {"skip": "2026-03-20"},
	} {
		begin := func() *life {
			l := newLife(t)
			if err := l.set.Present(t.Context(), l.now, []habit.ChannelID{"C1"}, nil); err != nil {
				t.Fatal(err)
			}
			l.do(commands.Request{Channel: "C1", Text: "schedule weekdays 10:30 15:00"})
			return l
		}
		typed, submitted, before := begin(), begin(), begin().ofChannel()
		typed.do(commands.Request{Channel: "C1", Text: text})
		all := map[string]string{"days": "weekdays", "times": "10:30 15:00", "zone": "", "place": "desk", "word": "", "roundup": "no"}
		maps.Copy(all, fields)
		submitted.do(commands.Request{What: commands.Submitted, Channel: "C1", Do: "planned", Value: "schedule/C1/1", Fields: all})
		a, b := typed.channel(), submitted.channel()
		a.Change, b.Change = storage.Change{}, storage.Change{} // what the channel is told may differ
		if !same(a, b) || same(typed.ofChannel(), before) && a.Roundup.Plan.IsZero() {
			t.Errorf("%s:\n typed %+v\n form  %+v", text, a, b)
		}
	}
}

func same(a, b any) bool { return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b) }

func (l *life) member() (m storage.Member) {
	l.t.Helper()
	if err := l.store.View(l.t.Context(), func(r storage.Reader) (err error) {
		m, err = r.Member("U1")
		return err
	}); err != nil {
		l.t.Fatal(err)
	}
	return m
}

func (l *life) channel() (c storage.Channel) {
	l.t.Helper()
	if err := l.store.View(l.t.Context(), func(r storage.Reader) (err error) {
		c, err = r.Channel("C1")
		return err
	}); err != nil {
		l.t.Fatal(err)
	}
	return c
}
