package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// prompt is a channel's stretch prompt. word is the sentence of the one who set
// it, "" for none; since is how long the last one is ago;
// took is how many people did it, of whom named chose to be named; the others
// are counted from two on, never named.
func prompt(library *content.Library, e content.Exercise, word string, key storage.SlotKey, since string, took int, named []string) Message {
	value := move{shown: []string{e.ID}, prompt: key}.String()
	parts := promptText(library, e, since, "*Show steps*")
	parts = append(slices.Insert(parts, 1, Part(pictureOf(e))),
		Actions{
			Button{Label: "Did it", Do: "did", Value: value, Spoken: clip("Log "+e.Name+" as done", 75), Primary: true},
			startButton(e, value, false),
			Button{Label: "Another one", Do: "another", Value: value},
			Button{Label: "Not now", Do: "later", Value: value},
			Button{Label: "Show steps", Do: "show", Value: value},
		})
	note := "Stop if it hurts. Only you see what you press."
	if who := doers(took, named); who != "" {
		note = who + " did it. " + note
	}
	if word != "" {
		parts = append(parts, Quote(Plain(word)))
	}
	return Message{Parts: append(parts, Note(note))}
}

// olderPrompt is a prompt that a newer one followed: it keeps its text and its count.
func olderPrompt(library *content.Library, e content.Exercise, word, since string, took int, named []string) Message {
	parts := promptText(library, e, since, "`/stretch "+strings.ToLower(e.Name)+"`")
	if word != "" {
		parts = append(parts, Quote(Plain(word)))
	}
	if who := doers(took, named); who != "" {
		parts = append(parts, Note(who+" did it."))
	}
	return Message{Parts: parts}
}

// promptText is what a prompt says; rest is where the rest of its steps is.
func promptText(library *content.Library, e content.Exercise, since, rest string) []Part {
	seconds := promptSeconds(e)
	parts := []Part{Heading("Stretch break: " + e.Name + ", " + about(seconds))}
	if since != "" {
		parts = append(parts, Text("_"+since+"_"))
	}
	parts = append(parts,
		Text(glance(e.Steps, rest)),
		Text("*How much:* "+amount(e.Dose[0], seconds)+". *Easier:* "+withoutIDs(e.Easier)))
	if chair, ok := seated(library, e); ok {
		parts = append(parts, Text("*Rather sit?* "+chair.Name+": `/stretch "+strings.ToLower(chair.Name)+"`"))
	}
	return parts
}

// sinceBreak says how long the prompt before this one is ago.
func sinceBreak(prompts []storage.Slot, due time.Time) string {
	for _, slot := range prompts {
		if slot.Due.Before(due) && slot.State == storage.Sent {
			return care.SinceBreak(slot.Due, due)
		}
	}
	return ""
}

// mostNamed is how many names stand below a prompt.
const mostNamed = 5

// doers is who did it: "3 people", "Ada and 2 others"; "" when nothing is to be said.
func doers(took int, named []string) string {
	named = named[:min(len(named), mostNamed)]
	others := took - len(named)
	switch {
	case len(named) == 0 && took < 2:
		return ""
	case len(named) == 0:
		return fmt.Sprintf("%d people", took)
	case others > 0:
		return and(append(slices.Clone(named), count(others, "other")))
	}
	return and(named)
}

// promptSeconds is how long a move takes as a prompt.
func promptSeconds(e content.Exercise) int { return min(e.Dose[0].Seconds, care.PromptSeconds) }

// seated is a gentle move on a chair that goes with a standing one: the one
// most like it, the first of several.
func seated(library *content.Library, e content.Exercise) (best content.Exercise, ok bool) {
	if e.Positions[0] == "seated" {
		return best, false
	}
	most := -1
	for _, other := range library.Exercises() {
		alike := 0
		for _, tag := range e.Tags {
			if other.HasTag(tag) {
				alike++
			}
		}
		if other.Positions[0] == "seated" && other.Gentle && alike > most {
			best, most = other, alike
		}
	}
	return best, most >= 0
}

// glanced is how much of the steps a prompt shows, in characters: what can be
// read at a glance.
const glanced = 150

// glance is the first of the steps, whole ones, and where the rest is.
func glance(steps []string, rest string) string {
	text := ""
	for _, step := range steps {
		if text != "" && len(text)+len(step) > glanced {
			return text + " … " + rest + " has the rest."
		}
		text = strings.TrimSpace(text + " " + step)
	}
	return text
}

