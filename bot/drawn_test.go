package bot

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/slacksim"
)

const chartType = "data_visualization"

// charted is a message with a chart, which says so in words, too.
func charted() commands.Message {
	return says("Your week:", commands.Chart{
		Title: "Stiffness", Labels: []string{"Mon", "Tue"}, Lines: []commands.Line{{Name: "stiffness", Values: []float64{6, 4}}},
		Alt: "From 6 on Monday to 4 on Tuesday.",
	}, button("Again", "again"))
}

// chartEverywhere answers all that is asked with a chart, each in its own way.
func chartEverywhere(_ context.Context, r commands.Request) (commands.Reply, error) {
	m := charted()
	switch {
	case r.What == commands.Pressed && r.Value == "instead":
		return commands.Reply{Instead: &m}, nil
	case r.What == commands.Pressed:
		return commands.Reply{Edits: []commands.Edit{{Place: r.On, Message: m}}}, nil
	case r.Text == "buttons":
		return commands.Reply{Message: says("ready", commands.Actions{
			commands.Button{Label: "Instead", Do: "press", Value: "instead"}, commands.Button{Label: "Edit", Do: "press", Value: "edit"}})}, nil
	}
	return commands.Reply{Message: m}, nil
}

func TestChartThatSlackRefusesIsSaidInWordsOnce(t *testing.T) {
	press := func(i string) func(*testing.T, *world) {
		return func(t *testing.T, w *world) {
			_, o := w.Say(t.Context(), ann, w.DM(ann), "buttons")
			fine(t, o)
			m := w.sees(t, ann, w.DM(ann), "ready")
			fine(t, w.Press(t.Context(), ann, slacksim.At{Channel: w.DM(ann), TS: m.TS}, "press/"+i))
		}
	}
	for name, c := range map[string]struct {
		ask    func(*testing.T, *world)
		method string
		where  func(*world) string
	}{
		"answer to a command": {func(t *testing.T, w *world) { fine(t, w.Slash(t.Context(), ann, team, "/stretch", "trend")) }, "response_url", inTeam},
		"whisper": {func(t *testing.T, w *world) {
			_, o := w.Say(t.Context(), ann, team, "@catcow trend")
			fine(t, o)
		}, "chat.postEphemeral", inTeam},
		"direct message": {func(t *testing.T, w *world) {
			_, o := w.Say(t.Context(), ann, w.DM(ann), "trend")
			fine(t, o)
		}, "chat.postMessage", inDM},
		"in the place of a button": {press("0"), "response_url", inDM},
		"edit":                     {press("1"), "chat.update", inDM},
		"post of the clock": {func(t *testing.T, w *world) {
			if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
		}, "chat.postMessage", inTeam},
	} {
		for _, takes := range []bool{true, false} {
			t.Run(name+map[bool]string{true: " taken", false: " refused"}[takes], func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, &script{handle: chartEverywhere, due: dueOnce(commands.Post{To: team, Message: charted()})})
				if !takes {
					w.Fault(func(f *slacksim.Faults) { f.RefuseBlocks = []string{chartType} })
				}
				c.ask(t, w)
				m := w.sees(t, ann, c.where(w), "From 6 on Monday to 4 on Tuesday.")
				blocks := ""
				for _, raw := range m.Blocks {
					blocks += string(raw)
				}
				if drawn := strings.Contains(blocks, chartType); drawn != takes {
					t.Errorf("drawn %v, want %v: %s", drawn, takes, blocks)
				}
				if said := strings.Contains(blocks, "From 6 on Monday"); said == takes {
					t.Errorf("said in its blocks %v, want %v: %s", said, !takes, blocks)
				}
				if !strings.Contains(blocks, "again") {
					t.Errorf("the rest of the message is gone: %s", blocks)
				}
				again := map[bool]int{true: 0, false: 1}[takes]
				var refusals int
				w.eventually(t, "the calls", func() (all bool) {
					all, refusals = w.charts(c.method, again+1)
					return all
				})
				if refusals != again || w.bot.Counts()["undrawn"] != again {
					t.Errorf("%d refused, %d sent undrawn; want %d", refusals, w.bot.Counts()["undrawn"], again)
				}
			})
		}
	}
}

