package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"catcow/bot"
	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// halfPast is when everything of the torture falls due, by the clock of its children.
var halfPast = time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC)

// tortured is Catcow in a process that is to be killed, again and again: it
// starts as always, and then looks at what is due all the time.
func tortured(as func(*commands.Set) bot.Commands) int {
	set, _, err := kept()
	if err != nil {
		return 1
	}
	begun, err := strconv.ParseInt(os.Getenv("CATCOW_TEST_BEGUN"), 10, 64)
	if err != nil {
		return 1
	}
	now := func() time.Time { return halfPast.Add(time.Since(time.Unix(0, begun))) }
	b, err := bot.New(bot.Config{
		AppToken: os.Getenv("SLACK_APP_TOKEN"), BotToken: os.Getenv("SLACK_BOT_TOKEN"), APIURL: os.Getenv("SLACK_API_URL"),
		Commands: as(set), Log: zerolog.Nop(), Now: now, Patience: tortureWait, Pace: time.Millisecond, PostGap: 5 * time.Millisecond,
	})
	if err != nil {
		return 1
	}
	go func() {
		<-b.Ready()
		for ; ; time.Sleep(10 * time.Millisecond) {
			b.Tick(context.Background(), now())
		}
	}()
	if b.Run(context.Background()) != nil {
		return 1
	}
	return 0
}

// forgetful posts first and records later, and what is not recorded it posts
// again: the order of law 3 turned round, so that the torture can be seen to notice.
type forgetful struct{ *commands.Set }

func (f forgetful) Begin(context.Context, storage.SlotKey, time.Time, commands.Busy) (commands.Start, error) {
	return commands.Start{Go: true}, nil
}

func (f forgetful) Settle(ctx context.Context, key storage.SlotKey, now time.Time, o commands.Outcome) error {
	if o.State == storage.Unknown {
		o.State = storage.Planned
	}
	return f.Set.Settle(ctx, key, now, o)
}

const (
	tortureWait = 250 * time.Millisecond // for an answer of Slack; what comes late comes after that
	tortureSeed = 20260303
)

// A torment is what a torture did and what came of it.
type torment struct {
	slots, kills                   int
	refused, late, lost            int                   // faults, by kind
	states                         map[storage.State]int // of the slots
	doubles, silent, wrong, absent int
}

// torture lets n channels fall due at once, breaks what Slack does to the posts, and kills
// Catcow in the middle of them until all are decided.
func torture(t *testing.T, role string, n int, seed uint64) (r torment) {
	chance := rand.New(rand.NewPCG(seed, 0))
	r.slots, r.states = n, map[storage.State]int{}
	posted := make(chan struct{}, n) // a request to post has come
	var mu sync.Mutex
	slack := office(t, func(c *slacksim.Config) { c.NoLimits = true })
	slack.Fault(func(f *slacksim.Faults) {
		f.Choose = func(c slacksim.Call) slacksim.MethodFault {
			if c.Method != "chat.postMessage" {
				return slacksim.MethodFault{}
			}
			mu.Lock()
			defer mu.Unlock()
			select {
			case posted <- struct{}{}:
			default:
			}
			switch p := chance.IntN(100); {
			case p < 4:
				r.refused++
				return slacksim.MethodFault{Status: 503}
			case p < 10:
				r.late++
				return slacksim.MethodFault{CommitLate: tortureWait + time.Duration(50+chance.IntN(100))*time.Millisecond}
			case p < 15:
				r.lost++
				return slacksim.MethodFault{DropAfterCommit: true}
			}
			return slacksim.MethodFault{}
		}
	})
	db := filepath.Join(t.TempDir(), "catcow.db")
	var ids []habit.ChannelID
	for i := range n {
		id := fmt.Sprintf("CT%04d", i)
		ids = append(ids, habit.ChannelID(id))
		slack.AddChannel(slacksim.Channel{ID: id, Name: strings.ToLower(id), Members: []string{"UADA", slack.BotUser()}})
	}
	plant(t, db, ids)
	begun := time.Now()
	for left := n; left > 0; {
		cmd := command(slack, db, role, "CATCOW_TEST_BEGUN="+strconv.FormatInt(begun.UnixNano(), 10))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		idle := false
		mu.Lock()
		some := 2 + chance.IntN(10)
		mu.Unlock()
		for range some {
			select {
			case <-posted:
				continue
			case <-time.After(3 * time.Second): // there may be nothing left but to decide
				idle = true
			}
			break
		}
		mu.Lock()
		life := time.Duration(15+chance.IntN(60)) * time.Millisecond
		mu.Unlock()
		if r.kills%10 == 9 {
			life = 2 * tortureWait // long enough to give up waiting
		}
		time.Sleep(life)
		cmd.Process.Signal(syscall.SIGKILL)
		cmd.Wait()
		for len(posted) > 0 { // of the dead
			<-posted
		}
		if r.kills++; r.kills > 4*n {
			t.Fatalf("%d slots are not decided after %d kills", left, r.kills)
		}
		if idle || r.kills%8 == 0 {
			left = undecided(t, db, ids)
		}
	}
	time.Sleep(3 * tortureWait) // what comes late has come
	r.count(t, slack, db, ids)
	t.Logf("seed %d, %v: %+v", seed, time.Since(begun).Round(time.Millisecond), r)
	return r
}

