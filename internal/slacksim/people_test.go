package slacksim_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/internal/slacksim"
)

// app answers every envelope on its own socket with what answer returns, and keeps the payloads.
type app struct {
	payloads chan object
}

func runApp(t *testing.T, s *slacksim.Server, answer func(p object) string) *app {
	t.Helper()
	c := connect(t, s)
	a := &app{payloads: make(chan object, 100)}
	go func() {
		for {
			var e envelope
			if c.conn.ReadJSON(&e) != nil {
				return
			}
			var p object
			json.Unmarshal(e.Payload, &p)
			frame := `{"envelope_id":"` + e.EnvelopeID + `"}`
			if answer != nil {
				if text := answer(p); text != "" {
					frame = `{"envelope_id":"` + e.EnvelopeID + `","payload":` + text + `}`
				}
			}
			c.conn.WriteMessage(1, []byte(frame))
			a.payloads <- p
		}
	}()
	return a
}

// next is the next payload; of an event the inner event.
func (a *app) next(t *testing.T) object {
	t.Helper()
	select {
	case p := <-a.payloads:
		if inner, ok := p["event"].(object); ok {
			return inner
		}
		return p
	case <-time.After(hang):
		t.Fatal("nothing came")
		return nil
	}
}

func fine(t *testing.T, o slacksim.Outcome) {
	t.Helper()
	if o.Err != "" {
		t.Errorf("outcome = %+v", o)
	}
}

const buttons = `[{"type":"actions","block_id":"acts","elements":[` +
	`{"type":"button","action_id":"done","value":"v1","text":{"type":"plain_text","text":"Did it"}},` +
	`{"type":"static_select","action_id":"score","options":[{"text":{"type":"plain_text","text":"7"},"value":"7"}]},` +
	`{"type":"overflow","action_id":"more","options":[{"text":{"type":"plain_text","text":"Skip"},"value":"skip"}]}]}]`

func TestBlockActionsSayWhatWasPressed(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, nil)
	ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", buttons))["ts"].(string)
	at := slacksim.At{Channel: "CGEN", TS: ts}

	fine(t, s.Press(t.Context(), "UADA", at, "done"))
	p := a.next(t)
	action := p["actions"].([]any)[0].(object)
	if p["type"] != "block_actions" || p["user"].(object)["id"] != "UADA" || p["trigger_id"] == "" ||
		action["value"] != "v1" || action["block_id"] != "acts" || action["type"] != "button" ||
		p["message"].(object)["ts"] != ts || p["message"].(object)["bot_id"] != "B0CATCOW" || p["channel"].(object)["id"] != "CGEN" {
		t.Errorf("payload = %v", p)
	}
	if d := cmp.Diff(object{"type": "message", "message_ts": ts, "channel_id": "CGEN", "is_ephemeral": false}, p["container"]); d != "" {
		t.Error(d)
	}

	fine(t, s.Choose(t.Context(), "UADA", at, "score", "7"))
	p = a.next(t)
	option := object{"text": object{"type": "plain_text", "text": "7", "emoji": true}, "value": "7"}
	want := object{"values": object{"acts": object{"score": object{"type": "static_select", "selected_option": option}}}}
	if d := cmp.Diff(want, p["state"]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(option, p["actions"].([]any)[0].(object)["selected_option"]); d != "" {
		t.Error(d)
	}
	fine(t, s.Choose(t.Context(), "UBEN", at, "more", "skip"))
	if p := a.next(t); p["state"].(object)["values"].(object)["acts"].(object)["score"].(object)["selected_option"] != nil {
		t.Errorf("Ben sees Ada's choice: %v", p["state"])
	}

	for want, o := range map[string]slacksim.Outcome{
		`slacksim: static_select "score" has no option "8"`: s.Choose(t.Context(), "UADA", at, "score", "8"),
		`slacksim: no element "undone" is to be seen there`: s.Press(t.Context(), "UADA", at, "undone"),
		`slacksim: "score" is a static_select`:              s.Press(t.Context(), "UADA", at, "score"),
		`slacksim: UADA sees no message 1.000000`:           s.Press(t.Context(), "UADA", slacksim.At{Channel: "CGEN", TS: "1.000000"}, "done"),
		`slacksim: UGONE is not in CGEN`:                    s.Press(t.Context(), "UGONE", at, "done"),
	} {
		if o.Err != want || o.Envelope != "" {
			t.Errorf("outcome = %+v, want %s", o, want)
		}
	}
}

