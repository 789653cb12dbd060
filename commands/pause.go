package commands

import (
	"slices"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// pause is silence for this person; the streak is frozen meanwhile.
func (t *talk) pause(rest string) (Reply, error) {
	until, err := habit.ParseUntil(rest, t.today())
	if err != nil {
		return Reply{}, err
	}
	t.endPause()
	t.me.Pauses, t.changed = append(t.me.Pauses, habit.Span{From: t.today(), Until: until}), true
	text := "Paused. I'll be quiet until you type `/stretch resume`."
	if !until.IsZero() {
		text = "Paused. I'll be quiet until " + onDay(until, t.today()) + ". `/stretch resume` ends it sooner."
	}
	return Reply{Message: Message{Parts: []Part{Text(text + t.ofStreak(" Your streak waits for you."))}}}, nil
}

func (t *talk) resume(rest string) (Reply, error) {
	if rest != "" && content.Normal(rest) != "please" && content.Normal(rest) != "now" {
		return t.didYouMean("resume"), nil
	}
	away := t.me.Off.Why != ""
	if away {
		t.me.Off, t.changed = storage.Off{}, true
	}
	for _, kind := range []storage.Kind{storage.Nudge, storage.Asking} {
		away = t.rouse(kind) || away
	}
	if away && !t.paused() {
		return Reply{Message: Message{Parts: []Part{Text("Welcome back. What you asked me to send goes on.")}}}, nil
	}
	if !t.paused() {
		return Reply{Message: Message{Parts: []Part{Text("You are not on pause. `/stretch pause 3 days` would start one.")}}}, nil
	}
	t.endPause()
	t.changed = true
	return Reply{Message: Message{Parts: []Part{Text("Welcome back. The pause is over." + t.ofStreak(" Your streak goes on from where it was."))}}}, nil
}

// ofStreak is a remark about the streak. It has no place beside a safety card,
// nor where the streak is hidden.
func (t *talk) ofStreak(remark string) string {
	if t.standing().Lock != "" || t.me.NoStreak {
		return ""
	}
	return remark
}

func (t *talk) paused() bool {
	return slices.ContainsFunc(t.me.Pauses, func(p habit.Span) bool { return p.Has(t.today()) })
}

// silence is the note that nothing comes for now, where something is set.
func (t *talk) silence() []Part {
	switch {
	case t.me.Off.Why != "":
		return []Part{Note(t.whyNothing() + " Nothing comes before you type `/stretch resume`.")}
	case t.paused():
		return []Part{Note("You are on pause: nothing comes before it ends. `/stretch resume` ends it.")}
	case t.standing().Quiet:
		return []Part{Note("You are resting: nothing comes meanwhile.")}
	}
	return nil
}

// endPause ends what is running today. A pause that began today leaves no trace.
func (t *talk) endPause() {
	var kept []habit.Span
	for _, p := range t.me.Pauses {
		if p.Until.IsZero() || p.Until.After(t.today()) {
			p.Until = t.today()
		}
		if p.From.Before(p.Until) {
			kept = append(kept, p)
		}
	}
	t.me.Pauses = kept
}
