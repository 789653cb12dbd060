package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"catcow/bot"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/operate"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// soaking is a Catcow whose week passes in seconds.
type soaking struct {
	*testing.T
	slack *slacksim.Server
	bot   *bot.Bot
	set   *commands.Set
	store storage.Store
	mu    sync.Mutex
	ahead time.Duration
	asked int
}

func (s *soaking) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.ahead)
}

// until moves the clock from due to due, up to that time, with a pass of the clock at each.
func (s *soaking) until(target time.Time) {
	s.Helper()
	for range 10_000 {
		next, err := s.set.Next(s.Context())
		if err != nil {
			s.Fatal(err)
		}
		if next.IsZero() || next.After(target) {
			next = target
		}
		s.mu.Lock()
		s.ahead = max(s.ahead, time.Until(next))
		s.mu.Unlock()
		if err := s.bot.Tick(s.Context(), s.now()); err != nil {
			s.Fatal(err)
		}
		s.settled()
		if next.Equal(target) {
			return
		}
	}
	s.Fatal("what was due stays due")
}

// settled waits until nothing is on its way.
func (s *soaking) settled() {
	s.Helper()
	eventually(s.T, "rest", func() bool {
		var open []storage.Slot
		if err := s.store.View(s.Context(), func(r storage.Reader) (err error) { open, err = r.Unsettled(); return err }); err != nil {
			s.Fatal(err)
		}
		return len(open) == 0
	})
}

// ours is how many goroutines of Catcow's there are at rest: the fewest of a few seconds, for edits
// that nobody waits for leave slowly.
func (s *soaking) ours() int {
	least := s.count()
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		least = min(least, s.count())
	}
	return least
}

// count is how many goroutines have code of Catcow in them.
func (s *soaking) count() (n int) {
	var all bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&all, 2); err != nil {
		s.Fatal(err)
	}
	for _, one := range strings.Split(all.String(), "\n\n") {
		if strings.Contains(one, "bot.(*sender).wait") {
			continue // an edit that waits for its turn
		}
		if strings.Contains(one, "catcow/bot.") || strings.Contains(one, "socketmode") || strings.Contains(one, "catcow/storage") || strings.Contains(one, "catcow.leaking") {
			n++
		}
	}
	return n
}

func heap() uint64 {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// A week of twelve people and two channels leaves no goroutine behind, and memory stays what it
// was after the first day but for what the fake Slack remembers.
func TestAWeekLeavesNothingBehind(t *testing.T) {
	unhurried(t)
	first, last, day, week := soaked(t, nil)
	if d := last - first; d > 5 || d < -5 {
		t.Errorf("%d goroutines after a day, %d after a week", first, last)
	}
	if week > 64<<20 {
		t.Errorf("%d MB of heap after a week, the fake Slack's among them", week>>20)
	}
	t.Logf("goroutines %d and %d; heap %d kB and %d kB, the fake Slack's among them", first, last, day>>10, week>>10)
}

// Two goroutines a day that stay behind are seen.
func TestAWeekSeesWhatStaysBehind(t *testing.T) {
	unhurried(t)
	stop := make(chan struct{})
	defer close(stop)
	first, last, _, _ := soaked(t, func(s *soaking) {
		for range 2 {
			go leaking(stop)
		}
	})
	if d := last - first; d <= 5 {
		t.Errorf("%d goroutines after a day, %d after a week", first, last)
	}
}

// leaking is a goroutine that somebody forgot.
func leaking(stop chan struct{}) { <-stop }

func soaked(t *testing.T, leak func(*soaking)) (first, last int, day, week uint64) {
	t.Helper()
	s := &soaking{T: t}
	begin := time.Date(2027, 1, 4, 7, 0, 0, 0, time.UTC)
	s.ahead = time.Until(begin)
	s.slack = office(t, func(c *slacksim.Config) { c.NoLimits, c.Now = true, s.now })
	var people []string
	for i := range 12 {
		people = append(people, fmt.Sprintf("U%03d", i))
		s.slack.AddUser(slacksim.User{ID: people[i], Name: people[i], TZ: "Europe/London"})
	}
	s.slack.AddChannel(slacksim.Channel{ID: "C9", Name: "crowd", Members: append(people, s.slack.BotUser())})
	store, err := bolt.Open(filepath.Join(t.TempDir(), "catcow.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	disk := operate.Watch(store, s.now)
	s.store = disk
	if s.set, err = commands.New(disk, library); err != nil {
		t.Fatal(err)
	}
	if s.bot, err = bot.New(bot.Config{
		AppToken: slacksim.AppToken, BotToken: slacksim.BotToken, APIURL: s.slack.APIURL(),
		Commands: s.set, Now: s.now, Log: zerolog.Nop(), AtOnce: 10_000, Spread: -1, Name: store.Name, Ill: disk.Ill, PostGap: time.Millisecond,
	}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.bot.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	<-s.bot.Ready()
	person{t, s.slack, "UADA", "C1"}.ask("schedule daily 10:30 15:00 in London")
	person{t, s.slack, people[0], "C9"}.ask("schedule weekdays 11:00 in London")
	for _, id := range people {
		ask := person{t, s.slack, id, "C9"}
		ask.ask("remind daily 11:00 16:00")
		ask.ask("checkin 4")
	}
	for d := range 7 {
		s.until(begin.AddDate(0, 0, d).Add(5 * time.Hour))
		for _, id := range people {
			p := person{t, s.slack, id, "C9"}
			for _, text := range []string{"", "done bridge", "streak", "neck 1 min", "trend"} {
				p.ask(text)
				s.asked++
			}
		}
		s.until(begin.AddDate(0, 0, d).Add(12 * time.Hour))
		if leak != nil {
			leak(s)
		}
		if d == 0 {
			first, day = s.ours(), heap()
		}
	}
	last, week = s.ours(), heap()
	if s.bot.Counts()["panics"]+s.bot.Counts()["errors"] > 0 {
		t.Errorf("%v", s.bot.Counts())
	}
	t.Logf("%d requests, %d calls to Slack", s.asked, len(s.slack.Calls()))
	return first, last, day, week
}

// unhurried leaves a week to a run without the race detector, which takes minutes for it.
func unhurried(t *testing.T) {
	if raced {
		t.Skip("a week takes the race detector minutes; .ci/run runs this without it")
	}
}