// charts says whether the message was sent so many times, and how often it was refused.
func (w *world) charts(method string, want int) (all bool, refusals int) {
	tries := 0
	for _, call := range w.Calls() {
		if call.Method == method && strings.Contains(call.Args.Get("text"), "Monday") {
			tries++
			if call.Error != "" {
				refusals++
			}
		}
	}
	return tries == want, refusals
}

func inTeam(*world) string { return team }
func inDM(w *world) string { return w.DM(ann) }

func TestRefusalForAnotherReasonIsNotTriedUndrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: chartEverywhere})
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"chat.postMessage": {Times: -1, Error: "restricted_action"}}
	})
	_, o := w.Say(t.Context(), ann, w.DM(ann), "trend")
	fine(t, o)
	w.eventually(t, "the line in the log", func() bool { return strings.Contains(w.log.String(), "not said") })
	if n := w.calls("chat.postMessage"); n != 1 {
		t.Errorf("%d posts, want one", n)
	}
}

func TestRefusedLookWithoutAChartIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	w.Fault(func(f *slacksim.Faults) { f.RefuseBlocks = []string{"section"} })
	_, o := w.Say(t.Context(), ann, w.DM(ann), "neck")
	fine(t, o)
	w.eventually(t, "the line in the log", func() bool { return strings.Contains(w.log.String(), "not said") })
	if n := w.calls("chat.postMessage"); n != 1 || w.bot.Counts()["undrawn"] != 0 {
		t.Errorf("%d posts, %v", n, w.bot.Counts())
	}
}

// both is a message with a picture and a card, and neither of them is needed.
func both(_ context.Context, r commands.Request) (commands.Reply, error) {
	return commands.Reply{Message: commands.Message{Parts: []commands.Part{
		commands.Heading("Moves: " + r.Text),
		commands.Picture{Exercise: "E02", Alt: "On hands and knees."},
		commands.Cards{Pick: "Show me…", All: []commands.Card{{Title: "Bridge", Buttons: []commands.Button{{Label: "Show steps", Do: "show", Value: "E03"}}}}},
	}}}, nil
}

// What Slack refuses is remembered for a day, whether or not it says what it was, and the
// rest is drawn as before.
func TestWhatIsNotDrawnIsRememberedForADay(t *testing.T) {
	for name, ask := range map[string]func(*testing.T, *world, string){
		"Slack says which": func(t *testing.T, w *world, text string) {
			_, o := w.Say(t.Context(), ann, w.DM(ann), text)
			fine(t, o)
		},
		"Slack does not": func(t *testing.T, w *world, text string) {
			fine(t, w.Slash(t.Context(), ann, w.DM(ann), "/stretch", text))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lead atomic.Int64
			w := newWorldIn(t, newSlack(t, filing), &script{handle: both}, gallery(t, &atomic.Int32{}), func(c *Config) {
				c.Now = func() time.Time { return time.Now().Add(time.Duration(lead.Load())) }
			})
			w.counted(t, "pictures_uploaded", 3)
			w.Fault(func(f *slacksim.Faults) { f.RefuseBlocks = []string{"carousel"} })
			blocks := func(text string) string {
				t.Helper()
				ask(t, w, text)
				all := ""
				for _, raw := range w.sees(t, ann, w.DM(ann), "Moves: "+text).Blocks {
					all += string(raw)
				}
				return all
			}
			if got := blocks("first"); strings.Contains(got, "carousel") || !strings.Contains(got, "Bridge") {
				t.Errorf("first: %s", got)
			}
			w.eventually(t, "it is known what it was", func() bool { return slices.Equal(w.bot.looks.off(w.bot.now()), []blockkit.Look{blockkit.Rows}) })
			if got := blocks("second"); strings.Contains(got, "carousel") || !strings.Contains(got, "slack_file") || w.bot.Counts()["undrawn"] != 1 {
				t.Errorf("second, after %d: %s", w.bot.Counts()["undrawn"], got)
			}
			w.Fault(func(f *slacksim.Faults) { f.RefuseBlocks = nil })
			lead.Store(int64(refusedFor - time.Minute))
			if got := blocks("third"); strings.Contains(got, "carousel") {
				t.Errorf("within the day: %s", got)
			}
			lead.Store(int64(refusedFor + time.Minute))
			if got := blocks("fourth"); !strings.Contains(got, "carousel") {
				t.Errorf("after the day: %s", got)
			}
		})
	}
}
