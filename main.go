// Catcow is a Slack bot for stiff backs: a move when somebody asks, prompts
// for channels, check-ins and streaks in private.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // so that a bare container knows the zones

	"github.com/alecthomas/kong"

	"catcow/bot"
	"catcow/internal/operate"
	"catcow/storage"
	"catcow/storage/bolt"
)

//go:embed manifest.yml
var manifest []byte

// Exit codes, besides 0 and 1; the numbers are those of sysexits.h.
const (
	exitTryLater      = 75 // the database is in use
	exitConfiguration = 78 // a token, a file or a setting that only a person can mend
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second one ends it at once
	code := run(ctx, os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// program is what can be typed after catcow.
type program struct {
	Run     runCommand     `cmd:"" default:"withargs" help:"Connect to Slack and work until told to stop (the default)."`
	Demo    demoCommand    `cmd:"" help:"Try all of it in a browser, against a built-in pretend Slack. Needs no token and no network."`
	Backup  backupCommand  `cmd:"" help:"Make a verified copy of the database, also while Catcow runs."`
	Restore restoreCommand `cmd:"" help:"Put a backup in place where there is no database. It replaces no file."`
	Check   checkCommand   `cmd:"" help:"Read all of a database or a backup, and say whether it is whole."`
	Doctor  doctorCommand  `cmd:"" help:"Look at tokens, scopes, database, clock and all else that Catcow needs, and say how to mend what is wrong."`
	Health  healthCommand  `cmd:"" help:"Ask a running Catcow whether it does its work."`
	Content contentCommand `cmd:"" help:"Work on exercises and tips."`
	Key     keyCommand     `cmd:"" help:"Work on the key that the database is sealed with."`
	Draw    drawCommand    `cmd:"" help:"Draw the picture of a move."`
	Version versionCommand `cmd:"" help:"Say which Catcow this is."`
}

// world is what every command gets.
type world struct {
	ctx            context.Context
	env            func(string) (string, bool)
	stdout, stderr io.Writer
}

// run is the whole program; tests call it too. It returns the exit code.
func run(ctx context.Context, args []string, env func(string) (string, bool), stdout, stderr io.Writer) int {
	code := -1
	parser, err := kong.New(&program{},
		kong.Name("catcow"),
		kong.Description("A Slack bot for stiff backs: small moves, prompts, check-ins and streaks that forgive.\n\n"+
			"The tokens come from SLACK_APP_TOKEN (xapp-) and SLACK_BOT_TOKEN (xoxb-), or from the files named by SLACK_APP_TOKEN_FILE and SLACK_BOT_TOKEN_FILE."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(c int) { code = c }),
		kong.UsageOnError(),
		kong.Resolvers(fromEnvironment(env)),
	)
	if err != nil {
		fmt.Fprintln(stderr, "catcow:", err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help has said all
		return code
	}
	if err != nil {
		fmt.Fprintf(stderr, "catcow: %v (catcow --help shows what there is)\n", err)
		return 1
	}
	if err := parsed.Run(world{ctx, env, stdout, stderr}); err != nil {
		if said, ok := errors.AsType[told](err); ok {
			return said.code
		}
		fmt.Fprintln(stderr, "catcow:", operate.Redacted(sentence(err)))
		return exitCode(err)
	}
	return 0
}

// fromEnvironment fills a flag from the variable that its tag "var" names.
func fromEnvironment(env func(string) (string, bool)) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if name := flag.Tag.Get("var"); name != "" {
			if value, ok := env(name); ok && value != "" {
				return value, nil
			}
		}
		return nil, nil
	})
}

// errConfiguration marks what only a person can mend, where no other package does.
var errConfiguration = errors.New("configuration")

// sentence is an error for a person, without the names of packages and kinds.
func sentence(err error) string {
	text := err.Error()
	for _, ours := range []string{"configuration: ", "bolt: "} {
		text = strings.TrimPrefix(text, ours)
	}
	return strings.ReplaceAll(text, "\nconfiguration: ", "\n") // there may be several, a line each
}

func exitCode(err error) int {
	switch {
	case errors.Is(err, storage.ErrBusy):
		return exitTryLater
	case errors.Is(err, bot.ErrConfiguration), errors.Is(err, storage.ErrForeign), errors.Is(err, storage.ErrNewer), errors.Is(err, storage.ErrKey), errors.Is(err, storage.ErrPlace), errors.Is(err, bolt.ErrLedger), errors.Is(err, fs.ErrPermission), errors.Is(err, errConfiguration):
		return exitConfiguration
	}
	return 1
}
