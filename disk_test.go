package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
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

// dying is a store whose disk fails from some moment on.
type dying struct {
	*bolt.Store
	dead atomic.Bool
}

func (d *dying) Update(ctx context.Context, change func(storage.Tx) error) error {
	if d.dead.Load() {
		return fmt.Errorf("bolt: commit: %w: input/output error", storage.ErrBroken)
	}
	return d.Store.Update(ctx, change)
}

// A disk that no longer keeps what is written ends Catcow with code 1, so that it is started
// anew: nothing is confirmed, whoever asked and the operator are told, and nothing is tried again.
func TestADiskThatFailsEndsIt(t *testing.T) {
	slack := office(t, nil)
	store, err := bolt.Open(filepath.Join(t.TempDir(), "catcow.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	dying := &dying{Store: store}
	disk := operate.Watch(dying, time.Now)
	set, err := commands.New(disk, library)
	if err != nil {
		t.Fatal(err)
	}
	catcow, err := bot.New(bot.Config{
		AppToken: slacksim.AppToken, BotToken: slacksim.BotToken, APIURL: slack.APIURL(),
		Commands: set, Operator: "UCHIDI", Log: zerolog.Nop(), Ill: disk.Ill,
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- work(world{ctx: t.Context()}, running{
			Watched: operate.Watched{Bot: catcow, Disk: disk, Now: time.Now}, bot: catcow, set: set, log: zerolog.Nop(),
		}, nil)
	}()
	<-catcow.Ready()
	ada := person{t, slack, "UADA", "C1"}
	ada.ask("done bridge")
	dying.dead.Store(true)
	if answer := ada.ask("done neck").Text; answer != noRoom {
		t.Errorf("ada is told %q", answer)
	}
	select {
	case err = <-ended:
	case <-time.After(hang):
		t.Fatal("it goes on")
	}
	if !errors.Is(err, storage.ErrBroken) || exitCode(err) != 1 {
		t.Errorf("it ends with %v, code %d, want 1", err, exitCode(err))
	}
	person{t, slack, "UCHIDI", slack.DM("UCHIDI")}.until("word to the operator", saying("The disk did not keep what I wrote"))
}

// Whoever moves another file into the database's place hears of it, and Catcow stops: what it
// writes now would reach nobody.
func TestAReplacedDatabaseEndsIt(t *testing.T) {
	for name, replace := range map[string]func(db string) error{
		"another file": func(db string) error {
			if err := os.WriteFile(db+".new", []byte("another"), 0o600); err != nil {
				return err
			}
			return os.Rename(db+".new", db)
		},
		"no file": os.Remove,
	} {
		slack := office(t, nil)
		db := filepath.Join(t.TempDir(), "catcow.db")
		env := variables(slack, db)
		env["CATCOW_OPERATOR"], env["CATCOW_HTTP"] = "UCHIDI", free(t)
		catcow := start(t, env, "--probe-every=200ms")
		defer catcow.stop()
		eventually(t, "readiness", func() bool { code, _ := page(env["CATCOW_HTTP"], "/readyz"); return code == http.StatusOK })
		if err := replace(db); err != nil {
			t.Fatal(err)
		}
		select {
		case code := <-catcow.code:
			if said := catcow.output.String(); code != 1 || !strings.Contains(said, "catcow: ") || !strings.Contains(said, db+" is ") {
				t.Errorf("%s: code %d, want 1 and a sentence:\n%s", name, code, said)
			}
		case <-time.After(hang):
			t.Fatalf("%s: it goes on", name)
		}
		person{t, slack, "UCHIDI", slack.DM("UCHIDI")}.until("word to the operator", saying("moved or replaced"))
	}
}

// free is a free address of this machine.
func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// page reads one of the pages for whoever watches over Catcow.
func page(address, path string) (int, string) {
	resp, err := http.Get("http://" + address + path)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text)
}

const noRoom = "I can't save anything right now, so nothing was changed. I've told whoever runs Catcow. Please try again in a few minutes."
