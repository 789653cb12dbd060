package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/commands"
	"catcow/storage"
)

// ways are how an answer can be given; %d is the score. A question is asked on Monday at 14:00.
var ways = map[string]func(l *life, n int) commands.Reply{
	"typed":   func(l *life, n int) commands.Reply { return l.say(fmt.Sprint(n)) },
	"command": func(l *life, n int) commands.Reply { return l.say(fmt.Sprint("checkin ", n)) },
	"pressed": func(l *life, n int) commands.Reply { return l.press("score", fmt.Sprint(n, "|")) },
	"changed": func(l *life, n int) commands.Reply { return l.press("rescore", fmt.Sprint(n, "|cause7")) },
	"asked": func(l *life, n int) commands.Reply {
		return l.press("score", fmt.Sprint(n, "|asking/U1/2026-03-02T14:00"))
	},
}

// answered is all that is held of somebody after an answer, and what they were told.
func answered(t *testing.T, storing bool, way string, n int) (holding, string) {
	l := newLife(t)
	if storing {
		l.press("agree", "")
	} else {
		l.press("nostore", "")
	}
	l.say("checkin mon 14:00")
	l.now = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	l.clock()
	l.now = l.now.Add(5 * time.Minute)
	text := all(ways[way](l, n))
	return l.held(), text
}

// In don't-store mode nothing tells one score from another: what is held after each of them
// is the same, to the last field. After a 9 or 10 it is the same as after somebody asked for
// the safety card.
func TestWhatIsNotStoredCannotBeTold(t *testing.T) {
	for way := range ways {
		calm, _ := answered(t, false, way, 0)
		if len(calm.CheckIns) > 0 || len(calm.Member.Alerts) > 0 || !calm.Member.Agreed.IsZero() {
			t.Errorf("%s: something is kept: %+v", way, calm)
		}
		high, _ := answered(t, false, way, 9)
		for n := range 11 {
			got, said := answered(t, false, way, n)
			want := calm
			if n >= 9 {
				want = high
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %d is told from the others:\n%s", way, n, diff)
			}
			if card := strings.Contains(said, "emergency help"); card != (n >= 9) {
				t.Errorf("%s: %d is answered by a card: %v\n%s", way, n, card, said)
			}
		}
		// The comparison can fail: where answers are kept it does.
		a, _ := answered(t, true, way, 2)
		b, _ := answered(t, true, way, 3)
		if way != "changed" && cmp.Diff(a, b) == "" {
			t.Errorf("%s: kept answers cannot be told from each other", way)
		}
	}
}

// The rest of moves after a 9 or 10 is written as if the person had asked for the card.
func TestARestFromAScoreLooksLikeOneFromWords(t *testing.T) {
	after := func(what string) []string {
		l := newLife(t)
		l.press("nostore", "")
		l.say(what)
		var looks []string
		for _, a := range l.held().Member.Alerts {
			looks = append(looks, fmt.Sprintf("%+v", a))
		}
		return looks
	}
	score, words := after("10"), after("help now")
	if diff := cmp.Diff(words, score); diff != "" || len(words) != 1 {
		t.Errorf("they differ:\n%s", diff)
	}
	if diff := cmp.Diff(words, after("bad day")); diff == "" {
		t.Error("anything looks like it")
	}
}

// Moves rest after a 10, and what is kept of it goes on the first sweep after.
func TestTheCardOfAScoreThatIsNotStoredGoes(t *testing.T) {
	l := newLife(t)
	l.press("nostore", "")
	l.say("10")
	if said := all(l.say("")); !strings.Contains(said, "I've paused exercise tips") {
		t.Errorf("a move comes after a 10:\n%s", said)
	}
	l.press("read", "")
	l.now = l.now.AddDate(0, 0, 1).Add(time.Hour)
	if err := l.set.Sweep(t.Context(), l.now); err != nil {
		t.Fatal(err)
	}
	m := l.held().Member
	if len(m.Alerts) > 0 || len(m.Pauses) != 1 {
		t.Errorf("after the rest: %+v, %+v; want no card, and its days of rest", m.Alerts, m.Pauses)
	}
	if said := all(l.say("")); strings.Contains(said, "paused") {
		t.Errorf("moves are not back:\n%s", said)
	}
}