func TestAnInputInAMessageWaitsForTheButton(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, nil)
	blocks := `[` + inputOf(`{"type":"plain_text_input","action_id":"note"}`) + `,` + buttons[1:]
	ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", blocks))["ts"].(string)
	at := slacksim.At{Channel: "CGEN", TS: ts}
	if o := s.Choose(t.Context(), "UADA", at, "note", "stiff"); o.Err != "" || o.Envelope != "" {
		t.Errorf("typing = %+v", o)
	}
	fine(t, s.Press(t.Context(), "UADA", at, "done"))
	text, _ := json.Marshal(a.next(t)["state"])
	if !strings.Contains(string(text), `"note":{"type":"plain_text_input","value":"stiff"}`) {
		t.Errorf("state = %s", text)
	}
}

func TestAnEphemeralMessageComesWithoutItsBody(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, nil)
	ts := wantOK(t, call(t, s, "chat.postEphemeral", "channel", "CGEN", "user", "UADA", "text", "x", "blocks", buttons))["message_ts"].(string)
	at := slacksim.At{Channel: "CGEN", TS: ts}
	fine(t, s.Press(t.Context(), "UADA", at, "done"))
	p := a.next(t)
	if _, there := p["message"]; there || p["container"].(object)["is_ephemeral"] != true || p["response_url"] == "" {
		t.Errorf("payload = %v", p)
	}
	if o := s.Press(t.Context(), "UBEN", at, "done"); o.Err == "" {
		t.Error("Ben pressed a button he cannot see")
	}
	hook := p["response_url"].(string)
	post(t, hook, "application/json", `{"replace_original":true,"text":"y"}`, "")
	if d := cmp.Diff([]string{"y"}, texts(s.Screen("UADA", "CGEN"))); d != "" {
		t.Error(d)
	}
	post(t, hook, "application/json", `{"delete_original":true}`, "")
	if m := s.Screen("UADA", "CGEN"); len(m) != 0 {
		t.Errorf("screen = %+v", m)
	}
}

// hook runs a slash command and returns its response_url.
func hook(t *testing.T, s *slacksim.Server, a *app, channel string) string {
	t.Helper()
	fine(t, s.Slash(t.Context(), "UADA", channel, "/stretch", "neck"))
	return a.next(t)["response_url"].(string)
}

func TestAResponseURLServesFiveTimesInHalfAnHour(t *testing.T) {
	s, clock := start(t)
	a := runApp(t, s, nil)
	send := func(address, body string) (int, any) {
		resp, got := post(t, address, "application/json", body, "")
		return resp.StatusCode, got["error"]
	}
	one := hook(t, s, a, "GBACK") // where the bot is not
	for range 5 {
		if code, _ := send(one, `{"text":"x"}`); code != http.StatusOK {
			t.Errorf("status %d", code)
		}
	}
	if code, why := send(one, `{"text":"x"}`); code != http.StatusNotFound || why != "used_url" {
		t.Errorf("sixth use: %d %v", code, why)
	}
	two := hook(t, s, a, "CGEN")
	if code, why := send(two, `{"text":"x","blocks":[{"type":"section"}]}`); code != http.StatusNotFound || why != "invalid_blocks" {
		t.Errorf("bad blocks: %d %v", code, why)
	}
	if code, _ := send(two, `{"text":"hello all","response_type":"in_channel"}`); code != http.StatusOK {
		t.Errorf("in channel: %d", code)
	}
	if d := cmp.Diff([]string{"/stretch neck", "hello all"}, texts(s.Screen("UBEN", "CGEN"))); d != "" {
		t.Error(d)
	}
	clock.Move(30*time.Minute + time.Second)
	if code, why := send(two, `{"text":"x"}`); code != http.StatusNotFound || why != "Expired url" {
		t.Errorf("late: %d %v", code, why)
	}
	if code, _ := send(s.URL()+"/hooks/commands/T0TEAM/none", `{"text":"x"}`); code != http.StatusNotFound {
		t.Errorf("unknown: %d", code)
	}
	s.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"response_url": {Times: 1, Status: 500}}
	})
	three := hook(t, s, a, "CGEN")
	if code, _ := send(three, `{"text":"x"}`); code != http.StatusInternalServerError {
		t.Errorf("fault: %d", code)
	}
	if code, _ := send(three, `{"text":"x"}`); code != http.StatusOK {
		t.Errorf("after the fault: %d", code)
	}
}

