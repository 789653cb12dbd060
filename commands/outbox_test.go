package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

var two = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC) // a Monday

const (
	asking = storage.SlotKey("asking/U1/2026-03-02T14:00")
	nudge  = storage.SlotKey("nudge/U1/2026-03-02T14:00")
)

// asked is a life in which that was typed, and whose clock stands at two.
func asked(t *testing.T, said ...string) *life {
	l := newLife(t)
	l.press("agree", "")
	for _, text := range said {
		l.say(text)
	}
	l.now = two
	return l
}

func (l *life) begin(key storage.SlotKey, busy commands.Busy) commands.Start {
	l.t.Helper()
	start, err := l.set.Begin(l.t.Context(), key, l.now, busy)
	if err != nil {
		l.t.Fatal(err)
	}
	return start
}

func (l *life) settle(key storage.SlotKey, o commands.Outcome) {
	l.t.Helper()
	if err := l.set.Settle(l.t.Context(), key, l.now, o); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) resume() commands.Resumed {
	l.t.Helper()
	on, err := l.set.Resume(l.t.Context(), l.now)
	if err != nil {
		l.t.Fatal(err)
	}
	return on
}

func (l *life) next() time.Time {
	l.t.Helper()
	next, err := l.set.Next(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	return next
}

// want says what a slot is to be.
func (l *life) want(key storage.SlotKey, state storage.State, why string, attempt int) {
	l.t.Helper()
	if s := l.slot(key); s.State != state || s.Why != why || s.Attempt != attempt {
		l.t.Errorf("%s is %q (%s) after %d attempts, want %q (%s) after %d", key, s.State, s.Why, s.Attempt, state, why, attempt)
	}
}

var unknown = commands.Outcome{State: storage.Unknown, Why: "timeout"}

func sent(ts string) commands.Outcome {
	return commands.Outcome{State: storage.Sent, Place: commands.Place{Channel: "D1", TS: ts}}
}

func TestAnUnknownCheckInIsAskedOnceMore(t *testing.T) {
	l := asked(t, "checkin daily 14:00")
	l.claim()
	l.begin(asking, commands.Busy{})
	l.settle(asking, unknown)
	l.want(asking, storage.Unknown, "timeout", 1)
	if next := l.next(); !next.Equal(two.Add(time.Minute)) {
		t.Errorf("next at %v, want a minute later", next)
	}
	l.now = two.Add(59 * time.Second)
	if posts := l.claim(); len(posts) != 0 {
		t.Errorf("before the settle time: %v", posts)
	}
	l.now = two.Add(time.Minute)
	posts := l.claim()
	if len(posts) != 1 || posts[0].Slot != asking || posts[0].To != "U1" {
		t.Fatalf("after a minute: %+v", posts)
	}
	if !l.begin(asking, commands.Busy{}).Go {
		t.Fatal("it does not begin")
	}
	l.settle(asking, unknown)
	l.want(asking, storage.Unknown, "timeout", 2)
	if next := l.next(); !next.Equal(two.AddDate(0, 0, 1)) {
		t.Errorf("next at %v, want tomorrow", next)
	}
	l.now = two.Add(time.Hour)
	if posts := l.claim(); len(posts) != 0 {
		t.Errorf("a third question: %v", posts)
	}
	if l.press("score", "4|"+string(asking)); len(l.held().CheckIns) != 1 {
		t.Error("the older question, which exists after all, takes no answer")
	}
}

func TestTwoQuestionsHaveOneAnswer(t *testing.T) {
	l := asked(t, "checkin daily 14:00")
	l.claim()
	l.begin(asking, commands.Busy{})
	l.settle(asking, unknown)
	l.now = two.Add(time.Minute)
	l.claim()
	l.begin(asking, commands.Busy{})
	l.settle(asking, sent("2"))
	l.press("score", "4|"+string(asking)) // on the older one
	reply := l.press("score", "6|"+string(asking))
	if c := l.held().CheckIns; len(c) != 1 || c[0].Score != 4 || !strings.Contains(all(reply), "answered this one already") {
		t.Errorf("kept %+v, and answered:\n%s", c, all(reply))
	}
}

func TestAnAnswerTellsThatAQuestionArrived(t *testing.T) {
	for name, answer := range map[string]func(l *life){
		"pressed":   func(l *life) { l.press("score", "4|"+string(asking)) },
		"typed":     func(l *life) { l.do(commands.Request{Text: "4", Channel: "D1", Direct: true}) },
		"not today": func(l *life) { l.press("skip", string(asking)) },
		"said so":   func(l *life) { l.do(commands.Request{Text: "not today", Channel: "D1", Direct: true}) },
	} {
		t.Run(name, func(t *testing.T) {
			l := asked(t, "checkin daily 14:00")
			l.claim()
			l.begin(asking, commands.Busy{})
			l.settle(asking, unknown)
			l.now = two.Add(30 * time.Second)
			answer(l)
			l.now = two.Add(time.Minute)
			if posts := l.claim(); len(posts) != 0 {
				t.Errorf("asked again: %v", posts)
			}
			checkIns := l.held().CheckIns
			if strings.Contains(name, "not today") || name == "said so" {
				if len(checkIns) != 0 {
					t.Errorf("kept %v", checkIns)
				}
				return
			}
			l.want(asking, storage.Sent, "", 1)
			if len(checkIns) != 1 || checkIns[0].Cause != string(asking) {
				t.Errorf("kept %+v, want the answer of the question", checkIns)
			}
		})
	}
}

// What may have arrived is repeated for check-ins alone, and in their window.
func TestWhatMayHaveArrivedIsNotSentAgain(t *testing.T) {
	for _, c := range []struct {
		name, says string
		key        storage.SlotKey
		late       time.Duration
	}{
		{"nudge", "remind daily 14:00", nudge, 0},
		{"nudge beside check-ins", "remind daily 14:00, checkin daily 8:00", nudge, 0},
		{"check-in at the end of its window", "checkin daily 14:00", asking, 4*time.Hour - 30*time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := asked(t, strings.Split(c.says, ", ")...)
			l.now = two.Add(c.late)
			l.claim()
			l.begin(c.key, commands.Busy{})
			l.settle(c.key, unknown)
			l.now = l.now.Add(10 * time.Minute)
			if posts := l.claim(); len(posts) != 0 {
				t.Errorf("again: %v", posts)
			}
			l.want(c.key, storage.Unknown, "timeout", 1)
		})
	}
}

