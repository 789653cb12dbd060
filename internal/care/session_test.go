package care

import (
	"testing"

	"catcow/content"
	"catcow/internal/habit"
)

// monday is the day that the stories here begin on.
var monday = habit.Day{Year: 2026, Month: 11, Date: 2}

// on is a moment so many days after monday, on which nothing else limits.
func on(day int) Moment { return Moment{Day: monday.Add(day)} }

// session is feedback without pain, so many days after monday.
func session(day int, effort Effort) Feedback { return Feedback{Effort: effort, Moment: on(day)} }

func hurting(day int, pain Pain) Feedback {
	return Feedback{Effort: AboutRight, Pain: pain, Moment: on(day)}
}

// at is a progress that was built over weeks, last done on that day.
func at(level, step, day int) Progress {
	return Progress{Level: level, Step: step, Times: 20, Done: monday.Add(day), Last: AboutRight}
}

// story runs one feedback after another and returns the last outcome.
func story(e content.Exercise, p Progress, all ...Feedback) (Progress, Outcome) {
	var o Outcome
	for _, f := range all {
		p, o = p.After(e, f)
	}
	return p, o
}

func TestWorkedExampleBridgeIsOfferedSevenAndGoesBackToSeven(t *testing.T) {
	bridge := exercise(t, "E03")
	p, o := story(bridge, Progress{}, session(0, AboutRight), session(2, Easy))
	if o != "" {
		t.Fatalf("after two sessions, one of them easy: %q", o)
	}
	p, o = p.After(bridge, session(4, Easy))
	if o != Offered || p.Good != 0 || Amount(bridge, p.Level, p.Step).Reps != 5 {
		t.Fatalf("Friday brings %q, at %s", o, Amount(bridge, p.Level, p.Step).Text)
	}
	if got, want := p.Tell(o, bridge, monday.Add(4)), "Bridge felt fine three times running. Try 7 instead of 5?"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	p, ok := p.Up(bridge, on(7))
	if got := Amount(bridge, p.Level, p.Step).Reps; !ok || got != 7 || p.Raised != monday.Add(7) {
		t.Fatalf("accepted: %v, %d, raised on %v", ok, got, p.Raised)
	}

	p, o = story(bridge, at(1, 2, 18), session(21, Hard))
	if o != "" || p.Step != 2 {
		t.Errorf("one hard session brings %q, step %d", o, p.Step)
	}
	p, o = p.After(bridge, session(23, Hard))
	if o != Lowered || Amount(bridge, p.Level, p.Step).Reps != 7 {
		t.Errorf("two hard sessions bring %q, %s", o, Amount(bridge, p.Level, p.Step).Text)
	}
	if got, want := p.Tell(o, bridge, monday.Add(23)), "Let's take bridge back to 7 for now. That's part of building up."; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

func TestWorkedExampleBridgeResumesAStepLowerAfterGentleMode(t *testing.T) {
	bridge := exercise(t, "E03")
	p := at(1, 2, 0).Ease(bridge, "c")
	if got := p.Dose(bridge, monday.Add(2), true); got != bridge.Dose[0] {
		t.Errorf("in gentle mode: %s", got.Text)
	}
	gentle := session(2, Easy)
	gentle.Gentle = true
	p, o := story(bridge, p, gentle, gentle)
	if got := p.Dose(bridge, monday.Add(7), false); o != "" || got.Reps != 7 {
		t.Errorf("after it: %q, %s, want 7", o, got.Text)
	}
	p, o = p.After(bridge, session(7, AboutRight))
	if got := p.Dose(bridge, monday.Add(7), false); o != "" || got.Reps != 7 {
		t.Errorf("after one good session: %q, %s", o, got.Text)
	}
	p, o = p.After(bridge, session(9, Easy))
	if got := p.Dose(bridge, monday.Add(9), false); o != Resumed || got.Reps != 8 {
		t.Errorf("after two good sessions: %q, %s", o, got.Text)
	}
	if got, want := p.Tell(o, bridge, monday.Add(9)), "Bridge is back at 8 from next time on."; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	if p.Good != 0 {
		t.Errorf("what brought the step back counts for the next: %d", p.Good)
	}
}

func TestWorkedExampleCatCowHurts(t *testing.T) {
	all, catCow := exercises(t), exercise(t, "E02")
	p, o := at(2, 1, 0).After(catCow, hurting(3, Hurt))
	want := Progress{Level: 1, Times: 21, Done: monday.Add(3), Last: AboutRight, Since: monday.Add(3), Hurts: 1, Parked: monday.Add(10)}
	if o != Resting || p != want {
		t.Errorf("it hurt: %q, %+v, want %+v", o, p, want)
	}
	offered := func(day int, p Progress) (ids []string) {
		s := Situation{Now: monday.Add(day).Start(noon.Location()), Place: Floor, Seconds: 600, Moves: map[string]Progress{"E02": p}}
		for _, pick := range Suggest(all, s) {
			if id := pick.Exercise.ID; id == "E02" || id == "V01" || id == "V06" {
				ids = append(ids, id)
			}
		}
		return ids
	}
	for day, want := range map[int]int{3: 0, 4: 2, 9: 2, 10: 3} { // that day nothing like it, then the seated ones, then all
		if got := offered(day, p); len(got) != want {
			t.Errorf("day %d offers %v, want %d of them", day, got, want)
		}
	}
	p, o = p.After(catCow, hurting(12, Hurt))
	if o != Gone || !p.Off(monday.Add(400)) || len(offered(60, p)) != 2 {
		t.Errorf("it hurt again: %q, off the list: %v", o, p.Off(monday.Add(400)))
	}
	p = p.Retake()
	if !p.Off(monday.Add(18)) || p.Off(monday.Add(19)) {
		t.Error("taken back, it is on the list once its week is over")
	}
}

func TestAFloorMoveIsNotOfferedTheDayItsSeatedVersionHurt(t *testing.T) {
	p, _ := Progress{}.After(exercise(t, "V01"), Feedback{Pain: Hurt, Moment: Moment{Day: habit.DayOf(noon)}})
	for _, pick := range Suggest(exercises(t), Situation{Now: noon, Place: Floor, Seconds: 600, Moves: map[string]Progress{"V01": p}}) {
		if id := pick.Exercise.ID; id == "E02" || id == "V01" {
			t.Errorf("%s is offered", id)
		}
	}
}

func TestPainTellsWhatFollows(t *testing.T) {
	bridge := exercise(t, "E03")
	built := at(2, 1, 0)
	built.Good, built.Tough, built.Offer = 2, 1, 3
	if p, _ := at(1, 2, 0).After(bridge, hurting(1, Hurt)); p.Step != 0 || !p.Since.IsZero() {
		t.Errorf("it was at level 1 all the time: %+v", p)
	}
	for pain, want := range map[Pain]Outcome{Hurt: Resting, SharpPain: Resting, MildPain: "", SomePain: "", NoPain: "", "": ""} {
		f := hurting(1, pain)
		f.Effort = Hard
		p, o := built.After(bridge, f)
		if o != want && pain != NoPain && pain != "" {
			t.Errorf("%q brings %q, want %q", pain, o, want)
		}
		mild := pain == MildPain || pain == SomePain
		if p.Watch != mild || mild && (p.Level != 2 || p.Step != 1 || p.Tough != 1) {
			t.Errorf("%q: watched %v, %+v", pain, p.Watch, p)
		}
		if p.Good != 0 || p.Offer != 0 {
			t.Errorf("%q and hard: %d good sessions and offer %d are left", pain, p.Good, p.Offer)
		}
	}
}

func TestEffortDecidesWhenAStepIsOffered(t *testing.T) {
	bridge := exercise(t, "E03")
	for name, c := range map[string]struct {
		efforts []Effort
		want    Outcome
	}{
		"easy twice":                   {[]Effort{Easy, Easy}, Offered},
		"once easy, once about right":  {[]Effort{Easy, AboutRight}, ""},
		"once about right, once easy":  {[]Effort{AboutRight, Easy}, ""},
		"three times about right":      {[]Effort{AboutRight, AboutRight, AboutRight}, Offered},
		"three times, easy between":    {[]Effort{AboutRight, Easy, AboutRight}, Offered},
		"hard between":                 {[]Effort{AboutRight, AboutRight, Hard, AboutRight}, ""},
		"hard before three":            {[]Effort{Hard, AboutRight, Easy, AboutRight}, Offered},
		"easy, not said, easy":         {[]Effort{Easy, "", Easy}, ""},
		"not said, four times":         {[]Effort{"", "", "", ""}, ""},
		"hard, about right, then hard": {[]Effort{Hard, AboutRight, Hard}, ""},
		"hard, not said, then hard":    {[]Effort{Hard, "", Hard}, Lowered},
		"hard at the third":            {[]Effort{Hard, Hard, Hard}, ""},
	} {
		p, o := at(2, 1, 0), Outcome("")
		for i, effort := range c.efforts {
			p, o = p.After(bridge, session(i, effort))
		}
		if o != c.want {
			t.Errorf("%s: %q, want %q", name, o, c.want)
		}
	}
	if p, o := story(bridge, Progress{}, session(0, Hard), session(1, Hard)); o != "" || p.Tough != 0 {
		t.Errorf("there is nothing below the beginning: %q, %+v", o, p)
	}
}

func TestADeclinedOfferComesBackAfterAsManySessionsAgain(t *testing.T) {
	bridge := exercise(t, "E03")
	offered, o := story(bridge, at(2, 1, 0), session(0, Easy), session(1, Easy))
	if o != Offered {
		t.Fatalf("two easy sessions bring %q", o)
	}
	for name, p := range map[string]Progress{"declined": offered.Stay(), "not answered": offered} {
		for _, c := range []struct {
			efforts []Effort
			want    Outcome
		}{
			{[]Effort{Easy}, ""},
			{[]Effort{Easy, Easy}, Offered},
			{[]Effort{AboutRight, Easy}, ""},
			{[]Effort{AboutRight, Easy, AboutRight}, Offered},
		} {
			after, o := p, Outcome("")
			for i, effort := range c.efforts {
				after, o = after.After(bridge, session(2+i, effort))
			}
			if o != c.want {
				t.Errorf("%s, then %v: %q, want %q", name, c.efforts, o, c.want)
			}
		}
	}
}

func TestAStepWaitsForWhatLimitsIt(t *testing.T) {
	bridge := exercise(t, "E03")
	ready := at(1, 1, 0)
	ready.Good = 2
	for name, c := range map[string]struct {
		change func(*Progress, *Feedback)
		want   Outcome
	}{
		"nothing":                   {func(*Progress, *Feedback) {}, Offered},
		"gentle mode":               {func(_ *Progress, f *Feedback) { f.Gentle = true }, ""},
		"one step up this week":     {func(_ *Progress, f *Feedback) { f.Raised = 1 }, Offered},
		"two steps up this week":    {func(_ *Progress, f *Feedback) { f.Raised = 2 }, ""},
		"raised two days ago":       {func(p *Progress, _ *Feedback) { p.Raised = monday.Add(3) }, ""},
		"raised three days ago":     {func(p *Progress, _ *Feedback) { p.Raised = monday.Add(2) }, Offered},
		"parked until tomorrow":     {func(p *Progress, _ *Feedback) { p.Parked = monday.Add(6) }, ""},
		"parked until today":        {func(p *Progress, _ *Feedback) { p.Parked = monday.Add(5) }, Offered},
		"off the list":              {func(p *Progress, _ *Feedback) { p.Out = true }, ""},
		"eased":                     {func(p *Progress, _ *Feedback) { p.Eased = 2 }, ""},
		"eased, one to go":          {func(p *Progress, _ *Feedback) { p.Eased = 1 }, Resumed},
		"the last level":            {func(p *Progress, _ *Feedback) { p.Level, p.Step = 3, 0 }, ""},
		"14 days without it":        {func(p *Progress, f *Feedback) { f.Day = monday.Add(14) }, ""},
		"13 days without it":        {func(p *Progress, f *Feedback) { f.Day = monday.Add(13) }, Offered},
		"second session, level 2":   {func(p *Progress, _ *Feedback) { p.Step, p.Times = 2, 1 }, ""},
		"third session, to level 2": {func(p *Progress, _ *Feedback) { p.Step, p.Times = 2, 2 }, Offered},
		"second session, a step":    {func(p *Progress, _ *Feedback) { p.Times = 1 }, Offered},
	} {
		p, f := ready, session(5, AboutRight)
		c.change(&p, &f)
		after, o := p.After(bridge, f)
		if o != c.want {
			t.Errorf("%s: %q, want %q", name, o, c.want)
		}
		// What may not be offered may not be accepted either.
		open := p
		open.Offer, open.Done = 3, f.Day
		if _, ok := open.Up(bridge, f.Moment); name != "14 days without it" && name != "third session, to level 2" && ok != (c.want == Offered) {
			t.Errorf("%s: an open offer is accepted: %v", name, ok)
		}
		if _, ok := after.Up(bridge, f.Moment); ok != (c.want == Offered) {
			t.Errorf("%s: accepted after it: %v", name, ok)
		}
	}
}

func TestGentleSessionsBuildOnlyWhereNothingWasEased(t *testing.T) {
	bridge, gentle := exercise(t, "E03"), session(1, AboutRight)
	gentle.Gentle = true
	if p, o := story(bridge, Progress{}, gentle, gentle, session(2, AboutRight)); o != Offered || p.Offer != 3 {
		t.Errorf("at the beginning, twice in gentle mode and once after it: %q, %+v", o, p)
	}
	p := at(1, 2, 0)
	p.Eased = 1
	if p, o := p.After(bridge, gentle); o != "" || p.Eased != 1 {
		t.Errorf("eased, in gentle mode: %q, %+v", o, p)
	}
}

func TestOneHardSessionClosesAnOffer(t *testing.T) {
	bridge, p := exercise(t, "E03"), at(1, 1, 0)
	p.Offer, p.Good = 3, 2
	if p, o := p.After(bridge, session(1, Hard)); o != "" || p.Offer != 0 || p.Good != 0 || p.Tough != 1 || p.Step != 1 {
		t.Errorf("%q, %+v", o, p)
	}
	if p, _ := p.After(bridge, session(1, "")); p.Offer != 3 || p.Good != 2 || p.Times != 21 {
		t.Errorf("a session without a word changes what is on offer: %+v", p)
	}
}

func TestASessionLoggedLateIsNotTheLast(t *testing.T) {
	bridge := exercise(t, "E03")
	p, _ := story(bridge, Progress{}, session(5, AboutRight), session(3, AboutRight))
	if p.Done != monday.Add(5) || p.Times != 2 || p.Good != 2 {
		t.Errorf("%+v", p)
	}
	p, _ = story(bridge, Progress{}, hurting(5, Hurt), hurting(3, Hurt))
	if p.Parked != monday.Add(12) || !p.Out {
		t.Errorf("%+v", p)
	}
}
