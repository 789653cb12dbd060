package slacksim

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"
)

const (
	maxStack     = 3
	maxViewBytes = 250_000
	triggerLife  = 3 * time.Second
)

// A trigger is the right to open one form, for three seconds of both clocks.
type trigger struct {
	user     string
	view     *view // the modal it was pulled in, or nil
	at, wall time.Time
	used     bool
}

// view is one modal or Home tab.
type view struct {
	View
	external       string
	root, previous string
	clearOnClose   bool
	notifyOnClose  bool
	titles         map[string]json.RawMessage // title, submit and close as objects
	values         values
}

// newTrigger makes a trigger_id. The caller holds the lock.
func (s *Server) newTrigger(user string, in *view) string {
	id := fmt.Sprintf("%d.%d.%s", s.cfg.Now().UnixMilli(), 100, rand.Text())
	s.triggers[id] = &trigger{user: user, view: in, at: s.cfg.Now(), wall: time.Now()}
	if len(s.triggers)%sweepEvery == 0 {
		maps.DeleteFunc(s.triggers, func(_ string, t *trigger) bool { return time.Since(t.wall) > time.Minute })
	}
	return id
}

// pull finds a trigger that is still good. It is used up only by a call that succeeds.
func (s *Server) pull(id string) (*trigger, string) {
	t := s.triggers[id]
	switch {
	case t == nil:
		return nil, "invalid_trigger_id"
	case t.used:
		return nil, "exchanged_trigger_id"
	case s.cfg.Now().Sub(t.at) > triggerLife, time.Since(t.wall) > triggerLife:
		return nil, "expired_trigger_id"
	}
	return t, ""
}

// readView checks a view definition and makes a view of it, without an id.
func (s *Server) readView(raw, kind string) (*view, answer) {
	if len(raw) > maxViewBytes {
		return nil, refuse("view_too_large")
	}
	def, found := s.checkView(raw, kind)
	if found != nil {
		return nil, invalid("invalid_arguments", found)
	}
	v := &view{View: View{Type: kind, CallbackID: def.CallbackID, PrivateMetadata: def.PrivateMetadata, Blocks: def.Blocks},
		external: def.ExternalID, clearOnClose: def.ClearOnClose, notifyOnClose: def.NotifyOnClose,
		titles: map[string]json.RawMessage{"title": def.Title, "submit": def.Submit, "close": def.Close}}
	v.Title, v.Submit, v.Close = plain(def.Title), plain(def.Submit), plain(def.Close)
	v.values = stateOf(def.Blocks)
	return v, nil
}

func plain(text json.RawMessage) string {
	var t struct {
		Text string `json:"text"`
	}
	if text != nil {
		json.Unmarshal(text, &t)
	}
	return t.Text
}

// give makes a checked view the person's: id, hash, place among the views. The caller holds the lock.
func (s *Server) give(v *view, user string) {
	v.ID, v.User = "V"+rand.Text()[:10], user
	s.touch(v)
	s.views[v.ID] = v
}

func (s *Server) touch(v *view) {
	v.Hash = s.stamp() + "." + rand.Text()[:8]
}

func (s *Server) taken(external string, but *view) bool {
	if external == "" {
		return false
	}
	for _, v := range s.views {
		if v != but && v.external == external {
			return true
		}
	}
	return false
}

func (s *Server) viewsOpen(args url.Values) answer { return s.raise(args, false) }

func (s *Server) viewsPush(args url.Values) answer { return s.raise(args, true) }

// raise opens a modal as the root of a new stack, or on top of the one its trigger came from.
func (s *Server) raise(args url.Values, push bool) answer {
	v, bad := s.readView(args.Get("view"), "modal")
	if bad != nil {
		return bad
	}
	t, problem := s.pull(args.Get("trigger_id"))
	if problem != "" {
		return refuse(problem)
	}
	if s.taken(v.external, nil) {
		return refuse("duplicate_external_id")
	}
	if !push {
		s.clear(t.user)
	} else if t.view == nil || !slices.Contains(s.stacks[t.user], t.view) {
		return refuse("not_found")
	} else if len(s.stacks[t.user]) >= maxStack {
		return refuse("push_limit_reached")
	}
	t.used = true
	s.stackUp(v, t.user)
	return answer{"view": s.viewObject(v)}
}