// A repetition that nobody wants any more leaves the slot as unknown as it was.
func TestARepetitionThatIsNotWantedSaysNothingOfTheFirst(t *testing.T) {
	for _, says := range []string{"pause", "checkin off", "stop", "bad day"} {
		l := asked(t, "checkin daily 14:00")
		l.claim()
		l.begin(asking, commands.Busy{})
		l.settle(asking, unknown)
		l.say(says)
		l.now = two.Add(time.Minute)
		if posts := l.claim(); len(posts) != 0 {
			t.Errorf("after %q: %v", says, posts)
		}
		if s := l.slot(asking); s.State != storage.Unknown {
			t.Errorf("after %q it is %q", says, s.State)
		}
	}
}

func TestWhatHadNoEffectBeginsAgain(t *testing.T) {
	l := asked(t, "remind daily 14:00")
	l.claim()
	for i := 1; i <= 3; i++ {
		if !l.begin(nudge, commands.Busy{}).Go {
			t.Fatalf("attempt %d does not begin", i)
		}
		l.settle(nudge, commands.Outcome{State: storage.Planned, Why: "unreachable"})
		l.want(nudge, storage.Planned, "unreachable", i)
		l.now = l.now.Add(time.Minute)
	}
	l.now = two.Add(5 * time.Hour)
	if start := l.begin(nudge, commands.Busy{}); start.Go || start.State != storage.Missed {
		t.Errorf("after its window: %+v", start)
	}
}