func TestATriggerOpensOneFormWithinThreeSeconds(t *testing.T) {
	s, clock := start(t)
	open := func(trigger string) object {
		return call(t, s, "views.open", "trigger_id", trigger, "view", `{"type":"modal","title":`+plainX+`,"blocks":[]}`)
	}
	one := pull(t, s, "UADA")
	wantError(t, call(t, s, "views.open", "trigger_id", one, "view", `{"type":"modal","blocks":[]}`), "invalid_arguments")
	wantOK(t, open(one)) // a refused view has not used it up
	wantError(t, open(one), "exchanged_trigger_id")
	wantError(t, open("1.2.x"), "invalid_trigger_id")
	two := pull(t, s, "UADA")
	clock.Move(3*time.Second + time.Millisecond)
	wantError(t, open(two), "expired_trigger_id")
}

const card = `{"type":"modal","callback_id":"%s","title":{"type":"plain_text","text":"%s"},"submit":{"type":"plain_text","text":"Go"},` +
	`"close":{"type":"plain_text","text":"No"},"notify_on_close":true,%s"blocks":[` +
	`{"type":"input","block_id":"b","optional":true,"label":{"type":"plain_text","text":"Note"},"element":{"type":"plain_text_input","action_id":"a"}},` +
	`{"type":"actions","block_id":"x","elements":[{"type":"button","action_id":"push","text":{"type":"plain_text","text":"More"}}]}]}`

func aCard(name string) string { return fmt.Sprintf(card, name, name, "") }

func TestFormsStackThreeHigh(t *testing.T) {
	s, _ := start(t)
	var triggers = make(chan string, 10)
	a := runApp(t, s, func(p object) string {
		if p["type"] == "block_actions" {
			triggers <- p["trigger_id"].(string)
		}
		return ""
	})
	go s.Slash(t.Context(), "UADA", "CGEN", "/stretch", "")
	wantOK(t, call(t, s, "views.open", "trigger_id", a.next(t)["trigger_id"].(string), "view", aCard("one")))
	push := func(name string) object {
		fine(t, s.Press(t.Context(), "UADA", slacksim.At{View: s.TopView("UADA").ID}, "push"))
		p := a.next(t)
		if _, there := p["message"]; there || p["container"].(object)["type"] != "view" {
			t.Errorf("payload = %v", p)
		}
		return call(t, s, "views.push", "trigger_id", <-triggers, "view", aCard(name))
	}
	first := s.TopView("UADA").ID
	wantOK(t, push("two"))
	if v := wantOK(t, push("three"))["view"].(object); v["root_view_id"] != first || v["previous_view_id"] == first {
		t.Errorf("view = %v", v)
	}
	wantError(t, push("four"), "push_limit_reached")
	if s.Press(t.Context(), "UADA", slacksim.At{View: first}, "push").Err == "" {
		t.Error("a covered form was pressed")
	}
	fine(t, s.CloseView(t.Context(), "UADA", s.TopView("UADA").ID))
	if p := a.next(t); p["type"] != "view_closed" || p["is_cleared"] != false || p["view"].(object)["callback_id"] != "three" {
		t.Errorf("payload = %v", p)
	}
	if v := s.TopView("UADA"); v.CallbackID != "two" {
		t.Errorf("top = %+v", v)
	}
	go s.Slash(t.Context(), "UBEN", "CGEN", "/stretch", "")
	wantError(t, call(t, s, "views.push", "trigger_id", a.next(t)["trigger_id"].(string), "view", aCard("none")), "not_found")
}

