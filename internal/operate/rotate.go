package operate

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Which backups stay: those of the last seven days, the newest of each of four weeks before, and
// none for longer than thirty days, for so long at most somebody who was erased is in one.
const (
	dailyKept  = 7
	weeklyKept = 4
	longest    = 30 // days
)

// named is what Catcow calls a backup. No other file is ever touched.
var named = regexp.MustCompile(`^catcow-(\d{4}-\d\d-\d\d)(-\d{6})?\.db$`)

// dated is the name for a backup, with the time of day if there may be several on one day.
func dated(dir string, now time.Time, several bool) string {
	layout := "2006-01-02"
	if several {
		layout += "-150405"
	}
	return filepath.Join(dir, "catcow-"+now.UTC().Format(layout)+".db")
}

// Dated is the name for a backup besides that of the day.
func Dated(dir string, now time.Time) string { return dated(dir, now, true) }

// A backup is one that Catcow named itself.
type backup struct {
	name string
	day  time.Time
}

// ours are the backups in a directory, newest first; none where there is no directory.
func ours(dir string) (all []backup, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		m := named.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() {
			continue
		}
		if day, err := time.Parse(time.DateOnly, m[1]); err == nil {
			all = append(all, backup{e.Name(), day})
		}
	}
	// That of the day has no time in its name, and was made first.
	slices.SortFunc(all, func(a, b backup) int {
		return strings.Compare(strings.TrimSuffix(b.name, ".db"), strings.TrimSuffix(a.name, ".db"))
	})
	return all, nil
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// spare are the backups that go, of those there are, newest first.
func spare(all []backup, now time.Time) (gone []backup) {
	weeks, weekly := map[[2]int]bool{}, 0
	for _, b := range all {
		age := int(midnight(now).Sub(b.day).Hours() / 24)
		year, number := b.day.ISOWeek()
		week := [2]int{year, number}
		switch {
		case age >= longest, age >= dailyKept && (weeks[week] || weekly == weeklyKept):
			gone = append(gone, b)
			continue
		case age >= dailyKept:
			weekly++
		}
		weeks[week] = true
	}
	return gone
}

// rotate removes the backups that are no longer wanted, and tells what it did.
func rotate(dir string, now time.Time) (did []Event) {
	all, err := ours(dir)
	if err != nil {
		return []Event{{What: "backups looked through", File: dir, Err: err}}
	}
	for _, b := range spare(all, now) {
		file := filepath.Join(dir, b.name)
		err := os.Remove(file)
		if sum := os.Remove(file + ".sha256"); !errors.Is(sum, fs.ErrNotExist) {
			err = errors.Join(err, sum)
		}
		did = append(did, Event{What: "old backup removed", File: file, Err: err})
	}
	return did
}

// outlived removes the copies that were made beside the database before it was brought up to a newer
// schema, once they are thirty days old, and tells what it did.
func outlived(file string, now time.Time) (did []Event) {
	dir, ext := filepath.Dir(file), filepath.Ext(file)
	stem := strings.TrimSuffix(filepath.Base(file), ext)
	pattern := regexp.MustCompile("^" + regexp.QuoteMeta(stem) + `-pre-v\d+-(\d{4}-\d\d-\d\d)(-\d+)?` + regexp.QuoteMeta(ext) + "$")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // whoever uses the file sees it too
	}
	for _, e := range entries {
		m := pattern.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() {
			continue
		}
		if day, err := time.Parse(time.DateOnly, m[1]); err == nil && midnight(now).Sub(day) >= longest*24*time.Hour {
			old := filepath.Join(dir, e.Name())
			did = append(did, Event{What: "copy of an older schema removed", File: old, Err: os.Remove(old)})
		}
	}
	return did
}
