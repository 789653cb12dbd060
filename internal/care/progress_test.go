package care

import (
	"encoding/json"
	"testing"

	"catcow/internal/habit"
)

func TestALongGapLowersUntilTheNextSession(t *testing.T) {
	bridge := exercise(t, "E03")
	for _, c := range []struct{ level, step, gap, wantLevel, wantStep int }{
		{3, 0, 13, 3, 0}, {3, 0, 14, 2, 0}, {3, 0, 27, 2, 0}, {3, 0, 28, 1, 0}, {3, 0, 400, 1, 0},
		{2, 2, 13, 2, 2}, {2, 2, 14, 1, 0}, {1, 2, 13, 1, 2}, {1, 2, 14, 1, 0}, {1, 2, 28, 1, 0},
	} {
		p := at(c.level, c.step, 0)
		p.Good, p.Offer, p.Tough = 1, 3, 1
		day := monday.Add(c.gap)
		now := p.Current(bridge, day)
		if fresh := now.Good == 0 && now.Offer == 0 && now.Tough == 0; fresh != (c.gap >= 14) {
			t.Errorf("after %d days there is still %+v", c.gap, now)
		}
		if now.level() != c.wantLevel || now.Step != c.wantStep {
			t.Errorf("level %d, step %d, after %d days: level %d, step %d", c.level, c.step, c.gap, now.level(), now.Step)
		}
		stored, _ := p.After(bridge, Feedback{Effort: AboutRight, Pain: MildPain, Moment: Moment{Day: day}})
		if stored.level() != c.wantLevel || stored.Step != c.wantStep || stored.Done != day {
			t.Errorf("a session %d days later stores level %d, step %d, on %v", c.gap, stored.level(), stored.Step, stored.Done)
		}
		if lower := c.wantLevel < c.level; lower != (stored.Since == day) {
			t.Errorf("after %d days, on this level since %v", c.gap, stored.Since)
		}
		if _, ok := p.Up(bridge, Moment{Day: day}); ok != (c.gap < 14 && c.level < 3) {
			t.Errorf("after %d days an old offer at level %d is accepted: %v", c.gap, c.level, ok)
		}
	}
	if now := (Progress{Level: 2, Step: 1}).Current(bridge, monday); now.Level != 2 || now.Step != 1 {
		t.Errorf("without a last session nothing is lowered: %+v", now)
	}
}

func TestASessionWithoutAWordEndsTheGap(t *testing.T) {
	bridge := exercise(t, "E03")
	for _, c := range []struct{ gap, wantLevel, wantStep int }{{-1, 2, 1}, {0, 2, 1}, {13, 2, 1}, {14, 1, 0}, {28, 1, 0}} {
		did, p := monday.Add(c.gap), at(2, 1, 0)
		p.Good = 1
		stored := p.Did(did)
		last := did
		if c.gap < 0 {
			last = p.Done // an earlier day is no news
		}
		if stored.level() != c.wantLevel || stored.Step != c.wantStep || stored.Done != last {
			t.Errorf("done after %d days: %+v", c.gap, stored)
		}
		if kept := c.wantLevel == 2; kept != (stored.Good == 1) {
			t.Errorf("done after %d days: %d good in a row", c.gap, stored.Good)
		}
		if now := stored.Current(bridge, last.Add(13)); now.level() != c.wantLevel || now.Step != c.wantStep {
			t.Errorf("done after %d days, and 13 days later: level %d, step %d", c.gap, now.level(), now.Step)
		}
	}
	if p := (Progress{Hurts: 1}).Did(monday); !p.Done.IsZero() {
		t.Errorf("a move without feedback is begun by a session alone: %+v", p)
	}
}

func TestMildPainWaitsForTheNextCheckIn(t *testing.T) {
	bridge := exercise(t, "E03")
	for _, c := range []struct {
		watch bool
		score int
		usual float64
		known bool
		want  Outcome
	}{
		{true, 5, 3, true, Lowered}, {true, 4, 3, true, ""}, {true, 5, 3.5, true, ""}, {true, 6, 3.5, true, Lowered},
		{false, 9, 3, true, ""}, {true, 9, 0, false, ""},
	} {
		p := at(1, 2, 0)
		p.Watch, p.Good, p.Offer, p.Tough = c.watch, 2, 3, 1
		after, o := p.Watched(bridge, monday.Add(1), c.score, c.usual, c.known)
		if o != c.want || after.Watch || (after.Step == 1) != (c.want == Lowered) {
			t.Errorf("%+v: %q, %+v", c, o, after)
		}
		if o == Lowered && (after.Good != 0 || after.Offer != 0 || after.Tough != 0) {
			t.Errorf("a step down leaves something to build on: %+v", after)
		}
	}
}

