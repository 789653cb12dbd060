package commands_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// canary stands in what the other person keeps, and nobody else ever sees it.
const canary = "zebracrossing"

// A house is a channel C1 with prompts that U1 set, another C2, and what U1 keeps.
type house struct {
	*testing.T
	set   *commands.Set
	store storage.Store
	n     int
}

func newHouse(t *testing.T) *house {
	set, store := newSet(t)
	h := &house{T: t, set: set, store: store}
	if err := set.Present(t.Context(), monday, []habit.ChannelID{"C1", "C2"}, nil); err != nil {
		t.Fatal(err)
	}
	for _, r := range []commands.Request{
		{Text: "schedule daily 10:30"},
		{What: commands.Pressed, Do: "agree"},
		{Text: "done bridge", Cause: "theirs"},
		{What: commands.Submitted, Do: "planwhen", Fields: map[string]string{"when": canary, "move": "V01"}},
		{Text: "checkin 4", Cause: "asking/U1/2026-03-02T14:00"},
		{Text: "remind 11:00"}, {Text: "toolbox add bridge"}, {Text: "my legs are numb"}, {What: commands.Pressed, Do: "meant"},
	} {
		r.User, r.Name, r.Channel, r.Role = "U1", "Ada", "C1", commands.Member
		if _, err := h.ask(r); err != nil {
			t.Fatalf("%+v: %v", r, err)
		}
	}
	return h
}

func (h *house) ask(r commands.Request) (commands.Reply, error) {
	h.n++
	if r.Cause == "" {
		r.Cause = fmt.Sprint("cause", h.n)
	}
	r.Zone, r.Now = "Europe/London", monday
	return h.set.Handle(context.Background(), r)
}

// kept is all that is not the property of U2, who acts.
type kept struct {
	Theirs   storage.Member
	Sessions []storage.Session
	CheckIns []storage.CheckIn
	Channels []storage.Channel
	Audits   []storage.Audit
	Took     []habit.UserID
}

func (h *house) kept() (k kept) {
	h.Helper()
	err := h.store.View(h.Context(), func(r storage.Reader) error {
		var errs [6]error
		k.Theirs, errs[0] = r.Member("U1")
		k.Sessions, errs[1] = r.Sessions("U1", habit.Day{})
		k.CheckIns, errs[2] = r.CheckIns("U1", monday.AddDate(-1, 0, 0))
		k.Channels, errs[3] = r.Channels()
		k.Audits, errs[4] = r.Audits("C1", 99)
		k.Took, errs[5] = r.Took("prompt/C1/2026-03-02T10:30")
		return errors.Join(errs[:]...)
	})
	if err != nil {
		h.Fatal(err)
	}
	return k
}

// mine is what is kept of U2.
func (h *house) mine() (m storage.Member, facts int) {
	h.Helper()
	err := h.store.View(h.Context(), func(r storage.Reader) error {
		var errs [3]error
		var done []storage.Session
		var told []storage.CheckIn
		m, errs[0] = r.Member("U2")
		done, errs[1] = r.Sessions("U2", habit.Day{})
		told, errs[2] = r.CheckIns("U2", monday.AddDate(-1, 0, 0))
		facts = len(done) + len(told)
		return errors.Join(errs[:]...)
	})
	if err != nil {
		h.Fatal(err)
	}
	return m, facts
}

