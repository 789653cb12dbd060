package care

import "testing"

func TestPlanIsASentenceOfThePerson(t *testing.T) {
	for want, w := range map[string]WhenThen{
		"": {},
		"When my stand-up ends, I'll do cat cow.":                                    {When: "my stand-up ends", Exercise: "E02"},
		"After stand-up, I'll do cat cow.":                                           {When: "After stand-up.", Exercise: "E02"},
		"When I close my laptop, I'll do cat cow.":                                   {When: "when I close my laptop", Exercise: "E02"},
		"When I sit down, I'll do cat cow.":                                          {When: "I sit down", Exercise: "E02"},
		"When Monday's call ends, I'll do cat cow.":                                  {When: " Monday\u2019s  call ends", Exercise: "E02"},
		"When the call ends, I'll do cat cow.":                                       {When: "The call ends", Exercise: "E02", Obstacle: "a call comes"},
		"When the tea is ready, I'll do cat cow.":                                    {When: "the tea is ready", Exercise: "E02", Instead: "do it after"},
		"When my stand-up ends, I'll do cat cow. If a call comes, I'll do it after.": {When: "my stand-up ends", Exercise: "E02", Obstacle: "A call comes.", Instead: "I\u2019ll do it after"},
		"At 3pm, I'll do cat cow. If a call comes, I'll do it after it.":             {When: "At 3pm", Exercise: "E02", Obstacle: "if a call comes,", Instead: "After it"},
		"At noon, I'll do cat cow. If Sam calls, I'll do it at home.":                {When: "at noon", Exercise: "E02", Obstacle: "If Sam calls", Instead: "Do it at home."},
	} {
		if got := w.Sentence("Cat cow"); got != want {
			t.Errorf("%+v: %q, want %q", w, got, want)
		}
	}
	if got := (WhenThen{When: "at noon"}).Sentence("Cat cow"); got != "" {
		t.Errorf("without a move: %q", got)
	}
	if got := (WhenThen{Exercise: "E02", When: " . "}).Sentence("Cat cow"); got != "" {
		t.Errorf("without a time: %q", got)
	}
}

func TestPlanIsTheReasonInWordsToThePerson(t *testing.T) {
	for when, want := range map[string]string{
		"after stand-up":               "Because you planned seated cat-cow after stand-up.",
		"my stand-up ends":             "Because you planned seated cat-cow when your stand-up ends.",
		"When my stand-up ends.":       "Because you planned seated cat-cow when your stand-up ends.",
		"I'm back from lunch":          "Because you planned seated cat-cow when you're back from lunch.",
		"I\u2019ve closed My laptop":   "Because you planned seated cat-cow when you've closed your laptop.",
		"before I am home":             "Because you planned seated cat-cow before you are home.",
		"Every time the kettle boils,": "Because you planned seated cat-cow every time the kettle boils.",
		"Myriam calls":                 "Because you planned seated cat-cow when Myriam calls.",
		"":                             "Because you planned seated cat-cow.",
	} {
		s := Situation{Now: noon, Plan: WhenThen{Exercise: "V01", When: when}}
		if got := Suggest(exercises(t), s)[0].Reason; got != want {
			t.Errorf("%q: %q, want %q", when, got, want)
		}
	}
}
