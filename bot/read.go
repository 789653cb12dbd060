package bot

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/habit"
)

// An asking is a request and the ways back to the person who made it.
type asking struct {
	commands.Request
	lane    string   // what has to stay in order
	event   string   // its event's id; "" when no event carried it
	hook    string   // a response_url, good for 30 minutes and five answers
	trigger string   // opens a form, within three seconds
	view    string   // the form that was submitted, or that held the button
	inputs  []string // the ids of the form's fields, in their order
	home    bool     // Opened: it was Home. Pressed: the button stood there
	opening *opening // the window that opens by itself when the answer takes long; nil: none does
	late    bool     // the form was acknowledged with another that keeps its place
	thread  string   // the thread it was said in
	team    string   // the workspace that Slack counts the person to; "": not said
	is      standing // Moved: what Slack says of them
	told    string   // Moved: when it did, as it counts events
	place   int      // of the form among those that go on by themselves; 0: it has none
	paced   bool     // it did
	closed  bool     // the form was closed
	ours    bool     // the channel is the person's own conversation with Catcow, for sure

	uninstalled bool // Slack says that Catcow was taken out of the workspace
}

// errNotOurs is wrapped by errors over what Catcow has nothing to do with.
var errNotOurs = errors.New("not handled")

// The payloads below hold the few fields that count. Slack adds to the rest as
// it likes, and a block that a library cannot read is no reason to be deaf.

type slashPayload struct {
	User     habit.UserID    `json:"user_id"`
	Name     string          `json:"user_name"`
	Channel  habit.ChannelID `json:"channel_id"`
	Text     string          `json:"text"`
	Response string          `json:"response_url"`
	Trigger  string          `json:"trigger_id"`
}

func readSlash(envelope string, payload []byte) (asking, error) {
	var p slashPayload
	if err := json.Unmarshal(payload, &p); err != nil {
		return asking{}, err
	}
	return asking{
		Request: commands.Request{
			What: commands.Typed, User: p.User, Name: p.Name, Channel: p.Channel,
			Text: unescape(p.Text), Cause: "slash/" + cmp.Or(p.Trigger, envelope),
		},
		lane: string(p.User), hook: p.Response, trigger: p.Trigger,
	}, nil
}

type interactivePayload struct {
	Type string `json:"type"`
	User struct {
		ID   habit.UserID `json:"id"`
		Name string       `json:"name"`
		Team string       `json:"team_id"`
	} `json:"user"`
	Callback  string `json:"callback_id"`
	Response  string `json:"response_url"`
	Trigger   string `json:"trigger_id"`
	Container struct {
		Channel   habit.ChannelID `json:"channel_id"`
		TS        string          `json:"message_ts"`
		Thread    string          `json:"thread_ts"`
		Ephemeral bool            `json:"is_ephemeral"`
	} `json:"container"`
	Channel struct {
		ID habit.ChannelID `json:"id"`
	} `json:"channel"`
	Message struct {
		TS     string `json:"ts"`
		Thread string `json:"thread_ts"`
	} `json:"message"`
	Actions []struct {
		ID string `json:"action_id"`
		element
	} `json:"actions"`
	View struct {
		ID       string `json:"id"`
		Type     string `json:"type"`
		Callback string `json:"callback_id"`
		Value    string `json:"private_metadata"`
		Blocks   []struct {
			Type string `json:"type"`
			ID   string `json:"block_id"`
		} `json:"blocks"`
		State struct {
			Values map[string]map[string]element `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

// An element is something to press or to fill in, with what was taken.
type element struct {
	Value  string `json:"value"`
	Option struct {
		Value string `json:"value"`
	} `json:"selected_option"`
	Options []struct {
		Value string `json:"value"`
	} `json:"selected_options"`
}

// taken is what was typed or taken; of several options, all with commas between.
func (e element) taken() string {
	var all []string
	for _, o := range e.Options {
		all = append(all, o.Value)
	}
	return cmp.Or(e.Option.Value, e.Value, strings.Join(all, ","))
}

// readInteractive says ok false for what needs no more than an acknowledgement.
func readInteractive(payload []byte) (a asking, ok bool, err error) {
	var p interactivePayload
	if err := json.Unmarshal(payload, &p); err != nil {
		return asking{}, false, err
	}
	a = asking{
		Request: commands.Request{User: p.User.ID, Name: p.User.Name},
		lane:    string(p.User.ID), hook: p.Response, trigger: p.Trigger, view: p.View.ID, team: p.User.Team,
	}
	from, value := blockkit.Metadata(p.View.Value)
	switch p.Type {
	case "block_actions":
		if len(p.Actions) == 0 {
			return asking{}, false, nil
		}
		readPress(&a, &p)
	case "view_submission":
		a.What, a.Do, a.Value, a.From = commands.Submitted, p.View.Callback, value, habit.ChannelID(from)
		a.Cause = "form/" + p.View.ID
		a.Fields = map[string]string{}
		for _, block := range p.View.Blocks {
			if block.Type == "input" {
				a.inputs = append(a.inputs, block.ID)
			}
		}
		for block, elements := range p.View.State.Values {
			for _, e := range elements {
				a.Fields[block] = e.taken()
			}
		}
	case "shortcut":
		a.What, a.Do, a.Cause = commands.Called, p.Callback, "shortcut/"+p.Trigger
	case "view_closed":
		return asking{view: p.View.ID, closed: true}, false, nil
	case "message_action", "block_suggestion":
		return asking{}, false, nil
	default:
		return asking{}, false, fmt.Errorf("%w: interaction of type %q", errNotOurs, p.Type)
	}
	return a, true, nil
}

func readPress(a *asking, p *interactivePayload) {
	a.What = commands.Pressed
	a.Do, a.Value = blockkit.Do(p.Actions[0].ID), p.Actions[0].taken()
	if p.View.ID != "" {
		a.InForm = true
		from, _ := blockkit.Metadata(p.View.Value)
		a.From = habit.ChannelID(from)
		a.Cause = "press/" + p.View.ID + "/" + a.Do
		if a.home = p.View.Type == "home"; a.home {
			a.AtHome, a.view = true, "" // what is answered opens on top of it
		}
		return
	}
	a.Channel = cmp.Or(p.Container.Channel, p.Channel.ID)
	a.On = commands.Place{Channel: a.Channel, TS: cmp.Or(p.Container.TS, p.Message.TS)}
	a.Cause = fmt.Sprintf("press/%s/%s/%s", a.Channel, a.On.TS, a.Do)
	a.thread = cmp.Or(p.Container.Thread, p.Message.Thread)
	a.Fleeting = p.Container.Ephemeral
	// A message that stays, in a direct conversation, can only stand in Catcow's own.
	a.ours = direct(a.Channel) && !a.Fleeting
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// unescape gives back what the person typed; Slack's own marks stay.
func unescape(text string) string { return entities.Replace(text) }
