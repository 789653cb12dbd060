package main

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"catcow/internal/operate"
	"catcow/storage"
	"catcow/storage/bolt"
)

// datafile is where the data is, and its key.
type datafile struct {
	DB      string `placeholder:"FILE" default:"catcow.db" var:"CATCOW_DB" help:"The database ($$CATCOW_DB)."`
	KeyFile string `placeholder:"FILE" var:"CATCOW_KEY_FILE" help:"The key that the database is sealed with; default: the database's path with .key ($$CATCOW_KEY_FILE)."`
}

// database is that, and the way to a Catcow that uses it.
type database struct {
	datafile
	Socket string `placeholder:"PATH" var:"CATCOW_SOCKET" help:"The private socket, by which a running Catcow is asked for a backup; default: the database's path with .sock; off: none ($$CATCOW_SOCKET)."`
}

// backups is where backups go.
type backups struct {
	Backups string `placeholder:"DIR" var:"CATCOW_BACKUPS" help:"Where the daily backups go; default: backups, beside the database; off: none are made ($$CATCOW_BACKUPS)."`
}

const off = "off"

func (d datafile) files() bolt.Files { return bolt.Files{DB: d.DB, Key: d.KeyFile} }

// socket is the path of the private socket; "": there is none.
func (d database) socket() string {
	switch d.Socket {
	case "":
		return d.DB + ".sock"
	case off:
		return ""
	}
	return d.Socket
}

// beside is the directory for the backups of a database; "": none are made.
func (b backups) beside(db string) string {
	dir := b.Backups
	switch dir {
	case "":
		dir = filepath.Join(filepath.Dir(db), "backups")
	case off:
		return ""
	}
	if whole, err := filepath.Abs(dir); err == nil { // whoever asks may be elsewhere
		return whole
	}
	return dir
}

// keep looks after the file while Catcow runs, with backups in a directory, and answers on its private
// socket. What it returns ends that, and waits for it.
func (d database) keep(w world, file storage.Keeper, dir string, late func(hours int), log zerolog.Logger) (upkeep *operate.Upkeep, end func()) {
	upkeep = &operate.Upkeep{Keeper: file, Dir: dir, File: d.DB, Late: late, Tell: func(e operate.Event) {
		if e.Err != nil {
			log.Error().Err(e.Err).Str("file", e.File).Msg("not done: " + e.What)
			return
		}
		log.Info().Str("file", e.File).Dur("took", e.Took).Msg(e.What)
	}}
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.ctx)) // until the bot has stopped
	var all sync.WaitGroup
	all.Go(func() { upkeep.Run(ctx, time.Now) })
	if path := d.socket(); path != "" {
		if on, err := operate.ListenPrivate(path); err != nil {
			log.Warn().Err(err).Msg("a running Catcow can't be asked for a backup")
		} else {
			all.Go(func() {
				if err := operate.ServePrivate(ctx, on, operate.Private(upkeep, build())); err != nil && !errors.Is(err, context.DeadlineExceeded) {
					log.Error().Err(err).Msg("the private socket is gone")
				}
			})
		}
	}
	return upkeep, func() { cancel(); all.Wait() }
}