func TestAViewHashGuardsAgainstRaces(t *testing.T) {
	s, _ := start(t)
	v := wantOK(t, call(t, s, "views.open", "trigger_id", pull(t, s, "UADA"), "view", fmt.Sprintf(card, "a", "A", `"external_id":"mine",`)))["view"].(object)
	fresh := wantOK(t, call(t, s, "views.update", "view_id", v["id"].(string), "hash", v["hash"].(string), "view", fmt.Sprintf(card, "b", "B", `"external_id":"mine",`)))["view"].(object)
	wantError(t, call(t, s, "views.update", "view_id", v["id"].(string), "hash", v["hash"].(string), "view", aCard("c")), "hash_conflict")
	if fresh["hash"] == v["hash"] || s.TopView("UADA").Hash != fresh["hash"] {
		t.Error("the hash did not change with the view")
	}
	wantError(t, call(t, s, "views.open", "trigger_id", pull(t, s, "UBEN"), "view", fmt.Sprintf(card, "d", "D", `"external_id":"mine",`)), "duplicate_external_id")
	wantOK(t, call(t, s, "views.update", "external_id", "mine", "view", aCard("e")))
	wantError(t, call(t, s, "views.update", "view_id", "VNONE", "view", aCard("e")), "not_found")

	home := `{"type":"home","blocks":[]}`
	h := wantOK(t, call(t, s, "views.publish", "user_id", "UADA", "view", home))["view"].(object)
	wantOK(t, call(t, s, "views.publish", "user_id", "UADA", "view", home))
	wantError(t, call(t, s, "views.publish", "user_id", "UADA", "view", home, "hash", h["hash"].(string)), "hash_conflict")
	wantError(t, call(t, s, "views.publish", "user_id", "UADA", "view", `{"type":"home","blocks":[],"private_metadata":"`+strings.Repeat("x", 250_001)+`"}`), "view_too_large")
}

func TestWhatIsTypedOutlivesAnUpdate(t *testing.T) {
	s, _ := start(t)
	v := wantOK(t, call(t, s, "views.open", "trigger_id", pull(t, s, "UADA"), "view", aCard("a")))["view"].(object)["id"].(string)
	fine(t, s.Choose(t.Context(), "UADA", slacksim.At{View: v}, "a", "typed"))
	typed := func() string { return string(s.TopView("UADA").Values["b"]["a"]) }
	wantOK(t, call(t, s, "views.update", "view_id", v, "view", aCard("b")))
	if typed() != `{"type":"plain_text_input","value":"typed"}` {
		t.Errorf("value = %s", typed())
	}
	wantOK(t, call(t, s, "views.update", "view_id", v, "view", strings.ReplaceAll(aCard("c"), `"action_id":"a"`, `"action_id":"z"`)))
	if typed() != "" || string(s.TopView("UADA").Values["b"]["z"]) != `{"type":"plain_text_input","value":null}` {
		t.Errorf("values = %s", s.TopView("UADA").Values)
	}
}

func TestASubmissionIsAnsweredInEveryWay(t *testing.T) {
	const trouble = "We had some trouble connecting. Try again?"
	for _, test := range []struct{ name, answer, err, top, failure string }{
		{"nothing closes it", ``, "", "", ""},
		{"an empty object closes it", `{}`, "", "", ""},
		{"clear closes all", `{"response_action":"clear"}`, "", "", ""},
		{"errors stay", `{"response_action":"errors","errors":{"b":"no"}}`, "", "a", ""},
		{"errors at no input are trouble", `{"response_action":"errors","errors":{"x":"no"}}`, trouble + " (no input block x)", "a", trouble},
		{"an update replaces it", `{"response_action":"update","view":` + aCard("next") + `}`, "", "next", ""},
		{"a push covers it", `{"response_action":"push","view":` + aCard("next") + `}`, "", "next", ""},
		{"a bad view is trouble", `{"response_action":"update","view":{"type":"modal","blocks":[]}}`,
			trouble + ` ({"error":"invalid_arguments","ok":false,"response_metadata":{"messages":["[ERROR] missing required field: title [json-pointer:/view]"]}})`, "a", trouble},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, _ := start(t)
			a := runApp(t, s, func(p object) string {
				if p["type"] == "view_submission" {
					return test.answer
				}
				return ""
			})
			go s.Slash(t.Context(), "UADA", "CGEN", "/stretch", "")
			id := wantOK(t, call(t, s, "views.open", "trigger_id", a.next(t)["trigger_id"].(string), "view", aCard("a")))["view"].(object)["id"].(string)
			o := s.Submit(t.Context(), "UADA", id, map[string]map[string]any{"b": {"a": "hello"}})
			if o.Err != test.err {
				t.Errorf("outcome = %+v", o)
			}
			p := a.next(t)
			got, _ := json.Marshal(p["view"].(object)["state"])
			if string(got) != `{"values":{"b":{"a":{"type":"plain_text_input","value":"hello"}}}}` || len(p["response_urls"].([]any)) != 0 {
				t.Errorf("payload = %v", p)
			}
			top, failure := "", ""
			if v := s.TopView("UADA"); v != nil {
				top, failure = v.CallbackID, v.Failure
			}
			if top != test.top || failure != test.failure {
				t.Errorf("top view %q with %q", top, failure)
			}
		})
	}
}