// Recount is a message of a slot as it looks now: a channel's prompt with the number of
// people, and any that a newer one followed without its buttons. ok is false when there
// is nothing to change.
func (s *Set) Recount(ctx context.Context, key storage.SlotKey) (e Edit, ok bool, err error) {
	err = s.store.View(ctx, func(r storage.Reader) error {
		slot, err := r.Slot(key)
		if err != nil || slot.State != storage.Sent {
			return err
		}
		e.Place = Place{Channel: slot.Channel, TS: slot.TS}
		kind, owner, _ := key.Split()
		if kind != storage.Prompt {
			e.Message, ok, err = s.olderOne(r, slot)
			return err
		}
		took, err := r.Took(key)
		if err != nil {
			return err
		}
		id, number := storage.ChannelOf(owner)
		channel, err := r.Channel(id)
		if err != nil {
			return err
		}
		before, err := promptsOf(r, channel, habit.MostTimes)
		if err != nil {
			return err
		}
		since := sinceBreak(before, slot.Due)
		var named []string
		for _, id := range took {
			m, err := r.Member(id)
			if err != nil {
				return err
			}
			if m.Named != "" {
				named = append(named, m.Named)
			}
		}
		exercise, known := s.known().Exercise(slot.Exercise)
		if !known {
			return nil
		}
		newer := func(s storage.Slot) bool {
			_, of, _ := s.Key.Split()
			return of == owner && s.Key > key && s.State == storage.Sent
		}
		word := channel.Schedule(number).Word
		if e.Message, ok = prompt(s.known(), exercise, word, key, since, len(took), named), true; slices.ContainsFunc(before, newer) {
			e.Message = olderPrompt(s.known(), exercise, word, since, len(took), named)
		}
		return nil
	})
	return e, ok, err
}

// unasked is a message that the clock brings to this person, or why it stays away.
func (t *talk) unasked(kind storage.Kind, decision *storage.Slot) (m Message, why string, err error) {
	if why := t.quietFor(kind); why != "" {
		return Message{}, why, nil
	}
	if kind == storage.Tending {
		return t.tending(decision.Key)
	}
	if kind == storage.Nudge {
		if why, err := t.tooOften(*decision); why != "" || err != nil {
			return Message{}, why, err
		}
	}
	if scheduleOf(&t.me, kind).Ignored >= quietFrom {
		return farewell(kind), "", nil
	}
	switch half, err := t.halved(kind, decision.Key); {
	case half || err != nil:
		return Message{}, everyOther, err
	case kind == storage.Asking:
		return t.asking(string(decision.Key)), "", nil
	}
	picks, err := t.suggest("", nil)
	if err != nil {
		return Message{}, "", err
	}
	if len(picks) == 0 {
		return Message{}, "no move fits", nil
	}
	pick := picks[0]
	if i := slices.IndexFunc(picks, func(p care.Pick) bool { return p.Exercise.ID == decision.Exercise }); i >= 0 {
		pick = picks[i] // it was planned before, and still fits
	} else {
		t.offer(pick.Exercise.ID)
	}
	pick.Reason = "" // it may tell something personal, and this message stays
	decision.Exercise = pick.Exercise.ID
	m = t.card(pick, move{shown: []string{pick.Exercise.ID}}).without("told") // nothing was asked
	i := slices.IndexFunc(m.Parts, func(p Part) bool { _, row := p.(Actions); return row })
	notNow := slices.IndexFunc(m.Parts[i].(Actions), func(a Action) bool { b, _ := a.(Button); return b.Do == "later" })
	m.Parts[i] = slices.Insert(m.Parts[i].(Actions), notNow+1, Action(snoozes(decision.Key)))
	isSeated := func(p care.Pick) bool { return p.Exercise.Positions[0] == "seated" }
	if i := slices.IndexFunc(picks, isSeated); i >= 0 && !isSeated(pick) {
		m.Parts = append(m.Parts, Text("*Rather sit?* Type `"+strings.ToLower(picks[i].Exercise.Name)+"`."))
	}
	m.Parts = append(m.Parts, Note("You asked for these: `remind off` ends them."))
	return m, "", nil
}
