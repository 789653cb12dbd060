package operate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/bolt"
)

// ill is a real file whose upkeep fails while err says so.
type ill struct {
	*bolt.Store
	err error
}

func (i *ill) Copy(ctx context.Context, file string) (storage.Copied, error) {
	if i.err != nil {
		return storage.Copied{}, i.err
	}
	return i.Store.Copy(ctx, file)
}

func (i *ill) Compact(ctx context.Context) error {
	if i.err != nil {
		return i.err
	}
	return i.Store.Compact(ctx)
}

type kept struct {
	*Upkeep
	file *ill
	did  []string
}

// upkept is a database with its upkeep, which notes what it does.
func upkept(t *testing.T) *kept {
	t.Helper()
	dir := t.TempDir()
	store, err := bolt.Open(filepath.Join(dir, "catcow.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	k := &kept{file: &ill{Store: store}}
	k.Upkeep = &Upkeep{Keeper: k.file, Dir: filepath.Join(dir, "backups"), File: store.Files().DB, Tell: func(e Event) {
		what := e.What
		if e.File != "" {
			what += " " + filepath.Base(e.File)
		}
		if e.Err != nil {
			what += ": " + e.Err.Error()
		}
		k.did = append(k.did, what)
	}}
	return k
}

// took is what was done since the last call.
func (k *kept) took() string {
	all := strings.Join(k.did, "; ")
	k.did = nil
	return all
}

func (k *kept) change(t *testing.T, change func(storage.Tx) error) {
	t.Helper()
	if err := k.file.Update(t.Context(), change); err != nil {
		t.Fatal(err)
	}
}

func TestABackupADayAtAQuietMoment(t *testing.T) {
	k := upkept(t)
	at := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		after time.Duration
		want  string
	}{
		{0, "backup made catcow-2026-11-25.db"}, // there was none at all
		{time.Minute, ""},
		{10 * time.Hour, ""},                // 00:00
		{13*time.Hour + 16*time.Minute, ""}, // 03:16
		{13*time.Hour + 17*time.Minute, "backup made catcow-2026-11-26.db"}, // 03:17
		{13*time.Hour + 18*time.Minute, ""},
		{80 * time.Hour, "clock set: nothing old was removed, for a day; backup made catcow-2026-11-28.db"}, // it slept for days
	} {
		k.Step(t.Context(), at.Add(c.after))
		if got := k.took(); got != c.want {
			t.Errorf("after %v: %q, want %q", c.after, got, c.want)
		}
	}
	if last, verified := k.Last(); !verified || !last.Equal(at.Add(80*time.Hour)) {
		t.Errorf("Last = %v, %v", last, verified)
	}
	// A new start knows what is there.
	again := &Upkeep{Keeper: k.file, Dir: k.Dir, File: k.File, Tell: func(e Event) { t.Errorf("%+v", e) }}
	again.Step(t.Context(), at.Add(80*time.Hour))
	if b := again.Backups(); !b.Verified || b.Last.IsZero() || filepath.Base(b.File) != "catcow-2026-11-28.db" {
		t.Errorf("after a new start: %+v", b)
	}
	if _, err := k.Backup(t.Context(), at.Add(81*time.Hour)); err != nil {
		t.Errorf("a backup besides: %v", err)
	}
}

func TestABackupThatFailsIsTriedHourly(t *testing.T) {
	k := upkept(t)
	k.file.err = errors.New("no room")
	for minute := range 150 {
		k.Step(t.Context(), now.Add(time.Duration(minute)*time.Minute))
	}
	if b := k.Backups(); b.Failures != 3 || b.Verified || !strings.Contains(b.Problem, "no room") || !b.Last.IsZero() {
		t.Errorf("in 150 minutes: %+v, want three tries", b)
	}
	if _, verified := k.Last(); verified {
		t.Error("it is said to be verified")
	}
	k.took()
	k.file.err = nil
	k.Step(t.Context(), now.Add(200*time.Minute))
	if got := k.took(); got != "backup made catcow-2026-11-25.db" {
		t.Errorf("when there is room again: %q", got)
	}
	if b := k.Backups(); !b.Verified || b.Problem != "" {
		t.Errorf("after it: %+v", b)
	}
}

// TestAfterAnErasureTheFileIsRewritten within a minute, and before the next backup, so that no backup
// holds what was erased before.
func TestAfterAnErasureTheFileIsRewritten(t *testing.T) {
	k := upkept(t)
	k.change(t, func(tx storage.Tx) error { return tx.PutMember(storage.Member{ID: "U1", Zone: "UTC"}) })
	k.Step(t.Context(), now)
	k.took()
	k.change(t, func(tx storage.Tx) error { return tx.Forget("U1", now) })
	k.file.err = errors.New("no room")
	k.Step(t.Context(), now.Add(time.Minute))
	k.Step(t.Context(), now.Add(2*time.Minute))
	if got := k.took(); got != "file rewritten: no room" {
		t.Errorf("while it can't be: %q", got)
	}
	k.file.err = nil
	k.Step(t.Context(), now.Add(24*time.Hour))
	if got := k.took(); got != "file rewritten; backup made catcow-2026-11-26.db" {
		t.Errorf("when it can be: %q", got)
	}
	k.change(t, func(tx storage.Tx) error { return tx.PutMember(storage.Member{ID: "U1", Zone: "UTC"}) })
	k.change(t, func(tx storage.Tx) error { return tx.Forget("U1", now) })
	k.Step(t.Context(), now.Add(24*time.Hour+time.Minute))
	if got := k.took(); got != "file rewritten" {
		t.Errorf("a minute after the next: %q", got)
	}
}

// TestAnErasureThatIsNotListedIsTold while the list can't be written, and made good once it can.
func TestAnErasureThatIsNotListedIsTold(t *testing.T) {
	k := upkept(t)
	k.Step(t.Context(), now)
	list := k.file.Files().Ledger
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(list, 0o700); err != nil {
		t.Fatal(err)
	}
	k.change(t, func(tx storage.Tx) error { return tx.Forget("U1", now) })
	k.took()
	for minute := range 50 {
		k.Step(t.Context(), now.Add(time.Duration(1+minute)*time.Minute))
	}
	if got := k.took(); !strings.HasPrefix(got, "erasures listed: bolt: the list of who was erased, ") || strings.Count(got, "listed") != 1 {
		t.Errorf("while it can't be: %q", got)
	}
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
	k.Step(t.Context(), now.Add(2*time.Hour))
	if got := k.took(); got != "erasures listed" {
		t.Errorf("when it can be: %q", got)
	}
	if listed, err := k.file.Files().Erasures(); err != nil || len(listed) != 1 {
		t.Errorf("Erasures = %v, %v", listed, err)
	}
}

func TestAMostlyEmptyFileIsRewrittenOnceAWeek(t *testing.T) {
	k := upkept(t)
	k.Dir = ""
	k.change(t, func(tx storage.Tx) error {
		for i := range 1000 {
			if err := tx.PutMember(storage.Member{ID: habit.UserID(fmt.Sprint("U", i)), Zone: strings.Repeat("x", 3000)}); err != nil {
				return err
			}
		}
		return nil
	})
	k.change(t, func(tx storage.Tx) error {
		for i := range 1000 {
			if err := tx.PutMember(storage.Member{ID: habit.UserID(fmt.Sprint("U", i))}); err != nil {
				return err
			}
		}
		return nil
	})
	before, err := os.Stat(filepath.Join(k.Dir, k.file.Files().DB))
	if err != nil {
		t.Fatal(err)
	}
	for day := range 15 {
		k.Step(t.Context(), now.AddDate(0, 0, day))
		want := ""
		if day == 7 {
			want = "file rewritten; file read"
		}
		if day == 14 {
			want = "file read"
		}
		if got := k.took(); got != want {
			t.Errorf("day %d: %q, want %q", day, got, want)
		}
	}
	if after, err := os.Stat(k.file.Files().DB); err != nil || after.Size() > before.Size()/4 {
		t.Errorf("%d bytes before, %d after, %v", before.Size(), after.Size(), err)
	}
}

// TestAMonthOfUpkeep lets the loop run by the clock.
func TestAMonthOfUpkeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := upkept(t)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan bool)
		go func() { k.Run(ctx, time.Now); close(done) }()
		time.Sleep(40 * 24 * time.Hour) // of the bubble
		stop()
		<-done
		names, err := k.series().all()
		if err != nil || len(names) < 9 || len(names) > 11 {
			t.Errorf("%d backups, %v, want seven and four", len(names), err)
		}
		made, read := 0, 0
		for _, what := range k.did {
			switch {
			case strings.HasPrefix(what, "backup made"):
				made++
			case what == "file read":
				read++
			case strings.Contains(what, ":"):
				t.Error(what)
			}
		}
		if made < 40 || made > 41 || read != 5 {
			t.Errorf("%d backups made, the file read %d times", made, read)
		}
		for _, n := range names {
			if _, err := bolt.Look(t.Context(), filepath.Join(k.Dir, n.name), k.file.Files().Key, false); err != nil {
				t.Error(err)
			}
		}
	})
}

// Whoever runs Catcow hears that no backup could be made for 26 hours, and of nothing that went well.
func TestALongTimeWithoutABackupIsTold(t *testing.T) {
	k := upkept(t)
	var hours []int
	k.Late = func(h int) { hours = append(hours, h) }
	at := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	for range 3 * 24 {
		k.Step(t.Context(), at)
		at = at.Add(time.Hour)
	}
	if hours != nil {
		t.Fatalf("told though backups are made: %v", hours)
	}
	k.file.err = errors.New("no space left")
	for range 2 * 24 {
		k.Step(t.Context(), at)
		at = at.Add(time.Hour)
	}
	if len(hours) == 0 || hours[0] != 27 {
		t.Errorf("told after %v hours", hours)
	}
}
