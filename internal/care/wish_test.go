package care

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"catcow/content"
)

func TestFilterWordsInAnyOrder(t *testing.T) {
	for text, want := range map[string]Wish{
		"":                                     {},
		"please":                               {},
		"neck":                                 {Areas: []string{"neck"}},
		"Neck, 1 min":                          {Areas: []string{"neck"}, Seconds: 60},
		"1min neck":                            {Areas: []string{"neck"}, Seconds: 60},
		"2 minutes":                            {Seconds: 120},
		"two minutes":                          {Seconds: 120},
		"a minute for my neck":                 {Areas: []string{"neck"}, Seconds: 60},
		"half a minute":                        {Seconds: 30},
		"30s":                                  {Seconds: 30},
		"90 seconds, desk":                     {Seconds: 90, Place: Desk},
		"5m":                                   {Seconds: 300},
		"quick":                                {Seconds: 60},
		"sitting":                              {Position: "seated"},
		"seated":                               {Position: "seated"},
		"been sitting":                         {State: BeenSitting},
		"I've been sitting all day":            {State: BeenSitting},
		"long sitting":                         {State: BeenSitting},
		"been sitting, standing please":        {State: BeenSitting, Position: "standing"},
		"standing":                             {Position: "standing"},
		"been standing":                        {State: BeenStanding},
		"floor":                                {Position: "floor"},
		"lying":                                {Position: "floor"},
		"at home":                              {Place: Floor},
		"at my desk":                           {Place: Desk},
		"tense":                                {State: Tense},
		"stressed":                             {State: Tense},
		"just woke":                            {State: JustWoke},
		"just woke up":                         {State: JustWoke},
		"morning":                              {State: JustWoke},
		"after sport":                          {State: AfterSport},
		"after a run, hips":                    {State: AfterSport, Areas: []string{"hips"}},
		"lower back":                           {Areas: []string{"low back"}},
		"low-back and upper back":              {Areas: []string{"low back", "upper back"}},
		"hamstrings":                           {Areas: []string{"legs"}},
		"legs legs":                            {Areas: []string{"legs"}},
		"shoulders chest waist":                {Areas: []string{"shoulders", "chest", "waist"}},
		"gentle":                               {Easy: true},
		"something easy for the neck":          {Easy: true, Areas: []string{"neck"}},
		"breathing":                            {Kinds: []string{"breath"}},
		"a walk":                               {Kinds: []string{"walk"}},
		"walk, 5 min, been sitting":            {Kinds: []string{"walk"}, Seconds: 300, State: BeenSitting},
		"30s then 1 min":                       {Seconds: 60},
		"GENTLE  hips\u00a02\u00a0min at home": {Easy: true, Areas: []string{"hips"}, Seconds: 120, Place: Floor},
	} {
		got, unknown := Words(text)
		if text == "30s then 1 min" {
			if diff := cmp.Diff([]string{"then"}, unknown); diff != "" {
				t.Errorf("Words(%q): unknown (-want +got):\n%s", text, diff)
			}
		} else if unknown != nil {
			t.Errorf("Words(%q) does not know %q", text, unknown)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Words(%q) (-want +got):\n%s", text, diff)
		}
		if nothing := text == "" || text == "please"; got.Empty() != nothing {
			t.Errorf("Words(%q).Empty() = %v", text, got.Empty())
		}
	}
}

func TestWordsThatAskForNothingAreTold(t *testing.T) {
	for text, want := range map[string][]string{
		"neck xylophone":           {"xylophone"},
		"blue 1 min moon":          {"blue", "moon"},
		"0 min":                    {"0", "min"},
		"5 hours":                  {"5", "hours"},
		"7":                        {"7"},
		"99999999999999999999 min": {"99999999999999999999", "min"},
	} {
		if _, unknown := Words(text); !cmp.Equal(unknown, want) {
			t.Errorf("Words(%q): unknown %q, want %q", text, unknown, want)
		}
	}
}

func TestEveryAreaAndStateLeadsToAMove(t *testing.T) {
	all := exercises(t)
	words := append(content.Areas(), "sitting", "standing", "floor", "lying", "desk", "home", "been sitting", "been standing",
		"tense", "stressed", "just woke", "morning", "after sport", "after a run", "gentle", "easy", "breathing", "walk", "30s", "1 min")
	for _, word := range words {
		w, unknown := Words(word)
		if unknown != nil {
			t.Errorf("%q is unknown: %q", word, unknown)
		}
		if len(Suggest(all, Situation{Now: noon}.Wishing(w))) == 0 {
			t.Errorf("no move for %q", word)
		}
	}
}

func TestWishChangesOnlyWhatItAsks(t *testing.T) {
	before := Situation{Place: Floor, Seconds: 300, State: Tense, Gentle: true}
	w, _ := Words("neck, 1 min")
	want := Situation{Place: Floor, Seconds: 60, State: Tense, Gentle: true, Areas: []string{"neck"}}
	if diff := cmp.Diff(want, before.Wishing(w)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
