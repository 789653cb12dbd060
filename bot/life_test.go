package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// happenings is what commands was told, each as "what user channel value zone".
func (w *world) happenings() []string {
	var all []string
	for _, r := range w.script.requests() {
		all = append(all, strings.Join(strings.Fields(fmt.Sprint(names[r.What], " ", r.User, " ", r.Channel, " ", r.Value, " ", r.Zone)), " "))
	}
	slices.Sort(all)
	return all
}

func TestTheLifeOfChannelsBecomesRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	w.AddChannel(slacksim.Channel{ID: "C0GROUP001", Name: "group", Private: true, Members: []string{ann, w.BotUser()}})
	want := []string{"archived C0GROUP001", "archived C0TEAM0001", "deleted C0GROUP001", "deleted C0TEAM0002",
		"renumbered C0TEAM0001 C0TEAM0002", "unarchived C0GROUP001", "unarchived C0TEAM0001"}
	must(w.Rename(team, "crew")) // of these two nothing is heard, and nothing is to be done
	for _, id := range []string{team, "C0GROUP001"} {
		must(w.Archive(id, true))
		must(w.Archive(id, false))
	}
	must(w.ChangeID(team, "C0TEAM0002"))
	must(w.Delete("C0TEAM0002"))
	must(w.Delete("C0GROUP001"))
	w.script.await(t, "seven requests", func() bool { return len(w.script.asked) >= len(want) })
	if diff := cmp.Diff(want, w.happenings()); diff != "" {
		t.Error(diff)
	}
}

func TestARenamedOrPrivateChannelIsPromptedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{due: dueOnce(prompt(team, "prompt/C0TEAM0001/2026-11-23T10:30"))})
	if err := errors.Join(w.Rename(team, "crew"), w.MakePrivate(team)); err != nil {
		t.Fatal(err)
	}
	if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	w.sees(t, ann, team, "prompt prompt/C0TEAM0001")
	if got := w.happenings(); len(got) != 0 {
		t.Errorf("commands was told %q", got)
	}
}

// A person's record comes with every change of their status; commands hears of what concerns it.
func TestAnAccountIsSwitchedOffAndOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "hello"))
	w.sees(t, ann, team, "heard hello")
	asked := func(n int) {
		t.Helper()
		w.script.await(t, fmt.Sprint(n, " requests"), func() bool { return len(w.script.asked) >= n })
	}
	w.Deactivate(ann, true)
	asked(2)
	w.eventually(t, "the cache", func() bool { return w.bot.people.of(ann).off })
	w.ChangeUser(ann, func(u *slacksim.User) { u.RealName = "Anna" }) // off as before
	w.Deactivate(ann, false)
	asked(3)
	w.eventually(t, "the cache", func() bool { return !w.bot.people.of(ann).off })
	w.ChangeUser(ann, func(u *slacksim.User) { u.Restricted = true }) // a guest: all stays
	w.SetZone(ann, "Asia/Tokyo")
	asked(4)
	want := []string{"deactivated U0ANN00001 Europe/Berlin", "moved U0ANN00001 Asia/Tokyo", "moved U0ANN00001 Europe/Berlin", "typed U0ANN00001 C0TEAM0001 Europe/Berlin"}
	if diff := cmp.Diff(want, w.happenings()); diff != "" {
		t.Error(diff)
	}
}

// What changed while nobody listened is found before somebody is written to, with one look a day.
func TestAPersonIsLookedUpBeforeTheyAreWrittenTo(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, nil)
	sim.ChangeUser(ann, func(u *slacksim.User) { u.Deleted = true })
	const off, on, again = "nudge/U0ANN00001/2026-11-23T14:00", "nudge/U0BOB00001/2026-11-23T14:00", "nudge/U0BOB00001/2026-11-23T15:00"
	s := &script{due: dueOnce(prompt(ann, off), prompt(bob, on), prompt(bob, again))}
	var away atomic.Bool
	s.handle = func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.What == commands.Deactivated {
			away.Store(true)
		}
		return commands.Reply{}, nil
	}
	s.begin = func(key storage.SlotKey) (commands.Start, error) {
		if key == off && away.Load() {
			return commands.Start{State: storage.Skipped}, nil
		}
		return commands.Start{Go: true, State: storage.Sending}, nil
	}
	w := newWorldIn(t, sim, s)
	if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	s.await(t, "three outcomes", func() bool { return len(s.settled) == 3 })
	if a, b, c := s.settled[off].State, s.settled[on].State, s.settled[again].State; a != storage.Skipped || b != storage.Sent || c != storage.Sent {
		t.Errorf("outcomes %s, %s, %s", a, b, c)
	}
	if diff := cmp.Diff([]string{"deactivated U0ANN00001", "moved U0BOB00001 Asia/Tokyo"}, w.happenings()); diff != "" {
		t.Error(diff)
	}
	if n := w.calls("users.info"); n != 2 {
		t.Errorf("%d looks at two people", n)
	}
}

