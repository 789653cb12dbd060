package commands

import (
	"maps"
	"slices"
	"strings"

	"catcow/content"
	"catcow/storage"
)

// What a form has, can be typed as well. Each of these fills in the form's own fields, so
// that both ways are read by the same words.

// problemOf is what is wrong with the fields of a form, for who typed them.
func problemOf(reply Reply, err error) (Reply, error) {
	if err != nil || len(reply.Errors) == 0 {
		return reply, err
	}
	first := slices.Min(slices.Collect(maps.Keys(reply.Errors)))
	return Reply{}, &Problem{Text: reply.Errors[first]}
}

// promptField is "schedule place floor", "schedule sentence This is work time", "schedule
// roundup on": a line of the schedule's form.
func (t *talk) promptField(channel storage.Channel, number int, field, said string) (Reply, error) {
	if len(channel.Schedules) == 0 {
		return t.prompts(channel)
	}
	if number == 0 && len(channel.Schedules) > 1 && field != "roundup" {
		return Reply{}, &Problem{Text: "Say which schedule: `/stretch schedule 2 " + field + " …`. `/stretch schedule` shows their numbers."}
	}
	if number == 0 {
		number = channel.Schedules[0].Number
	}
	fields, err := t.filled(place(channel.ID, number))
	if err != nil {
		return Reply{}, err
	}
	switch field {
	case "place":
		value, unknown := chosen(places, compared(said), false)
		if unknown != "" {
			return Reply{}, &Problem{Text: "Type `/stretch schedule place desk` or `/stretch schedule place floor`."}
		}
		fields["place"] = value
	case "roundup":
		value, unknown := chosen(yesOrNo, compared(said), false)
		if unknown != "" {
			return Reply{}, &Problem{Text: "Type `/stretch schedule roundup on` or `/stretch schedule roundup off`."}
		}
		fields["roundup"] = value
	default:
		if fields["word"] = strings.TrimSpace(said); content.Normal(said) == "off" {
			fields["word"] = ""
		} else if said == "" {
			return Reply{}, &Problem{Text: "Add the sentence: `/stretch schedule sentence This is work time`. `/stretch schedule sentence off` takes it away."}
		}
	}
	t.r.Fields = fields
	return problemOf(t.scheduleSet(place(channel.ID, number)))
}

// filled is the fields of a schedule's form as they are set.
func (t *talk) filled(where string) (map[string]string, error) {
	reply, err := t.scheduleForm(where)
	if err != nil {
		return nil, err
	}
	fields := map[string]string{}
	for _, part := range reply.Form.Parts {
		switch p := part.(type) {
		case Input:
			if p.ID != "skip" { // what it does not say stays as it is
				fields[p.ID] = p.Value
			}
		case Choice:
			fields[p.ID] = p.Chosen
		case Choices:
			fields[p.ID] = strings.Join(p.Chosen, ",")
		}
	}
	return fields, nil
}

// planTyped is a when-then plan in one line: "when my stand-up ends then cat cow", and
// behind it, for those who like, "if a call comes then do it before lunch".
func (t *talk) planTyped(text string) (Reply, error) {
	help := &Problem{Text: "Type `/stretch plan when my stand-up ends then cat cow`. If you like, add `if a call comes then do it before lunch`. `/stretch plan` shows your plan, `/stretch plan off` ends it."}
	_, text, ok := cutWord(" "+text, "when")
	when, rest, ok2 := cutWord(text, "then")
	if !ok || !ok2 {
		return Reply{}, help
	}
	name, or, _ := cutWord(rest, "if")
	obstacle, instead, _ := cutWord(or, "then")
	name = without(name, "i'll", "i will", "i", "do")
	instead = without(instead, "i'll", "i will", "i")
	found := t.library.Find(strings.Trim(name, " ,.;"))
	if len(found.Exercises) != 1 || found.How == content.Typo {
		return Reply{}, &Problem{Text: "I don't know one move called “" + Plain(clip(strings.TrimSpace(name), 60)) + "”, so nothing was set. `/stretch list` shows the names."}
	}
	t.r.Fields = map[string]string{"when": when, "move": found.Exercises[0].ID, "obstacle": obstacle, "instead": instead}
	return problemOf(t.planWhen())
}

// without is the text without these words where it begins with them, in this order.
func without(text string, words ...string) string {
	text = strings.TrimSpace(text)
	for _, word := range words {
		for n := len(word); n <= len(word)+2 && n < len(text); n++ { // an apostrophe may take three bytes
			if text[n] == ' ' && content.Normal(text[:n]) == word {
				text = strings.TrimSpace(text[n:])
				break
			}
		}
	}
	return text
}

// cutWord parts a text at a word of its own, however it is written.
func cutWord(text, word string) (before, after string, found bool) {
	lower := strings.ToLower(text)
	if i := strings.Index(lower, " "+word+" "); i >= 0 && len(lower) == len(text) {
		return strings.TrimSpace(text[:i]), text[i+len(word)+1:], true
	}
	return text, "", false
}