func TestWhoIsBusyIsWrittenLaterOrNotAtAll(t *testing.T) {
	for _, c := range []struct {
		name  string
		until time.Duration // from two; 0: not known
		state storage.State
	}{
		{"for an hour", time.Hour, storage.Planned},
		{"until the window ends", 4 * time.Hour, storage.Planned},
		{"for longer than the window", 5 * time.Hour, storage.Skipped},
		{"nobody knows how long", 0, storage.Skipped},
		{"no more", -time.Second, storage.Sending},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, key := range []storage.SlotKey{asking, nudge} {
				l := asked(t, "checkin daily 14:00")
				if key == nudge {
					l = asked(t, "remind daily 14:00")
				}
				l.claim()
				busy := commands.Busy{Why: "do not disturb"}
				if c.until != 0 {
					busy.Until = two.Add(c.until)
				}
				start := l.begin(key, busy)
				if start.State != c.state || start.Go != (c.state == storage.Sending) {
					t.Fatalf("%s: %+v, want %q", key, start, c.state)
				}
				if c.state != storage.Planned {
					continue
				}
				l.want(key, storage.Planned, "do not disturb", 0)
				if on := l.resume(); len(on.Posts) != 0 {
					t.Errorf("%s: a start sends what was put off: %v", key, on.Posts)
				}
				l.now = two.Add(c.until - time.Second)
				if posts := l.claim(); len(posts) != 0 {
					t.Errorf("%s: before the end: %v", key, posts)
				}
				l.now = two.Add(c.until)
				posts := l.claim()
				if len(posts) != 1 || posts[0].Slot != key {
					t.Fatalf("%s: when they are free: %v", key, posts)
				}
			}
		})
	}
}

// What a stop left open is decided by the next start, each in its way.
func TestAStartDecidesWhatAStopLeftOpen(t *testing.T) {
	const prompt = storage.SlotKey("prompt/C1/2026-03-02T14:00")
	for _, c := range []struct {
		name  string
		key   storage.SlotKey
		begun bool
		after time.Duration
		state storage.State
		posts int
	}{
		{"a prompt that had not left, in time", prompt, false, 10 * time.Minute, storage.Planned, 1},
		{"a prompt that had not left, late", prompt, false, 10*time.Minute + time.Second, storage.Missed, 0},
		{"a prompt that may have left", prompt, true, time.Second, storage.Unknown, 0},
		{"a nudge that had not left, in time", nudge, false, 4 * time.Hour, storage.Planned, 1},
		{"a nudge that may have left", nudge, true, time.Second, storage.Unknown, 0},
		{"a check-in that had not left, late", asking, false, 4*time.Hour + time.Second, storage.Missed, 0},
		{"a check-in that may have left", asking, true, time.Second, storage.Unknown, 0},
		{"a clock that was ahead by a year", nudge, false, -365 * 24 * time.Hour, storage.Missed, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLife(t)
			l.do(commands.Request{What: commands.Joined, Channel: "C1"})
			l.now = two.Add(-time.Hour)
			switch kind, _, _ := c.key.Split(); kind {
			case storage.Prompt:
				l.do(commands.Request{Text: "schedule daily 14:00", Channel: "C1"})
			case storage.Nudge:
				l.say("remind daily 14:00")
			case storage.Asking:
				l.say("checkin daily 14:00")
			}
			l.now = two
			before := l.claim()
			if len(before) != 1 {
				t.Fatalf("claimed %v", before)
			}
			if c.begun {
				l.begin(c.key, commands.Busy{})
			}
			l.now = two.Add(c.after)
			on := l.resume()
			if len(on.Posts) != c.posts || l.slot(c.key).State != c.state {
				t.Fatalf("%d posts and %q, want %d and %q", len(on.Posts), l.slot(c.key).State, c.posts, c.state)
			}
			if c.posts == 0 {
				return
			}
			if was, is := blockkit.Text(before[0].Message), blockkit.Text(on.Posts[0].Message); was != is || on.Posts[0].To != before[0].To || !on.Posts[0].Until.Equal(before[0].Until) {
				t.Errorf("it goes on with %+v\n%s\nwant\n%s", on.Posts[0], is, was)
			}
		})
	}
}