// Nobody from another company, and nobody whose account is off, gets what they did not ask for.
func TestNothingUnaskedGoesToAStranger(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, nil)
	sim.ChangeUser(ann, func(u *slacksim.User) { u.Stranger = true })
	const asked = "nudge/U0ANN00001/2026-11-23T14:00"
	unasked := func(to string) commands.Post { return commands.Post{To: to, Message: says("unasked")} }
	w := newWorldIn(t, sim, &script{due: dueOnce(unasked(ann), prompt(ann, asked), unasked(bob))})
	if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	w.sees(t, bob, w.DM(bob), "unasked")
	w.sees(t, ann, w.DM(ann), "prompt "+asked)
	for _, m := range w.Screen(ann, w.DM(ann)) {
		if m.Text == "unasked" {
			t.Error("a stranger was written to unasked")
		}
	}
}

// account_inactive can speak of the person and of Catcow's own token.
func TestWhoseAccountIsInactiveIsFoundOut(t *testing.T) {
	for name, c := range map[string]struct {
		off  bool
		want string
	}{"theirs": {true, "account_inactive"}, "not theirs": {false, "account_inactive, and not theirs"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const key = "nudge/U0ANN00001/2026-11-23T14:00"
			w := newWorld(t, &script{due: dueOnce(prompt(ann, key))})
			w.bot.people.change(ann, func(p *person) { p.until = time.Now().Add(time.Hour) }) // known, and as active
			if c.off {
				w.AddUser(slacksim.User{ID: ann, Name: "ann", Deleted: true}) // and no event
			}
			w.Fault(func(f *slacksim.Faults) {
				f.Methods = map[string]*slacksim.MethodFault{"chat.postMessage": {Times: -1, Error: "account_inactive"}}
			})
			if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
			w.script.await(t, "the outcome", func() bool { return len(w.script.settled) > 0 })
			if got := w.script.settled[key].Why; got != c.want {
				t.Errorf("Why = %q, want %q", got, c.want)
			}
			if told := slices.Contains(w.happenings(), "deactivated U0ANN00001"); told != c.off {
				t.Errorf("commands was told that the account is off: %v", told)
			}
		})
	}
}

// Whoever has been away for long is erased only when Slack says that they still are.
func TestErasingLooksFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{departed: []habit.UserID{ann, bob, "U0NOBODY01"}})
	w.AddUser(slacksim.User{ID: ann, Name: "ann", Deleted: true})
	w.bot.sweep(t.Context(), time.Now())
	if diff := cmp.Diff([]habit.UserID{ann, "U0NOBODY01"}, w.script.erased); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"moved U0BOB00001 Asia/Tokyo"}, w.happenings()); diff != "" {
		t.Error(diff)
	}
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"users.info": {Times: -1, Status: 503}}
	})
	w.script.erased = nil
	w.bot.sweep(t.Context(), time.Now())
	if n := w.bot.Counts()["errors"]; n != 0 || len(w.script.erased) != 0 {
		t.Errorf("erased %v where Slack did not answer (%d errors)", w.script.erased, n)
	}
}

func TestUninstallingEndsTheBotWithASentence(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{})
	w.Uninstall(t.Context())
	w.eventually(t, "the end", func() bool { open, _, _ := w.bot.Pulse(); return open == 0 })
	err := w.stop()
	if !errors.Is(err, ErrConfiguration) || !strings.Contains(fmt.Sprint(err), "taken out of this workspace") {
		t.Errorf("Run = %v", err)
	}
}

// Events of an installation that was followed by another one, or of tokens of people, end nothing.
func TestAStaleUninstallationEndsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	before := w.calls("auth.test")
	fine(t, w.Event(t.Context(), map[string]any{"type": "tokens_revoked", "tokens": map[string]any{"oauth": []string{ann}, "bot": []string{}}}))
	if n := w.calls("auth.test"); n != before {
		t.Errorf("%d looks at the token because of somebody else's", n-before)
	}
	fine(t, w.Event(t.Context(), map[string]any{"type": "app_uninstalled"}))
	w.eventually(t, "a look at the token", func() bool { return w.calls("auth.test") > before })
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "hello"))
	w.sees(t, ann, team, "heard hello")
}
