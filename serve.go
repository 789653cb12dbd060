package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"catcow/bot"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/habit"
	"catcow/internal/operate"
	"catcow/storage/bolt"
)

// settings are what run and demo share.
type settings struct {
	Content string `placeholder:"DIR" var:"CATCOW_CONTENT" help:"A folder of exercises and tips laid over the built-in ones ($$CATCOW_CONTENT)."`
}

// logger writes to standard error, from the level of that word on.
func logger(w world, word string) (zerolog.Logger, error) {
	level, err := zerolog.ParseLevel(word)
	if err != nil || level < zerolog.DebugLevel || level > zerolog.ErrorLevel {
		return zerolog.Logger{}, fmt.Errorf("%w: CATCOW_LOG is %q: write debug, info, warn or error", errConfiguration, word)
	}
	return zerolog.New(operate.Redact(w.stderr)).Level(level).With().Timestamp().Logger(), nil
}

// library is the built-in content with the folder laid over it.
func (s settings) library() (*content.Library, error) {
	library, problems := check(s.Content)
	switch len(problems) {
	case 0:
		return library, nil
	case 1:
		return nil, fmt.Errorf("%w: CATCOW_CONTENT: %w", errConfiguration, problems[0])
	}
	return nil, fmt.Errorf("%w: CATCOW_CONTENT: %w (and %d more: catcow content check %s shows them)",
		errConfiguration, problems[0], len(problems)-1, s.Content)
}

// check reads the built-in content with a folder laid over it, if one is
// named, or says what is wrong with it.
func check(dir string) (*content.Library, []content.Problem) {
	if problems := content.Check(dir); len(problems) > 0 {
		return nil, problems
	}
	library, err := content.Load()
	if dir != "" {
		library, err = content.LoadOver(dir)
	}
	if err != nil { // it has changed since
		return nil, []content.Problem{{File: dir, Text: err.Error()}}
	}
	return library, library.Conflicts(commands.Words())
}

type runCommand struct {
	settings
	database
	backups
	Log        string `placeholder:"LEVEL" default:"info" var:"CATCOW_LOG" help:"How much to log: debug, info, warn or error ($$CATCOW_LOG)."`
	Operator   string `placeholder:"USER" var:"CATCOW_OPERATOR" help:"The Slack user id, such as U012ABCDEF, of whoever is told when something needs a hand ($$CATCOW_OPERATOR)."`
	Schedulers string `placeholder:"WHO" default:"members" var:"CATCOW_SCHEDULERS" help:"Who may set the prompts of channels, besides admins: members, admins, or user ids with commas between ($$CATCOW_SCHEDULERS)."`
	CheckIns   string `name:"checkins" placeholder:"ON|OFF" default:"on" var:"CATCOW_CHECKINS" help:"Whether check-ins are there at all: on or off; off, none is asked, offered or kept ($$CATCOW_CHECKINS)."`
	HTTP       string `placeholder:"ADDRESS" var:"CATCOW_HTTP" help:"Where to serve /livez, /readyz and /metrics, such as :9090, which is this machine alone; default: nowhere ($$CATCOW_HTTP)."`
	AtOnce     int    `hidden:"" help:"How many requests of one person are answered as fast as they come."`

	Probes   time.Duration `hidden:"" name:"probe-every" help:"How often to look whether the database keeps what is written."`
	CheckFor time.Duration `hidden:"" default:"30s" help:"How long the database may take to be read before it is opened."`
	APIURL   string        `name:"api-url" placeholder:"URL" var:"SLACK_API_URL" help:"Where Slack's Web API is, ends in a slash ($$SLACK_API_URL)."`
}

// isPerson is what Slack's ids of people look like.
var isPerson = regexp.MustCompile(`^[UW][A-Z0-9]+$`)

