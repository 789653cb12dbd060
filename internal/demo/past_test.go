package demo

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/storage/bolt"
)

var lagos = time.FixedZone("WAT", 60*60)

func emptySet(t *testing.T) *commands.Set {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "catcow.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := commands.New(store, library)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// answer is what Catcow says to the seasoned one.
func answer(t *testing.T, set *commands.Set, now time.Time, text string) string {
	t.Helper()
	reply, err := set.Handle(t.Context(), commands.Request{User: seasoned, Direct: true, Text: text, Zone: "Africa/Lagos", Now: now, Cause: "test/" + text})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return blockkit.Text(reply.Message)
}

func TestPastIsWorthLookingBackAtOnEveryDayOfTheWeek(t *testing.T) {
	for day := range 7 {
		now := noon.AddDate(0, 0, day)
		t.Run(now.Format("Monday"), func(t *testing.T) {
			t.Parallel()
			set := emptySet(t)
			if err := season(t.Context(), set, now); err != nil {
				t.Fatal(err)
			}
			for text, want := range map[string][]string{
				"streak":     {"Streak: ", "In reserve: "},
				"streak why": {"19 November: covered by a freeze", "10 November: at rest"},
				"trend":      {"How stiff, 0 to 10", "Middle score of each week", "Scores move for many reasons", "Around seated cat-cow"},
				"toolbox":    {"Seated cat-cow", "Seated turn", "Walking break"},
			} {
				got := answer(t, set, now, text)
				for _, w := range want {
					if !strings.Contains(got, w) {
						t.Errorf("%s lacks %q:\n%s", text, w, got)
					}
				}
			}
			if got := answer(t, set, now, "streak"); strings.Contains(got, "Fresh start") {
				t.Errorf("the streak does not hold:\n%s", got)
			}
			if next, err := set.Next(t.Context()); err != nil || next.Before(now.Add(-24*time.Hour)) {
				t.Errorf("next is due at %v (%v), want today or later", next, err)
			}
		})
	}
}

func TestMomentsLeaveOutTodayAndWhatIsToCome(t *testing.T) {
	wednesday := time.Date(2026, 11, 4, 16, 0, 0, 0, lagos)
	all, err := moments("# said\n1 week ago\nsun 09:00  a\nthis week\nmon 14:02  b c\ntue 23:59  [d]\nwed 00:00  e\nsun 10:00  f\n", wednesday)
	if err != nil {
		t.Fatal(err)
	}
	want := []moment{
		{3, time.Date(2026, 11, 1, 9, 0, 0, 0, lagos), "a"},
		{5, time.Date(2026, 11, 2, 14, 2, 0, 0, lagos), "b c"},
		{6, time.Date(2026, 11, 3, 23, 59, 0, 0, lagos), "[d]"},
	}
	if !slices.EqualFunc(all, want, func(a, b moment) bool { return a.line == b.line && a.at.Equal(b.at) && a.text == b.text }) {
		t.Errorf("moments = %v, want %v", all, want)
	}
}

func TestMistakesInAPastNameTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		"this week\nmon 14:02 one space":        "line 2",
		"this week\nmonday 14:02  no such day":  "line 2",
		"this week\nmon 2pm  no such time":      "line 2",
		"mon 14:02  in no week":                 "line 1",
		"1 week ago\nmon 14:02  [Not there]":    "line 2: there is no button",
		"1 week ago\nmon 14:02  done moonwalk":  "line 2: I don't know",
		"1 week ago\n\n# good\ntue 09:00  flop": "",
	} {
		all, err := moments(text, noon)
		if err == nil {
			err = live(t.Context(), emptySet(t), "Africa/Lagos", all)
		}
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", text, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestPastIsForAFreshDatabaseAlone(t *testing.T) {
	const hint = "has been here for four weeks"
	for name, exists := range map[string]bool{"fresh": false, "existing": true} {
		t.Run(name, func(t *testing.T) {
			db := filepath.Join(t.TempDir(), "demo.db")
			if exists {
				store, err := bolt.Open(db)
				if err != nil {
					t.Fatal(err)
				}
				store.Close()
			}
			v := visitor{t, run(t, Config{DB: db}), chidi}
			if shown := strings.Contains(v.get(), hint); shown == exists {
				t.Errorf("the page says that Chidi %s: %v", hint, shown)
			}
			v.post("/say", "text", "streak")
			want := "Active days so far"
			if exists {
				want = "Nothing logged yet."
			}
			v.sees(want)
		})
	}
}
