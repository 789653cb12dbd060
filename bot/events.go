package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"catcow/commands"
	"catcow/internal/habit"
)

// Handles are the types of event that the bot acts upon: the manifest's bot_events.
func Handles() []string { return slices.Sorted(maps.Keys(events)) }

type eventPayload struct {
	ID    string `json:"event_id"`
	Event event  `json:"event"`
}

type event struct {
	Type    string          `json:"type"`
	Subtype string          `json:"subtype"`
	User    json.RawMessage `json:"user"` // an id, or the whole person
	Bot     string          `json:"bot_id"`
	Inviter habit.UserID    `json:"inviter"`
	Channel habit.ChannelID `json:"channel"`
	Old     habit.ChannelID `json:"old_channel_id"`
	New     habit.ChannelID `json:"new_channel_id"`
	Tokens  struct {
		Bot []habit.UserID `json:"bot"`
	} `json:"tokens"`
	ChannelType string `json:"channel_type"`
	Tab         string `json:"tab"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	Thread      string `json:"thread_ts"`
	Client      string `json:"client_msg_id"`
	At          string `json:"event_ts"`

	who  habit.UserID
	zone string
	off  bool // their account is switched off
	is   standing
}

// events are the types of event that the bot acts upon, as the manifest names
// them. Each fills in the request, or says false to what does not concern us.
var events = map[string]func(e event, me habit.UserID, a *asking) bool{
	"message.im":            readMessage,
	"app_mention":           readMention,
	"app_home_opened":       readOpened,
	"member_joined_channel": readJoined,
	"member_left_channel":   readLeft,
	"user_change":           readChange,
	"channel_archive":       happened(commands.Archived),
	"channel_unarchive":     happened(commands.Unarchived),
	"channel_deleted":       happened(commands.Deleted),
	"group_archive":         happened(commands.Archived),
	"group_unarchive":       happened(commands.Unarchived),
	"group_deleted":         happened(commands.Deleted),
	"channel_id_changed":    readRenumbered,
	"app_uninstalled":       readUninstalled,
	"tokens_revoked":        readRevoked,
}

// readEvent says ok false for what needs no more than an acknowledgement. me
// is Catcow's own user.
func readEvent(payload []byte, me habit.UserID) (a asking, ok bool, err error) {
	var p eventPayload
	if err := json.Unmarshal(payload, &p); err != nil {
		return asking{}, false, err
	}
	e := p.Event
	if err := e.readUser(); err != nil {
		return asking{}, false, err
	}
	name := e.Type
	if name == "message" {
		name += "." + e.ChannelType
	}
	read, known := events[name]
	if !known {
		return asking{}, false, fmt.Errorf("%w: event of type %q", errNotOurs, name)
	}
	a = asking{
		Request: commands.Request{User: e.who, Channel: e.Channel, Cause: "event/" + p.ID},
		lane:    string(e.who), event: p.ID,
	}
	return a, read(e, me, &a), nil
}

func (e *event) readUser() error {
	if len(e.User) == 0 || string(e.User) == "null" {
		return nil
	}
	if e.User[0] == '"' {
		return json.Unmarshal(e.User, &e.who)
	}
	var whole struct {
		ID   habit.UserID `json:"id"`
		Zone string       `json:"tz"`
		standing
	}
	err := json.Unmarshal(e.User, &whole)
	e.who, e.zone, e.off, e.is = whole.ID, whole.Zone, whole.Deleted, whole.standing
	return err
}

// ours says that Catcow or another program wrote it, or that it is no message
// of a person but a remark of Slack about one.
func (e event) ours(me habit.UserID) bool {
	said := e.Subtype == "" || e.Subtype == "file_share" || e.Subtype == "thread_broadcast"
	return !said || e.Bot != "" || e.who == "" || e.who == me
}

func readMessage(e event, me habit.UserID, a *asking) bool {
	a.ours, a.Text, a.thread = true, unescape(unmention(e.Text, me)), e.Thread
	a.Cause = "message/" + cmp.Or(e.Client, string(e.Channel)+"/"+e.TS)
	return !e.ours(me)
}

func readMention(e event, me habit.UserID, a *asking) bool {
	a.Text, a.thread = unescape(unmention(e.Text, me)), e.Thread
	return !e.ours(me) && !direct(e.Channel)
}

func readOpened(e event, _ habit.UserID, a *asking) bool {
	a.What, a.ours, a.home = commands.Opened, true, e.Tab == "home"
	return a.home || e.Tab == "messages"
}

func readJoined(e event, me habit.UserID, a *asking) bool {
	a.What, a.User, a.lane = commands.Joined, e.Inviter, string(e.Channel)
	return e.who == me
}

func readLeft(e event, me habit.UserID, a *asking) bool {
	a.lane = string(e.Channel)
	if a.What = commands.Quit; e.who == me {
		a.What, a.User = commands.Left, ""
	}
	return true
}

func readChange(e event, me habit.UserID, a *asking) bool {
	a.What, a.Zone, a.is, a.told = commands.Moved, e.zone, e.is, e.At
	if e.off {
		a.What, a.Zone = commands.Deactivated, ""
	}
	return e.who != me
}

// happened reads what happened to a channel, whoever did it.
func happened(what commands.What) func(event, habit.UserID, *asking) bool {
	return func(e event, _ habit.UserID, a *asking) bool {
		a.What, a.User, a.lane = what, "", string(e.Channel)
		return true
	}
}

func readRenumbered(e event, _ habit.UserID, a *asking) bool {
	a.What, a.Channel, a.Value, a.lane = commands.Renumbered, e.Old, string(e.New), string(e.Old)
	return e.Old != "" && e.New != ""
}

func readUninstalled(_ event, _ habit.UserID, a *asking) bool {
	a.uninstalled = true
	return true
}

func readRevoked(e event, me habit.UserID, a *asking) bool {
	a.uninstalled = slices.Contains(e.Tokens.Bot, me)
	return a.uninstalled
}

// unmention takes Catcow's own name out of a text.
func unmention(text string, me habit.UserID) string {
	before, after, found := strings.Cut(text, "<@"+string(me))
	if !found {
		return strings.TrimSpace(text)
	}
	label, rest, closed := strings.Cut(after, ">")
	if !closed || (label != "" && label[0] != '|') {
		return strings.TrimSpace(text)
	}
	return strings.TrimSpace(before + unmention(rest, me))
}
