package slacksim

import (
	"context"
	"fmt"
)

// interaction is what every interactive payload begins with. The caller holds the lock.
func (s *Server) interaction(kind, user string) map[string]any {
	u := s.users[user]
	return map[string]any{"type": kind, "token": "verification-token", "api_app_id": appID,
		"team":       map[string]any{"id": teamID, "domain": teamDomain},
		"user":       map[string]any{"id": user, "username": u.Name, "name": u.Name, "team_id": u.team()},
		"enterprise": nil, "is_enterprise_install": false}
}

// Press presses a button, and says yes to its confirmation dialog. Err is operation_timeout or dispatch_failed when the app did not take it: people see a mark
// at the button.
func (s *Server) Press(ctx context.Context, user string, at At, actionID string) Outcome {
	return s.act(ctx, user, at, actionID, nil, true)
}

// Choose sets a select, menu, group of radio buttons or checkboxes, picker or text to these values; none empties it. In
// an input block without dispatch_action nothing is sent.
func (s *Server) Choose(ctx context.Context, user string, at At, actionID string, values ...string) Outcome {
	return s.act(ctx, user, at, actionID, values, false)
}

func (s *Server) act(ctx context.Context, user string, at At, actionID string, chosen []string, press bool) Outcome {
	s.mu.Lock()
	e, err := s.action(user, at, actionID, chosen, press)
	s.mu.Unlock()
	if err != nil {
		return Outcome{Err: err.Error()}
	}
	if e == nil {
		return Outcome{}
	}
	return s.interactive(ctx, e)
}

// interactive delivers what only an app with interactivity takes.
func (s *Server) interactive(ctx context.Context, e *envelope) Outcome {
	if !s.manifest.Settings.Interactivity.Enabled {
		return Outcome{Err: "This app is not configured to handle interactive responses."}
	}
	return s.deliver(ctx, e)
}

// action carries out what a person did to an element, and makes the envelope that tells of it. The caller holds the lock.
func (s *Server) action(user string, at At, actionID string, chosen []string, press bool) (*envelope, error) {
	if s.users[user] == nil {
		return nil, fmt.Errorf("slacksim: no user %s", user)
	}
	payload := s.interaction("block_actions", user)
	if at.View != "" {
		v, err := s.inFront(user, at.View)
		if err != nil {
			return nil, err
		}
		el, err := locate(v.Blocks, at.Block, actionID)
		if err != nil {
			return nil, err
		}
		sent, err := s.touchElement(el, chosen, press, v.values)
		if err != nil || sent == nil {
			return nil, err
		}
		trigger := v
		if v.Type != "modal" {
			trigger = nil
		}
		payload["container"] = map[string]any{"type": "view", "view_id": v.ID}
		payload["view"] = s.viewObject(v)
		payload["trigger_id"] = s.newTrigger(user, trigger)
		payload["actions"] = []any{sent}
		return newEnvelope("interactive", payload, false), nil
	}

	if wrong := s.place(user, at.Channel); wrong != "" {
		return nil, fmt.Errorf("%s", wrong)
	}
	m := s.find(at.Channel, at.TS)
	if m == nil || m.Ephemeral && m.To != user {
		return nil, fmt.Errorf("slacksim: %s sees no message %s", user, at.TS)
	}
	el, err := locate(m.Blocks, at.Block, actionID)
	if err != nil {
		return nil, err
	}
	if m.states[user] == nil {
		m.states[user] = stateOf(m.Blocks)
	}
	sent, err := s.touchElement(el, chosen, press, m.states[user])
	if err != nil || sent == nil {
		return nil, err
	}
	container := map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.Ephemeral}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	payload["container"] = container
	payload["channel"] = map[string]any{"id": m.Channel, "name": s.channels[m.Channel].shownName()}
	if !m.Ephemeral {
		payload["message"] = m.object()
	}
	payload["state"] = map[string]any{"values": m.states[user].clone()}
	payload["response_url"] = s.newURL("actions", user, m.Channel, m).address
	payload["trigger_id"] = s.newTrigger(user, nil)
	payload["actions"] = []any{sent}
	return newEnvelope("interactive", payload, false), nil
}

// inFront finds a view the person can touch: the modal on top of the stack, or the Home tab.
func (s *Server) inFront(user, id string) (*view, error) {
	if v := s.homes[user]; v != nil && v.ID == id {
		return v, nil
	}
	if stack := s.stacks[user]; len(stack) > 0 && stack[len(stack)-1].ID == id {
		return stack[len(stack)-1], nil
	}
	return nil, fmt.Errorf("slacksim: view %s is not in front of %s", id, user)
}

// touchElement sets one element, and returns what a payload says of it; nil when it is not sent at once.
func (s *Server) touchElement(el element, chosen []string, press bool, state values) (map[string]any, error) {
	sent := map[string]any{"type": el.kind, "action_id": el.actionID, "block_id": el.blockID, "action_ts": s.stamp()}
	if press != (el.kind == "button") {
		return nil, fmt.Errorf("slacksim: %q is a %s", el.actionID, el.kind)
	}
	if press {
		for _, k := range []string{"text", "value", "url", "style"} {
			if v, ok := el.def[k]; ok {
				sent[k] = v
			}
		}
		return sent, nil
	}
	now, err := el.choose(chosen)
	if err != nil {
		return nil, err
	}
	if el.stateful() {
		state.set(el.blockID, el.actionID, now)
		s.change()
	}
	if !el.dispatches {
		return nil, nil
	}
	for k, v := range now {
		sent[k] = v
	}
	return sent, nil
}