func TestASubmissionWithoutAnAnswerIsTrouble(t *testing.T) {
	s, _ := start(t, quick)
	id := wantOK(t, call(t, s, "views.open", "trigger_id", pull(t, s, "UADA"), "view", aCard("a")))["view"].(object)["id"].(string)
	o := s.Submit(t.Context(), "UADA", id, nil)
	if v := s.TopView("UADA"); o.Err != "We had some trouble connecting. Try again?" || v == nil || v.Failure != o.Err {
		t.Errorf("outcome = %+v, view %+v", o, v)
	}
}

func TestEveryKindOfInputHoldsItsValue(t *testing.T) {
	s, _ := start(t)
	options := `"options":[{"text":` + plainX + `,"value":"1"},{"text":` + plainX + `,"value":"2"}]`
	kinds := map[string][3]string{ // element, what is entered, what is kept
		"plain_text_input":     {`"min_length":3`, "abc", `"value":"abc"`},
		"number_input":         {`"is_decimal_allowed":false,"min_value":"0","max_value":"10"`, "7", `"value":"7"`},
		"static_select":        {options, "2", `"value":"2"`},
		"multi_static_select":  {options, "1,2", `"selected_options":[`},
		"radio_buttons":        {options, "1", `"selected_option":{`},
		"checkboxes":           {options, "2", `"selected_options":[{`},
		"datepicker":           {`"initial_date":"2026-03-02"`, "2026-03-03", `"selected_date":"2026-03-03"`},
		"timepicker":           {`"timezone":"Europe/Berlin"`, "10:30", `"selected_time":"10:30"`},
		"conversations_select": {`"response_url_enabled":true,"filter":{"include":["public"]}`, "CGEN", `"selected_conversation":"CGEN"`},
	}
	var blocks []string
	values := map[string]map[string]any{}
	for kind, k := range kinds {
		blocks = append(blocks, `{"type":"input","block_id":"`+kind+`","label":`+plainX+`,"element":{"type":"`+kind+`","action_id":"a",`+k[0]+`}}`)
		values[kind] = map[string]any{"a": k[1]}
	}
	values["multi_static_select"]["a"] = []string{"1", "2"}
	view := `{"type":"modal","title":` + plainX + `,"submit":` + plainX + `,"blocks":[` + strings.Join(blocks, ",") + `]}`
	a := runApp(t, s, nil)
	go s.Slash(t.Context(), "UADA", "CGEN", "/stretch", "")
	id := wantOK(t, call(t, s, "views.open", "trigger_id", a.next(t)["trigger_id"].(string), "view", view))["view"].(object)["id"].(string)

	bad := map[string]map[string]any{"plain_text_input": {"a": "ab"}, "number_input": {"a": "7.5"}}
	if o := s.Submit(t.Context(), "UADA", id, bad); o.Envelope != "" || len(s.TopView("UADA").Errors) != len(kinds)-1 {
		t.Errorf("outcome = %+v, errors %v", o, s.TopView("UADA").Errors) // the date has its initial value
	}
	if got := s.TopView("UADA").Errors["number_input"]; got != "Please enter a valid number." {
		t.Errorf("number = %q", got)
	}
	if o := s.Submit(t.Context(), "UADA", id, map[string]map[string]any{"number_input": {"a": "11"}}); o.Envelope != "" ||
		s.TopView("UADA").Errors["number_input"] != "Please enter a number of at most 10." {
		t.Errorf("outcome = %+v, errors %v", o, s.TopView("UADA").Errors)
	}
	fine(t, s.Submit(t.Context(), "UADA", id, values))
	p := a.next(t)
	state := p["view"].(object)["state"].(object)["values"].(object)
	for kind, k := range kinds {
		got, _ := json.Marshal(state[kind].(object)["a"])
		if !strings.Contains(string(got), k[2]) || !strings.Contains(string(got), `"type":"`+kind+`"`) {
			t.Errorf("%s = %s", kind, got)
		}
	}
	if urls := p["response_urls"].([]any); len(urls) != 1 || urls[0].(object)["channel_id"] != "CGEN" {
		t.Errorf("response_urls = %v", urls)
	}
}

