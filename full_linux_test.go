package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// smallDisk is a folder on a disk of 20 MB of its own.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=20m"); err != nil {
		t.Skipf("a small disk can't be mounted here, which takes root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmounting: %v", err)
		}
	})
	return dir
}

// The disk is filled under a running Catcow, and freed again. Whoever wants to change something
// is told the truth, questions are answered, the operator hears of it, nothing that was confirmed
// is gone, and with room Catcow goes on by itself within a minute.
func TestAFullDiskIsSurvived(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t)
	slack, crowd := fourHundred(t)
	db, address := filepath.Join(disk, "catcow.db"), free(t)
	cmd := child(t, slack, db, "sound", "CATCOW_HTTP="+address, "CATCOW_OPERATOR=UCHIDI")
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	eventually(t, "readiness", func() bool { code, _ := page(address, "/readyz"); return code == http.StatusOK })
	ada := person{t, slack, "UADA", "C9"}
	ada.ask("done bridge")

	filler := fill(t, disk)
	kept, refused := []string{"UADA"}, 0
	var longest time.Duration
	for _, id := range crowd { // what fits into pages that are free is kept all the same
		began := time.Now()
		answer := person{t, slack, id, "C9"}.ask("done bridge").Text
		longest = max(longest, time.Since(began))
		switch {
		case answer == noRoom:
			refused++
		case strings.Contains(answer, "Logged: Bridge"):
			kept = append(kept, id)
		default:
			t.Fatalf("%s is told %q", id, answer)
		}
		if refused == 10 {
			break
		}
	}
	if refused == 0 {
		t.Fatal("the disk never was full: this shows nothing")
	}
	code, said := page(address, "/readyz")
	if _, numbers := page(address, "/metrics"); code != http.StatusServiceUnavailable || !strings.Contains(said, "there is no room") || !strings.Contains(numbers, "catcow_readonly 1\n") {
		t.Errorf("/readyz is %d: %s", code, said)
	}
	if code, said := page(address, "/livez"); code != http.StatusOK { // a restart would mend nothing
		t.Errorf("/livez is %d: %s", code, said)
	}
	bo := person{t, slack, "UBO", "C1"}
	if answer := bo.ask("neck").Text; !strings.Contains(answer, "Chin tuck") {
		t.Errorf("a question is answered with %q", answer)
	}
	person{t, slack, "UCHIDI", slack.DM("UCHIDI")}.until("word to the operator", saying("there is no room on the disk"))

	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	freed := time.Now()
	eventually(t, "readiness with room", func() bool { code, _ := page(address, "/readyz"); return code == http.StatusOK })
	recovered := time.Since(freed)
	if recovered > time.Minute {
		t.Errorf("it took %v to go on", recovered)
	}
	if answer := (person{t, slack, "UBO", "C1"}).ask("done bridge").Text; !strings.Contains(answer, "Logged: Bridge") {
		t.Errorf("with room bo is told %q", answer)
	}
	kept = append(kept, "UBO")
	if n := len(slack.Screen("UCHIDI", slack.DM("UCHIDI"))); n != 1 {
		t.Errorf("the operator is told %d times", n)
	}
	cmd.Process.Signal(syscall.SIGTERM)
	cmd.Wait()
	held := sessions(t, db)
	for _, id := range kept {
		if held[id] != 1 {
			t.Errorf("%s saw it logged, and %d are kept", id, held[id])
		}
		delete(held, id)
	}
	if len(held) > 0 {
		t.Errorf("kept, and never confirmed: %v", held)
	}
	t.Logf("%d kept, %d refused, slowest answer %v, recovered after %v", len(kept), refused, longest.Round(time.Millisecond), recovered.Round(time.Millisecond))
}

// fourHundred is an office with four hundred people in a channel.
func fourHundred(t *testing.T) (slack *slacksim.Server, crowd []string) {
	slack = office(t, func(c *slacksim.Config) { c.NoLimits = true })
	for i := range 400 {
		id := fmt.Sprintf("U%03d", i)
		slack.AddUser(slacksim.User{ID: id, Name: id, TZ: "Europe/London"})
		crowd = append(crowd, id)
	}
	slack.AddChannel(slacksim.Channel{ID: "C9", Name: "crowd", Members: append(crowd, "UADA", "UCHIDI", slack.BotUser())})
	return slack, crowd
}

// fill leaves no byte free on a disk, with a file.
func fill(t *testing.T, disk string) string {
	t.Helper()
	filler, err := os.Create(filepath.Join(disk, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = filler.Write(make([]byte, 4096))
	}
	filler.Close()
	return filler.Name()
}

// A bot that confirms what the disk did not take is noticed.
func TestABotThatConfirmsWhatAFullDiskRefusedIsNoticed(t *testing.T) {
	disk := smallDisk(t)
	slack, crowd := fourHundred(t)
	db := filepath.Join(disk, "catcow.db")
	cmd := child(t, slack, db, "careless")
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	filler := fill(t, disk)
	for _, id := range crowd[:40] {
		if answer := (person{t, slack, id, "C9"}).ask("done bridge").Text; !strings.Contains(answer, "Logged") {
			t.Fatalf("%s is told %q", id, answer)
		}
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Signal(syscall.SIGTERM)
	cmd.Wait()
	if held := sessions(t, db); len(held) == 40 {
		t.Error("all is kept: this test could see nothing")
	}
}

// sessions is how many each person has in that database, which nobody uses.
func sessions(t *testing.T, db string) map[string]int {
	t.Helper()
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	held := map[string]int{}
	err = store.View(t.Context(), func(r storage.Reader) error {
		members, err := r.Members()
		for _, m := range members {
			sessions, err := r.Sessions(m.ID, habit.Day{})
			if err != nil {
				return err
			}
			if len(sessions) > 0 {
				held[string(m.ID)] = len(sessions)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return held
}