func TestDownGoesOneStepAtATime(t *testing.T) {
	bridge := exercise(t, "E03")
	p := at(3, 0, 0)
	p.Since = monday
	for i, want := range []struct{ level, step, since int }{{2, 2, 1}, {2, 1, 1}, {2, 0, 1}, {1, 2, 4}, {1, 1, 4}, {1, 0, 4}, {1, 0, 4}} {
		if p = p.Down(bridge, monday.Add(i+1)); p.Level != want.level || p.Step != want.step || p.Since != monday.Add(want.since) {
			t.Errorf("%d steps down: level %d, step %d, since %v; want %+v", i+1, p.Level, p.Step, p.Since, want)
		}
	}
	if p := at(1, 5, 0).Down(bridge, monday); p.Step != 1 {
		t.Errorf("below a step that is too high lies step %d, want 1", p.Step)
	}
}

func TestGentleModeEasesOnce(t *testing.T) {
	bridge := exercise(t, "E03")
	p := at(2, 0, 0)
	p.Good, p.Offer = 2, 3
	built := p
	p = p.Ease(bridge, "c").Ease(bridge, "c")
	if p.Level != 2 || p.Eased != 2 || p.Good != 0 || p.Offer != 0 {
		t.Errorf("eased twice: %+v", p)
	}
	if now := p.Current(bridge, monday); now.Level != 1 || now.Step != 2 {
		t.Errorf("it counts as level %d, step %d", now.Level, now.Step)
	}
	if back := p.Uneased("c"); back != built {
		t.Errorf("taken back: %+v, want %+v", back, built)
	}
	if other := p.Uneased("d"); other != p {
		t.Errorf("another check-in takes it back: %+v", other)
	}
	once, _ := p.After(bridge, session(1, Easy))
	if once.Eased != 1 || once.Uneased("c") != once {
		t.Errorf("what a session has counted for is not taken back: %+v", once.Uneased("c"))
	}
	if again := once.Ease(bridge, "d"); again.Eased != 2 || again.Uneased("d") != once {
		t.Errorf("eased again and taken back: %+v, want %+v", again.Uneased("d"), once)
	}
	if mild, _ := p.After(bridge, hurting(1, MildPain)); mild.Uneased("c").Good != 0 {
		t.Errorf("what mild pain took away came back: %+v", mild.Uneased("c"))
	}
	lower, o := story(bridge, p, session(1, Hard), session(2, Hard))
	if o != Lowered || lower.Level != 1 || lower.Step != 1 || lower.Eased != 0 {
		t.Errorf("two hard sessions while eased: %q, %+v", o, lower)
	}
	first := Progress{Good: 2}
	if got := first.Ease(bridge, "c"); got != first {
		t.Errorf("below the beginning there is nothing: %+v", got)
	}
	if p, _ := p.After(bridge, hurting(1, Hurt)); p.Eased != 0 {
		t.Error("what hurt has no step to come back to")
	}
	if now := p.Current(bridge, monday.Add(14)); now.Level != 1 || now.Step != 0 || now.Eased != 0 {
		t.Errorf("after a gap as well: %+v", now)
	}
}

func TestAnOfferIsAnsweredOnce(t *testing.T) {
	bridge := exercise(t, "E03")
	p := at(1, 0, 0)
	p.Good, p.Offer = 1, 3
	p.Raised = monday.Add(-10)
	up, ok := p.Up(bridge, on(0))
	if !ok || up.Step != 1 || up.Level != 1 || up.Offer != 0 || up.Good != 0 || up.Raised != monday || up.Former != monday.Add(-10) || !up.Since.IsZero() {
		t.Errorf("accepted: %v, %+v", ok, up)
	}
	if again, ok := up.Up(bridge, on(9)); ok || again != up {
		t.Errorf("the same press again: %v, %+v", ok, again)
	}
	stay := p.Stay()
	if stay.Step != 0 || stay.Offer != 0 || stay.Good != 0 || stay.Raised != p.Raised {
		t.Errorf("declined: %+v", stay)
	}
	up.Good = 2
	if got := up.Stay(); got != up {
		t.Errorf("nothing was on offer, and declining it changes %+v", got)
	}
}

