package content

import (
	"slices"
	"strings"
	"testing"
)

func library(t *testing.T) *Library {
	t.Helper()
	l, err := Load()
	if err != nil {
		t.Fatalf("the built-in content: %v", err)
	}
	return l
}

func ids(exercises []Exercise) string {
	var out []string
	for _, e := range exercises {
		out = append(out, e.ID)
	}
	return strings.Join(out, " ")
}

func TestTheTwentyExercisesStandInIDOrder(t *testing.T) {
	const want = "E01 E02 E03 E04 E05 V01 V02 V03 V04 V05 V06 V07 V08 V09 V10 V11 V12 V13 V14 V15"
	if got := ids(library(t).Exercises()); got != want {
		t.Errorf("Exercises() = %s, want %s", got, want)
	}
}

func TestEveryItemOfTheChecklistHasAText(t *testing.T) {
	const want = "F1 F2 F3 F4 F5 F6 F7 F8 C0 C1 C2 C3 C4 C5 C6 S0 S1 S2 S3 S4 X0 X1 X2 X3 X4 X5 X6 X7 X8 " +
		"T1 T2 T3 T4 T5 T6 T7 P0 P1 P2 P3 P4 M1 M2 M3 D1 R1 R2 R3 R4 R5"
	var got []string
	for _, item := range library(t).Items() {
		got = append(got, item.ID)
		if len(item.Text) < 6 {
			t.Errorf("item %s says only %q", item.ID, item.Text)
		}
	}
	wanted := strings.Fields(want)
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) {
		t.Errorf("Items() has %v, want %v", got, wanted)
	}
}

func TestTipsComeTreatmentsFirstThenPreventionThenToolbox(t *testing.T) {
	var got []string
	for _, tip := range library(t).Tips() {
		got = append(got, tip.ID)
	}
	if want := "T1 T2 T3 T4 T5 T6 T7 P1 P2 P3 P4 M"; strings.Join(got, " ") != want {
		t.Errorf("Tips() = %v, want %s", got, want)
	}
}

func TestATopicLeadsToItsTips(t *testing.T) {
	l := library(t)
	for topic, want := range map[string]string{
		"heat": "T3", "Cold pack": "T3", "massage": "T4", "sleep": "T6", "walk": "T2", "desk": "T5",
		"workstation": "T5", "breathing": "T7", "physio": "T1", "treatments": "T1 T2 T3 T4 T5 T6 T7",
		"prevention": "P1 P2 P3 P4", "toolbox": "M", "T3": "T3", "warm or cool": "T3",
		"how do I sleep?": "T6", "masage": "T4", "meditaton": "T7", "football": "", "": "",
	} {
		tips, ok := l.Tip(topic)
		var got []string
		for _, tip := range tips {
			got = append(got, tip.ID)
		}
		if strings.Join(got, " ") != want || ok != (want != "") {
			t.Errorf("Tip(%q) = %v, %v, want %s", topic, got, ok, want)
		}
	}
}

func TestPlacesPositionsAndAreasOfAnExercise(t *testing.T) {
	l := library(t)
	book, _ := l.Exercise("E04")
	tilt, _ := l.Exercise("V06")
	wall, _ := l.Exercise("V15")
	walk, _ := l.Exercise("V13")
	for _, c := range []struct {
		what      string
		got, want bool
	}{
		{"open book needs the floor", book.Floor(), true},
		{"open book at the desk", book.At("desk"), false},
		{"pelvic tilt needs the floor", tilt.Floor(), false},
		{"pelvic tilt on the floor", tilt.In("floor"), true},
		{"pelvic tilt is seated first", tilt.Positions[0] == "seated", true},
		{"wall book at the desk, in a corridor", wall.At("desk"), true},
		{"wall book turns", wall.HasTag("rotation"), true},
		{"wall book for the chest", wall.HasArea("chest"), true},
		{"walking can be cut short", walk.Trimmable(), true},
		{"wall book can be cut short", wall.Trimmable(), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
}

func TestOnlyWalkingAndBreathingCanBeCutShort(t *testing.T) {
	var trim []Exercise
	for _, e := range library(t).Exercises() {
		if e.Trimmable() {
			trim = append(trim, e)
		}
	}
	if got := ids(trim); got != "V07 V13" {
		t.Errorf("trimmable: %s, want V07 V13", got)
	}
}

func TestWhatTheLibraryHandsOutCanBeSortedWithoutHarm(t *testing.T) {
	l := library(t)
	list := l.Exercises()
	slices.Reverse(list)
	if got := l.Exercises()[0].ID; got != "E01" {
		t.Errorf("after a caller reversed its list the library begins with %s", got)
	}
}

func TestACardFillsItsBlanks(t *testing.T) {
	l := library(t)
	for _, c := range []struct {
		card   string
		blanks Blanks
		want   string // the beginning
	}{
		{"S1", Blanks{Score: "8"}, "Thanks for telling me. 8 sounds like a tough one."},
		{"S1", Blanks{}, "Thanks for telling me. That sounds like a tough one. I've switched to gentle mode"},
		{"S2", Blanks{Score: "9", Emergency: "112"}, "9 is a lot, so no exercise from me right now. Please look at this list first.\n*Get emergency help (112) if you notice:*\n- numb"},
		{"S2", Blanks{}, "Thanks for telling me. No exercise from me right now.\n*Get emergency help (your local emergency number) if"},
		{"G1", Blanks{Usual: "3"}, "That is a bit higher than your usual 3. Let's"},
		{"S1b", Blanks{Median: "6"}, "Your scores have sat around 6 for three weeks."},
		{"S1b", Blanks{}, "Gentle mode has been on for a week now. That happens to many people. A physio"},
		{"HURT", Blanks{Exercise: "bridge"}, "Thanks for saying so, and good call to stop. I've taken bridge off your list for a week."},
		{"S3", Blanks{Emergency: "999"}, "I can't judge this in chat."},
		{"HELP", Blanks{Emergency: "999"}, "Most back trouble is not dangerous."},
	} {
		got := l.Card(c.card).Fill(c.blanks)
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s reads %q, want it to begin %q", c.card, got, c.want)
		}
	}
	if got := l.Card("S9").ID; got != "S3" {
		t.Errorf("an unknown card is %q, want S3: it may not show nothing", got)
	}
	for _, id := range []string{"S1", "S1b", "S2", "S3", "G1", "HURT", "HELP"} {
		if got := l.Card(id).Fill(Blanks{Score: "8", Usual: "3", Median: "6", Exercise: "bridge"}); got == "" || strings.ContainsAny(got, "{}") {
			t.Errorf("%s keeps a blank: %q", id, got)
		}
	}
}