// changes are requests about the schedule of C1, made where U2 is in it.
func changes() []commands.Request {
	var all []commands.Request
	for _, text := range []string{
		"schedule 11:00", "schedule add 16:00", "schedule 1 off", "schedule 1 skip tomorrow", "schedule weekdays 9:00 in Berlin", "schedule off", "schedule skip tomorrow", "schedule skip off",
		"schedule pause", "schedule pause until 9 mar", "schedule resume", "schedule place floor", "schedule sentence This is work time", "schedule roundup on", "schedule log", "schedule hand over <@U2>",
	} {
		all = append(all, commands.Request{Text: text, Channel: "C1", About: commands.Person{ID: "U2", Name: "Bo", Role: commands.Member}},
			commands.Request{What: commands.Pressed, Do: "type", Value: text, Channel: "C1", About: commands.Person{ID: "U2", Name: "Bo", Role: commands.Member}})
	}
	return append(all,
		commands.Request{What: commands.Pressed, Do: "plan", Value: "schedule/C1", Channel: "C1"},
		commands.Request{What: commands.Pressed, Do: "plan", Value: "schedule/C1", InForm: true, From: "C1"},
		commands.Request{What: commands.Submitted, Do: "planned", Value: "schedule/C1", From: "C1", Fields: map[string]string{"days": "daily", "times": "9:00", "zone": "Berlin"}},
		commands.Request{What: commands.Pressed, Do: "mine", Value: "C1", Channel: "C1"},
		commands.Request{What: commands.Pressed, Do: "goon", Value: "C1", Channel: "C1"},
		commands.Request{What: commands.Pressed, Do: "restore", Value: "C1/1", Channel: "C1"},
		commands.Request{What: commands.Pressed, Do: "postnow", Value: "C1/1", InForm: true, From: "C1"},
		commands.Request{What: commands.Pressed, Do: "pauseuntil", Value: "C1/1", InForm: true, From: "C1"},
		commands.Request{What: commands.Submitted, Do: "pausing", Value: "C1/1", From: "C1", Fields: map[string]string{"until": "9 mar"}},
		commands.Request{What: commands.Pressed, Do: "unschedule", Value: "C1/1", Channel: "C1"},
		commands.Request{What: commands.Pressed, Do: "unschedule", Value: "C1/all", Channel: "C1"},
		commands.Request{What: commands.Pressed, Do: "replan", Value: "C1/1/daily 9:00 in Europe/Berlin", Channel: "C1"},
		commands.Request{What: commands.Pressed, Do: "replan", Value: "C1/0/daily 9:00 in Europe/Berlin", Channel: "C1"},
	)
}

// elsewhere is the same, from where U2 is, which is not C1.
func elsewhere(r commands.Request, where habit.ChannelID) commands.Request {
	if r.What == commands.Typed || r.Do == "type" { // what is typed is about where it is typed; a crafted place is all there is to try
		r.Text, r.Do, r.What, r.Value = "", "planned", commands.Submitted, "schedule/C1"
		r.Fields = map[string]string{"days": "daily", "times": "9:00", "zone": "Berlin"}
	}
	if r.Channel != "" {
		r.Channel = where
	}
	if r.From != "" {
		r.From = where
	}
	return r
}

// crafted is every doing and every command, with values that name U1's things and other places.
func crafted() []commands.Request {
	values := []string{
		"", "schedule/C1", "schedule/C1/1", "C1", "C1/1", "C1/all", "C1/1/daily 9:00", "C1/0/daily 9:00", "theirs", "yes|theirs", "easy|theirs", "mild|theirs", "none|theirs", "U1", "E03|prompt/C1/2026-03-02T10:30|", "V01|prompt/C1/2026-03-02T10:30|",
		"4|asking/U1/2026-03-02T14:00", "9|asking/U1/2026-03-02T14:00", "asking/U1/2026-03-02T14:00", "none|asking/U1/2026-03-02T14:00", "severe|asking/U1/2026-03-02T14:00",
		"schedule off", "forget me", "erase", "checkin 3", "remind off", "<@U1>", "E05",
	}
	var all []commands.Request
	for _, do := range commands.Doings() {
		for _, value := range values {
			for _, what := range []commands.What{commands.Pressed, commands.Submitted} {
				all = append(all, commands.Request{What: what, Do: do, Value: value, Channel: "C2", From: "C2", InForm: what == commands.Pressed && len(value)%2 == 0,
					Fields: map[string]string{"days": "daily", "times": "9:00", "zone": "Berlin", "when": "x", "move": "V01", "user": "U1", "channel": "C1"}})
			}
		}
	}
	for _, word := range commands.Words() {
		for _, rest := range []string{"", " U1", " <@U1>", " C1", " <#C1|wellness>", " off", " 10:30", " 3", " theirs"} {
			all = append(all, commands.Request{Text: word + rest, Channel: "C2", About: commands.Person{ID: "U1", Role: commands.Member}})
		}
	}
	return all
}

// touched says whether the request changed what is not U2's, or showed it. The log counts as shown.
func (h *house) touched(before kept, r commands.Request) (touched, denied bool) {
	h.Helper()
	if r.User == "" {
		r.User, r.Name = "U2", "Bo"
	}
	reply, err := h.ask(r)
	var problem *commands.Problem
	if err != nil && !errors.As(err, &problem) {
		h.Fatalf("%+v: %v", r, err)
	}
	text := all(reply)
	for _, p := range reply.Posts {
		text += "\n" + p.To + blockkit.Text(p.Message)
	}
	shown := strings.Contains(text, canary) || strings.Contains(text, "The last changes") || reply.Form != nil && reply.Form.Do == "planned" && strings.HasPrefix(reply.Form.Value, "schedule/C1")
	return shown || !cmp.Equal(before, h.kept()), problem != nil && problem.Denied
}

