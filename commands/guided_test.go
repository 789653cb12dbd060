package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"catcow/commands"
	"catcow/content"
	"catcow/internal/care"
	"catcow/storage"
)

var onMessage = commands.Place{Channel: "D1", TS: "7.7"}

// starts presses Start on a message, and returns the form.
func (l *life) starts(value string) commands.Form {
	l.t.Helper()
	reply := l.do(commands.Request{What: commands.Pressed, Do: "start", Value: value, On: onMessage, Fleeting: true, Cause: "press/D1/7.7/start"})
	if reply.Form == nil {
		l.t.Fatalf("Start of %s opens nothing but says %q", value, all(reply))
	}
	return *reply.Form
}

// submits submits a form of the session.
func (l *life) submits(f commands.Form, view string, fields map[string]string) commands.Reply {
	l.t.Helper()
	return l.do(commands.Request{What: commands.Submitted, Do: f.Do, Value: f.Value, Fields: fields, Cause: "form/" + view, From: "D1"})
}

// walks goes through the session to the form with Did it.
func (l *life) walks(f commands.Form, view string) (last commands.Form, shown []string) {
	l.t.Helper()
	for range 30 {
		shown = append(shown, all(commands.Reply{Form: &f}))
		if f.Do == "finish" {
			return f, shown
		}
		reply := l.submits(f, view, nil)
		if reply.Form == nil {
			l.t.Fatalf("after %q comes %q", f.Value, all(reply))
		}
		f = *reply.Form
	}
	l.t.Fatal("the session does not end")
	return f, shown
}

// Every move at every level has a session that ends in Did it, in as many forms as there
// are legs, and one before and after them; nothing is counted before.
func TestEveryMoveHasASessionToItsEnd(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range library.Exercises() {
		for level := range 3 {
			l := newLife(t)
			if level > 0 {
				m := l.held().Member
				m.Moves = map[string]care.Progress{e.ID: {Level: level + 1, Times: 9}}
				l.put(m)
			}
			last, shown := l.walks(l.starts(e.ID), "V1")
			if want := len(care.Legs(e.Dose[level])) + 2; len(shown) != want {
				t.Errorf("%s at level %d: %d forms, want %d", e.Name, level+1, len(shown), want)
			}
			for i, text := range shown[:len(shown)-1] {
				if !strings.Contains(text, "Stop if it hurts") || !strings.Contains(text, e.Steps[0]) && !strings.HasPrefix(strings.TrimSpace(text), "Rest") {
					t.Errorf("%s, form %d:\n%s", e.Name, i, text)
				}
			}
			if n := len(l.held().Sessions); n != 0 {
				t.Errorf("%s: %d sessions before Did it", e.Name, n)
			}
			if text := all(l.submits(last, "V1", nil)); !strings.Contains(text, "Logged: "+e.Name) || !strings.Contains(text, "How was it?") {
				t.Errorf("%s ends with %q", e.Name, text)
			}
			if s := l.held().Sessions; len(s) != 1 || s[0].Exercise != e.ID {
				t.Errorf("%s: sessions %+v", e.Name, s)
			}
		}
	}
}

// Did it counts once: submitted twice, in a second session from the same message, and
// beside Did it on the message.
func TestASessionCountsOnce(t *testing.T) {
	l := newLife(t)
	last, _ := l.walks(l.starts("E03"), "V1")
	for range 2 {
		l.submits(last, "V1", nil)
	}
	last, _ = l.walks(l.starts("E03"), "V2")
	l.submits(last, "V2", nil)
	l.do(commands.Request{What: commands.Pressed, Do: "did", Value: "E03||", On: onMessage, Fleeting: true, Cause: "press/D1/7.7/did"})
	if n := len(l.held().Sessions); n != 1 {
		t.Errorf("%d sessions, want one", n)
	}
	// What began elsewhere is another session, and so is one that began on no message.
	for i, on := range []commands.Place{{Channel: "D1", TS: "8.8"}, {}, {}} {
		reply := l.do(commands.Request{What: commands.Pressed, Do: "start", Value: "E03", On: on, InForm: on.TS == "", From: "D1"})
		last, _ := l.walks(*reply.Form, fmt.Sprint("V", 3+i))
		l.submits(last, fmt.Sprint("V", 3+i), nil)
	}
	if n := len(l.held().Sessions); n != 4 {
		t.Errorf("%d sessions, want four", n)
	}
}

