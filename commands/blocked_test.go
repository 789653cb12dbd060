package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// passed is what one pass of the clock sends.
func passed(t *testing.T, set *commands.Set, at time.Time) (slots, news []commands.Post) {
	t.Helper()
	for post, err := range set.Due(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		if post.Slot == "" {
			news = append(news, post)
		} else {
			slots = append(slots, post)
		}
	}
	return slots, news
}

// Every error of chat.postMessage has one meaning: the channel's prompts sleep and who set them is
// told once, the person gets nothing more and reads why, or only this one message was refused.
func TestWhatARefusalOfSlackMeans(t *testing.T) {
	const lasts, once = true, false
	for _, c := range []struct {
		code            string
		channel, person bool
	}{
		{"not_in_channel", lasts, once}, {"channel_not_found", lasts, lasts}, {"is_archived", lasts, lasts},
		{"restricted_action", lasts, lasts}, {"restricted_action_read_only_channel", lasts, once},
		{"restricted_action_thread_only_channel", lasts, once}, {"restricted_action_non_threadable_channel", lasts, once},
		{"restricted_action_thread_locked", lasts, once}, {"ekm_access_denied", lasts, lasts},
		{"account_inactive", once, lasts}, {"user_disabled", once, lasts}, {"user_not_found", once, lasts},
		{"user_not_visible", once, lasts}, {"cannot_dm_bot", once, lasts}, {"messages_tab_disabled", once, lasts},
		{"invalid_blocks", once, once}, {"msg_blocks_too_long", once, once}, {"no_text", once, once}, {"invalid_arguments", once, once},
		{"message_limit_exceeded", once, once}, {"missing_scope chat:write", once, once}, {"team_access_not_granted", once, once},
		{"unreachable", once, once},
	} {
		for kind, lasts := range map[string]bool{"schedule": c.channel, "remind": c.person} {
			t.Run(kind+"/"+c.code, func(t *testing.T) {
				t.Parallel()
				set, _ := newSet(t)
				monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
				if err := set.Present(t.Context(), monday, []habit.ChannelID{"C1"}, nil); err != nil {
					t.Fatal(err)
				}
				say := func(text string, at time.Time) commands.Reply {
					reply, err := set.Handle(t.Context(), commands.Request{User: "U1", Role: commands.Member, Channel: "C1", Text: text, Zone: "UTC", Cause: text + at.String(), Now: at})
					if err != nil {
						t.Fatal(err)
					}
					return reply
				}
				say(kind+" daily 10:30", monday)
				half := monday.Add(90 * time.Minute)
				posts, _ := passed(t, set, half)
				if len(posts) != 1 {
					t.Fatalf("%d posts are due", len(posts))
				}
				for range 2 { // settled once, whatever comes
					if err := set.Settle(t.Context(), posts[0].Slot, half, commands.Outcome{State: storage.Failed, Why: c.code}); err != nil {
						t.Fatal(err)
					}
				}
				var later, news []commands.Post
				for day := range 4 {
					p, n := passed(t, set, half.Add(time.Duration(day)*24*time.Hour+time.Second))
					later, news = append(later, p...), append(news, n...)
				}
				want := 3 // of the days after
				if lasts {
					want = 0
				}
				if len(later) != want {
					t.Errorf("%d further posts, want %d", len(later), want)
				}
				if told := kind == "schedule" && lasts; (len(news) == 1 && news[0].To == "U1") != told || len(news) > 1 {
					t.Errorf("news %v, want some %v", news, told)
				}
				friday := half.Add(4*24*time.Hour - time.Hour)
				for i, want := range []bool{kind == "remind" && lasts, false} {
					reply := say("streak", friday.Add(time.Duration(i)*time.Minute))
					got := false
					for _, part := range reply.Parts {
						note, _ := part.(commands.Note)
						got = got || strings.Contains(string(note), "`/stretch resume`") && !strings.Contains(string(note), "ends the pause")
					}
					if got != want {
						t.Errorf("answer %d says why nothing came: %v, want %v", i, got, want)
					}
				}
				if kind == "remind" && lasts {
					say("resume", friday.Add(3*time.Minute))
					if p, _ := passed(t, set, friday.Add(time.Hour)); len(p) != 1 {
						t.Errorf("after resume: %d posts, want 1", len(p))
					}
				}
			})
		}
	}
}