// plant keeps a schedule for each channel, due at half past.
func plant(t *testing.T, db string, ids []habit.ChannelID) {
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Update(t.Context(), func(tx storage.Tx) error {
		for _, id := range ids {
			if err := tx.PutChannel(storage.Channel{ID: id, Present: true, Schedules: []storage.Schedule{{
				Number: 1, Plan: habit.Plan{Days: habit.Everyday, At: []habit.Minute{630}, Zone: "UTC"}, Decided: halfPast.Add(-time.Minute),
			}}}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// tormented reads the slot of each channel; the zero Slot where there is none.
func tormented(t *testing.T, db string, ids []habit.ChannelID) map[habit.ChannelID]storage.Slot {
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	found := map[habit.ChannelID]storage.Slot{}
	if err := store.View(t.Context(), func(r storage.Reader) error {
		for _, id := range ids {
			slots, err := r.Slots(storage.Prompt, string(id), 2)
			if err != nil {
				return err
			}
			if len(slots) > 1 {
				t.Errorf("%s has two decisions for one wall time: %+v", id, slots)
			}
			if len(slots) == 1 {
				found[id] = slots[0]
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

func undecided(t *testing.T, db string, ids []habit.ChannelID) (n int) {
	found := tormented(t, db, ids)
	for _, id := range ids {
		if state := found[id].State; state == "" || state.Open() {
			n++
		}
	}
	return n
}

// count compares what the slots say with what stands in the channels.
func (r *torment) count(t *testing.T, slack *slacksim.Server, db string, ids []habit.ChannelID) {
	found := tormented(t, db, ids)
	for _, id := range ids {
		state, stands := found[id].State, len(slack.Screen("UADA", string(id)))
		r.states[state]++
		switch {
		case stands > 1:
			r.doubles++
		case stands == 1 && state != storage.Sent && state != storage.Unknown:
			r.wrong++ // it is said not to be there
		case stands == 0 && state == storage.Sent:
			r.silent++ // it is said to be there
		case stands == 0:
			r.absent++
			if state != storage.Unknown && state != storage.Missed {
				r.silent++
			}
		}
	}
}

// Kill -9 in a loop around a thousand slots, with lost replies, late applies and
// 503s: no channel gets a prompt twice, and none goes without one but those that
// are recorded as unknown or missed.
func TestTortureSendsNothingTwiceAndLosesNothingUnseen(t *testing.T) {
	r := torture(t, "tortured", 1000, tortureSeed)
	if r.kills < 20 || r.refused < 10 || r.late < 10 || r.lost < 10 {
		t.Fatalf("too little went wrong for this to show anything: %+v", r)
	}
	if r.doubles > 0 || r.silent > 0 || r.wrong > 0 {
		t.Errorf("%d came twice, %d are missing unseen, %d stand and are said not to", r.doubles, r.silent, r.wrong)
	}
	if r.absent > r.states[storage.Unknown]+r.states[storage.Missed] {
		t.Errorf("%d are missing, and %v is recorded", r.absent, r.states)
	}
}

// The same with a bot that posts first and records later: the torture sees doubles.
func TestTortureSeesABotThatRecordsLater(t *testing.T) {
	if r := torture(t, "forgetful", 250, tortureSeed); r.doubles < r.slots/20 { // five or so leave at once
		t.Errorf("only %d of %d came twice", r.doubles, r.slots)
	}
}
