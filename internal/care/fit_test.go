package care

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catcow/content"
	"catcow/internal/habit"
)

func TestAPickFitsTheSituation(t *testing.T) {
	all := exercises(t)
	var ids []string
	for _, e := range all {
		ids = append(ids, e.ID)
	}
	some := func(t *rapid.T, name string, from []string, most int) []string {
		return rapid.SliceOfN(rapid.SampledFrom(from), 0, most).Draw(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := Situation{
			Now:      noon.Add(time.Duration(rapid.IntRange(0, 400*24*60).Draw(t, "minutes")) * time.Minute),
			Place:    rapid.SampledFrom([]string{"", Desk, Floor}).Draw(t, "place"),
			Seconds:  rapid.SampledFrom([]int{0, 30, 45, 60, 90, 120, 300, 600}).Draw(t, "seconds"),
			State:    rapid.SampledFrom([]string{"", BeenSitting, BeenStanding, Tense, JustWoke, AfterSport}).Draw(t, "state"),
			Position: rapid.SampledFrom([]string{"", "", "seated", "standing", "floor"}).Draw(t, "position"),
			Areas:    some(t, "areas", content.Areas(), 2),
			Kinds:    some(t, "kinds", []string{"breath", "walk", "strength"}, 1),
			Easy:     rapid.Bool().Draw(t, "easy"),
			Score:    rapid.IntRange(0, 8).Draw(t, "score"),
			Scored:   rapid.Bool().Draw(t, "scored"),
			Gentle:   rapid.Bool().Draw(t, "gentle"),
			Offered:  some(t, "offered", ids, 8),
			NotThese: some(t, "not these", ids, 4),
			Toolbox:  some(t, "toolbox", ids, 3),
			Disliked: some(t, "disliked", ids, 3),
			Avoid:    some(t, "avoid", content.Codes(), 2),
			Focus:    some(t, "focus", content.Areas(), 1),
			Discreet: rapid.Bool().Draw(t, "discreet"),
			Seated:   rapid.Bool().Draw(t, "seated"),
			Moves:    map[string]Progress{}, Skips: map[string]int{},
		}
		s.GentleOnly = rapid.IntRange(0, 3).Draw(t, "gentle only") == 0
		if len(ids) > 0 && rapid.Bool().Draw(t, "planned") {
			s.Plan = WhenThen{Exercise: rapid.SampledFrom(ids).Draw(t, "plan"), When: "after stand-up"}
		}
		today := habit.DayOf(s.Now)
		for _, id := range some(t, "done", ids, 6) {
			s.Done = append(s.Done, Done{id, s.Now.Add(-time.Duration(rapid.IntRange(0, 72*60).Draw(t, "ago")) * time.Minute)})
		}
		for _, id := range some(t, "moves", ids, 8) {
			s.Skips[id] = rapid.IntRange(0, 5).Draw(t, "skips")
			p := Progress{Level: rapid.IntRange(0, 3).Draw(t, "level"), Step: rapid.IntRange(0, 2).Draw(t, "step"),
				Votes: rapid.IntRange(0, 9).Draw(t, "votes"), Eased: rapid.IntRange(0, 2).Draw(t, "eased"),
				Out: rapid.IntRange(0, 7).Draw(t, "out") == 0}
			p.Helped = rapid.IntRange(0, p.Votes).Draw(t, "helped")
			if rapid.Bool().Draw(t, "done before") {
				p.Done = today.Add(-rapid.IntRange(0, 40).Draw(t, "days"))
			}
			if rapid.Bool().Draw(t, "hurt") {
				p.Parked = today.Add(7 - rapid.IntRange(0, 9).Draw(t, "days since"))
			}
			s.Moves[id] = p
		}
		picks := Suggest(all, s)
		if diff := cmp.Diff(picks, Suggest(all, s)); diff != "" {
			t.Fatalf("the same question, another answer:\n%s", diff)
		}
		limit := s.Seconds
		if limit == 0 {
			limit = 120
		}
		for i, p := range picks {
			e := p.Exercise
			for what, wrong := range map[string]bool{
				"was shown":          slices.Contains(s.NotThese, e.ID),
				"is parked":          today.Before(s.Moves[e.ID].Parked),
				"is off the list":    s.Moves[e.ID].Out,
				"is like what hurt":  likeWhatHurt(all, e, s, today),
				"is disliked":        slices.Contains(s.Disliked, e.ID),
				"is to be avoided":   slices.ContainsFunc(e.Codes, func(c string) bool { return slices.Contains(s.Avoid, c) }),
				"is not for healing": slices.Contains(s.Avoid, "SURG") && e.ID != "V07" && e.ID != "V13",
				"is done lying":      slices.Contains(s.Avoid, "PREG") && (e.ID == "E03" || e.ID == "E05" || s.Position == "floor" && e.ID[0] == 'V'),
				"needs the floor":    s.Place != Floor && s.Position != "floor" && (e.Floor() || !e.At("desk")),
				"wrong position":     s.Position != "" && !e.In(s.Position),
				"wrong area":         len(s.Areas) > 0 && !slices.ContainsFunc(s.Areas, e.HasArea),
				"wrong kind":         len(s.Kinds) > 0 && !slices.ContainsFunc(s.Kinds, e.HasTag),
				"is not gentle":      (s.Gentle || s.GentleOnly || s.Easy) && !e.Gentle,
				"is strength":        (s.Gentle || s.GentleOnly) && e.HasTag("strength"),
				"is strength again":  e.HasTag("strength") && strengthYesterday(all, s, today),
				"takes too long":     p.Seconds > limit || s.Gentle && p.Seconds > 60 || p.Seconds > p.Dose.Seconds,
				"is cut short":       p.Seconds < p.Dose.Seconds && (!e.Trimmable() || p.Seconds < 45),
				"is too much":        p.Dose != Lightest(e) && (s.Gentle || p.Dose != e.Dose[0] && p.Dose != s.Moves[e.ID].Dose(e, today, false)),
				"is too little":      !s.Gentle && p.Dose == e.Dose[0] && s.Moves[e.ID].Dose(e, today, false).Seconds < limit && s.Moves[e.ID].Dose(e, today, false) != e.Dose[0],
				"is seen":            s.Discreet && e.Positions[0] == "standing" && e.ID != "V13",
				"is done on foot":    s.Seated && (e.ID == "V14" || !e.In("seated") && !(e.In("floor") && (s.Place == Floor || s.Position == "floor"))),
				"was just done": slices.ContainsFunc(s.Done, func(d Done) bool {
					return d.Exercise == e.ID && s.Now.Sub(d.At) < 2*time.Hour
				}),
				"comes too early": i > 0 && p.Points > picks[i-1].Points,
			} {
				if wrong {
					t.Errorf("%s %s", e.ID, what)
				}
			}
			if !honest(p, s) {
				t.Errorf("%s: %q names nothing that is in %+v", e.ID, p.Reason, s)
			}
		}
	})
}