// restore puts things back as they were.
func (h *house) restore(k kept) {
	h.Helper()
	err := h.store.Update(h.Context(), func(tx storage.Tx) error {
		errs := []error{tx.Forget("U2", monday)}
		for _, c := range k.Channels {
			errs = append(errs, tx.PutChannel(c))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		h.Fatal(err)
	}
}

// Who is no member, or not in the channel, changes nothing of it, and is told so: every time.
func TestOnlyMembersWhoAreThereChangeAChannel(t *testing.T) {
	nobodys := func(h *house) kept { // so that I'll take it has something to take
		k := h.kept()
		k.Channels[0].Schedules[0].By = ""
		h.restore(k)
		return h.kept()
	}
	for name, actor := range map[string]struct {
		role  commands.Role
		where habit.ChannelID // "": in C1
		may   bool
	}{
		"a guest who is there":                       {commands.Guest, "", false},
		"somebody from another company who is there": {commands.Stranger, "", false},
		"somebody of whom Slack says nothing":        {commands.Unknown, "", false},
		"a role that nobody knows":                   {-1, "", false},
		"a member who is elsewhere":                  {commands.Member, "C2", false},
		"a member in their direct messages":          {commands.Member, "D2", false},
		"a member in a form that was opened nowhere": {commands.Member, "-", false},
		"a guest who is elsewhere":                   {commands.Guest, "C2", false},
		"somebody from another company, elsewhere":   {commands.Stranger, "C2", false},
		"a member who is there, as a control":        {commands.Member, "", true},
		"an admin who is there, as a control":        {commands.Admin, "", true},
		"an admin in a form elsewhere, as a control": {commands.Admin, "C2", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			before, effects, denials, tried := nobodys(h), 0, 0, 0
			for _, r := range changes() {
				r.Role = actor.role
				switch actor.where {
				case "":
				case "-":
					r = elsewhere(r, "")
				default:
					r = elsewhere(r, actor.where)
				}
				tried++
				touched, denied := h.touched(before, r)
				if touched {
					effects++
				}
				if denied {
					denials++
				}
				if !actor.may && (touched || !denied) {
					t.Errorf("%+v: touched %v, denied %v", r, touched, denied)
				}
				h.restore(before)
				before = h.kept()
			}
			if actor.may && (effects < tried*3/4 || denials > 0) {
				t.Errorf("of %d requests %d had an effect and %d were denied: the table proves nothing", tried, effects, denials)
			}
			if !actor.may && denials != tried {
				t.Errorf("%d of %d denied", denials, tried)
			}
		})
	}
}

// Whatever somebody presses or types, with whatever values, it touches what is theirs alone.
func TestCraftedValuesReachNobodyElse(t *testing.T) {
	for name, role := range map[string]commands.Role{"a member": commands.Member, "a guest": commands.Guest, "from another company": commands.Stranger, "unknown": commands.Unknown} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			before, own := h.kept(), 0
			for _, r := range crafted() {
				r.Role = role
				here := r.What == commands.Typed && strings.HasPrefix(r.Text, "schedule") // of C2, where they are
				touched, _ := h.touched(before, r)
				if touched && here && role == commands.Member {
					h.restore(before)
				} else if touched {
					t.Errorf("%+v reaches what is not theirs:\n%s", r, cmp.Diff(before, h.kept()))
					h.restore(before)
				}
				m, facts := h.mine()
				m.Alerts = nil
				if facts > 0 {
					own++
				}
				if role == commands.Stranger && (facts > 0 || !cmp.Equal(m, storage.Member{ID: "U2"})) {
					t.Errorf("%+v is kept of somebody from outside: %d facts, %s", r, facts, cmp.Diff(storage.Member{ID: "U2"}, m))
				}
			}
			if (role == commands.Stranger) != (own == 0) {
				t.Errorf("%d times something of their own was kept", own)
			}
		})
	}
}

// The same requests of the person whose things they name, where these are, do reach them:
// without this the test above would prove nothing.
func TestCraftedValuesReachTheirOwner(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	reached := map[string]bool{}
	for _, r := range crafted() {
		before := h.kept()
		r.User, r.Name, r.Role = "U1", "Ada", commands.Member
		if r.Channel, r.From = "C1", "C1"; r.Do == "erase" {
			continue
		}
		if touched, _ := h.touched(before, r); touched {
			reached[r.Do+strings.Split(r.Text+" ", " ")[0]] = true
		}
	}
	for _, what := range []string{"did", "undo", "ached", "helped", "rescore", "type", "plan", "planned", "planwhen", "schedule", "remind", "pausedme", "stop"} {
		if !reached[what] {
			t.Errorf("%s reaches nothing of its owner; what does: %v", what, reached)
		}
	}
}