func TestStepsUpOfAWeekAreCountedOverAllMoves(t *testing.T) {
	moves := map[string]Progress{
		"E01": {Raised: monday.Add(3), Former: monday},
		"E02": {Raised: monday.Add(-1)},
		"E03": {},
	}
	for day, want := range map[int]int{3: 3, 5: 3, 6: 2, 7: 1, 9: 1, 10: 0} {
		if got := Raised(moves, monday.Add(day)); got != want {
			t.Errorf("day %d: %d, want %d", day, got, want)
		}
	}
}

func TestTheBeginningTakesNoSpace(t *testing.T) {
	if data, err := json.Marshal(Progress{}); err != nil || string(data) != "{}" {
		t.Errorf("%s, %v", data, err)
	}
	want := Progress{Level: 2, Step: 1, Times: 9, Good: 1, Tough: 1, Last: Easy, Done: monday, Offer: 2, Raised: monday, Former: monday, Since: monday,
		Hurts: 1, Parked: monday, Out: true, Watch: true, Eased: 1, By: "c", Built: Built{1, 2, 1, "d"}, Helped: 2, Votes: 3, Upkeep: true}
	data, err := json.Marshal(want)
	var got Progress
	if err == nil {
		err = json.Unmarshal(data, &got)
	}
	if err != nil || got != want {
		t.Errorf("%s becomes %+v, %v", data, got, err)
	}
}

func TestOffTheListUntilADay(t *testing.T) {
	for _, c := range []struct {
		p    Progress
		day  int
		want bool
	}{
		{Progress{}, 0, false}, {Progress{Parked: monday.Add(7)}, 6, true}, {Progress{Parked: monday.Add(7)}, 7, false},
		{Progress{Out: true}, 7, true}, {Progress{Out: true, Parked: monday}.Retake(), 7, false},
	} {
		if got := c.p.Off(monday.Add(c.day)); got != c.want {
			t.Errorf("%+v on day %d: %v", c.p, c.day, got)
		}
	}
	if (Progress{}).hurtOn(habit.Day{}) || (Progress{Parked: monday.Add(7)}).hurtOn(monday.Add(1)) || !(Progress{Parked: monday.Add(7)}).hurtOn(monday) {
		t.Error("the day that it hurt is a week before it is on the list again")
	}
}

func TestUpkeepIsSuggestedOnceAfterFiveWeeksAtTheLastLevel(t *testing.T) {
	bridge := exercise(t, "E03")
	p := at(2, 2, 0)
	p.Offer = 3
	p, ok := p.Up(bridge, on(0))
	if !ok || p.Level != 3 || p.Step != 0 || p.Since != monday {
		t.Fatalf("accepted: %v, %+v", ok, p)
	}
	told := map[int]Outcome{}
	for day := 7; day <= 70; day += 7 {
		var o Outcome
		if p, o = p.After(bridge, session(day, AboutRight)); o != "" {
			told[day] = o
		}
	}
	if len(told) != 1 || told[35] != Upkeep {
		t.Errorf("told on %v, want upkeep on day 35 alone", told)
	}
	if got, want := p.Tell(Upkeep, bridge, monday.Add(35)), "You've kept bridge at level 3 for 5 weeks now. From here, 2 or 3 days a week can be enough."; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	gentle := session(40, AboutRight)
	gentle.Gentle = true
	early, unknown := at(3, 0, 38), at(3, 0, 38)
	early.Since = monday.Add(4)
	for name, c := range map[string]struct {
		p    Progress
		f    Feedback
		want Outcome
	}{
		"gentle mode":  {early, gentle, ""},
		"36 days":      {early, session(40, AboutRight), Upkeep},
		"34 days":      {early, session(38, AboutRight), ""},
		"no beginning": {unknown, session(40, AboutRight), ""},
	} {
		if _, o := c.p.After(bridge, c.f); o != c.want {
			t.Errorf("%s: %q, want %q", name, o, c.want)
		}
	}
}
