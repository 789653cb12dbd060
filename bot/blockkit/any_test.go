package blockkit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"catcow/commands"
	"catcow/internal/slacksim"
)

const manifest = `{
	"display_information": {"name": "Catcow"},
	"features": {"bot_user": {"display_name": "catcow"}},
	"oauth_config": {"scopes": {"bot": ["chat:write"]}},
	"settings": {"socket_mode_enabled": true}
}`

// taker is a Slack that takes messages and forms, and says what is wrong with them.
type taker struct {
	*slack.Client
	ts string // of a message to edit
}

func newTaker(t *testing.T) taker {
	sim, err := slacksim.Start(slacksim.Config{
		Manifest: []byte(manifest), NoLimits: true, Unknown: func(what string) { t.Errorf("the fake does not know %s", what) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	sim.AddChannel(slacksim.Channel{ID: "C0TEAM0001", Name: "team", Members: []string{sim.BotUser()}})
	client := slack.New(slacksim.BotToken, slack.OptionAPIURL(sim.APIURL()))
	_, ts, err := client.PostMessageContext(t.Context(), "C0TEAM0001", slack.MsgOptionText("x", false))
	if err != nil {
		t.Fatal(err)
	}
	return taker{client, ts}
}

func (s taker) take(ctx context.Context, m commands.Message) error {
	_, _, _, err := s.UpdateMessageContext(ctx, "C0TEAM0001", s.ts,
		slack.MsgOptionText(Cut(Text(m)+".", 4000), false), slack.MsgOptionBlocks(Blocks(m)...))
	return explained(err)
}

// takeForm knows a good form by the trigger, which is looked at last, and is none.
func (s taker) takeForm(ctx context.Context, f commands.Form) error {
	_, err := s.OpenViewContext(ctx, "1.2.none", View(f))
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok && strings.HasSuffix(answer.Err, "trigger_id") {
		return nil
	}
	return explained(err)
}

func explained(err error) error {
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return fmt.Errorf("%w: %q", err, answer.ResponseMetadata.Messages)
	}
	return err
}

// anyWords is a text with marks, breaks and characters of every width.
var anyWords = rapid.Custom(func(t *rapid.T) string {
	switch rapid.IntRange(0, 20).Draw(t, "kind") {
	case 0:
		piece := rapid.SampledFrom([]string{"word ", "long", "😀", "*b* ", "line\n", "&amp;"}).Draw(t, "piece")
		return strings.Repeat(piece, rapid.IntRange(1, 2500).Draw(t, "times"))
	case 1, 2, 3:
		return rapid.SampledFrom([]string{"", " ", "\n", "*", "**", "* *", "_", "a", "<", ">", "<>", "<a|b>", "<https://x.org>", "*_x_*", "*a\nb*"}).Draw(t, "odd")
	}
	return plainWords.Draw(t, "words")
})

var plainWords = rapid.StringMatching(`([a-z]{1,8}|\*[a-z]+\*|_[a-z]+_|[0-9]{1,3}|&amp;|<#C[A-Z0-9]{8}>|<@U[A-Z0-9]{8}\|ann>|é|😀|\*|_|-)( ?([a-z]{1,8}|\*[a-z]+\*|\n)){0,6}`)

var anyOptions = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) commands.Option {
	return commands.Option{Label: anyWords.Draw(t, "label"), Value: anyWords.Draw(t, "value")}
}), 0, 120)

var anyAction = rapid.Custom(func(t *rapid.T) commands.Action {
	if rapid.Bool().Draw(t, "menu") {
		return commands.Menu{Do: "menu", Label: anyWords.Draw(t, "label"), Options: anyOptions.Draw(t, "options")}
	}
	return commands.Button{
		Label: anyWords.Draw(t, "label"), Do: anyWords.Draw(t, "do"), Value: anyWords.Draw(t, "value"), Spoken: anyWords.Draw(t, "spoken"),
		Primary: rapid.Bool().Draw(t, "primary"), Danger: rapid.Bool().Draw(t, "danger"),
	}
})