// likeWhatHurt reports whether the move is the floor or the desk version of one that hurt today.
func likeWhatHurt(all []content.Exercise, e content.Exercise, s Situation, today habit.Day) bool {
	return slices.ContainsFunc(all, func(o content.Exercise) bool {
		return s.Moves[o.ID].Parked == today.Add(7) && (slices.Contains(o.AtDesk, e.ID) || slices.Contains(e.AtDesk, o.ID))
	})
}

func strengthYesterday(all []content.Exercise, s Situation, today habit.Day) bool {
	return slices.ContainsFunc(s.Done, func(d Done) bool {
		e := byID(all, d.Exercise)
		return e.HasTag("strength") && habit.DayOf(d.At) == today.Add(-1)
	})
}

// honest reports whether the reason is borne out by the situation.
func honest(p Pick, s Situation) bool {
	id := p.Exercise.ID
	begins := func(text string) bool { return strings.HasPrefix(p.Reason, text) }
	switch {
	case begins("Because you asked"):
		return slices.ContainsFunc(s.Areas, func(a string) bool { return strings.Contains(p.Reason, a) && p.Exercise.HasArea(a) })
	case begins("Because you planned"):
		return s.Plan.Exercise == id
	case begins("Gentle mode"):
		return s.Gentle
	case begins("Because it's in your toolbox"):
		return slices.Contains(s.Toolbox, id)
	case begins("Because you said you've been sitting"):
		return s.State == BeenSitting
	case begins("Because you said you've been standing"):
		return s.State == BeenStanding
	case begins("Because you said you feel tense"):
		return s.State == Tense
	case begins("Because you said you just got up"):
		return s.State == JustWoke
	case begins("Because you said you were active"):
		return s.State == AfterSport
	case begins("Because you've said it helped"):
		return s.Moves[id].Votes >= 3 && s.Moves[id].Helped > 0
	case begins("Because you rated"):
		return s.Scored && s.Score >= 4 && s.Score <= 6
	case begins("You've "):
		return slices.ContainsFunc(s.Done, func(d Done) bool { return habit.DayOf(d.At) == habit.DayOf(s.Now) })
	case begins("Because you picked"):
		return slices.ContainsFunc(s.Focus, func(a string) bool { return strings.Contains(p.Reason, a) && p.Exercise.HasArea(a) })
	case begins("You haven't had this one lately"):
		return !slices.Contains(s.Offered[max(0, len(s.Offered)-5):], id)
	case begins("Fits where you are"):
		return !strings.Contains(p.Reason, "no floor") || !p.Exercise.Floor()
	}
	return false
}

