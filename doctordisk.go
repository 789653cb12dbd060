package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"catcow/internal/operate"
	"catcow/storage"
	"catcow/storage/bolt"
)

const (
	littleRoom = 100 << 20 // bytes on the disk of the database; below it is to be mended soon
	oldBackup  = 26 * time.Hour
)

// diskOf looks at the database and what lies beside it.
func (c doctorCommand) diskOf(w world) (all []finding) {
	dir, key := filepath.Dir(c.DB), cmp.Or(c.KeyFile, c.DB+".key")
	info, err := os.Stat(c.DB)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f := newDatabase(c.DB, dir)
		if err := inspected(w, c.DB, c.CheckFor); err != nil && f.cure == "" { // the place may be no good
			f.says, f.cure = cleaned(err), "let CATCOW_DB name a place on a disk of this machine"
		}
		if _, err := os.Stat(key); err == nil && f.cure == "" {
			f.says = c.DB + " is not there"
		}
		all = append(all, f)
	case err != nil:
		return append(all, finding{about: "database", says: err.Error(), cure: "let whoever runs Catcow read and write it"})
	default:
		all = append(all, c.databaseOf(w, info))
		all = append(all, private("database", c.DB, info)...)
	}
	if available, known := operate.Room(dir); known && available < littleRoom {
		all = append(all, finding{about: "disk", says: fmt.Sprintf("%d MB are left where the database is", available>>20), cure: "make room: without any, Catcow can save nothing", later: true})
	} else if known {
		all = append(all, finding{about: "disk", says: "there is room"})
	}
	switch kept, failed := os.Stat(key); {
	case failed == nil && err == nil:
		all = append(all, c.keyOf(key, kept, all[0].cure == "")...)
	case failed == nil:
		all = append(all, finding{about: "key", says: key + " is there, but the database that it belongs to is not", cure: "put that database in its place, or a backup; or move the key away to begin anew"})
	case err == nil:
		all = append(all, finding{about: "key", says: key + " is not there, and nothing in the database can be read without it", cure: "put the key file back; should it be gone for good, move the database away and begin anew"})
	}
	for _, name := range []string{"SLACK_APP_TOKEN_FILE", "SLACK_BOT_TOKEN_FILE"} {
		path, _ := w.env(name)
		if info, err := os.Stat(path); path != "" && err == nil {
			all = append(all, private("tokens", path, info)...)
		}
	}
	return append(all, backupsOf(w, dir, info != nil && err == nil)...)
}

// newDatabase is where a database will be made at the first start.
func newDatabase(path, dir string) finding {
	f := finding{about: "database", says: path + " is not there yet; the first start makes it"}
	for {
		info, err := os.Stat(dir)
		if err == nil && !info.IsDir() {
			f.says, f.cure = dir+" is a file, not a directory", "let CATCOW_DB name a place in a directory"
		}
		if err == nil || filepath.Dir(dir) == dir {
			break
		}
		dir = filepath.Dir(dir) // which is made, too
	}
	if f.cure != "" {
		return f
	}
	probe, err := os.CreateTemp(dir, ".catcow-doctor-*")
	if err != nil {
		f.says, f.cure = "nothing can be written in "+dir, "let whoever runs Catcow write there, or let CATCOW_DB name another place"
		return f
	}
	probe.Close()
	os.Remove(probe.Name())
	return f
}

// databaseOf has it read by a process of its own, as a start does.
func (c doctorCommand) databaseOf(w world, info fs.FileInfo) finding {
	f := finding{about: "database", says: fmt.Sprintf("%s is sound, %d kB", c.DB, info.Size()>>10)}
	switch err := inspected(w, c.DB, c.CheckFor); {
	case err == nil:
	case errors.Is(err, storage.ErrBusy):
		f.says = c.DB + " is in use: a Catcow runs"
		if pid, known := operate.Holder(c.DB); known {
			f.says += fmt.Sprintf(", as process %d", pid)
		}
	default:
		text := cleaned(err)
		f.says, f.cure = text, "move it away and put a backup in place (catcow restore FILE)"
		if before, after, cut := strings.Cut(text, "; "); cut {
			f.says, f.cure = before, after
		}
	}
	return f
}

// keyOf looks at the key file, and tries it where the database can be read.
func (c doctorCommand) keyOf(key string, kept fs.FileInfo, sound bool) []finding {
	open := private("key", key, kept)
	if sound && len(open) == 0 {
		if err := bolt.Fits(c.DB, key); errors.Is(err, storage.ErrKey) {
			says, cure, _ := strings.Cut(strings.TrimPrefix(err.Error(), "bolt: "), "; ")
			return []finding{{about: "key", says: strings.TrimSuffix(says, ": "+storage.ErrKey.Error()), cure: cure}}
		}
	}
	return append([]finding{{about: "key", says: key + " is there; keep a copy of it apart from the backups, which are of no use without it"}}, open...)
}

// private is a complaint about a file that others can read.
func private(about, path string, info fs.FileInfo) []finding {
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && info.Mode().IsRegular() && mode&0o077 != 0 {
		return []finding{{about: about, says: fmt.Sprintf("others on this machine can get at %s (mode %04o)", path, mode), cure: "chmod 600 " + path}}
	}
	return nil
}

// backupsOf looks for the newest backup.
func backupsOf(w world, dir string, made bool) []finding {
	folder, _ := w.env("CATCOW_BACKUPS")
	if folder == "off" {
		return []finding{{about: "backups", says: "switched off; see to them by other means"}}
	}
	folder = cmp.Or(folder, filepath.Join(dir, "backups"))
	if !made {
		return []finding{{about: "backups", says: "they will go to " + folder}}
	}
	found, err := filepath.Glob(filepath.Join(folder, "catcow-*.db"))
	var newest time.Time
	for _, file := range found {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	switch age := time.Since(newest); {
	case err != nil || newest.IsZero():
		return []finding{{about: "backups", says: "there is none in " + folder, cure: "`catcow backup FILE` makes one now; a Catcow that runs makes one a day", later: true}}
	case age > oldBackup:
		return []finding{{about: "backups", says: fmt.Sprintf("the newest in %s is %d hours old", folder, int(age.Hours())), cure: "look into the log why there is none of today; `catcow backup FILE` makes one now", later: true}}
	}
	return []finding{{about: "backups", says: fmt.Sprintf("%d in %s, the newest less than %d hours old", len(found), folder, int(oldBackup.Hours()))}}
}
