package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catcow/commands"
	knowledge "catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/bolt"
)

// errDead is what a process that has died would say, could it speak.
var errDead = errors.New("dead")

// mortal is a store of a process that dies: from then on it keeps nothing.
type mortal struct {
	storage.Store
	dead     atomic.Bool
	uncommit atomic.Bool // dies at the end of the next transaction, before it is on disk
}

func (m *mortal) Update(ctx context.Context, change func(storage.Tx) error) error {
	if m.dead.Load() {
		return errDead
	}
	return m.Store.Update(ctx, func(tx storage.Tx) error {
		err := change(tx)
		if err == nil && m.uncommit.Load() {
			m.dead.Store(true)
			return errDead
		}
		return err
	})
}

func (m *mortal) View(ctx context.Context, read func(storage.Reader) error) error {
	if m.dead.Load() {
		return errDead
	}
	return m.Store.View(ctx, read)
}

// doomed is a Set in a process that dies at a point of the way of a post.
type doomed struct {
	*commands.Set
	point string
	die   func()
	store *mortal
}

func (d *doomed) Begin(ctx context.Context, key storage.SlotKey, now time.Time, busy commands.Busy) (commands.Start, error) {
	if d.point == "before intent" {
		d.die()
	}
	start, err := d.Set.Begin(ctx, key, now, busy)
	if d.point == "after intent" {
		d.die()
		return commands.Start{}, errDead
	}
	return start, err
}

func (d *doomed) Settle(ctx context.Context, key storage.SlotKey, now time.Time, o commands.Outcome) error {
	switch d.point {
	case "after 200":
		d.die()
	case "before record":
		d.store.uncommit.Store(true)
	}
	return d.Set.Settle(ctx, key, now, o)
}

// forgetful is a Set that posts first and records later: the fault the test is to see.
type forgetful struct{ *doomed }

func (f forgetful) Begin(context.Context, storage.SlotKey, time.Time, commands.Busy) (commands.Start, error) {
	return commands.Start{Go: true}, nil
}

// oneCrash lets a Catcow die at that point while it sends what is due, and another one
// go on. It says how many messages arrived.
func oneCrash(t *testing.T, store storage.Store, library *knowledge.Library, due time.Time, point string, naive bool) (arrived int) {
	dying := &mortal{Store: store}
	ctx, cancel := context.WithCancel(t.Context())
	die := func() { dying.dead.Store(true); cancel() }
	now := due
	// live sends what there is to send at now, and says how much.
	live := func(ctx context.Context, store storage.Store, point string, posts func(*commands.Set) []commands.Post) (n int) {
		set, err := commands.New(store, library)
		if err != nil {
			t.Fatal(err)
		}
		var as Commands = &doomed{set, point, die, dying}
		if naive {
			as = forgetful{&doomed{set, point, die, dying}}
		}
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: as, Spread: -1, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/users.info") { // a look before a direct message
				return answering(`{"ok":true,"user":{"id":"U1"}}`)
			}
			if strings.HasSuffix(r.URL.Path, "/dnd.info") {
				return answering(`{"ok":true}`)
			}
			arrived++
			if point == "after write" {
				die()
			}
			return answering(fmt.Sprintf(`{"ok":true,"channel":"D1","ts":"1.%06d"}`, arrived))
		})
		for _, post := range posts(set) {
			n++
			b.send(ctx, post)
		}
		return n
	}
	pass := func(set *commands.Set) (posts []commands.Post) {
		for post, err := range set.Due(t.Context(), now) {
			if err != nil {
				t.Fatal(err)
			}
			posts = append(posts, post)
		}
		return posts
	}
	if n := live(ctx, dying, point, pass); n != 1 || !dying.dead.Load() {
		t.Fatalf("%s: of %d posts none brought death", point, n)
	}
	now = due.Add(2 * time.Second)
	live(t.Context(), store, "", func(set *commands.Set) []commands.Post {
		on, err := set.Resume(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		return on.Posts
	})
	for _, after := range []time.Duration{5 * time.Second, 70 * time.Second, 5 * time.Minute, time.Hour} {
		now = due.Add(after)
		live(t.Context(), store, "", pass)
	}
	return arrived
}

