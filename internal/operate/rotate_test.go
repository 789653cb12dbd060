package operate

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestADayAWeekAMonth walks a year of days with one backup each: what stays, day by day.
func TestADayAWeekAMonth(t *testing.T) {
	var all []backup
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 365 {
		now := begin.AddDate(0, 0, i).Add(quiet)
		all = slices.Insert(all, 0, backup{name: series{db: "catcow.db"}.dated(now, false), day: midnight(now)})
		gone := spare(all, now)
		all = slices.DeleteFunc(all, func(b backup) bool { return slices.Contains(gone, b) })
		var ages []int
		for _, b := range all {
			ages = append(ages, int(now.Sub(b.day).Hours()/24))
		}
		if len(ages) < min(i+1, 7) || !slices.Equal(ages[:min(i+1, 7)], []int{0, 1, 2, 3, 4, 5, 6}[:min(i+1, 7)]) {
			t.Fatalf("day %d: of the last seven days %v are kept", i, ages)
		}
		if last := ages[len(ages)-1]; last >= 30 || len(ages) > 11 || i > 40 && last < 22 {
			t.Fatalf("day %d: kept are %v, want four weeks' and none of 30 days", i, ages)
		}
		for j := 7; j < len(ages); j++ {
			if gap := ages[j] - ages[j-1]; gap > 7 {
				t.Fatalf("day %d: kept are %v, want one a week", i, ages)
			}
		}
	}
}

// After a week without backups, the days before it lie in five weeks, of which four are kept.
func TestFourWeeksAreKeptAtMost(t *testing.T) {
	now := time.Date(2026, 3, 30, 0, 0, 0, 0, time.UTC) // a Monday
	var all []backup
	for age := 7; age < 30; age++ {
		all = append(all, backup{name: strconv.Itoa(age), day: now.AddDate(0, 0, -age)})
	}
	if kept := len(all) - len(spare(all, now)); kept != 4 {
		t.Errorf("%d are kept, want 4", kept)
	}
}

func TestOnlyWhatCatcowNamedIsRemoved(t *testing.T) {
	dir := t.TempDir()
	stays := map[string]bool{
		"catcow-2026-11-25.db": true, "catcow-2026-11-25-101500.db": true, "catcow-2026-11-25-111500.db": true, "catcow-2026-11-25.db.sha256": true,
		"catcow-2026-10-01.db": false, "catcow-2026-10-01.db.sha256": false, "catcow-2026-10-02-101500.db": false,
		"catcow-2026-10-01.db.old": true, "mine-2026-10-01.db": true, "catcow-2026-10-01 (1).db": true, "catcow-2026-13-45.db": true, "catcow.db": true,
		"catcow-pre-v7-2026-10-01.db": true, "catcow-2026-10-03.db.key": true, "catcow-two-2026-10-01.db": true,
		".catcow-2026-10-04-101500.db.123.copy": false, ".catcow-2026-10-04.db.sha256.123.copy": false, ".catcow-2026-11-24.db.123.copy": true,
		".catcow-2026-10-04.db.12x.copy": true, "dog-2026-10-01.db": true,
	}
	for name := range stays {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "catcow-2026-09-01.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, e := range (series{dir, "catcow.db"}).rotate(now) {
		if e.Err != nil || !strings.HasPrefix(strings.TrimPrefix(filepath.Base(e.File), "."), "catcow-2026-10-0") {
			t.Errorf("%+v", e)
		}
	}
	for name, want := range stays {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s: %v, want that it stays: %v", name, err, want)
		}
	}
}