// What is theirs stays theirs when a stranger is somebody who was a member before.
func TestStrangerLosesNothingThatIsKept(t *testing.T) {
	h := newHouse(t)
	before := h.kept()
	for _, text := range []string{"", "bridge", "streak", "my legs are numb", "help"} {
		if _, err := h.ask(commands.Request{User: "U1", Role: commands.Stranger, Channel: "C1", Text: text}); err != nil && !errors.As(err, new(*commands.Problem)) {
			t.Fatal(err)
		}
	}
	after := h.kept()
	if len(after.Theirs.Alerts) != len(before.Theirs.Alerts)+1 {
		t.Errorf("%d safety cards are kept, want one more than %d", len(after.Theirs.Alerts), len(before.Theirs.Alerts))
	}
	after.Theirs.Alerts = before.Theirs.Alerts
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("something else changed:\n%s", diff)
	}
	if _, err := h.ask(commands.Request{User: "U1", Role: commands.Stranger, Channel: "C1", Text: "stop"}); err != nil {
		t.Fatal(err)
	}
	if left := h.kept().Theirs.Nudges; !left.Plan.IsZero() {
		t.Error("stop did not end the nudges")
	}
	if _, err := h.ask(commands.Request{User: "U1", Role: commands.Stranger, Channel: "C1", What: commands.Pressed, Do: "erase"}); err != nil {
		t.Fatal(err)
	}
	if left := h.kept(); len(left.Sessions)+len(left.CheckIns) > 0 || left.Audits[0].Who != "" || left.Audits[0].Name != "" {
		t.Errorf("after forget me there are left: %+v", left)
	}
}