func TestEventsFollowWhatHappens(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, nil)
	expect := func(kind string, members object) {
		t.Helper()
		got := a.next(t)
		if got["type"] != kind {
			t.Errorf("event = %v, want %s", got, kind)
		}
		for k, want := range members {
			if d := cmp.Diff(want, got[k]); d != "" {
				t.Errorf("%s of %s: %s", k, kind, d)
			}
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	must(s.Invite("UADA", "GBACK", s.BotUser()))
	expect("member_joined_channel", object{"user": s.BotUser(), "channel": "GBACK", "channel_type": "G", "inviter": "UADA"})
	must(s.Archive("GBACK", true))
	expect("group_archive", object{"channel": "GBACK"})
	must(s.Archive("GBACK", false)) // group_unarchive is not subscribed
	must(s.Kick("GBACK", s.BotUser()))
	expect("member_left_channel", object{"user": s.BotUser(), "channel": "GBACK", "inviter": nil})
	must(s.Invite("UADA", "CQUIET", "UBEN")) // the bot is not there to hear it
	s.SetZone("UADA", "Asia/Tokyo")
	if u := a.next(t)["user"].(object); u["tz"] != "Asia/Tokyo" || u["tz_offset"] != 32400.0 {
		t.Errorf("user = %v", u)
	}
	fine(t, s.Event(t.Context(), object{"type": "channel_unarchive", "channel": "CGEN", "user": "UADA"}))
	expect("channel_unarchive", object{"channel": "CGEN"})
	if o := s.Event(t.Context(), object{"type": "team_join"}); o.Err == "" {
		t.Error("an event that is not subscribed was sent")
	}
	if s.Invite("UADA", "CGEN", "UBEN") == nil || s.Kick("CGEN", "UGONE") == nil {
		t.Error("the impossible was done")
	}

	ts, o := s.Say(t.Context(), "UADA", s.DM("UADA"), "a < b & <@U0CATCOW>")
	fine(t, o)
	expect("message", object{"channel": "DADA", "channel_type": "im", "user": "UADA", "ts": ts, "text": "a &lt; b &amp; <@U0CATCOW>", "bot_id": nil})
	wantOK(t, call(t, s, "chat.postMessage", "channel", "UADA", "text", "hello"))
	expect("message", object{"channel_type": "im", "bot_id": "B0CATCOW", "user": s.BotUser()})
	_, o = s.Say(t.Context(), "UADA", "CGEN", "no mention")
	if o.Err != "" || o.Envelope != "" {
		t.Errorf("a channel message was sent to the app: %+v", o)
	}
	_, o = s.SayInThread(t.Context(), "UADA", "CGEN", s.Screen("UADA", "CGEN")[0].TS, "hey @catcow")
	fine(t, o)
	expect("app_mention", object{"text": "hey <@U0CATCOW>", "thread_ts": s.Screen("UADA", "CGEN")[0].TS, "channel_type": nil})
	if _, o := s.Say(t.Context(), "UADA", "GBACK", "hey @catcow"); o.Envelope != "" {
		t.Error("a mention where the bot is not was sent")
	}
	fine(t, s.OpenHome(t.Context(), "UADA"))
	expect("app_home_opened", object{"tab": "home", "channel": "DADA", "view": nil})
	wantOK(t, call(t, s, "views.publish", "user_id", "UADA", "view", `{"type":"home","callback_id":"h","blocks":[]}`))
	fine(t, s.OpenHome(t.Context(), "UADA"))
	if v := a.next(t)["view"].(object); v["callback_id"] != "h" {
		t.Errorf("view = %v", v)
	}
}

func TestAnAckPayloadCountsOnlyWhereItIsAccepted(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, func(object) string { return `{"text":"in the ack"}` })
	fine(t, s.Shortcut(t.Context(), "UADA", "stretch_now"))
	a.next(t)
	if got := len(s.Screen("UADA", "CGEN")); got != 0 {
		t.Errorf("%d messages after a shortcut", got)
	}
	fine(t, s.Slash(t.Context(), "UADA", "CGEN", "/stretch", ""))
	if d := cmp.Diff([]string{"in the ack"}, texts(s.Screen("UADA", "CGEN"))); d != "" {
		t.Error(d)
	}
}

