package main

import (
	"fmt"

	"catcow/internal/operate"
	"catcow/storage"
	"catcow/storage/bolt"
)

type restoreCommand struct {
	database
	WithoutLedger bool   `help:"Go on where the list of who was erased is lost: whoever was erased after the backup was made is then back."`
	File          string `arg:"" help:"The backup."`
}

// Run puts a backup in the place of a database that is gone.
func (c restoreCommand) Run(w world) error {
	if c.socket() != "" && operate.Answers(c.socket()) {
		return because{fmt.Sprintf("a Catcow runs here, and answers on %s: stop it first", c.socket()), storage.ErrBusy}
	}
	r, err := bolt.Restore(w.ctx, c.File, c.files(), c.WithoutLedger)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "%s is restored from %s.\n%s", c.DB, c.File, inventory(r.Report))
	if r.Key != r.Newest {
		fmt.Fprintf(w.stdout, "It has an older key, %s: keep the line of that in the key file until catcow key rotate has given it the newest.\n", r.Key)
	}
	switch r.Again {
	case 0:
	case 1:
		fmt.Fprintln(w.stdout, "One person, who was erased after the backup was made, is erased again.")
	default:
		fmt.Fprintf(w.stdout, "%d people, who were erased after the backup was made, are erased again.\n", r.Again)
	}
	return nil
}

// inventory is what is in a file, in two lines.
func inventory(r bolt.Report) string {
	changed := "nobody knows when"
	if !r.Changed.IsZero() {
		changed = r.Changed.UTC().Format("2006-01-02 15:04 UTC")
	}
	return fmt.Sprintf("It holds %s, %s, %s, %s and %s.\nIt was last changed about %s.\n", many(r.People, "person", "people"), many(r.Channels, "channel", "channels"),
		many(r.Sessions, "session", "sessions"), many(r.CheckIns, "check-in", "check-ins"), many(r.Decisions, "decision", "decisions"), changed)
}

func many(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
