package commands_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage/bolt"
)

// Whatever a stranger types is answered, by words or by a sentence that helps,
// in a message that Slack takes; and it mentions nobody.
func FuzzTypedIsAnswered(f *testing.F) {
	for _, text := range []string{
		"", "cat cow", "neck 1 min", "7", "-1", "checkin 7", "schedule weekdays 10:30 in Berlin", "remind mon-thu 3pm", "pause until friday",
		"done yesterday", "tips heat", "list floor", "<!channel> <@U1> *_~`", "streak why", "stop it", "helpnow", "I can’t feel my legs",
		"schedule 10:30 10:30 10:30 in Mars", "forget", "forget me",
		"settings avoid kneeling and balance", "settings ends 17:30", "settings ", "plan when lunch ends then I’ll do cat cow if it rains then do it later",
		"toolbox add bridge", "toolbox add cat cow", "toolbox order cat cow, bridge", "toolbox order", "schedule sentence *hi* <!here>", "schedule place floor", strings.Repeat("stretch ", 400), "\x00\xff", "🐈🐄", "0", "10", "11",
	} {
		f.Add(text, true)
		f.Add(text, false)
	}
	store, err := bolt.Open(f.TempDir() + "/catcow.db")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { store.Close() })
	library, err := content.Load()
	if err != nil {
		f.Fatal(err)
	}
	set, err := commands.New(store, library)
	if err != nil {
		f.Fatal(err)
	}
	if err := set.Present(context.Background(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, direct bool) {
		r := commands.Request{
			User: "U1", Channel: "C1", Direct: direct, Text: text, Cause: "c", Zone: "Europe/London",
			Now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		}
		reply, err := set.Handle(context.Background(), r)
		var problem *commands.Problem
		if errors.As(err, &problem) {
			reply.Message = commands.Message{Parts: []commands.Part{commands.Text(problem.Text)}}
		} else if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if len(reply.Parts) == 0 {
			t.Fatalf("%q is answered with nothing", text)
		}
		if blocks := blockkit.Blocks(reply.Message); len(blocks) > 50 {
			t.Errorf("%q: %d blocks", text, len(blocks))
		}
		said := blockkit.Text(reply.Message)
		for _, m := range []string{"<!", "<@"} {
			if strings.Contains(said, m) {
				t.Errorf("%q is answered with a mention:\n%s", text, said)
			}
		}
	})
}

// A typo may show something; it never changes anything.
func TestATypoChangesNothing(t *testing.T) {
	lines := []string{
		"done", "done cat cow", "checkin 3", "checkin daily 14:00", "checkin off", "schedule 10:30", "schedule off", "remind 9:00",
		"pause", "pause 3 days", "resume", "stop", "forget me", "settings place floor", "settings avoid kneeling", "plan when lunch ends then bridge",
	}
	set, store := newSet(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	base := commands.Request{User: "U1", Channel: "C1", Zone: "Europe/London", Now: now}
	if err := set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"hello", "schedule 11:00", "remind 8:00", "done"} {
		r := base
		r.Text, r.Cause = text, "setup"+string(rune('a'+i))
		handle(t, set, r)
	}
	agree := base
	agree.What, agree.Do, agree.Cause = commands.Pressed, "agree", "agree"
	handle(t, set, agree)
	words := commands.Words()
	rapid.Check(t, func(rt *rapid.T) {
		line := rapid.SampledFrom(lines).Draw(rt, "line")
		head, rest, _ := strings.Cut(line, " ")
		slip := []rune(head)
		i := rapid.IntRange(0, len(slip)-1).Draw(rt, "where")
		switch rapid.IntRange(0, 2).Draw(rt, "slip") {
		case 0:
			slip = slices.Delete(slip, i, i+1)
		case 1:
			slip = slices.Insert(slip, i, rapid.RuneFrom([]rune("abcdefghijklmnopqrstuvwxyz")).Draw(rt, "letter"))
		default:
			if i > 0 {
				slip[i-1], slip[i] = slip[i], slip[i-1]
			}
		}
		typo := strings.TrimSpace(string(slip) + " " + rest)
		if typo == "" || slices.Contains(words, string(slip)) || slices.Contains(words, typo) {
			return // another word, or no slip at all
		}
		before := held(rt, store)
		r := base
		r.Text, r.Cause = typo, "typo"
		handle(rt, set, r)
		if diff := cmp.Diff(before, held(rt, store)); diff != "" {
			rt.Errorf("%q changed something:\n%s", typo, diff)
		}
	})
}

func TestPlainTextStandsForItself(t *testing.T) {
	for text, want := range map[string]string{
		"a  *b*\tc":                          "a \u200b*b\u200b* c",
		"<!channel> & <@U1>":                 "&lt;!channel&gt; &amp; &lt;@\u200bU1&gt;",
		"Eve\u202e reversed\u2066\ufeff\x07": "Eve reversed",
		"\x00\x01":                           "",
		"👩\u200d💻 ok":                        "👩\u200d💻 ok",
	} {
		if got := commands.Plain(text); got != want {
			t.Errorf("Plain(%q) = %q, want %q", text, got, want)
		}
	}
}
