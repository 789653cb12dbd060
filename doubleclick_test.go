package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// Each day a prompt comes and everybody presses Did it twice; Slack delivers
// each press twice; Catcow is killed in the middle and what was not
// acknowledged is delivered again to the next. Whoever saw it confirmed has
// that day once.
func TestDoubleClicksAndKillsCreditEachDayOnce(t *testing.T) {
	t.Parallel()
	s := storm(t, "dated", 150, 10)
	if len(s.lost) > 0 || len(s.doubled) > 0 {
		t.Errorf("%d confirmed days are lost, %d are there twice: %.20v %.20v", len(s.lost), len(s.doubled), s.lost, s.doubled)
	}
	if s.open == 0 || s.days < 1500 {
		t.Errorf("%d days, %d presses open at the kills: this shows little", s.days, s.open)
	}
	t.Logf("%d user-days, %d presses confirmed, %d kills with %d presses open: %d lost, %d doubled (seed %d)", s.days, s.confirmed, s.kills, s.open, len(s.lost), len(s.doubled), stormSeed)
}

// The same with a bot that acknowledges first, and with one that counts.
func TestDoubleClicksSeeABotThatAcknowledgesFirst(t *testing.T) {
	if s := storm(t, "hasty", 20, 2); len(s.lost) == 0 {
		t.Errorf("%d presses confirmed by a bot that commits later, and none was missed", s.confirmed)
	}
}

func TestDoubleClicksSeeABotThatCounts(t *testing.T) {
	if s := storm(t, "counting", 20, 2); len(s.doubled) < 20 {
		t.Errorf("of %d days only %d are seen to be counted twice", s.days, len(s.doubled))
	}
}

const stormSeed = 4

// stormed is what came of a storm.
type stormed struct {
	days, kills, confirmed, open int // open: presses without an answer at a kill
	lost, doubled                []string
}

// storm lets so many people press Did it on so many days, each twice at once,
// with a kill in the middle of each day and one at its end, and looks into the
// file after every kill.
func storm(t *testing.T, role string, crowd, days int) (s stormed) {
	chance := rand.New(rand.NewPCG(stormSeed, 0))
	begun := time.Now()
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	slack := office(t, func(c *slacksim.Config) { c.NoLimits, c.Now = true, now })
	slack.Fault(func(f *slacksim.Faults) { f.DuplicateDelivery = true })
	var people []string
	for i := range crowd {
		people = append(people, fmt.Sprintf("U%03d", i))
		slack.AddUser(slacksim.User{ID: people[i], Name: people[i], TZ: "Europe/London"})
	}
	slack.AddChannel(slacksim.Channel{ID: "C9", Name: "crowd", Members: append(people, slack.BotUser())})
	first := person{t, slack, people[0], "C9"}
	dir := t.TempDir()
	db, clock := filepath.Join(dir, "catcow.db"), filepath.Join(dir, "clock")
	for day := range days {
		ahead.Store(int64(time.Date(2026, 3, 2+day, 10, 29, 0, 0, time.UTC).Sub(begun)))
		if day > 0 { // the schedule stands
			ahead.Add(int64(time.Minute))
		}
		moveClock(t, clock, time.Duration(ahead.Load()))
		life := func() (kill func()) {
			cmd := child(t, slack, db, role, "CATCOW_TEST_CLOCK="+clock)
			if err := slack.AwaitSockets(soon(t), 2); err != nil {
				t.Fatal(err)
			}
			return func() { cmd.Process.Signal(syscall.SIGKILL); cmd.Wait(); s.kills++ }
		}
		kill := life()
		if day == 0 {
			first.ask("schedule daily 10:30")
			ahead.Add(int64(time.Minute))
			moveClock(t, clock, time.Duration(ahead.Load()))
		}
		today := now().Format(time.DateOnly)
		prompt := first.until("the prompt", func(m slacksim.Message) bool {
			return strings.Contains(m.Text, "Stretch break") && m.At.Format(time.DateOnly) == today
		})
		at, action := slacksim.At{Channel: prompt.Channel, TS: prompt.TS}, labelled(prompt.Blocks, "Did it")
		outcomes := make(chan string, 2*crowd) // who saw it confirmed
		var pressing sync.WaitGroup
		for _, id := range people {
			for range 2 {
				pressing.Go(func() {
					if o := slack.Press(soon(t), id, at, action); o.Err == "" {
						outcomes <- id
					}
				})
			}
		}
		confirmed := map[string]int{}
		confirm := func(id string) { confirmed[id]++; s.confirmed++ }
		for range 1 + chance.IntN(crowd) {
			confirm(<-outcomes)
		}
		kill()
		for more := true; more; { // what was written before the kill
			select {
			case id := <-outcomes:
				confirm(id)
			default:
				more = false
			}
		}
		for _, n := range confirmed {
			s.open -= n
		}
		s.open += 2 * crowd
		s.look(t, db, habit.DayOf(now()), people, confirmed)
		kill = life()
		pressing.Wait()
		kill()
		close(outcomes)
		for id := range outcomes {
			confirm(id)
		}
		s.look(t, db, habit.DayOf(now()), people, confirmed)
		s.days += crowd
	}
	return s
}

// look compares the file with what people saw confirmed.
func (s *stormed) look(t *testing.T, db string, day habit.Day, people []string, confirmed map[string]int) {
	t.Helper()
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatalf("the file after %d kills: %v", s.kills, err)
	}
	defer store.Close()
	err = store.View(t.Context(), func(r storage.Reader) error {
		for _, id := range people {
			sessions, err := r.Sessions(habit.UserID(id), day)
			if err != nil {
				return err
			}
			if len(sessions) > 1 {
				s.doubled = append(s.doubled, fmt.Sprintf("%s %s", id, day))
			}
			if confirmed[id] > 0 && len(sessions) == 0 {
				s.lost = append(s.lost, fmt.Sprintf("%s %s", id, day))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