var anyChart = rapid.Custom(func(t *rapid.T) commands.Chart {
	short := rapid.OneOf(rapid.StringMatching(`[a-z]{1,12}`), anyWords)
	value := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, 3, math.NaN(), math.Inf(1)}))
	return commands.Chart{
		Title: short.Draw(t, "title"), X: short.Draw(t, "x"), Y: short.Draw(t, "y"), Alt: anyWords.Draw(t, "alt"),
		Labels: rapid.SliceOfN(short, 0, 25).Draw(t, "labels"),
		Lines: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) commands.Line {
			return commands.Line{Name: short.Draw(t, "name"), Values: rapid.SliceOfN(value, 0, 25).Draw(t, "values")}
		}), 0, 8).Draw(t, "lines"),
	}
})

var anyDays = rapid.Custom(func(t *rapid.T) commands.Days {
	return commands.Days{Legend: anyWords.Draw(t, "legend"), Rows: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) commands.DayRow {
		return commands.DayRow{Label: anyWords.Draw(t, "label"), Alt: anyWords.Draw(t, "alt"), Signs: rapid.SliceOfN(anyWords, 0, 9).Draw(t, "signs")}
	}), 0, 8).Draw(t, "rows")}
})

var anyCards = rapid.Custom(func(t *rapid.T) commands.Cards {
	return commands.Cards{Pick: anyWords.Draw(t, "pick"), All: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) commands.Card {
		c := commands.Card{Title: anyWords.Draw(t, "title"), Line: anyWords.Draw(t, "line"), Body: anyWords.Draw(t, "body")}
		for range rapid.IntRange(0, 3).Draw(t, "buttons") {
			c.Buttons = append(c.Buttons, commands.Button{Label: anyWords.Draw(t, "label"), Do: "show", Value: anyWords.Draw(t, "value")})
		}
		return c
	}), 0, 25).Draw(t, "cards")}
})

var anyPart = rapid.Custom(func(t *rapid.T) commands.Part {
	switch rapid.IntRange(0, 12).Draw(t, "kind") {
	case 12:
		return anyCards.Draw(t, "cards")
	case 0:
		return commands.Heading(anyWords.Draw(t, "heading"))
	case 1:
		return commands.Steps(rapid.SliceOfN(anyWords, 0, 12).Draw(t, "steps"))
	case 2:
		return commands.List(rapid.SliceOfN(anyWords, 0, 12).Draw(t, "list"))
	case 3:
		return commands.Facts(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) commands.Fact {
			return commands.Fact{Label: anyWords.Draw(t, "label"), Value: anyWords.Draw(t, "value")}
		}), 0, 25).Draw(t, "facts"))
	case 4:
		if rapid.Bool().Draw(t, "quoted") {
			return commands.Quote(anyWords.Draw(t, "quote"))
		}
		return commands.Note(anyWords.Draw(t, "note"))
	case 5:
		return commands.Divider{}
	case 6:
		return commands.Actions(rapid.SliceOfN(anyAction, 0, 30).Draw(t, "actions"))
	case 7:
		return anyChart.Draw(t, "chart")
	case 8:
		return anyDays.Draw(t, "days")
	default:
		return commands.Text(anyWords.Draw(t, "text"))
	}
})

func TestSlackTakesAnyMessageAndItsTextHasEveryWord(t *testing.T) {
	s := newTaker(t)
	rapid.Check(t, func(r *rapid.T) {
		m := commands.Message{Parts: rapid.SliceOfN(anyPart, 0, 70).Draw(r, "parts")}
		if err := s.take(t.Context(), m); err != nil {
			r.Fatal(err)
		}
		if plain, drawn := undrawn(m); drawn {
			if err := s.take(t.Context(), plain); err != nil || len(Looks(plain)) > 0 {
				r.Fatal("in words: ", err, Looks(plain))
			}
		}
		text := Text(m)
		words := wordsOf(m)
		slices.Sort(words)
		for _, word := range slices.Compact(words) {
			if !strings.Contains(text, word) {
				r.Fatalf("%q is missing in %q", word, text)
			}
		}
	})
}