func idsOf(picks []Pick) string {
	var ids []string
	for _, p := range picks {
		ids = append(ids, p.Exercise.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func TestWhatAPersonSetIsNeverOverruled(t *testing.T) {
	all := exercises(t)
	for name, c := range map[string]struct {
		s    Situation
		want string // of everything that an hour on the floor allows
	}{
		"nothing set":                   {Situation{}, "E01 E02 E03 E04 E05 V01 V02 V03 V04 V05 V06 V07 V08 V09 V10 V11 V12 V13 V14 V15"},
		"pregnant":                      {Situation{Avoid: []string{"PREG"}}, "E01 E02 E04 V01 V02 V03 V04 V05 V06 V07 V08 V09 V10 V11 V12 V13 V14 V15"},
		"pregnant, on the floor":        {Situation{Avoid: []string{"PREG"}, Position: "floor"}, "E02 E04"},
		"on the floor":                  {Situation{Position: "floor"}, "E02 E03 E04 E05 V06 V07"},
		"after an operation":            {Situation{Avoid: []string{"SURG"}}, "V07 V13"},
		"bending or twisting":           {Situation{Avoid: []string{"BONE"}}, "E03 V04 V05 V06 V07 V08 V09 V11 V13 V14"},
		"balance":                       {Situation{Avoid: []string{"DIZZY"}}, "E02 E03 E04 E05 V01 V02 V04 V05 V06 V07 V08 V13"},
		"gentle only":                   {Situation{GentleOnly: true}, "E01 E02 E04 E05 V01 V02 V04 V06 V07 V12 V13"},
		"gentle, asked for":             {Situation{Easy: true}, "E01 E02 E04 E05 V01 V02 V04 V05 V06 V07 V12 V13"},
		"seated, the floor will do":     {Situation{Seated: true}, "E02 E03 E04 E05 V01 V02 V03 V04 V05 V06 V07 V08 V12"},
		"seated, at a desk":             {Situation{Seated: true, Place: Desk}, "V01 V02 V03 V04 V05 V06 V07 V08 V12"},
		"seated, standing asked for":    {Situation{Seated: true, Position: "standing"}, "V04 V05 V06 V12"},
		"discreet":                      {Situation{Discreet: true}, "E02 E03 E04 E05 V01 V02 V03 V04 V05 V06 V07 V08 V13 V14"},
		"a desk":                        {Situation{Place: Desk}, "E01 V01 V02 V03 V04 V05 V06 V07 V08 V09 V10 V11 V12 V13 V14 V15"},
		"disliked":                      {Situation{Place: Desk, Discreet: true, Disliked: []string{"V13", "V01"}}, "V02 V03 V04 V05 V06 V07 V08 V14"},
		"all of it":                     {Situation{Avoid: []string{"SURG"}, Seated: true, Discreet: true, GentleOnly: true}, "V07"},
		"gentle mode":                   {Situation{Gentle: true}, "E01 E02 V01 V04 V06 V07 V12 V13"},
		"gentle mode and half a minute": {Situation{Gentle: true, Seconds: 30}, "E01 V04"},
	} {
		c.s.Now = noon
		if c.s.Place == "" {
			c.s.Place = Floor
		}
		if c.s.Seconds == 0 {
			c.s.Seconds = 3600
		}
		if got := idsOf(Suggest(all, c.s)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestAPickIsAsMuchAsThePersonDoesNow(t *testing.T) {
	all, today := exercises(t), habit.DayOf(noon)
	for name, c := range map[string]struct {
		s       Situation
		text    string
		seconds int
	}{
		"a step inside a level":    {Situation{Moves: map[string]Progress{"E03": {Level: 1, Step: 2}}}, "8 reps, 3 s hold", 65},
		"as long as there is time": {Situation{Seconds: 65, Moves: map[string]Progress{"E03": {Level: 1, Step: 2}}}, "8 reps, 3 s hold", 65},
		"level 1 in less time":     {Situation{Seconds: 60, Moves: map[string]Progress{"E03": {Level: 1, Step: 2}}}, "5 reps, 3 s hold", 45},
		"a step lower while eased": {Situation{Moves: map[string]Progress{"E03": {Level: 1, Step: 2, Eased: 1}}}, "7 reps, 3 s hold", 60},
		"lower after two weeks":    {Situation{Moves: map[string]Progress{"E03": {Level: 2, Step: 1, Done: today.Add(-14)}}}, "5 reps, 3 s hold", 45},
		"the beginning":            {Situation{}, "5 reps, 3 s hold", 45},
	} {
		c.s.Now, c.s.Place, c.s.Kinds, c.s.Position = noon, Floor, []string{"strength"}, "floor"
		picks := Suggest(all, c.s)
		if len(picks) != 1 || picks[0].Dose.Text != c.text || picks[0].Seconds != c.seconds {
			t.Errorf("%s: %+v", name, picks)
		}
	}
	s := Situation{Now: noon, Kinds: []string{"walk"}, Seconds: 60, Moves: map[string]Progress{"V13": {Level: 2}}}
	if p := Suggest(all, s)[0]; p.Dose.Text != "5 min" || p.Seconds != 60 {
		t.Errorf("a walk is cut to the time: %s, %d s", p.Dose.Text, p.Seconds)
	}
	for seconds, want := range map[int]int{44: 0, 45: 45, 299: 299, 300: 300, 600: 300} {
		s.Seconds = seconds
		if picks := Suggest(all, s); want == 0 && len(picks) != 0 || want != 0 && (len(picks) != 1 || picks[0].Seconds != want) {
			t.Errorf("in %d s: %+v", seconds, picks)
		}
	}
}

func TestAnotherOneIsTheRunnerUp(t *testing.T) {
	all := exercises(t)
	s := Situation{Now: noon, State: BeenSitting, Toolbox: []string{"V01"}}
	picks := Suggest(all, s)
	for i := range picks[1:] {
		s.NotThese = append(s.NotThese, picks[i].Exercise.ID)
		if diff := cmp.Diff(picks[i+1:], Suggest(all, s)); diff != "" {
			t.Fatalf("after %v (-want +got):\n%s", s.NotThese, diff)
		}
	}
}

func TestWhoAsksForTheFloorHasOne(t *testing.T) {
	if got, want := idsOf(Suggest(exercises(t), Situation{Now: noon, Position: "floor"})), "E02 E03 E04 E05 V06 V07"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestTheSameMoveComesAgainAfterTwoHours(t *testing.T) {
	for minutes, want := range map[int]bool{0: false, 119: false, 120: true} {
		s := Situation{Now: noon, Kinds: []string{"walk"}, Done: []Done{{"V13", noon.Add(-time.Duration(minutes) * time.Minute)}}}
		if got := len(Suggest(exercises(t), s)) == 1; got != want {
			t.Errorf("%d minutes later a walk is offered: %v", minutes, got)
		}
	}
}

// A move that has grown too long for the time is offered as it began, where that takes
// no more than the time, to the second.
func TestAMoveThatHasGrownFitsAsItBegan(t *testing.T) {
	tried := 0
	for _, e := range exercises(t) {
		grown := Progress{Level: len(e.Dose)}
		first := e.Dose[0].Seconds
		if e.Trim || grown.Dose(e, habit.DayOf(noon), false).Seconds <= first {
			continue
		}
		tried++
		for seconds, fits := range map[int]bool{first: true, first - 1: false} {
			s := Situation{Now: noon, Place: Floor, Seconds: seconds, Moves: map[string]Progress{e.ID: grown}}
			picks := Suggest(exercises(t), s)
			if got := slices.ContainsFunc(picks, func(p Pick) bool { return p.Exercise.ID == e.ID }); got != fits {
				t.Errorf("%s of %d s, in %d s: offered %v, want %v", e.ID, first, seconds, got, fits)
			}
		}
	}
	if tried == 0 {
		t.Error("no move grows: this shows nothing")
	}
}
