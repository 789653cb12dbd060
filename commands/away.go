package commands

import (
	"context"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// Why a person gets nothing, besides Slack's errors.
const (
	deactivated = "deactivated" // their account is switched off
	returned    = "returned"    // it is in use again, and they have not said that things go on
)

// keptAway is how long what is held about somebody stays after their account
// was switched off.
const keptAway = 30 * day

// goAway ends what Catcow sends to a person by itself, until they say resume. It
// says whether that is news.
func goAway(me *storage.Member, why string, now time.Time) (news bool) {
	if me.Off.Why == why {
		return false
	}
	me.Off = storage.Off{Why: why, Since: now, Tell: []string{string(me.ID)}}
	if why == deactivated { // nobody can log anything: the streak rests
		t := &talk{me: *me, now: now.In(zoneOf(*me))}
		t.endPause()
		me.Pauses = append(t.me.Pauses, habit.Span{From: t.today()})
	}
	return true
}

// departed is a person whose account was switched off. The prompts they looked
// after go on.
func (t *talk) departed() (Reply, error) {
	stored := !t.me.Welcomed.IsZero() || t.me.Zone != "" // of the others nothing is kept
	if stored && goAway(&t.me, deactivated, t.now) {
		t.changed = true
	}
	posts, err := t.orphans("")
	return Reply{Posts: posts}, err
}

// returns notes that somebody whose account was switched off is there again. What
// they had is as it was; nothing comes by itself before they say so.
func (t *talk) returns() {
	if t.me.Off.Why == deactivated && t.r.What != Deactivated && t.r.What != Quit {
		t.me.Off.Why, t.changed = returned, true
	}
}

// tellAway tells the person, with the first answer, why nothing came.
func (t *talk) tellAway(reply *Reply) {
	if len(t.me.Off.Tell) == 0 || len(reply.Parts) == 0 || t.bare {
		return
	}
	t.me.Off.Tell, t.changed = nil, true
	reply.Parts = append(reply.Parts, Divider{}, Note(t.whyNothing()+" `/stretch resume` lets it go on."))
}

// whyNothing is why nothing comes by itself, as the person reads it.
func (t *talk) whyNothing() string {
	if t.me.Off.Why == returned {
		return "Your account was switched off, so what I send you waits" + t.ofStreak(", and your streak rests") + "."
	}
	why, ok := whyNot[t.me.Off.Why]
	if !ok {
		why = "Slack refused it"
	}
	return "Since " + onDay(habit.DayOf(t.me.Off.Since.In(t.now.Location())), t.today()) + " I can't write to you: " + why + "."
}

// whyNot is what an error of Slack means to the person who got nothing.
var whyNot = map[string]string{
	"messages_tab_disabled": "my direct messages are switched off in this workspace",
	"cannot_dm_bot":         "Slack takes this account for a program's",
	"user_not_found":        "Slack did not know your account",
	"user_not_visible":      "Slack does not show me your account",
	"channel_not_found":     "Slack did not find our conversation",
	"restricted_action":     "this workspace does not allow it",
	"ekm_access_denied":     "an administrator of Slack has suspended writing",
	"is_archived":           "our conversation is archived",
}

// Departed is those whose account has been switched off for 30 days. Whoever calls
// makes sure that it still is, and has them erased.
func (s *Set) Departed(ctx context.Context, now time.Time) (ids []habit.UserID, err error) {
	err = s.store.View(ctx, func(r storage.Reader) error {
		ids = nil
		members, err := r.Members()
		for _, m := range members {
			if longAway(m, now) {
				ids = append(ids, m.ID)
			}
		}
		return err
	})
	return ids, err
}

// Erase erases everything about somebody who has Departed.
func (s *Set) Erase(ctx context.Context, id habit.UserID, now time.Time) error {
	return s.update(ctx, func(tx storage.Tx) error {
		me, err := tx.Member(id)
		if err != nil {
			return err
		}
		if !longAway(me, now) {
			return errSame
		}
		_, err = forgetAll(tx, me, now)
		return err
	})
}

func longAway(m storage.Member, now time.Time) bool {
	return m.Off.Why == deactivated && now.Sub(m.Off.Since) >= keptAway
}
