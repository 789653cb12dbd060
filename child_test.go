package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"catcow/bot"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// roles are what this test binary can be in a process of its own, which can
// be killed, stopped and frozen: Catcow as it is, with a clock that a test
// moves, or with a fault by which a test is seen to notice.
var roles = map[string]func() int{
	"sound":     func() int { return run(context.Background(), []string{hurried}, os.LookupEnv, os.Stdout, os.Stderr) },
	"stopping":  func() int { main(); return 0 }, // main ends the process itself
	"dated":     func() int { return other(func(s *commands.Set) bot.Commands { return s }, movedClock) },
	"hasty":     func() int { return other(func(s *commands.Set) bot.Commands { return hastily{s} }, movedClock) },
	"counting":  func() int { return other(func(s *commands.Set) bot.Commands { return counting{s} }, movedClock) },
	"tortured":  func() int { return tortured(func(s *commands.Set) bot.Commands { return s }) },
	"forgetful": func() int { return tortured(func(s *commands.Set) bot.Commands { return forgetful{s} }) },
	"careless":  func() int { return other(func(s *commands.Set) bot.Commands { return carelessly{s} }, movedClock) },
	"awake":     func() int { return other(func(s *commands.Set) bot.Commands { return passing{s, nil} }, movedClock) },
	"drowsy": func() int {
		return other(func(s *commands.Set) bot.Commands { return passing{s, ownPace()} }, movedClock)
	},
}

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "check" { // what Catcow starts to have its database read
		os.Exit(checker(os.Args[1:]))
	}
	if role, ok := roles[os.Getenv("CATCOW_TEST_CHILD")]; ok {
		os.Exit(role())
	}
	os.Exit(m.Run())
}

// hastily acknowledges first and commits later: the order of law 2, turned round.
type hastily struct{ *commands.Set }

func (h hastily) Handle(ctx context.Context, r commands.Request) (commands.Reply, error) {
	if r.What == commands.Pressed {
		go func() {
			time.Sleep(time.Hour) // for a very busy disk, so that the kill comes first: the fault this child is made of
			h.Set.Handle(context.WithoutCancel(ctx), r)
		}()
		return commands.Reply{}, nil
	}
	return h.Set.Handle(ctx, r)
}

// carelessly confirms what the disk did not take.
type carelessly struct{ *commands.Set }

func (c carelessly) Handle(ctx context.Context, r commands.Request) (commands.Reply, error) {
	reply, err := c.Set.Handle(ctx, r)
	if storage.Unkept(err) {
		return commands.Reply{Message: commands.Message{Parts: []commands.Part{commands.Text("Logged.")}}}, nil
	}
	return reply, err
}

// counting counts presses where it should keep facts: each has a cause of its own.
type counting struct{ *commands.Set }

func (c counting) Handle(ctx context.Context, r commands.Request) (commands.Reply, error) {
	if r.What == commands.Pressed {
		r.Cause += strconv.FormatInt(time.Now().UnixNano(), 36)
	}
	return c.Set.Handle(ctx, r)
}

// passing says on standard output when the clock passes, and what it shows;
// with a clock of its own it goes by that one.
type passing struct {
	*commands.Set
	own func() time.Time
}

func (p passing) Due(ctx context.Context, now time.Time) iter.Seq2[commands.Post, error] {
	fmt.Println(now.Format(time.RFC3339Nano))
	if p.own != nil {
		now = p.own()
	}
	return p.Set.Due(ctx, now)
}

// ownPace is a clock that is read once and then goes by the process's own
// pace, as a long timer does: it stands still while the machine sleeps.
func ownPace() func() time.Time {
	begun, at := time.Now(), movedClock()
	return func() time.Time { return at.Add(time.Since(begun)) }
}

// movedClock is as far ahead of the machine's clock as the file of
// CATCOW_TEST_CLOCK says; without one it is the machine's.
func movedClock() time.Time {
	path := os.Getenv("CATCOW_TEST_CLOCK")
	if path == "" {
		return time.Now()
	}
	text, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	ahead, err := time.ParseDuration(string(text))
	if err != nil {
		panic(err)
	}
	return time.Now().Add(ahead)
}

// moveClock sets how far ahead the clock of that file is.
func moveClock(t *testing.T, path string, ahead time.Duration) {
	t.Helper()
	write(t, path+".new", ahead.String())
	if err := os.Rename(path+".new", path); err != nil { // so that nobody reads half of it
		t.Fatal(err)
	}
}

// other is Catcow with other commands and another clock.
func other(wrap func(*commands.Set) bot.Commands, now func() time.Time) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	set, store, err := kept()
	if err != nil {
		return 1
	}
	b, err := bot.New(bot.Config{
		AppToken: os.Getenv("SLACK_APP_TOKEN"), BotToken: os.Getenv("SLACK_BOT_TOKEN"), APIURL: os.Getenv("SLACK_API_URL"),
		Commands: wrap(set), Now: now, Log: zerolog.Nop(), AtOnce: 10_000,
	})
	if err != nil || b.Run(ctx) != nil || store.Close() != nil {
		return 1
	}
	return 0
}

// kept is what can be done with the database that the variables name.
func kept() (*commands.Set, storage.Store, error) {
	store, err := bolt.Open(os.Getenv("CATCOW_DB"))
	if err != nil {
		return nil, nil, err
	}
	library, err := content.Load()
	if err != nil {
		return nil, nil, err
	}
	set, err := commands.New(store, library)
	return set, store, err
}

// child starts this test binary in that role, with further variables.
func child(t testing.TB, slack *slacksim.Server, db, role string, more ...string) *exec.Cmd {
	t.Helper()
	cmd := command(slack, db, role, more...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() }) // where the test ends early
	return cmd
}

// command is what starts such a child.
func command(slack *slacksim.Server, db, role string, more ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], hurried)
	cmd.Env = append(os.Environ(), "CATCOW_TEST_CHILD="+role, "CATCOW_LOG=error")
	for name, value := range variables(slack, db) {
		if name != "CATCOW_LOG" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	cmd.Env = append(cmd.Env, more...)
	cmd.Stderr = os.Stderr
	return cmd
}
