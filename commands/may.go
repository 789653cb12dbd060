package commands

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"catcow/internal/habit"
	"catcow/storage"
)

// Schedulers is who may change the schedules of channels, besides the admins of
// the workspace. The zero value is every member.
type Schedulers struct {
	some   bool // only those listed
	listed []habit.UserID
}

var userID = regexp.MustCompile(`^[UW][A-Z0-9]{2,20}$`)

// ParseSchedulers reads "members", "admins", or ids of users with commas or
// spaces between. "" is members.
func ParseSchedulers(text string) (Schedulers, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "members":
		return Schedulers{}, nil
	case "admins":
		return Schedulers{some: true}, nil
	}
	ids := strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' || c == '\t' })
	who := Schedulers{some: true}
	for _, id := range ids {
		if !userID.MatchString(id) {
			return Schedulers{}, fmt.Errorf("%.40q is no way to say who may set a channel's prompts: write members, admins, or user ids such as U012ABCDEF with commas between", id)
		}
		who.listed = append(who.listed, habit.UserID(id))
	}
	if len(ids) == 0 {
		return Schedulers{}, fmt.Errorf("%.40q names nobody: write members, admins, or user ids such as U012ABCDEF with commas between", text)
	}
	return who, nil
}

func (s Schedulers) has(id habit.UserID) bool { return !s.some || slices.Contains(s.listed, id) }

const unseen = "I can't see from Slack who you are right now; please try again in a minute."

// standsHere says whether the prompt is one of the channel where the person is:
// only there do they count among those who did it.
func (t *talk) standsHere(prompt storage.SlotKey) bool {
	_, owner, _ := prompt.Split()
	channel, _ := storage.ChannelOf(owner)
	return channel != "" && channel == t.place()
}

// place is where the person is: in a form, where it was opened.
func (t *talk) place() habit.ChannelID { return cmp.Or(t.r.Channel, t.r.From) }

// mayChange says why the person may not change this channel's schedules; nil:
// they may. Members may where they are; admins, and those who look after them,
// everywhere: who leaves the channel is no longer one of them. What was pressed or
// submitted in a form counts for where the form was opened.
func (t *talk) mayChange(c storage.Channel) error {
	no := func(text string) error { return &Problem{Text: text, Denied: true} }
	switch role := t.r.Role; {
	case role == Admin:
		return nil
	case role == Unknown:
		return no(unseen)
	case role == Guest:
		return no("Members of this workspace set a channel's prompts, and Slack has you as a guest. Your own things are all yours: `/stretch`, `/stretch remind`, `/stretch checkin`.")
	case role != Member:
		return no("Members of this workspace set a channel's prompts. The moves are for everybody: `/stretch`.")
	case !t.schedulers.has(t.me.ID) && len(t.schedulers.listed) == 0:
		return no("Admins set the prompts of channels in this workspace. Please ask one of them.")
	case !t.schedulers.has(t.me.ID):
		return no("A few people set the prompts of channels in this workspace. Your admins can tell you who.")
	case t.place() != c.ID && !slices.ContainsFunc(schedulesOf(&c), func(s *storage.Schedule) bool { return s.By == t.me.ID }):
		return no("A channel's prompts are set in that channel. Type `/stretch schedule` there.")
	}
	return nil
}