// Whatever is pressed on the way, in whatever order and however often, at most one session
// comes of it, and none before the form with Did it is submitted.
func TestNoWayThroughASessionCountsTwice(t *testing.T) {
	logged := 0
	rapid.Check(t, func(r *rapid.T) {
		l := newLife(t)
		e := rapid.SampledFrom([]string{"E01", "E03", "E04", "V10", "V13", "V08"}).Draw(r, "move")
		f, finished := l.starts(e), false
		for range rapid.IntRange(1, 14).Draw(r, "steps") {
			var ways []func() commands.Reply
			form := f
			if form.Submit != "" {
				ways = append(ways, func() commands.Reply {
					finished = finished || form.Do == "finish"
					return l.submits(form, "V1", map[string]string{"pace": rapid.SampledFrom([]string{"", "yes"}).Draw(r, "pace")})
				})
			}
			if form.Pace.Then.Do != "" {
				ways = append(ways, func() commands.Reply {
					return l.do(commands.Request{What: commands.Pressed, InForm: true, Do: form.Pace.Then.Do, Value: form.Pace.Then.Value, From: "D1"})
				})
			}
			for _, a := range actions(commands.Reply{Form: &form}) {
				if a.Do == "guide" {
					ways = append(ways, func() commands.Reply {
						return l.do(commands.Request{What: commands.Pressed, InForm: true, Do: a.Do, Value: a.Value, From: "D1"})
					})
				}
			}
			if len(ways) == 0 {
				break
			}
			reply := rapid.SampledFrom(ways).Draw(r, "way")()
			if rapid.Bool().Draw(r, "press again") && form.Submit != "" {
				l.submits(form, "V1", nil)
				finished = finished || form.Do == "finish"
			}
			if reply.Form == nil {
				r.Fatalf("no form: %q", all(reply))
			}
			f = *reply.Form
			want := 0
			if finished {
				want = 1
			}
			if n := len(l.held().Sessions); n != want {
				r.Fatalf("%d sessions, want %d, after %+v", n, want, form)
			}
		}
		if finished {
			logged++
		}
	})
	if logged == 0 {
		t.Error("no way ended in Did it: nothing was shown")
	}
}

// While a lock stands no session begins, and one that runs shows the card; so does all
// that a move's card offers.
func TestALockStopsEverySession(t *testing.T) {
	for _, r := range rules {
		if r.locked == 0 {
			continue
		}
		l, _ := under(t, r)
		for _, do := range []string{"start", "startlight", "guide", "easier", "harder", "motion"} {
			value := "E03"
			if do == "guide" {
				value = "E03|0|p||press/D1/7.7"
			}
			for _, inForm := range []bool{false, true} {
				reply := l.do(commands.Request{What: commands.Pressed, Do: do, Value: value, InForm: inForm, Fleeting: !inForm, From: "D1"})
				card := false
				for _, m := range []*commands.Message{&reply.Message, reply.Instead, formOf(reply)} {
					card = card || m != nil && offers(*m, "when")
				}
				if text := all(reply); strings.Contains(text, "Lie on your back") || !card {
					t.Errorf("%s, %s, in a form %v:\n%s", r.name, do, inForm, text)
				}
				if reply.Form != nil && reply.Form.Pace.After > 0 {
					t.Errorf("%s, %s: it goes on by itself", r.name, do)
				}
			}
		}
		l.press("wrong", "")
		if text := all(l.press("read", "E03||")); !strings.Contains(text, "Lie on your back") || strings.Contains(text, "Start") {
			t.Errorf("%s, the steps that were asked for:\n%s", r.name, text)
		}
	}
	// Without a lock the same begin.
	l := newLife(t)
	if text := all(l.press("easier", "E03")); !strings.Contains(text, "Lie on your back") || !strings.Contains(text, "Start") {
		t.Errorf("without a lock:\n%s", text)
	}
}

// Where too many forms go on by themselves, this one waits for its button.
func TestACrowdedSessionWaitsForItsButton(t *testing.T) {
	l := newLife(t)
	ready := l.starts("V10")
	for _, crowded := range []bool{true, false} {
		reply := l.do(commands.Request{What: commands.Submitted, Do: ready.Do, Value: ready.Value, Fields: map[string]string{"pace": "yes"}, From: "D1", Crowded: crowded})
		if paced := reply.Form.Pace.After > 0; paced == crowded {
			t.Errorf("crowded %v: paced %v", crowded, paced)
		}
		if says := strings.Contains(all(reply), "press Next yourself"); says != crowded {
			t.Errorf("crowded %v:\n%s", crowded, all(reply))
		}
	}
}

