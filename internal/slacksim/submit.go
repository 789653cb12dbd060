package slacksim

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// trouble is what Slack shows in a form when the app's answer did not come or made no sense.
const trouble = "We had some trouble connecting. Try again?"

// Submit fills in what values holds (by block_id and action_id: a string, or a []string) on top of what is chosen
// already, and submits the modal on top. What Slack's client refuses, a required input left empty, is not sent: Err
// says so and the view's Errors name the blocks.
func (s *Server) Submit(ctx context.Context, user, viewID string, values map[string]map[string]any) Outcome {
	s.mu.Lock()
	e, err := s.submission(user, viewID, values)
	s.mu.Unlock()
	if err != nil {
		return Outcome{Err: err.Error()}
	}
	o := s.interactive(ctx, e)
	if o.Err == timedOut || o.Err == undelivered {
		s.mu.Lock()
		defer s.mu.Unlock()
		if v := s.views[viewID]; v != nil {
			v.Failure = trouble
			s.change()
		}
		o.Err = trouble
	}
	return o
}

func (s *Server) submission(user, viewID string, entered map[string]map[string]any) (*envelope, error) {
	v, err := s.inFront(user, viewID)
	if err != nil {
		return nil, err
	}
	if v.Type != "modal" || v.Submit == "" {
		return nil, fmt.Errorf("slacksim: view %s has no submit button", viewID)
	}
	for block, actions := range entered {
		for action, value := range actions {
			el, err := locate(v.Blocks, block, action)
			if err != nil {
				return nil, err
			}
			var chosen []string
			switch value := value.(type) {
			case string:
				chosen = []string{value}
			case []string:
				chosen = value
			default:
				return nil, fmt.Errorf("slacksim: value of %q is a %T", action, value)
			}
			now, err := el.choose(chosen)
			if err != nil {
				return nil, err
			}
			v.values.set(block, action, now)
		}
	}
	v.Errors, v.Failure = nil, ""
	var first error
	for _, el := range elementsOf(v.Blocks) {
		if !el.input {
			continue
		}
		if wrong := el.mistake(v.values[el.blockID][el.actionID]); wrong != "" {
			if v.Errors == nil {
				v.Errors = map[string]string{}
				first = fmt.Errorf("%s (%s)", wrong, el.blockID)
			}
			v.Errors[el.blockID] = wrong
		}
	}
	s.change()
	if first != nil {
		return nil, first
	}
	payload := s.interaction("view_submission", user)
	payload["trigger_id"] = s.newTrigger(user, v)
	payload["view"] = s.viewObject(v)
	payload["response_urls"] = s.viewURLs(v)
	e := newEnvelope("interactive", payload, true)
	e.apply = func(answer json.RawMessage) string { return s.submitted(v, answer) }
	return e, nil
}

// viewURLs makes a response_url for each conversation chosen in an input that asks for one.
func (s *Server) viewURLs(v *view) []any {
	urls := []any{}
	for _, el := range elementsOf(v.Blocks) {
		var state struct {
			Chosen string `json:"selected_conversation"`
		}
		json.Unmarshal(v.values[el.blockID][el.actionID], &state)
		if el.def["response_url_enabled"] == true && state.Chosen != "" {
			urls = append(urls, map[string]any{"block_id": el.blockID, "action_id": el.actionID, "channel_id": state.Chosen,
				"response_url": s.newURL("app", v.User, state.Chosen, nil).address})
		}
	}
	return urls
}

// submitted carries out the app's answer to a view_submission. The caller holds the lock.
func (s *Server) submitted(v *view, raw json.RawMessage) string {
	if !slices.Contains(s.stacks[v.User], v) {
		return ""
	}
	var a struct {
		Action string            `json:"response_action"`
		View   json.RawMessage   `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	if len(raw) > 0 && json.Unmarshal(raw, &a) != nil {
		return s.troubled(v, "the answer is no object")
	}
	switch a.Action {
	case "":
		s.lower(v)
	case "clear":
		s.clear(v.User)
	case "errors":
		for block := range a.Errors {
			known := slices.ContainsFunc(elementsOf(v.Blocks), func(e element) bool { return e.input && e.blockID == block })
			if !known {
				return s.troubled(v, "no input block "+block)
			}
		}
		if len(a.Errors) == 0 {
			return s.troubled(v, "no errors in response_action errors")
		}
		v.Errors = a.Errors
		s.change()
	case "update", "push":
		next, bad := s.readView(string(a.View), "modal")
		if bad != nil {
			return s.troubled(v, encode(bad))
		}
		if a.Action == "update" {
			s.replace(v, next)
		} else if len(s.stacks[v.User]) >= maxStack {
			return s.troubled(v, "push_limit_reached")
		} else {
			s.stackUp(next, v.User)
		}
	default:
		s.unknown("response_action " + a.Action)
		return s.troubled(v, "unknown response_action "+a.Action)
	}
	return ""
}

func (s *Server) troubled(v *view, why string) string {
	v.Failure = trouble
	s.change()
	return trouble + " (" + why + ")"
}

// CloseView closes the modal on top; with clear_on_close the whole stack goes. The app hears of it with notify_on_close.
func (s *Server) CloseView(ctx context.Context, user, viewID string) Outcome {
	s.mu.Lock()
	v, err := s.inFront(user, viewID)
	if err == nil && v.Type != "modal" {
		err = fmt.Errorf("slacksim: the Home tab cannot be closed")
	}
	if err != nil {
		s.mu.Unlock()
		return Outcome{Err: err.Error()}
	}
	payload := s.interaction("view_closed", user)
	payload["view"] = s.viewObject(v)
	payload["is_cleared"] = v.clearOnClose
	if v.clearOnClose {
		s.clear(user)
	} else {
		s.lower(v)
	}
	s.mu.Unlock()
	if !v.notifyOnClose {
		return Outcome{}
	}
	return s.interactive(ctx, newEnvelope("interactive", payload, false))
}