// What was planned is written anew: a move that fits no more is not sent.
func TestWhatIsSentAfterAStopFitsWhatWasSaidMeanwhile(t *testing.T) {
	l := asked(t, "remind daily 14:00")
	l.claim()
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	before, _ := library.Exercise(l.slot(nudge).Exercise)
	if err := l.store.Update(t.Context(), func(tx storage.Tx) error {
		me, err := tx.Member("U1")
		if err != nil {
			return err
		}
		me.Disliked = append(me.Disliked, before.ID)
		return tx.PutMember(me)
	}); err != nil {
		t.Fatal(err)
	}
	posts := l.resume().Posts
	if len(posts) != 1 || strings.Contains(blockkit.Text(posts[0].Message), before.Name) {
		t.Errorf("%s was disliked meanwhile: %v", before.Name, posts)
	}
}

// Every error of Slack, in its class.
func TestARefusalForGoodIsKnownFromOneOfAMessage(t *testing.T) {
	const prompt = storage.SlotKey("prompt/C1/2026-03-02T14:00")
	for _, c := range []struct {
		key   storage.SlotKey
		codes string
		state storage.State
	}{
		{prompt, `channel_not_found is_archived not_in_channel restricted_action restricted_action_read_only_channel
			restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked`, storage.Blocked},
		{asking, `account_inactive cannot_dm_bot channel_not_found is_archived messages_tab_disabled restricted_action user_disabled
			user_not_found user_not_visible`, storage.Blocked},
		{prompt, "invalid_blocks msg_blocks_too_long no_text missing_scope account_inactive message_limit_exceeded http_404", storage.Failed},
		{asking, "invalid_blocks missing_scope not_in_channel", storage.Failed},
	} {
		for code := range strings.FieldsSeq(c.codes) {
			l := newLife(t)
			l.do(commands.Request{What: commands.Joined, Channel: "C1"})
			l.do(commands.Request{Text: "schedule daily 14:00", Channel: "C1"})
			l.say("checkin daily 14:00")
			l.now = two
			l.claim()
			l.begin(c.key, commands.Busy{})
			l.settle(c.key, commands.Outcome{State: storage.Failed, Why: code})
			l.want(c.key, c.state, code, 1)
			l.now = two.Add(3 * time.Hour)
			word := func(p commands.Post) bool { return p.Slot == "" } // to the one who set it, that it waits
			if posts := slices.DeleteFunc(l.claim(), word); len(posts) != 0 {
				t.Errorf("after %s it is tried again: %v", code, posts)
			}
		}
	}
}

// Whoever is told of decisions hears of each once it is on disk, and of nothing that is not.
func TestEachDecisionIsTold(t *testing.T) {
	l := asked(t, "remind daily 14:00")
	var told []string
	l.set.Tell(func(s storage.Slot) {
		if kept := l.slot(s.Key); kept.State != s.State {
			t.Errorf("told %q while %q is kept", s.State, kept.State)
		}
		told = append(told, string(s.State))
	})
	l.claim()
	l.begin(nudge, commands.Busy{})
	l.begin(nudge, commands.Busy{})
	l.settle(nudge, sent("1"))
	l.settle(nudge, sent("2"))
	l.now = two.AddDate(0, 0, 2)
	l.claim()
	if got := strings.Join(told, " "); got != "planned sending sent missed planned" {
		t.Errorf("told: %s", got)
	}
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := commands.New(fullDisk{l.store}, library)
	if err != nil {
		t.Fatal(err)
	}
	set.Tell(func(s storage.Slot) { t.Errorf("told of what is not on disk: %+v", s) })
	if start, err := set.Begin(t.Context(), "nudge/U1/2026-03-04T14:00", l.now, commands.Busy{}); err == nil {
		t.Errorf("on a full disk: %+v", start)
	}
}

