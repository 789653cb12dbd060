package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
	"catcow/internal/habit"
)

const (
	busyWait  = 1500 * time.Millisecond // how long a message waits for what Slack says of the person
	busyFresh = time.Minute             // how long that stands
	busyAgain = 15 * time.Minute        // when to look again, of what has no end that is known
)

// busies is where Slack shows who is busy.
type busies struct{ quiet, status view }

// A view is one place where Slack shows it. It remembers for a minute who is busy, and
// nothing else of what people say of themselves.
type view struct {
	method string

	mu sync.Mutex
	by map[habit.UserID]looked
}

type looked struct {
	at   time.Time
	busy commands.Busy
}

func newBusies() *busies { return &busies{view{method: "dnd.info"}, view{method: "users.info"}} }

func (v *view) saw(id habit.UserID, now time.Time, busy commands.Busy) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.by == nil || len(v.by) >= generation {
		v.by = map[habit.UserID]looked{}
	}
	v.by[id] = looked{now, busy}
}

func (v *view) seen(id habit.UserID, now time.Time) (commands.Busy, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	known, ok := v.by[id]
	return known.busy, ok && now.Sub(known.at).Abs() < busyFresh
}

// drop forgets somebody.
func (s *busies) drop(id habit.UserID) {
	for _, v := range []*view{&s.quiet, &s.status} {
		v.mu.Lock()
		delete(v.by, id)
		v.mu.Unlock()
	}
}

// busy says whether now is a bad moment for a claimed post: Slack keeps quiet for the
// person it goes to, they are away, or in a call. What is not known in time is no reason
// to wait, and nobody is asked about a channel.
func (b *Bot) busy(ctx context.Context, p commands.Post) commands.Busy {
	if p.Slot == "" || !personal(p.To) {
		return commands.Busy{}
	}
	ctx, cancel := context.WithTimeout(ctx, busyWait)
	defer cancel()
	now := b.now()
	quiet := b.glance(ctx, &b.busies.quiet, p.To, func(ctx context.Context) (commands.Busy, error) {
		quiet, err := b.web.GetDNDInfoContext(ctx, &p.To)
		return whyQuiet(quiet, now), err
	})
	return longer(quiet, b.glance(ctx, &b.busies.status, p.To, func(ctx context.Context) (commands.Busy, error) {
		user, err := b.web.GetUserInfoContext(ctx, p.To)
		return whyStatus(user, now), err
	}))
}

// glance asks Slack once, unless it is known, or others are asked about first. Who is not
// known in time is free.
func (b *Bot) glance(ctx context.Context, at *view, who string, look func(context.Context) (commands.Busy, error)) (busy commands.Busy) {
	id, now := habit.UserID(who), b.now()
	if busy, ok := at.seen(id, now); ok {
		return busy
	}
	v := b.try(ctx, &ask{method: at.method, rank: directs}, func(ctx context.Context) (err error) {
		busy, err = look(ctx)
		return err
	})
	if ctx.Err() != nil {
		b.counts.add("unlooked", 1)
		return commands.Busy{}
	}
	if v.fate != done {
		b.cfg.Log.Warn().Str("method", at.method).Str("why", v.why).Msg("not known who is busy")
		busy = commands.Busy{}
	}
	at.saw(id, now, busy)
	return busy
}

// whyQuiet is until when Slack keeps quiet for somebody.
func whyQuiet(quiet *slack.DNDStatus, now time.Time) (busy commands.Busy) {
	if quiet == nil {
		return busy
	}
	if quiet.Enabled && now.Unix() >= int64(quiet.NextStartTimestamp) {
		busy = until(now, time.Unix(int64(quiet.NextEndTimestamp), 0))
	}
	if quiet.SnoozeEnabled {
		busy = longer(busy, until(now, time.Unix(int64(quiet.SnoozeEndTime), 0)))
	}
	return busy
}

// whyStatus is what somebody's status says of it. Who is away is left alone for the day,
// whatever it says of the hour.
func whyStatus(user *slack.User, now time.Time) (busy commands.Busy) {
	if user == nil {
		return busy
	}
	p := user.Profile
	if p.HuddleState == "in_a_huddle" {
		busy = until(now, now.Add(busyAgain))
	}
	ends := time.Unix(int64(p.StatusExpiration), 0)
	if p.StatusExpiration == 0 {
		ends = now.Add(busyAgain)
	}
	emoji := strings.Trim(p.StatusEmoji, ":")
	switch {
	case !ends.After(now): // it is over
	case slices.Contains(awayEmoji, emoji), awayWords.MatchString(p.StatusText):
		return commands.Busy{Why: busyWord}
	case slices.Contains(callEmoji, emoji), callWords.MatchString(p.StatusText):
		return longer(busy, until(now, ends))
	}
	return busy
}

// busyWord is all that is kept and logged of it.
const busyWord = "busy"

// until is busy until then; free where that is over.
func until(now, then time.Time) commands.Busy {
	if !then.After(now) {
		return commands.Busy{}
	}
	return commands.Busy{Until: then, Why: busyWord}
}

// longer is the one that lasts longer; without an end is longest.
func longer(a, b commands.Busy) commands.Busy {
	switch {
	case a == commands.Busy{}, b != commands.Busy{} && b.Until.IsZero():
		return b
	case b.Until.After(a.Until) && !a.Until.IsZero():
		return b
	}
	return a
}

// What people set when they are away or in a call: Slack's own suggestions, and
// those that calendars set. Words are English; the pictures are everybody's.
var (
	awayEmoji = strings.Fields(`palm_tree desert_island beach_with_umbrella airplane airplane_departure luggage
		face_with_thermometer sneezing_face nauseated_face mask thermometer hospital sick ooo no_entry`)
	callEmoji = strings.Fields(`spiral_calendar_pad calendar date headphones telephone_receiver telephone phone
		studio_microphone microphone movie_camera video_camera speech_balloon no_bell`)
	awayWords = regexp.MustCompile(`(?i)\b(vacation(ing)?|out of (the )?office|ooo|pto|on leave|(annual|parental|sick|maternity|paternity) leave|sick|holidays?|day off|not working)\b`)
	callWords = regexp.MustCompile(`(?i)\b(meetings?|(in|on) a call|presenting|interview(ing)?|do not disturb|dnd|focus( time| mode)?|heads down)\b`)
)
