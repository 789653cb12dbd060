package commands

import (
	"slices"
	"strings"

	"catcow/content"
	"catcow/storage"
)

// stop is every nudge and check-in of this person off, at once. With words
// behind it that say something else, it is asked back.
func (t *talk) stop(rest string) (Reply, error) {
	for _, word := range strings.Fields(content.Normal(rest)) {
		if !slices.Contains(besideStop, strings.Trim(word, ".,!")) {
			return t.didYouMean("stop"), nil
		}
	}
	again := "`/stretch remind` and `/stretch checkin` start again."
	if t.noCheckIns {
		again = "`/stretch remind` starts again."
	}
	t.me.CheckIns, t.me.Nudges, t.me.Question, t.me.Off, t.changed = storage.Schedule{}, storage.Schedule{}, storage.Question{}, storage.Off{}, true
	return Reply{Message: Message{Parts: []Part{
		Text("Every nudge and check-in of yours is off. I'll only answer when you ask."),
		Note("What you logged stays. Channels keep their own prompts. " + again),
	}}}, nil
}

// besideStop is what people put beside stop and still mean it.
var besideStop = strings.Fields(`please now all everything it this that them these sending send messaging me messages dms
	nudges reminders checkins checkin check ins in every and my the your`)