// Run connects to Slack. What can be wrong without Slack is checked before
// Slack is asked, and the database is made only when Slack has nothing against
// the tokens: a mistake changes nothing on disk.
func (c runCommand) Run(w world) error {
	log, err := logger(w, c.Log)
	if err != nil {
		return err
	}
	appToken, err := secret(w, "SLACK_APP_TOKEN")
	if err != nil {
		return err
	}
	botToken, err := secret(w, "SLACK_BOT_TOKEN")
	if err != nil {
		return err
	}
	if c.Operator != "" && !isPerson.MatchString(c.Operator) {
		return fmt.Errorf("%w: CATCOW_OPERATOR is %q: it is a Slack user id such as U012ABCDEF, which stands under More in a Slack profile", errConfiguration, c.Operator)
	}
	schedulers, err := commands.ParseSchedulers(c.Schedulers)
	if err != nil {
		return fmt.Errorf("%w: CATCOW_SCHEDULERS: %w", errConfiguration, err)
	}
	if c.CheckIns != "on" && c.CheckIns != "off" {
		return fmt.Errorf("%w: CATCOW_CHECKINS is %q: it is on or off", errConfiguration, c.CheckIns)
	}
	library, err := c.library()
	if err != nil {
		return err
	}
	cfg := bot.Config{AppToken: appToken, BotToken: botToken, APIURL: c.APIURL, Log: log, Operator: habit.UserID(c.Operator), AtOnce: c.AtOnce, Drawings: drawings(library)}
	if err := bot.Check(w.ctx, cfg); err != nil {
		return err
	}
	listener, err := c.listen()
	if err != nil {
		return err
	}
	if listener != nil {
		defer listener.Close()
	}
	if err := inspected(w, c.DB, c.CheckFor); err != nil {
		return err
	}
	_, before := os.Stat(c.DB)
	store, err := bolt.OpenAt(c.files())
	if err != nil {
		return held(c.DB, err)
	}
	if errors.Is(before, fs.ErrNotExist) {
		log.Info().Str("file", c.DB).Str("key", c.files().Whole().Key).
			Msg("a new database: keep a copy of its key apart from the backups, which nobody can read without it")
	}
	if m := store.Migrated(); m.To != 0 {
		log.Warn().Int("from", m.From).Int("to", m.To).Str("copy", m.Copy).
			Msg("the database has a newer schema now; how it was stands in the copy, which anybody who reads it can understand: remove it once all is well; it goes by itself after 30 days")
	}
	disk := operate.Watch(store, time.Now)
	disk.Every = c.Probes
	set, err := commands.New(disk, library)
	if err != nil {
		return errors.Join(err, store.Close())
	}
	set.Schedulers, set.Operator, set.NoCheckIns = schedulers, habit.UserID(c.Operator), c.CheckIns == "off"
	cfg.Commands, cfg.Name, cfg.Ill = set, store.Name, disk.Ill
	catcow, err := bot.New(cfg)
	if err == nil {
		upkeep, end := c.keep(w, store, c.beside(c.DB), func(hours int) { catcow.Alert("backups", commands.NoBackup(hours)) }, log)
		err = work(w, running{
			Watched: operate.Watched{Bot: catcow, Disk: disk, Path: c.DB, Build: build(), Now: time.Now, Backup: func() (time.Time, bool) {
				b := upkeep.Backups()
				return b.Last, b.Verified
			}},
			bot: catcow, set: set, settings: c.settings, log: log,
		}, listener)
		end()
	}
	return errors.Join(err, store.Close())
}

// listen opens the address for whoever watches over it; nil where none is set.
func (c runCommand) listen() (net.Listener, error) {
	if c.HTTP == "" {
		return nil, nil
	}
	listener, err := operate.Listen(c.HTTP)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errConfiguration, err)
	}
	return listener, nil
}

// secret is a token from its variable, or from the file that NAME_FILE names.
func secret(w world, name string) (string, error) {
	if value, ok := w.env(name); ok && value != "" {
		return strings.TrimSpace(value), nil
	}
	path, ok := w.env(name + "_FILE")
	if !ok || path == "" {
		return "", nil // bot says which is missing, and where to get it
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("%w: %s_FILE: %w", errConfiguration, name, err)
	}
	return strings.TrimSpace(string(text)), nil
}