// Whoever stops storing keeps what was stored until they erase it, and changing an old
// answer then takes it out.
func TestEarlierAnswersStayUntilTheyAreErased(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	for i, n := range []int{4, 8, 3} {
		l.now = l.now.AddDate(0, 0, 1)
		l.do(commands.Request{Text: fmt.Sprint(n), Cause: fmt.Sprint("told", i)})
	}
	l.say("don't store")
	if n := len(l.held().CheckIns); n != 3 {
		t.Errorf("%d check-ins are left of 3", n)
	}
	l.press("rescore", "5|told0")
	if n := len(l.held().CheckIns); n != 2 {
		t.Errorf("%d check-ins are left, want 2: the changed one goes", n)
	}
	l.press("pain", "little|told1")
	for _, c := range l.held().CheckIns {
		if c.Pain != "" {
			t.Errorf("pain is kept: %+v", c)
		}
	}
	l.press("unkeep", "")
	if got := l.held(); len(got.CheckIns) > 0 {
		t.Errorf("left: %+v", got.CheckIns)
	}
}

// Where check-ins are switched off nothing is asked, taken or kept, whatever is typed or pressed.
func TestCheckInsCanBeSwitchedOff(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("checkin daily 14:00")
	l.say("4")
	was := l.held()
	l.set.NoCheckIns = true
	for _, text := range []string{"7", "checkin 7", "checkin severe", "checkin off", "checkin daily 9:00", "trend", "don't store", "store", "10"} {
		if said := all(l.say(text)); !strings.Contains(said, "switched off here") {
			t.Errorf("%q: %s", text, said)
		}
	}
	for do, value := range map[string]string{
		"score": "7|", "rescore": "7|x", "word": "severe|", "reword": "severe|x", "agree": "", "nostore": "", "store": "", "pain": "little|x",
		"plan": "checkin", "change": "x", "rouse": string(storage.Asking), "useful": "yes", "type": "checkin 5",
	} {
		if said := all(l.press(do, value)); !strings.Contains(said, "switched off here") {
			t.Errorf("%s %s: %s", do, value, said)
		}
	}
	now := l.held()
	if diff := cmp.Diff(was.CheckIns, now.CheckIns); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(was.Member.CheckIns.Plan, now.Member.CheckIns.Plan); diff != "" {
		t.Error("a plan does not sleep but changes:", diff)
	}
	for range 3 {
		l.now = l.now.AddDate(0, 0, 1)
		for _, p := range l.clock() {
			t.Errorf("asked all the same: %s", p.Slot)
		}
	}
	for _, text := range []string{"help", "hi", "settings", "nonsense words here", "stop", "why", "tips", ""} {
		if said := strings.ToLower(all(l.say(text))); strings.Contains(said, "checkin") || strings.Contains(said, "how stiff") {
			t.Errorf("%q offers a check-in:\n%s", text, said)
		}
	}
	l.set.NoCheckIns = false
	if said := all(l.say("trend")); !strings.Contains(said, "Your check-ins") {
		t.Errorf("what was noted before is not there any more:\n%s", said)
	}
}