// crowd keeps n channels with a plan each, decided up to then.
func crowd(t testing.TB, store storage.Store, n int, decided time.Time) {
	if err := store.Update(t.Context(), func(tx storage.Tx) error {
		for i := range n {
			if err := tx.PutChannel(storage.Channel{ID: habit.ChannelID(fmt.Sprintf("C%03d", i)), Present: true, Schedules: []storage.Schedule{{
				Number: 1, Plan: habit.Plan{Days: habit.Workweek, At: []habit.Minute{10*60 + 30, 14 * 60}, Zone: "Europe/London"}, Decided: decided,
			}}}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// Thirty days down, two hundred schedules: at most one prompt each, and all that
// was missed is recorded.
func TestNoBurstAfterThirtyDays(t *testing.T) {
	for name, c := range map[string]struct {
		up    time.Time
		posts int
	}{
		"in time for the last":  {two.Add(5 * time.Minute), 200},
		"too late for the last": {two.Add(11 * time.Minute), 0},
	} {
		t.Run(name, func(t *testing.T) {
			set, store := newSet(t)
			crowd(t, store, 200, c.up.AddDate(0, 0, -30))
			if _, err := set.Resume(t.Context(), c.up); err != nil {
				t.Fatal(err)
			}
			sent := map[string]int{}
			for post, err := range set.Due(t.Context(), c.up) {
				if err != nil {
					t.Fatal(err)
				}
				sent[post.To]++
			}
			for to, n := range sent {
				if n != 1 {
					t.Errorf("%s gets %d prompts", to, n)
				}
			}
			if len(sent) != c.posts {
				t.Errorf("%d channels get one, want %d", len(sent), c.posts)
			}
			if err := store.View(t.Context(), func(r storage.Reader) error {
				slots, err := r.Slots(storage.Prompt, "C007", 100)
				missed := 0
				for _, s := range slots {
					if s.State == storage.Missed {
						missed++
					}
				}
				if want := 42 - c.posts/200; missed != want { // 21 workdays, and half of this one
					t.Errorf("%d of %d are recorded as missed, want %d", missed, len(slots), want)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// BenchmarkStartAfterThirtyDays is the start and the first pass of the clock, with
// two hundred schedules that were down for thirty days. To be under two seconds.
func BenchmarkStartAfterThirtyDays(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		set, store := newSet(b)
		crowd(b, store, 200, two.AddDate(0, 0, -30))
		b.StartTimer()
		if _, err := set.Resume(b.Context(), two); err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, err := range set.Due(b.Context(), two) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 200 {
			b.Fatalf("%d posts", n)
		}
	}
}

func TestWhatWasPutOffIsDecidedWhenItsTimeComes(t *testing.T) {
	for _, c := range []struct {
		says  string
		after time.Duration
		state storage.State
		why   string
	}{
		{"hello", time.Hour, storage.Planned, ""},
		{"hello", 5 * time.Hour, storage.Missed, "late"},
		{"pause", time.Hour, storage.Skipped, "on pause"},
		{"remind off", time.Hour, storage.Skipped, "ended"},
		{"forget me", time.Hour, storage.Planned, ""}, // which asks first
	} {
		l := asked(t, "remind daily 14:00")
		l.claim()
		l.begin(nudge, commands.Busy{Until: two.Add(time.Hour), Why: "do not disturb"})
		l.say(c.says)
		l.now = two.Add(c.after)
		posts := l.claim()
		if (len(posts) == 1) != (c.state == storage.Planned) {
			t.Errorf("after %q: %v", c.says, posts)
		}
		l.want(nudge, c.state, c.why, 0)
		if m := l.held().Member; len(m.Later) != 0 {
			t.Errorf("after %q there is still %v", c.says, m.Later)
		}
	}
}

// A clock that was ahead leaves nothing put off to a time that never comes.
func TestWhatWasPutOffByAClockAheadIsTakenBack(t *testing.T) {
	l := asked(t, "remind daily 14:00")
	begun := l.now
	l.now = two.AddDate(1, 0, 0)
	key := l.claim()[0].Slot
	l.begin(key, commands.Busy{Until: l.now.Add(time.Hour), Why: "do not disturb"})
	l.now = begun
	l.resume()
	if m := l.held().Member; len(m.Later) != 0 {
		t.Errorf("still put off: %v", m.Later)
	}
	l.want(key, storage.Missed, "stopped", 0)
}