// What was forgotten while its message was on its way does not come back with the refusal.
func TestARefusalBringsNobodyBack(t *testing.T) {
	set, store := newSet(t)
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	handle(t, set, commands.Request{User: "U1", Text: "remind daily 10:30", Zone: "UTC", Cause: "1", Now: monday})
	posts, _ := passed(t, set, monday.Add(90*time.Minute))
	handle(t, set, commands.Request{What: commands.Pressed, Do: "erase", User: "U1", Cause: "2", Now: monday.Add(91 * time.Minute)})
	if err := set.Settle(t.Context(), posts[0].Slot, monday.Add(92*time.Minute), commands.Outcome{State: storage.Failed, Why: "user_disabled"}); err != nil {
		t.Fatal(err)
	}
	if n := len(members(t, store)); n != 0 {
		t.Errorf("%d members, want none", n)
	}
}

func members(t *testing.T, store storage.Store) (all []storage.Member) {
	t.Helper()
	if err := store.View(t.Context(), func(r storage.Reader) (err error) {
		all, err = r.Members()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// Thirty days after an account was switched off all that was held goes, and not before; a channel's
// prompts that its person set stay.
func TestWhoHasLeftIsErasedAfterThirtyDays(t *testing.T) {
	set, store := newSet(t)
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if err := set.Present(t.Context(), monday, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	for _, user := range []habit.UserID{"U1", "U2", "U3"} {
		handle(t, set, commands.Request{User: user, Channel: "C1", Text: "done", Zone: "UTC", Cause: "1", Now: monday})
		if user != "U3" {
			handle(t, set, commands.Request{What: commands.Deactivated, User: user, Cause: "2", Now: monday})
		}
	}
	handle(t, set, commands.Request{User: "U3", Channel: "C1", Text: "schedule daily 10:30", Zone: "UTC", Cause: "3", Now: monday})
	handle(t, set, commands.Request{What: commands.Deactivated, User: "U1", Cause: "5", Now: monday.Add(240 * time.Hour)}) // as known
	handle(t, set, commands.Request{What: commands.Moved, User: "U2", Zone: "UTC", Cause: "4", Now: monday.Add(time.Hour)})
	departed := func(days int) []habit.UserID {
		t.Helper()
		ids, err := set.Departed(t.Context(), monday.Add(time.Duration(days)*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if got := departed(29); len(got) != 0 {
		t.Errorf("after 29 days: %v", got)
	}
	month := monday.Add(30 * 24 * time.Hour)
	if got := departed(30); len(got) != 1 || got[0] != "U1" {
		t.Errorf("after 30 days: %v, want U1 alone", got)
	}
	for _, id := range []habit.UserID{"U1", "U2", "U3"} { // of the others nothing goes
		if err := set.Erase(t.Context(), id, month); err != nil {
			t.Fatal(err)
		}
	}
	var sessions []storage.Session
	if err := store.View(t.Context(), func(r storage.Reader) (err error) {
		sessions, err = r.Sessions("U1", habit.Day{})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if got := members(t, store); len(got) != 2 || got[0].ID != "U2" || len(sessions) != 0 {
		t.Errorf("held: %d members, %d sessions of who has left", len(got), len(sessions))
	}
}

// What was handed out before its channel or person fell asleep does not leave any more.
func TestWhatSleepsIsNotBegun(t *testing.T) {
	set, _ := newSet(t)
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if err := set.Present(t.Context(), monday, []habit.ChannelID{"C1", "C2"}, nil); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"remind daily 10:30", "schedule daily 10:30"} {
		handle(t, set, commands.Request{User: "U1", Channel: "C1", Text: text, Zone: "UTC", Cause: text, Now: monday})
	}
	half := monday.Add(90 * time.Minute)
	posts, _ := passed(t, set, half)
	handle(t, set, commands.Request{What: commands.Archived, Channel: "C1", Cause: "1", Now: half})
	handle(t, set, commands.Request{What: commands.Deactivated, User: "U1", Cause: "2", Now: half})
	for _, post := range posts {
		start, err := set.Begin(t.Context(), post.Slot, half, commands.Busy{})
		if want := map[string]string{"C1": "is_archived", "U1": "deactivated"}[post.To]; err != nil || start.Go || start.Why != want {
			t.Errorf("%s: %+v, %v, want that it stays because of %s", post.Slot, start, err, want)
		}
	}
	if len(posts) != 2 {
		t.Errorf("%d posts, want 2", len(posts))
	}
}