func (s *Server) stackUp(v *view, user string) {
	s.give(v, user)
	v.root = v.ID
	if stack := s.stacks[user]; len(stack) > 0 {
		v.root, v.previous = stack[0].ID, stack[len(stack)-1].ID
	}
	s.stacks[user] = append(s.stacks[user], v)
	s.change()
}

// clear closes all of a person's modals. The caller holds the lock.
func (s *Server) clear(user string) {
	for _, v := range s.stacks[user] {
		delete(s.views, v.ID)
	}
	delete(s.stacks, user)
	s.change()
}

// lower closes one modal; the one below shows again. The caller holds the lock.
func (s *Server) lower(v *view) {
	delete(s.views, v.ID)
	s.stacks[v.User] = slices.DeleteFunc(s.stacks[v.User], func(o *view) bool { return o == v })
	s.change()
}

func (s *Server) viewsUpdate(args url.Values) answer {
	old := s.views[args.Get("view_id")]
	if external := args.Get("external_id"); args.Get("view_id") == "" && external != "" {
		for _, v := range s.views {
			if v.external == external {
				old = v
			}
		}
	} else if args.Get("view_id") == "" {
		return invalid("invalid_arguments", []string{"missing required field: view_id"})
	}
	if old == nil {
		return refuse("not_found")
	}
	v, bad := s.readView(args.Get("view"), old.Type)
	if bad != nil {
		return bad
	}
	if hash := args.Get("hash"); hash != "" && hash != old.Hash {
		return refuse("hash_conflict")
	}
	if s.taken(v.external, old) {
		return refuse("duplicate_external_id")
	}
	s.replace(old, v)
	return answer{"view": s.viewObject(old)}
}

// replace gives a view a new definition. What the person entered stays where block_id and action_id stay. The caller
// holds the lock.
func (s *Server) replace(old, v *view) {
	v.ID, v.User, v.root, v.previous = old.ID, old.User, old.root, old.previous
	v.values.take(old.values)
	*old = *v
	s.touch(old)
	s.change()
}

func (s *Server) viewsPublish(args url.Values) answer {
	if !s.manifest.Features.AppHome.Home {
		return refuse("not_enabled")
	}
	v, bad := s.readView(args.Get("view"), "home")
	if bad != nil {
		return bad
	}
	user := args.Get("user_id")
	if u := s.users[user]; u == nil || u.Bot {
		return invalid("invalid_arguments", []string{"user not found [json-pointer:/user_id]"})
	}
	old := s.homes[user]
	if hash := args.Get("hash"); hash != "" && (old == nil || hash != old.Hash) {
		return refuse("hash_conflict")
	}
	if s.taken(v.external, old) {
		return refuse("duplicate_external_id")
	}
	if old != nil {
		s.replace(old, v)
		return answer{"view": s.viewObject(old)}
	}
	s.give(v, user)
	v.root = v.ID
	s.homes[user] = v
	s.change()
	return answer{"view": s.viewObject(v)}
}

// viewObject is the view as responses and payloads carry it.
func (s *Server) viewObject(v *view) map[string]any {
	o := map[string]any{"id": v.ID, "team_id": teamID, "type": v.Type, "blocks": v.Blocks, "private_metadata": v.PrivateMetadata,
		"callback_id": v.CallbackID, "state": map[string]any{"values": v.values.clone()}, "hash": v.Hash,
		"clear_on_close": v.clearOnClose, "notify_on_close": v.notifyOnClose, "root_view_id": v.root, "previous_view_id": nil,
		"app_id": appID, "external_id": v.external, "app_installed_team_id": teamID, "bot_id": botID}
	if v.previous != "" {
		o["previous_view_id"] = v.previous
	}
	for name, text := range v.titles {
		o[name] = nil
		if text != nil {
			o[name] = text
		}
	}
	if v.Blocks == nil {
		o["blocks"] = []any{}
	}
	return o
}