func TestAwaitSeesEveryChange(t *testing.T) {
	s, _ := start(t)
	changed := s.Changed()
	wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x"))
	select {
	case <-changed:
	default:
		t.Error("a posted message changed nothing")
	}
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	go s.Say(ctx, "UADA", "CGEN", "y")
	if err := s.Await(ctx, func() bool { return len(s.Screen("UADA", "CGEN")) == 2 }); err != nil {
		t.Error(err)
	}
}

func TestAnAppWithoutInteractivityHearsNoButton(t *testing.T) {
	s, _ := start(t, func(c *slacksim.Config) {
		c.Manifest = []byte(strings.Replace(manifest, `"interactivity": {"is_enabled": true}`, `"interactivity": {"is_enabled": false}`, 1))
	})
	connect(t, s)
	ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", buttons))["ts"].(string)
	o := s.Press(t.Context(), "UADA", slacksim.At{Channel: "CGEN", TS: ts}, "done")
	if o.Err != "This app is not configured to handle interactive responses." {
		t.Errorf("outcome = %+v", o)
	}
}

func TestTheBotHearsItsOwnMessagesChange(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, nil)
	ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "UADA", "text", "one"))["ts"].(string)
	if e := a.next(t); e["bot_id"] != "B0CATCOW" || e["text"] != "one" {
		t.Errorf("event = %v", e)
	}
	wantOK(t, call(t, s, "chat.update", "channel", "DADA", "ts", ts, "text", "two"))
	if e := a.next(t); e["subtype"] != "message_changed" || e["message"].(object)["text"] != "two" || e["previous_message"].(object)["text"] != "one" {
		t.Errorf("event = %v", e)
	}
	wantOK(t, call(t, s, "chat.delete", "channel", "DADA", "ts", ts))
	if e := a.next(t); e["subtype"] != "message_deleted" || e["deleted_ts"] != ts {
		t.Errorf("event = %v", e)
	}
}

func TestClearOnCloseTakesTheWholeStack(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, func(p object) string {
		if p["type"] == "view_submission" {
			return `{"response_action":"push","view":` + fmt.Sprintf(card, "top", "Top", `"clear_on_close":true,`) + `}`
		}
		return ""
	})
	go s.Slash(t.Context(), "UADA", "CGEN", "/stretch", "")
	id := wantOK(t, call(t, s, "views.open", "trigger_id", a.next(t)["trigger_id"].(string), "view", aCard("root")))["view"].(object)["id"].(string)
	fine(t, s.Submit(t.Context(), "UADA", id, nil))
	a.next(t)
	fine(t, s.CloseView(t.Context(), "UADA", s.TopView("UADA").ID))
	if p := a.next(t); p["is_cleared"] != true || s.TopView("UADA") != nil {
		t.Errorf("payload = %v", p)
	}
}