func TestSettingSaysWhoSchedules(t *testing.T) {
	for setting, who := range map[string]map[string]bool{
		"":              {"UANN": true, "UBOB": true, "admin": true, "guest": false},
		"Members":       {"UANN": true, "UBOB": true, "admin": true, "guest": false},
		"admins":        {"UANN": false, "UBOB": false, "admin": true, "guest": false},
		"UANN, WX1 U22": {"UANN": true, "UBOB": false, "admin": true, "guest": false},
		"guest":         nil, "UANN,": {"UANN": true, "UBOB": false, "admin": true}, "UANN;UBOB": nil, ",": nil, "<@UANN>": nil, "@ann": nil, "everybody": nil, "uann": nil,
	} {
		parsed, err := commands.ParseSchedulers(setting)
		if who == nil {
			if err == nil || !strings.Contains(err.Error(), "members, admins, or user ids") {
				t.Errorf("%q is read, or refused with %v", setting, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", setting, err)
			continue
		}
		h := newHouse(t)
		h.set.Schedulers = parsed
		for id, may := range who {
			r := commands.Request{User: habit.UserID(id), Role: commands.Member, Channel: "C1", Text: "schedule pause"}
			switch id {
			case "admin":
				r.Role = commands.Admin
			case "guest":
				r.User, r.Role = "UANN", commands.Guest
			}
			if _, err := h.ask(r); (err == nil) != may {
				t.Errorf("%q: %s gets %v, may %v", setting, id, err, may)
			}
		}
	}
}

// Every change is written down: who, what, before and after; and what changes nothing is not.
func TestEveryChangeIsWrittenDown(t *testing.T) {
	h := newHouse(t)
	for _, text := range []string{"schedule 11:00", "schedule at 11:00", "schedule skip 24 dec", "schedule pause until 9 mar", "schedule resume", "schedule off", "schedule"} {
		if _, err := h.ask(commands.Request{User: "U2", Name: "Bo", Role: commands.Member, Channel: "C1", Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, a := range h.kept().Audits {
		if !a.At.Equal(monday) || a.Channel != "C1" {
			t.Errorf("%+v", a)
		}
		got = append(got, fmt.Sprintf("%s %s %s: %s -> %s", a.Who, a.Name, a.What, a.Before, a.After))
	}
	const at11, skip = "weekdays 11:00 in Europe/London", ", without 2026-12-24"
	want := []string{
		"U2 Bo off: " + at11 + skip + " -> ",
		"U2 Bo resume: " + at11 + ", paused from 2026-03-02 until 2026-03-09" + skip + " -> " + at11 + skip,
		"U2 Bo pause: " + at11 + skip + " -> " + at11 + ", paused from 2026-03-02 until 2026-03-09" + skip,
		"U2 Bo skip: " + at11 + " -> " + at11 + skip,
		"U2 Bo set: daily 10:30 in Europe/London -> " + at11,
		"U1 Ada set:  -> daily 10:30 in Europe/London",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the changes (-want +got):\n%s", diff)
	}
	if err := h.set.Sweep(t.Context(), monday.AddDate(0, 0, 365)); err != nil {
		t.Fatal(err)
	}
	if n := len(h.kept().Audits); n != len(want) {
		t.Errorf("%d changes are left after 365 days, want %d", n, len(want))
	}
	if err := h.set.Sweep(t.Context(), monday.AddDate(0, 0, 366)); err != nil {
		t.Fatal(err)
	}
	if n := len(h.kept().Audits); n != 0 {
		t.Errorf("%d changes are left after a year", n)
	}
}

// An owner who leaves is asked for once, whatever arrives again, and where Catcow still is.
func TestOwnerWhoLeavesIsAskedForOnce(t *testing.T) {
	for name, leave := range map[string][]commands.Request{
		"the channel":             {{User: "U1", Channel: "C1"}},
		"the workspace":           {{User: "U1"}},
		"the channel, then all":   {{User: "U1", Channel: "C1"}, {User: "U1"}, {User: "U1", Channel: "C1"}},
		"with their account":      {{What: commands.Deactivated, User: "U1"}, {User: "U1", Channel: "C1"}},
		"another channel, nobody": {{User: "U1", Channel: "C2"}, {User: "U9"}, {}},
	} {
		h := newHouse(t)
		before, posts := h.kept(), 0
		for _, r := range leave {
			if r.What != commands.Deactivated {
				r.What = commands.Quit
			}
			reply, err := h.ask(r)
			if err != nil {
				t.Fatal(err)
			}
			posts += len(reply.Posts)
			for _, p := range reply.Posts {
				if text := blockkit.Text(p.Message); p.To != "C1" || !strings.HasPrefix(text, "Ada, who set") || strings.Contains(text, "<@") {
					t.Errorf("%s: to %s: %s", name, p.To, text)
				}
			}
		}
		after := h.kept()
		if nobody := strings.HasPrefix(name, "another"); nobody {
			if posts > 0 || !cmp.Equal(before, after) {
				t.Errorf("%s: %d posts, changed %v", name, posts, !cmp.Equal(before, after))
			}
			continue
		}
		if posts != 1 || after.Channels[0].Schedules[0].By != "" || after.Channels[0].Schedules[0].Plan.IsZero() {
			t.Errorf("%s: %d posts, %+v", name, posts, after.Channels[0].Schedules)
		}
		if len(before.Theirs.Rooms) != 1 || len(after.Theirs.Rooms) != 0 {
			t.Errorf("%s: the channels that Home shows were %v, and are %v", name, before.Theirs.Rooms, after.Theirs.Rooms)
		}
		before.Theirs.Rooms = nil
		if name != "with their account" && !cmp.Equal(before.Theirs, after.Theirs) {
			t.Errorf("%s: what is kept of them changed", name)
		}
	}
}

// Only alter, putOwner and what Slack or the clock tell write a channel.
func TestEveryChangeOfASchedulePassesOneGate(t *testing.T) {
	allowed := []string{"alter", "putOwner", "joined", "left", "claimChannel", "claimRoundup", "Present", "Settle", "blockedIn", "Rewind",
		"tellOff", "closed", "unarchived", "deleted", "renumbered",
		"touched"} // a press on a prompt is anybody's, and changes no times
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set, found, asks := token.NewFileSet(), map[string]bool{}, map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if of, ok := n.(*ast.SelectorExpr); ok && of.Sel.Name == "mayChange" {
					asks[f.Name.Name] = true
				} else if ok && of.Sel.Name == "PutChannel" {
					found[f.Name.Name] = true
					if !slices.Contains(allowed, f.Name.Name) {
						t.Errorf("%s writes a channel: let alter do it, which asks who may", f.Name.Name)
					}
				}
				return true
			})
		}
	}
	if !asks["alter"] || !asks["owned"] {
		t.Errorf("alter and owned do not ask who may; who does: %v", asks)
	}
	if !found["alter"] || !found["claimChannel"] {
		t.Errorf("found only %v", found)
	}
}

func TestEachDenialSaysWhy(t *testing.T) {
	for role, says := range map[commands.Role]string{
		commands.Unknown:  "I can't see from Slack who you are right now; please try again in a minute.",
		commands.Guest:    "Slack has you as a guest",
		commands.Stranger: "people from outside this workspace",
	} {
		h := newHouse(t)
		_, err := h.ask(commands.Request{User: "U2", Role: role, Channel: "C1", Text: "schedule off"})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("role %d is told %v, want %q", role, err, says)
		}
	}
}