var word = regexp.MustCompile(`[\pL\pN]+`)

// wordsOf are the words that a person is to read.
func wordsOf(m commands.Message) (all []string) {
	add := func(texts ...string) {
		for _, text := range texts {
			all = append(all, word.FindAllString(text, -1)...)
		}
	}
	for _, part := range m.Parts {
		switch p := part.(type) {
		case commands.Heading:
			add(string(p))
		case commands.Text:
			add(string(p))
		case commands.Note:
			add(string(p))
		case commands.Quote:
			add(string(p))
		case commands.Steps:
			add(p...)
		case commands.List:
			add(p...)
		case commands.Facts:
			for _, f := range p {
				add(f.Label, f.Value)
			}
		case commands.Chart:
			add(p.Title, p.Alt)
		case commands.Days:
			for _, row := range p.Rows {
				add(row.Alt)
			}
		case commands.Cards:
			for _, c := range p.All {
				add(c.Title, c.Line, c.Body)
			}
		case commands.Actions:
			for _, a := range p {
				if b, ok := a.(commands.Button); ok {
					add(b.Label)
				}
			}
		}
	}
	return all
}

// anyChoices are few or many, of which some are taken.
var anyChoices = rapid.Custom(func(t *rapid.T) commands.Choices {
	c := commands.Choices{ID: rapid.StringMatching(`many[a-z]{12}`).Draw(t, "id"), Label: anyWords.Draw(t, "label"), Hint: anyWords.Draw(t, "hint")}
	c.Options = anyOptions.Draw(t, "options")
	c.Options = c.Options[:min(len(c.Options), rapid.SampledFrom([]int{3, 10, 11, 120}).Draw(t, "most"))]
	for _, o := range c.Options {
		if rapid.Bool().Draw(t, "taken") {
			c.Chosen = append(c.Chosen, o.Value)
		}
	}
	return c
})

func TestSlackTakesAnyForm(t *testing.T) {
	s := newTaker(t)
	rapid.Check(t, func(r *rapid.T) {
		f := commands.Form{
			Do: anyWords.Draw(r, "do"), Value: anyWords.Draw(r, "value"), Title: anyWords.Draw(r, "title"), Submit: anyWords.Draw(r, "submit"),
		}
		f.Parts = rapid.SliceOfN(anyPart, 0, 40).Draw(r, "parts")
		for i := range rapid.IntRange(0, 10).Draw(r, "fields") {
			id := fmt.Sprint("field", i)
			f.Parts = append(f.Parts,
				commands.Input{ID: id, Label: anyWords.Draw(r, "label"), Hint: anyWords.Draw(r, "hint"), Value: anyWords.Draw(r, "value"), Placeholder: anyWords.Draw(r, "placeholder"), Optional: true, Long: rapid.Bool().Draw(r, "long"), Most: rapid.IntRange(0, 4000).Draw(r, "most")},
				commands.Choice{ID: id + "c", Label: anyWords.Draw(r, "label"), Options: anyOptions.Draw(r, "options"), Chosen: anyWords.Draw(r, "chosen")},
				anyChoices.Draw(r, id))
		}
		if err := s.takeForm(t.Context(), f); err != nil {
			r.Fatal(err)
		}
	})
}

// The fake refuses what goes over a limit: the two tests above show something.
func TestSlackRefusesWhatIsTooMuch(t *testing.T) {
	s := newTaker(t)
	_, _, _, err := s.UpdateMessageContext(t.Context(), "C0TEAM0001", s.ts, slack.MsgOptionText("x", false),
		slack.MsgOptionBlocks(slack.NewHeaderBlock(plain(strings.Repeat("x", 200), 200))))
	if err == nil {
		t.Error("a heading of 200 characters was taken")
	}
	view := View(commands.Form{Title: "x"})
	view.Title.Text = strings.Repeat("x", 30)
	if _, err := s.OpenViewContext(t.Context(), "1.2.none", view); err == nil || strings.HasSuffix(err.Error(), "trigger_id") {
		t.Errorf("a title of 30 characters: %v", err)
	}
}