func TestAnswersThatMakeNoSenseAreRefused(t *testing.T) {
	var heard []string
	s, _ := start(t, func(c *slacksim.Config) { c.Unknown = func(what string) { heard = append(heard, what) } })
	a := runApp(t, s, nil)
	address := hook(t, s, a, "CGEN")
	for body, want := range map[string]string{
		`{`:                                    "invalid_payload",
		`{"text":"x","volume":11}`:             "invalid_payload",
		`{"text":"x","response_type":"all"}`:   "invalid_payload",
		`{"text":"x","replace_original":true}`: "invalid_payload", // there is no original
		`{"text":""}`:                          "no_text",
	} {
		if resp, got := post(t, address, "application/json", body, ""); resp.StatusCode != http.StatusNotFound || got["error"] != want {
			t.Errorf("%s = %d %v, want %s", body, resp.StatusCode, got, want)
		}
	}
	if len(heard) != 3 {
		t.Errorf("heard %q", heard)
	}
	if o := s.Slash(t.Context(), "UADA", "CGEN", "/stretch", ""); o.Err != "" {
		t.Errorf("slash = %+v", o)
	}
}

func TestABadAnswerInTheAckIsShown(t *testing.T) {
	s, _ := start(t)
	runApp(t, s, func(object) string { return `{"text":"x","blocks":[{"type":"section"}]}` })
	if o := s.Slash(t.Context(), "UADA", "CGEN", "/stretch", ""); o.Err != `/stretch failed with the error "invalid_blocks"` {
		t.Errorf("slash = %+v", o)
	}
}

func TestInChannelAloneShowsTheCommand(t *testing.T) {
	s, _ := start(t)
	runApp(t, s, func(object) string { return `{"response_type":"in_channel"}` })
	fine(t, s.Slash(t.Context(), "UADA", "CGEN", "/stretch", "neck"))
	if d := cmp.Diff([]string{"/stretch neck"}, texts(s.Screen("UBEN", "CGEN"))); d != "" {
		t.Error(d)
	}
}

func TestWhatIsTypedIsEscapedAsSlackDoes(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	for typed, want := range map[string]string{
		"hello @Catcow.":            "hello <@U0CATCOW>.",
		"@ben, @nobody, a@ben.de":   "<@UBEN>, @nobody, a@ben.de",
		"in #general and #back, #7": "in <#CGEN|general> and <#GBACK|>, #7",
		"1 < 2 & 3 > 2":             "1 &lt; 2 &amp; 3 &gt; 2",
		"<@UBEN> <#CGEN|general>":   "<@UBEN> <#CGEN|general>",
		"see https://a.example/?b":  "see <https://a.example/?b>",
		"schedule mon-thu 3pm":      "schedule mon-thu 3pm",
		"\u2018cat cow\u2019":       "\u2018cat cow\u2019",
	} {
		go s.Slash(t.Context(), "UADA", "CGEN", "/stretch", typed)
		e := c.next("slash_commands")
		c.ack(e)
		var p struct{ Text string }
		if err := json.Unmarshal(e.Payload, &p); err != nil || p.Text != want {
			t.Errorf("%q came as %q, want %q", typed, p.Text, want)
		}
	}
}

func TestWhatPeopleAreInTheWorkspace(t *testing.T) {
	s, _ := start(t)
	marks := func() map[string]bool {
		got := map[string]bool{}
		u := wantOK(t, call(t, s, "users.info", "user", "UADA"))["user"].(object)
		for _, mark := range []string{"is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "is_stranger"} {
			if u[mark] == true {
				got[mark] = true
			}
		}
		got["elsewhere"] = u["team_id"] != "T0TEAM"
		return got
	}
	for _, c := range []struct {
		user slacksim.User
		want map[string]bool
	}{
		{slacksim.User{}, map[string]bool{"elsewhere": false}},
		{slacksim.User{Admin: true}, map[string]bool{"is_admin": true, "elsewhere": false}},
		{slacksim.User{Owner: true}, map[string]bool{"is_admin": true, "is_owner": true, "elsewhere": false}},
		{slacksim.User{Restricted: true}, map[string]bool{"is_restricted": true, "elsewhere": false}},
		{slacksim.User{UltraRestricted: true}, map[string]bool{"is_restricted": true, "is_ultra_restricted": true, "elsewhere": false}},
		{slacksim.User{Stranger: true}, map[string]bool{"is_stranger": true, "elsewhere": true}},
	} {
		c.user.ID, c.user.Name = "UADA", "ada"
		s.AddUser(c.user)
		if got := marks(); !maps.Equal(got, c.want) {
			t.Errorf("%+v is %v, want %v", c.user, got, c.want)
		}
	}
}
