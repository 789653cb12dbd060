package bot

import (
	"context"
	"iter"
	"time"

	"github.com/rs/zerolog"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// Commands is what the bot asks of a *commands.Set, which is the one that
// people talk to; tests hold the bot to its laws with another.
type Commands interface {
	Handle(context.Context, commands.Request) (commands.Reply, error)
	Home(context.Context, commands.Request) (commands.Home, error)
	Due(context.Context, time.Time) iter.Seq2[commands.Post, error]
	Begin(context.Context, storage.SlotKey, time.Time, commands.Busy) (commands.Start, error)
	Settle(context.Context, storage.SlotKey, time.Time, commands.Outcome) error
	Tell(func(storage.Slot))
	Resume(context.Context, time.Time) (commands.Resumed, error)
	Present(ctx context.Context, now time.Time, open, archived []habit.ChannelID) error
	Departed(context.Context, time.Time) ([]habit.UserID, error)
	Erase(context.Context, habit.UserID, time.Time) error
	Export(context.Context, habit.UserID, time.Time) (commands.Export, error)
	Met(context.Context, habit.UserID, habit.ChannelID) error
	Wipes(context.Context) ([]storage.Wipe, error)
	Wiped(context.Context, storage.Wipe) error
	Recount(context.Context, storage.SlotKey) (commands.Edit, bool, error)
	Sweep(context.Context, time.Time) error
	Rewind(context.Context, time.Time) error
	Seen(context.Context, time.Time) error
	Woke(context.Context, time.Time) error
	Pictures(context.Context) (map[string]storage.Picture, error)
	PutPicture(ctx context.Context, name string, p storage.Picture) error
}

// Config is what a Bot needs. Zero means the default.
type Config struct {
	AppToken string // begins with xapp-
	BotToken string // begins with xoxb-
	APIURL   string // where Slack's Web API is; ends in "/"; default Slack's own
	Commands Commands
	// Now is a clock that is moved by hand, whose jumps are no outages; default
	// time.Now, a jump of which ahead is a time in which Catcow did not work.
	Now func() time.Time
	Log zerolog.Logger
	// Pace is the least time between two openings of a socket, default one
	// second. It doubles, up to sixtyfold, while sockets die young.
	Pace time.Duration
	// Patience is how long one answer of Slack may take, default 10 seconds.
	Patience time.Duration
	// PingWithin is how long Slack may be silent before a socket is taken for
	// dead, default 15 seconds. Noticing it can take twice as long.
	PingWithin time.Duration
	// Linger is how long Slack may count a socket that is gone, default five minutes.
	Linger time.Duration
	// Operator is told in a direct message when something needs a hand; "": nobody.
	Operator habit.UserID
	// Name is the pseudonym under which the log knows a person, or their direct messages, by
	// the id; default: the log calls everybody "somebody".
	Name func(id string) string
	// Ill says why nothing can be kept at present, nil when all is well; default: never.
	// While nothing can be kept, nothing is posted that nobody asked for.
	Ill func() error
	// AtOnce is how many requests of one person are answered as fast as they
	// come, default 10; 20 a minute after that.
	AtOnce int
	// Spread is the time over which check-ins and nudges of the same minute leave,
	// each person's at its own part of it; default one minute, negative: at once.
	Spread time.Duration
	// PostGap is the time between two posts that nobody waits for, at first;
	// default a fifth of a second. While Slack has nothing against it, it comes
	// down to half of that.
	PostGap time.Duration
	// LeastPace is how long a form that goes on by itself stands at least, default 10 seconds.
	LeastPace time.Duration
	// Drawings are the pictures that messages may show; none: none are shown.
	Drawings []Drawing
}