const eachPoint = 200

// A Catcow that dies on the way of a post, wherever: the next one sends it if
// it surely had not left; a channel gets it never twice; a check-in is asked again.
func TestACrashOnTheWayOfAPost(t *testing.T) {
	for _, c := range []struct {
		point  string
		kind   storage.Kind
		naive  bool
		times  int // how many messages arrive
		state  storage.State
		rounds int
	}{
		{"before intent", storage.Prompt, false, 1, storage.Sent, eachPoint},
		{"after intent", storage.Prompt, false, 0, storage.Unknown, eachPoint},
		{"after write", storage.Prompt, false, 1, storage.Unknown, eachPoint},
		{"after 200", storage.Prompt, false, 1, storage.Unknown, eachPoint},
		{"before record", storage.Prompt, false, 1, storage.Unknown, eachPoint},

		{"before intent", storage.Nudge, false, 1, storage.Sent, 10},
		{"after intent", storage.Nudge, false, 0, storage.Unknown, 10},
		{"after 200", storage.Nudge, false, 1, storage.Unknown, 10},

		{"before intent", storage.Asking, false, 1, storage.Sent, 10},
		{"after intent", storage.Asking, false, 1, storage.Sent, 10},
		{"after write", storage.Asking, false, 2, storage.Sent, 10},
		{"after 200", storage.Asking, false, 2, storage.Sent, 10},
		{"before record", storage.Asking, false, 2, storage.Sent, 10},

		// Post first, record then: the test can see doubles.
		{"after write", storage.Prompt, true, 2, storage.Sent, 20},
		{"after 200", storage.Prompt, true, 2, storage.Sent, 20},
		{"before record", storage.Prompt, true, 2, storage.Sent, 20},
	} {
		t.Run(fmt.Sprintf("%s/%s/naive=%v", c.kind, c.point, c.naive), func(t *testing.T) {
			t.Parallel()
			library, err := knowledge.Load()
			if err != nil {
				t.Fatal(err)
			}
			store, err := bolt.Open(filepath.Join(t.TempDir(), "catcow.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			for i := range c.rounds {
				due := time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC).AddDate(0, 0, i)
				key := alone(t, store, c.kind, due)
				times := oneCrash(t, store, library, due, c.point, c.naive)
				var slot storage.Slot
				if err := store.View(t.Context(), func(r storage.Reader) (err error) {
					slot, err = r.Slot(key)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				if times != c.times || slot.State != c.state {
					t.Fatalf("%s: %d messages arrived and the slot is %q, want %d and %q", key, times, slot.State, c.times, c.state)
				}
			}
		})
	}
}

// alone keeps one owner with one plan, whose next slot is due.
func alone(t *testing.T, store storage.Store, kind storage.Kind, due time.Time) storage.SlotKey {
	plan := storage.Schedule{
		Plan:    habit.Plan{Days: habit.Everyday, At: []habit.Minute{14 * 60}, Zone: "UTC"},
		Decided: due.Add(-time.Hour), Number: 1,
	}
	channel := storage.Channel{ID: "C1", Present: true, Schedules: []storage.Schedule{plan}}
	member := storage.Member{ID: "U1", Zone: "UTC", Agreed: due}
	owner := "U1"
	switch kind {
	case storage.Prompt:
		owner = "C1"
	case storage.Nudge:
		member.Nudges = plan
	case storage.Asking:
		member.CheckIns = plan
	}
	if err := store.Update(t.Context(), func(tx storage.Tx) error {
		if kind == storage.Prompt {
			return tx.PutChannel(channel)
		}
		return tx.PutMember(member)
	}); err != nil {
		t.Fatal(err)
	}
	return storage.KeyOf(kind, owner, habit.Slot{Day: habit.DayOf(due), Minute: 14 * 60})
}
