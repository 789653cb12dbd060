package commands

import (
	"strings"

	"catcow/internal/habit"
)

// pauseForm asks until when the person wants quiet.
func (t *talk) pauseForm() (Reply, error) {
	return Reply{Form: &Form{Do: "pausedme", Title: "Pause", Submit: "Pause", Message: Message{Parts: []Part{
		Text("Nothing comes from me meanwhile, and your streak waits. No reason is asked."),
		Input{ID: "until", Label: "Until", Value: "3 days", Hint: "the day I come back: 3 days, friday or 2 jan; empty until you say so", Optional: true},
	}}}}, nil
}

// pauseSet is that form, submitted.
func (t *talk) pauseSet() (Reply, error) {
	until := strings.TrimSpace(t.r.Fields["until"])
	if _, err := habit.ParseUntil(until, t.today()); err != nil {
		return Reply{Errors: map[string]string{"until": strings.ReplaceAll(err.Error(), "`", "")}}, nil
	}
	return t.pause(until)
}