func TestACopyOfAnOlderSchemaGoesAfterThirtyDays(t *testing.T) {
	dir := t.TempDir()
	stays := map[string]bool{
		"catcow-pre-v4-2026-10-26.db": false, "catcow-pre-v4-2026-10-01-2.db": false, "catcow-pre-v4-2026-10-27.db": true,
		"catcow-pre-v4-2026-01-01.db": true, // Catcow had not run for long: the copy is of yesterday
		"catcow-pre-v4.db":            true, "other-pre-v4-2026-10-01.db": true, "catcow-pre-v4-2026-10-01.db.old": true, "catcow.db": true,
	}
	for name := range stays {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		made := now.AddDate(0, 0, -60)
		if strings.Contains(name, "2026-01-01") {
			made = now.AddDate(0, 0, -1)
		}
		if err := os.Chtimes(filepath.Join(dir, name), made, made); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range outlived(filepath.Join(dir, "catcow.db"), now) {
		if e.Err != nil {
			t.Errorf("%+v", e)
		}
	}
	for name, want := range stays {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s: %v, want that it stays: %v", name, err, want)
		}
	}
}

// TestAWrongClockRemovesNothing that it has not gone on beside for a day; what it made goes in the end.
func TestAWrongClockRemovesNothing(t *testing.T) {
	k := upkept(t)
	at := now
	for range 9 {
		k.Step(t.Context(), at)
		at = at.Add(24 * time.Hour)
	}
	before, err := k.series().all()
	if err != nil || len(before) < dailyKept {
		t.Fatalf("%d backups, %v", len(before), err)
	}
	k.took()
	wrong := at.AddDate(10, 0, 0)
	for minute := range 60 {
		k.Step(t.Context(), wrong.Add(time.Duration(minute)*time.Minute))
	}
	k.Step(t.Context(), at)
	if got := k.took(); strings.Contains(got, "old backup removed") || strings.Count(got, "clock set") != 2 {
		t.Errorf("while the clock was wrong: %s", got)
	}
	after, err := k.series().all()
	if err != nil || len(after) != len(before)+2 || after[0].day.Year() != 2036 {
		t.Fatalf("%d backups, %v, want those of before and two more", len(after), err)
	}
	// From the next day on all is as ever.
	k.Step(t.Context(), at.Add(24*time.Hour))
	if got := k.took(); !strings.Contains(got, "old backup removed catcow-2036") {
		t.Errorf("the day after: %s", got)
	}
	// The control: a clock that is believed for a day removes what is old by it.
	for hour := range 26 {
		k.Step(t.Context(), wrong.Add(time.Duration(hour)*time.Hour))
	}
	if got := k.took(); !strings.Contains(got, "old backup removed catcow-2026") {
		t.Errorf("after a day of another clock: %s", got)
	}
}

// TestTwoDatabasesInOneDirectory have a backup a day each, and none removes the other's.
func TestTwoDatabasesInOneDirectory(t *testing.T) {
	k := upkept(t)
	other := &Upkeep{Keeper: k.file, Dir: k.Dir, File: filepath.Join(filepath.Dir(k.File), "dog.db"), Tell: k.Tell}
	k.Step(t.Context(), now)
	other.Step(t.Context(), now)
	if got := k.took(); got != "backup made catcow-2026-11-25.db; backup made dog-2026-11-25.db" {
		t.Error(got)
	}
	for _, e := range other.series().rotate(now.AddDate(0, 2, 0)) {
		if filepath.Base(e.File) != "dog-2026-11-25.db" || e.Err != nil {
			t.Errorf("%+v", e)
		}
	}
}

// TestWhatCannotBeRemovedIsToldHourly and not each minute.
func TestWhatCannotBeRemovedIsToldHourly(t *testing.T) {
	k := upkept(t)
	k.Step(t.Context(), now.AddDate(0, 0, -60))
	stuck := filepath.Join(k.Dir, "catcow-2026-09-26.db")
	if err := errors.Join(os.Rename(stuck+".sha256", stuck+".sum"), os.MkdirAll(filepath.Join(stuck+".sha256", "full"), 0o700)); err != nil {
		t.Fatal(err)
	}
	k.Step(t.Context(), now)
	k.took()
	told := 0
	for minute := range 120 {
		// Whoever put it there puts it there again.
		if err := os.WriteFile(stuck, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		k.Step(t.Context(), now.Add(24*time.Hour+time.Duration(minute)*time.Minute))
		told += strings.Count(k.took(), "old backup removed catcow-2026-09-26.db: ")
	}
	if told != 2 {
		t.Errorf("in two hours it was told %d times", told)
	}
}
