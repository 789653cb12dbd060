package bot

import (
	"cmp"
	"context"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
	"catcow/internal/habit"
)

// A person is what Slack says of somebody.
type person struct {
	zone, name string
	off        bool // their account is switched off
	stranger   bool // they come from another company
	role       commands.Role
	direct     habit.ChannelID // their conversation with Catcow, once it is known
	until      time.Time       // ask Slack again then
	told       string          // when Slack last told of a change, as it counts events
}

// people remembers what Slack said of them, for a day.
type people struct {
	mu sync.Mutex
	by map[habit.UserID]person
}

const (
	lookUp     = 1500 * time.Millisecond // how long an answer waits for what Slack says of the person
	lookFresh  = 24 * time.Hour
	lookFailed = time.Minute
)

func (p *people) of(id habit.UserID) person {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.by[id]
}

func (p *people) change(id habit.UserID, change func(*person)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.by == nil {
		p.by = map[habit.UserID]person{}
	}
	known := p.by[id]
	change(&known)
	p.by[id] = known
}

// drop forgets somebody.
func (p *people) drop(id habit.UserID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.by, id)
}

// met remembers the person's conversation with Catcow.
func (p *people) met(who habit.UserID, in habit.ChannelID) {
	if direct(in) {
		p.change(who, func(known *person) { known.direct = in })
	}
}

// meet is met, and has it kept: what stands there is to be found once the person is forgotten,
// also after a restart.
func (b *Bot) meet(who habit.UserID, in habit.ChannelID) {
	if !direct(in) || b.people.of(who).direct == in {
		return
	}
	b.people.met(who, in)
	ctx, cancel := context.WithTimeout(context.Background(), settling)
	defer cancel()
	if err := b.cfg.Commands.Met(ctx, who, in); err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("user", b.who(string(who))).Str("why", reason(err)).Msg("their conversation is not kept")
	}
}

// conversation is where to write to somebody: the conversation itself where it is
// known, which spares Slack opening it, else the person.
func (b *Bot) conversation(who habit.UserID) string {
	return cmp.Or(string(b.people.of(who).direct), string(who))
}

// acquaint fills in what Slack knows of the person who asks. It asks Slack when that is
// not known yet, and goes without when Slack takes long.
func (b *Bot) acquaint(ctx context.Context, a *asking) {
	r := &a.Request
	if r.User == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, lookUp)
	defer cancel()
	known := b.people.of(r.User)
	if time.Now().After(known.until) && !aboutPerson(r.What) {
		b.look(ctx, answers, r.User)
	}
	known = b.people.of(r.User)
	r.Zone = cmp.Or(r.Zone, known.zone)
	r.Name = cmp.Or(known.name, r.Name)
	if r.Role = known.role; b.foreign(a.team) {
		r.Role = commands.Stranger
	}
	r.About = b.about(ctx, r.Text)
	r.DM = known.direct
	a.ours = a.ours || (a.Channel != "" && a.Channel == known.direct)
	r.Direct = a.ours || (known.direct == "" && direct(a.Channel))
}

// direct says that the conversation is between two: Catcow and the person, or
// two people, from where a slash command can come, too.
func direct(id habit.ChannelID) bool { return strings.HasPrefix(string(id), "D") }

// look asks Slack about a person. What they may do, Slack says anew each time:
// while it does not answer, they are nobody.
func (b *Bot) look(ctx context.Context, urgent rank, id habit.UserID) (v verdict) {
	var user *slack.User
	v = b.try(ctx, &ask{method: "users.info", rank: urgent}, func(ctx context.Context) (err error) {
		user, err = b.web.GetUserInfoContext(ctx, string(id))
		return err
	})
	b.people.change(id, func(known *person) {
		if v.fate != done {
			known.until = time.Now().Add(lookFailed)
			known.role = commands.Unknown
			if v.why == "user_not_found" || v.why == "user_not_visible" {
				known.role = commands.Stranger
			}
			return
		}
		known.zone, known.off, known.stranger = cmp.Or(user.TZ, known.zone), user.Deleted, user.IsStranger || b.foreign(user.TeamID)
		known.name = cmp.Or(user.Profile.DisplayName, user.RealName, user.Name)
		known.role = b.roleOf(standing{
			Team: user.TeamID, Deleted: user.Deleted, Bot: user.IsBot, Stranger: user.IsStranger,
			Restricted: user.IsRestricted, UltraRestricted: user.IsUltraRestricted,
			Admin: user.IsAdmin, Owner: user.IsOwner, PrimaryOwner: user.IsPrimaryOwner,
		})
		known.until = time.Now().Add(lookFresh)
	})
	if v.fate != done {
		b.cfg.Log.Warn().Str("user", b.who(string(id))).Str("why", v.why).Msg("no time zone")
		return v
	}
	b.busies.status.saw(id, b.now(), whyStatus(user, b.now()))
	return v
}
