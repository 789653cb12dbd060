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

// series is the backups of one database in a directory, which those of others may share. They begin
// with its name, as in catcow-2026-11-25.db and catcow-2026-11-25-101500.db; no other file is ever touched.
type series struct{ dir, db string }

// stem is the name of the database without what ends it.
func (s series) stem() string {
	return strings.TrimSuffix(filepath.Base(s.db), filepath.Ext(s.db))
}

// dated is the name for a backup, with the time of day if there may be several on one day.
func (s series) dated(now time.Time, several bool) string {
	layout := "2006-01-02"
	if several {
		layout += "-150405"
	}
	return filepath.Join(s.dir, s.stem()+"-"+now.UTC().Format(layout)+".db")
}

// Dated is the name for a backup of a database besides that of the day.
func Dated(dir, db string, now time.Time) string { return series{dir, db}.dated(now, true) }

// A backup is one that Catcow named itself.
type backup struct {
	name string
	day  time.Time
}

// all are the backups there, newest first; none where there is no directory.
func (s series) all() (all []backup, err error) {
	named := regexp.MustCompile("^" + regexp.QuoteMeta(s.stem()) + `-(\d{4}-\d\d-\d\d)(-\d{6})?\.db$`)
	entries, err := os.ReadDir(s.dir)
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

// spare are the backups that go, of those there are, newest first. Those of days to come were made while
// the clock was wrong: they go once there are as many others as days are kept.
func spare(all []backup, now time.Time) (gone []backup) {
	age := func(b backup) int { return int(midnight(now).Sub(b.day).Hours() / 24) }
	weeks, weekly, past := map[[2]int]bool{}, 0, 0
	for _, b := range all {
		if age(b) >= 0 {
			past++
		}
	}
	for _, b := range all {
		year, number := b.day.ISOWeek()
		week := [2]int{year, number}
		switch age := age(b); {
		case age < -1 && past >= dailyKept, age >= longest, age >= dailyKept && (weeks[week] || weekly == weeklyKept):
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
func (s series) rotate(now time.Time) (did []Event) {
	all, err := s.all()
	if err != nil {
		return []Event{{What: "backups looked through", File: s.dir, Err: err}}
	}
	for _, b := range spare(all, now) {
		file := filepath.Join(s.dir, b.name)
		err := os.Remove(file)
		if sum := os.Remove(file + ".sha256"); !errors.Is(sum, fs.ErrNotExist) {
			err = errors.Join(err, sum)
		}
		did = append(did, Event{What: "old backup removed", File: file, Err: err})
	}
	return append(did, s.unfinished(now)...)
}

// unfinished removes what killed ones have left of backups that were begun before yesterday.
func (s series) unfinished(now time.Time) (did []Event) {
	begun := regexp.MustCompile(`^\.` + regexp.QuoteMeta(s.stem()) + `-(\d{4}-\d\d-\d\d)(-\d{6})?\.db(\.sha256)?\.\d+\.copy$`)
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil // it was read just before
	}
	for _, e := range entries {
		m := begun.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() {
			continue
		}
		if day, err := time.Parse(time.DateOnly, m[1]); err == nil && midnight(now).Sub(day) > 24*time.Hour {
			file := filepath.Join(s.dir, e.Name())
			did = append(did, Event{What: "unfinished backup removed", File: file, Err: os.Remove(file)})
		}
	}
	return did
}

// outlived removes the copies that were made beside the database before it was brought up to a newer
// schema, once they have lain there for thirty days, and tells what it did. The day in their name is
// that of the last change before, which may be long ago.
func outlived(file string, now time.Time) (did []Event) {
	dir, ext := filepath.Dir(file), filepath.Ext(file)
	pattern := regexp.MustCompile("^" + regexp.QuoteMeta(series{dir, file}.stem()) + `-pre-v\d+-(\d{4}-\d\d-\d\d)(-\d+)?` + regexp.QuoteMeta(ext) + "$")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // whoever uses the file sees it too
	}
	for _, e := range entries {
		m := pattern.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() {
			continue
		}
		since, err := time.Parse(time.DateOnly, m[1])
		if err != nil {
			continue
		}
		if info, err := e.Info(); err == nil && info.ModTime().After(since) && !info.ModTime().After(now) {
			since = midnight(info.ModTime())
		}
		if midnight(now).Sub(since) >= longest*24*time.Hour {
			old := filepath.Join(dir, e.Name())
			did = append(did, Event{What: "copy of an older schema removed", File: old, Err: os.Remove(old)})
		}
	}
	return did
}