// Somebody from outside may look and move along; nothing is kept of them.
func TestAVisitorsSessionIsNotLogged(t *testing.T) {
	set, store := newSet(t)
	ask := func(r commands.Request) commands.Reply {
		r.User, r.Role, r.Channel, r.Zone, r.Cause, r.Now = "U1", commands.Stranger, "C1", "Europe/London", "c", monday
		reply, err := set.Handle(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	f := ask(commands.Request{What: commands.Pressed, Do: "start", Value: "E03"}).Form
	for f != nil && f.Submit != "" {
		f = ask(commands.Request{What: commands.Submitted, Do: f.Do, Value: f.Value}).Form
	}
	if f == nil || !strings.Contains(all(commands.Reply{Form: f}), "That was it") {
		t.Fatalf("it ends with %+v", f)
	}
	if _, err := set.Handle(t.Context(), commands.Request{What: commands.Submitted, Do: "finish", Value: f.Value, User: "U1", Role: commands.Stranger, Channel: "C1", Cause: "d", Now: monday}); err == nil {
		t.Error("Did it is taken from somebody from outside")
	}
	if n := len(held(t, store).Sessions); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

// A form's value is read from whatever Slack sends back, and never trusted.
func FuzzWhatASessionsFormCarries(f *testing.F) {
	for _, seed := range []string{"", "E03", "E03|1|p||press/D1/7.7", "E03|-4|lpwm|prompt/C1/2026-03-02T10:30|x", "E99|0|||", "|||||||", "E03|99999999999999999999|||", "V10|3|\x00||"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		l := newLife(t)
		for _, do := range []string{"start", "startlight", "guide", "finish", "easier", "harder", "motion", "list"} {
			for _, what := range []commands.What{commands.Pressed, commands.Submitted} {
				reply := l.do(commands.Request{What: what, Do: do, Value: value, InForm: what == commands.Pressed, From: "D1", Cause: "one"})
				if all(reply) == "" && reply.Form == nil {
					t.Errorf("%s of %q says nothing", do, value)
				}
			}
		}
		if n := len(l.held().Sessions); n > 1 {
			t.Errorf("%q makes %d sessions of one cause", value, n)
		}
	})
}

// A form that goes on by itself holds nobody again who was forgotten meanwhile.
func TestASessionThatGoesOnHoldsNobodyAgain(t *testing.T) {
	l := newLife(t)
	f := l.starts("E03")
	l.press("erase", "")
	for _, value := range []string{f.Value, "E03|1|p", "E03|99|", "E03|0|w"} {
		reply := l.do(commands.Request{What: commands.Pressed, InForm: true, Do: "guide", Value: value, DM: "D1", Cause: "press/V1/guide"})
		if reply.Form == nil {
			t.Errorf("%s shows nothing", value)
		}
		if h := l.held(); h.Member.Zone != "" || h.Member.Direct != "" {
			t.Errorf("%s holds %+v", value, h.Member)
		}
	}
	l.walks(f, "V1")
	if h := l.held(); h.Member.Zone != "" {
		t.Errorf("walking holds %+v", h.Member)
	}
	l.submits(commands.Form{Do: "finish", Value: f.Value}, "V1", nil) // which is their own doing
	if h := l.held(); len(h.Sessions) != 1 || h.Member.Zone == "" {
		t.Errorf("Did it is not logged: %+v", h)
	}
}

// A check-in that is on its way when somebody is forgotten leaves nothing of them either.
func TestACheckInOnItsWayHoldsNobodyAgain(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("checkin mon 14:00")
	l.now = l.now.Add(5 * time.Hour)
	posts := l.claim()
	if len(posts) != 1 {
		t.Fatalf("%d posts", len(posts))
	}
	l.begin(posts[0].Slot, commands.Busy{})
	l.press("erase", "")
	l.settle(posts[0].Slot, commands.Outcome{State: storage.Sent, Place: commands.Place{Channel: "D1", TS: "9.9"}})
	if h := l.held(); h.Member.Zone != "" || h.Member.Direct != "" || len(h.CheckIns) > 0 || l.slot(posts[0].Slot).Key != "" {
		t.Errorf("held: %+v", h)
	}
}