// Whoever is forgotten, by themselves or 30 days after they left, leaves the note of their
// conversation, and nothing else; the note goes when it is done.
func TestErasingNotesWhatIsToBeDeleted(t *testing.T) {
	for _, left := range []bool{false, true} {
		l := newLife(t)
		l.do(commands.Request{Text: "done bridge", DM: "D1"})
		if left {
			l.do(commands.Request{What: commands.Deactivated})
			l.now = l.now.AddDate(0, 0, 31)
			if err := l.set.Erase(t.Context(), "U1", l.now); err != nil {
				t.Fatal(err)
			}
		} else if reply := l.do(commands.Request{What: commands.Pressed, Do: "erase", Fleeting: true, DM: "D1"}); !reply.Forgot {
			t.Error("what is remembered elsewhere does not go")
		}
		wipes, err := l.set.Wipes(t.Context())
		if err != nil || len(wipes) != 1 || wipes[0].Direct != "D1" || wipes[0].Before.Before(l.now) {
			t.Fatalf("left %v: %+v, %v", left, wipes, err)
		}
		text, f := exported(t, l.set, "U1")
		if f.Member.Zone != "" || len(f.Sessions)+len(f.Messages)+len(f.Changes) > 0 {
			t.Errorf("left %v: still held:\n%s", left, text)
		}
		if err := l.set.Wiped(t.Context(), wipes[0]); err != nil {
			t.Fatal(err)
		}
		if wipes, err = l.set.Wipes(t.Context()); err != nil || len(wipes) != 0 {
			t.Errorf("left %v: %v, %v", left, wipes, err)
		}
		if err := l.set.Wiped(t.Context(), storage.Wipe{Direct: "D1"}); err != nil {
			t.Errorf("done twice: %v", err)
		}
	}
}

// Whoever only ever used the command has what came to their direct messages deleted, too; who
// was forgotten, or was never known, is not held again by a message that arrives late.
func TestTheConversationOfWhoNeverWroteThereIsNoted(t *testing.T) {
	l := newLife(t)
	meet := func() {
		if err := l.set.Met(t.Context(), "U1", "D1"); err != nil {
			t.Fatal(err)
		}
	}
	if meet(); l.held().Member.Direct != "" {
		t.Error("somebody unknown is held")
	}
	l.say("done bridge")
	meet()
	l.press("erase", "")
	if wipes, err := l.set.Wipes(t.Context()); err != nil || len(wipes) != 1 || wipes[0].Direct != "D1" {
		t.Errorf("to be deleted: %+v, %v", wipes, err)
	}
	if meet(); l.held().Member.Direct != "" {
		t.Error("the forgotten is held again")
	}
}

// What is on its way to somebody who is forgotten is not sent.
func TestNothingComesToTheForgotten(t *testing.T) {
	l := newLife(t)
	l.say("remind daily 12:00")
	l.now = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	posts := l.claim()
	if len(posts) != 1 {
		t.Fatalf("%d nudges, want one on its way", len(posts))
	}
	l.press("erase", "")
	start, err := l.set.Begin(t.Context(), posts[0].Slot, l.now, commands.Busy{})
	if err != nil || start.Go {
		t.Errorf("it leaves all the same: %+v, %v", start, err)
	}
	for range 3 {
		l.now = l.now.AddDate(0, 0, 1)
		if more := l.claim(); len(more) > 0 {
			t.Errorf("another comes: %+v", more)
		}
	}
	text, f := exported(t, l.set, "U1")
	if len(f.Messages) > 0 {
		t.Errorf("something is held again:\n%s", text)
	}
}

// No thanks below the card of store leaves things as they were, and never says that nothing
// is kept where something is.
func TestNoThanksToStoringChangesNothing(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("4")
	l.say("checkin mon 14:00")
	l.say("don't store")
	before := l.held().Member
	l.say("store")
	said := all(l.press("decline", ""))
	if diff := cmp.Diff(before, l.held().Member); diff != "" || strings.Contains(said, "Nothing is kept") {
		t.Errorf("said %q, and changed:\n%s", said, diff)
	}
	l.form("set", map[string]string{"storing": "undecided"})
	if said := all(l.press("decline", "")); !strings.Contains(said, "erases the earlier ones") {
		t.Errorf("with an answer kept it says %q", said)
	}
}

// Whoever has decided about their answers is not new at Home, and finds all of it there.
func TestWhoHasCheckedInIsNotNewAtHome(t *testing.T) {
	l := newLife(t)
	for _, do := range []string{"agree", "nostore"} {
		l.press("erase", "")
		l.press(do, "")
		home, err := l.set.Home(t.Context(), commands.Request{User: "U1", Role: commands.Member, Zone: "Europe/London", Now: l.now})
		if err != nil {
			t.Fatal(err)
		}
		if said := all(commands.Reply{Message: home.Message}); strings.Contains(said, "1 of 3") {
			t.Errorf("after %s Home begins anew:\n%s", do, said)
		}
	}
}
