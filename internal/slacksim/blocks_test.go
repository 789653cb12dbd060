package slacksim_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catcow/internal/slacksim"
)

func section(text string) string {
	return fmt.Sprintf(`{"type":"section","text":{"type":"mrkdwn","text":%q}}`, text)
}

func many(n int, one string) string {
	return strings.Join(strings.Split(strings.Repeat(one+"\x00", n), "\x00")[:n], ",")
}

func numbered(n int, format string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(all, ",")
}

func long(n int) string { return strings.Repeat("é", n) }

const plainX = `{"type":"plain_text","text":"x"}`

func actionsOf(elements string) string { return `{"type":"actions","elements":[` + elements + `]}` }

func inputOf(element string) string {
	return `{"type":"input","label":` + plainX + `,"element":` + element + `}`
}

func TestBlocksOfAMessageAreCheckedAsSlackDoes(t *testing.T) {
	option := `{"text":` + plainX + `,"value":"v%d"}`
	for _, test := range []struct{ name, blocks, want string }{
		{"a section may have 3000 characters", section(long(3000)), ""},
		{"and no more", section(long(3001)), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{"no text is empty", section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		{"fifty blocks", many(50, section("x")), ""},
		{"fifty-one blocks", many(51, section("x")), "no more than 50 items allowed [json-pointer:/blocks]"},
		{"a section needs something", `{"type":"section"}`, "missing required field: text [json-pointer:/blocks/0]"},
		{"a section has ten fields", `{"type":"section","fields":[` + many(11, plainX) + `]}`,
			"no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
		{"a field is shorter", `{"type":"section","fields":[{"type":"mrkdwn","text":"` + long(2001) + `"}]}`,
			"must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"},
		{"a header is plain", `{"type":"header","text":{"type":"mrkdwn","text":"x"}}`, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"},
		{"a header is short", `{"type":"header","text":{"type":"plain_text","text":"` + long(151) + `"}}`,
			"must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
		{"a header has levels", `{"type":"header","text":` + plainX + `,"level":5}`, "must be less than 5 [json-pointer:/blocks/0/level]"},
		{"nothing extra", `{"type":"divider","style":"bold"}`, "invalid additional property: style [json-pointer:/blocks/0]"},
		{"no emoji in mrkdwn", `{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}`,
			"invalid additional property: emoji [json-pointer:/blocks/0/text]"},
		{"block ids differ", `{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}`,
			"`block_id` \"a\" already exists [json-pointer:/blocks/1/block_id]"},
		{"block ids are short", `{"type":"divider","block_id":"` + long(256) + `"}`,
			"must be less than 256 characters [json-pointer:/blocks/0/block_id]"},
		{"action ids differ in a block", actionsOf(many(2, `{"type":"button","action_id":"a","text":`+plainX+`}`)),
			"`action_id` \"a\" already exists [json-pointer:/blocks/0/elements/1/action_id]"},
		{"but not between blocks", many(2, actionsOf(`{"type":"button","action_id":"a","text":`+plainX+`}`)), ""},
		{"twenty-five elements", actionsOf(numbered(26, `{"type":"button","action_id":"a%d","text":`+plainX+`}`)),
			"no more than 25 items allowed [json-pointer:/blocks/0/elements]"},
		{"some element", actionsOf(""), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"},
		{"a button is short", actionsOf(`{"type":"button","text":{"type":"plain_text","text":"` + long(76) + `"}}`),
			"must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
		{"a button is plain", actionsOf(`{"type":"button","text":{"type":"mrkdwn","text":"x"}}`),
			"unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]"},
		{"a button has two styles", actionsOf(`{"type":"button","style":"default","text":` + plainX + `}`),
			"must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"},
		{"a button's value", actionsOf(`{"type":"button","value":"` + long(2001) + `","text":` + plainX + `}`),
			"must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"},
		{"a button's label", actionsOf(`{"type":"button","accessibility_label":"` + long(76) + `","text":` + plainX + `}`),
			"must be less than 76 characters [json-pointer:/blocks/0/elements/0/accessibility_label]"},
		{"a value is a string", actionsOf(`{"type":"button","value":7,"text":` + plainX + `}`),
			"must provide a string [json-pointer:/blocks/0/elements/0/value]"},
		{"a dialog is whole", actionsOf(`{"type":"button","text":` + plainX + `,"confirm":{"title":` + plainX + `,"text":` + plainX + `,"confirm":` + plainX + `}}`),
			"missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]"},
		{"no text field among buttons", actionsOf(`{"type":"plain_text_input","action_id":"a"}`),
			"unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"},
		{"a hundred options", actionsOf(`{"type":"static_select","options":[` + numbered(101, option) + `]}`),
			"no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		{"options or groups", actionsOf(`{"type":"static_select","action_id":"a"}`),
			"missing required field: options [json-pointer:/blocks/0/elements/0]"},
		{"an overflow has five", actionsOf(`{"type":"overflow","options":[` + numbered(6, option) + `]}`),
			"no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		{"radio buttons have ten", actionsOf(`{"type":"radio_buttons","options":[` + numbered(11, option) + `]}`),
			"no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		{"an option is short", actionsOf(`{"type":"checkboxes","options":[{"text":{"type":"plain_text","text":"` + long(76) + `"},"value":"v"}]}`),
			"must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]"},
		{"a first choice is among them", actionsOf(`{"type":"static_select","initial_option":{"text":` + plainX + `,"value":"no"},"options":[` + numbered(2, option) + `]}`),
			"must be one of the provided options [json-pointer:/blocks/0/elements/0/initial_option]"},
		{"a placeholder is short", actionsOf(`{"type":"datepicker","placeholder":{"type":"plain_text","text":"` + long(151) + `"}}`),
			"must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]"},
		{"a date is a date", actionsOf(`{"type":"datepicker","initial_date":"3 March"}`),
			`input must match regex pattern: ^\d{4}-\d{2}-\d{2}$ [json-pointer:/blocks/0/elements/0/initial_date]`},
		{"a context has ten", `{"type":"context","elements":[` + many(11, plainX) + `]}`,
			"no more than 10 items allowed [json-pointer:/blocks/0/elements]"},
		{"an image speaks", `{"type":"image","image_url":"https://x.example/a.png"}`, "missing required field: alt_text [json-pointer:/blocks/0]"},
		{"an image's words", `{"type":"image","image_url":"https://x.example/a.png","alt_text":"` + long(2001) + `"}`,
			"must be less than 2001 characters [json-pointer:/blocks/0/alt_text]"},
		{"an unknown file", `{"type":"image","slack_file":{"id":"F1"},"alt_text":"x"}`, "invalid slack file [json-pointer:/blocks/0/slack_file]"},
		{"a number only in forms", inputOf(`{"type":"number_input","is_decimal_allowed":false}`),
			"unsupported type: number_input [json-pointer:/blocks/0/element/type]"},
		{"an input may stand in a message", inputOf(`{"type":"plain_text_input","action_id":"a"}`), ""},
		{"rich text", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x","style":{"bold":true}}]}]}]}`, ""},
		{"rich text in a list", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"text","text":"x"}]}]}`,
			"unsupported type: text [json-pointer:/blocks/0/elements/0/elements/0/type]"},
		{"rich text with everything", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://x.example"},` +
			`{"type":"emoji","name":"cat"},{"type":"user","user_id":"UADA"},{"type":"channel","channel_id":"CGEN"},{"type":"broadcast","range":"here"},` +
			`{"type":"date","timestamp":1,"format":"{date}"},{"type":"color","value":"#fff"},{"type":"usergroup","usergroup_id":"S1"}]},` +
			`{"type":"rich_text_quote","elements":[{"type":"text","text":"x"}]},{"type":"rich_text_preformatted","elements":[{"type":"text","text":"x"}]}]}`, ""},
		{"rich text is an object", `{"type":"rich_text","elements":["x"]}`, "must provide an object [json-pointer:/blocks/0/elements/0]"},
		{"a list has a style", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"dots","elements":[]}]}`,
			"must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"},
		{"a context has texts and images", `{"type":"context","elements":[{"type":"image","image_url":"https://x.example/a.png","alt_text":"x"},` + plainX + `]}`, ""},
		{"an image has one source", `{"type":"image","alt_text":"x"}`, "must define exactly one of `image_url` and `slack_file` [json-pointer:/blocks/0]"},
		{"an image's address", `{"type":"image","alt_text":"x","image_url":"cat.png"}`, "must be a valid URL [json-pointer:/blocks/0/image_url]"},
		{"an image as accessory", `{"type":"section","text":` + plainX + `,"accessory":{"type":"image","image_url":"https://x.example/a.png","alt_text":"x"}}`, ""},
		{"an image has no action", `{"type":"section","text":` + plainX + `,"accessory":{"type":"image","action_id":"a","image_url":"https://x.example/a.png","alt_text":"x"}}`,
			"invalid additional property: action_id [json-pointer:/blocks/0/accessory]"},
		{"a flag is a boolean", `{"type":"section","expand":"yes","text":` + plainX + `}`, "must provide a boolean [json-pointer:/blocks/0/expand]"},
		{"a level is whole", `{"type":"header","level":1.5,"text":` + plainX + `}`, "must provide an integer [json-pointer:/blocks/0/level]"},
		{"a level begins at one", `{"type":"header","level":0,"text":` + plainX + `}`, "must be greater than 0 [json-pointer:/blocks/0/level]"},
		{"elements are a list", `{"type":"actions","elements":{}}`, "must provide an array [json-pointer:/blocks/0/elements]"},
		{"a text is an object", `{"type":"section","text":"x"}`, "must provide an object [json-pointer:/blocks/0/text]"},
		{"verbatim is for mrkdwn", `{"type":"section","text":{"type":"plain_text","text":"x","verbatim":true}}`,
			"invalid additional property: verbatim [json-pointer:/blocks/0/text]"},
		{"a block has a type", `{"text":` + plainX + `}`, "missing required field: type [json-pointer:/blocks/0]"},
		{"an element has a type", actionsOf(`{"text":` + plainX + `}`), "missing required field: type [json-pointer:/blocks/0/elements/0]"},
		{"a block is an object", `"x"`, "must provide an object [json-pointer:/blocks/0]"},
		{"option groups", actionsOf(`{"type":"static_select","option_groups":[{"label":` + plainX + `,"options":[` + numbered(2, option) + `]}]}`), ""},
		{"an option group has a label", actionsOf(`{"type":"static_select","option_groups":[{"options":[` + numbered(2, option) + `]}]}`),
			"missing required field: label [json-pointer:/blocks/0/elements/0/option_groups/0]"},
		{"options and groups", actionsOf(`{"type":"static_select","options":[` + numbered(2, option) + `],"option_groups":[{"label":` + plainX + `,"options":[` + numbered(2, option) + `]}]}`),
			"must define exactly one of `options` and `option_groups` [json-pointer:/blocks/0/elements/0]"},
		{"an option's value", actionsOf(`{"type":"overflow","options":[{"text":` + plainX + `,"value":"` + long(151) + `"}]}`),
			"must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]"},
		{"a pie", `{"type":"data_visualization","title":"x","chart":{"type":"pie","segments":[{"label":"a","value":1}]}}`, ""},
		{"a pie of nothing", `{"type":"data_visualization","title":"x","chart":{"type":"pie","segments":[{"label":"a","value":0}]}}`,
			"must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]"},
		{"an unknown chart", `{"type":"data_visualization","title":"x","chart":{"type":"donut"}}`, "unsupported type: donut [json-pointer:/blocks/0/chart/type]"},
		{"two charts", many(2, chartOf(`{"label":"Mon","value":3}`)), ""},
		{"three charts", many(3, chartOf(`{"label":"Mon","value":3}`)), "no more than 2 data_visualization blocks allowed [json-pointer:/blocks/2]"},
		{"a chart's values are numbers", chartOf(`{"label":"Mon","value":"3"}`), "must provide a number [json-pointer:/blocks/0/chart/series/0/data/0/value]"},
		{"a chart", chartOf(`{"label":"Mon","value":3}`), ""},
		{"a card", cardOf(`"title":` + plainX), ""},
		{"a card of a line alone", cardOf(`"subtitle":` + plainX), "must define at least one of `hero_image`, `title`, `actions` and `body` [json-pointer:/blocks/0]"},
		{"a card's title", cardOf(`"title":{"type":"mrkdwn","text":"` + long(151) + `"}`), "must be less than 151 characters [json-pointer:/blocks/0/title/text]"},
		{"a card's body", cardOf(`"body":{"type":"mrkdwn","text":"` + long(201) + `"}`), "must be less than 201 characters [json-pointer:/blocks/0/body/text]"},
		{"a card has two buttons", cardOf(`"actions":[` + many(2, `{"type":"button","text":`+plainX+`}`) + `]`), ""},
		{"and no more", cardOf(`"actions":[` + many(3, `{"type":"button","text":`+plainX+`}`) + `]`), "no more than 2 items allowed [json-pointer:/blocks/0/actions]"},
		{"and no menu", cardOf(`"actions":[{"type":"overflow","options":[` + fmt.Sprintf(option, 1) + `]}]`), "unsupported type: overflow [json-pointer:/blocks/0/actions/0/type]"},
		{"a card's picture has words", cardOf(`"hero_image":{"type":"image","image_url":"https://a.example/x.png"}`), "missing required field: alt_text [json-pointer:/blocks/0/hero_image]"},
		{"a card's picture is there", cardOf(`"hero_image":{"type":"image","slack_file":{"id":"F0NOWHERE1"},"alt_text":"x"}`), "invalid slack file [json-pointer:/blocks/0/hero_image/slack_file]"},
		{"a card has one icon", cardOf(`"title":` + plainX + `,"icon":{"type":"image","image_url":"https://a.example/x.png","alt_text":"x"},"slack_icon":{"type":"icon","name":"star"}`),
			"must define at most one of `icon` and `slack_icon` [json-pointer:/blocks/0]"},
		{"ten cards in a row", `{"type":"carousel","elements":[` + many(10, cardOf(`"title":`+plainX)) + `]}`, ""},
		{"eleven cards", `{"type":"carousel","elements":[` + many(11, cardOf(`"title":`+plainX)) + `]}`, "no more than 10 items allowed [json-pointer:/blocks/0/elements]"},
		{"no cards", `{"type":"carousel","elements":[]}`, "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"},
		{"a row of other things", `{"type":"carousel","elements":[{"type":"divider"}]}`, "unsupported type: divider [json-pointer:/blocks/0/elements/0/type]"},
		{"a chart has no gaps", chartOf(`{"label":"Mon","value":null}`), "missing required field: value [json-pointer:/blocks/0/chart/series/0/data/0]"},
		{"a chart has its points", chartOf(`{"label":"Tue","value":3}`),
			"must have exactly one point per category [json-pointer:/blocks/0/chart/series/0/data]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, _ := start(t)
			a := call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", "["+test.blocks+"]")
			if test.want == "" {
				wantOK(t, a)
				return
			}
			want := object{"ok": false, "error": "invalid_blocks", "errors": []any{test.want},
				"response_metadata": object{"messages": []any{"[ERROR] " + test.want}}}
			if d := cmp.Diff(want, a); d != "" {
				t.Error(d)
			}
		})
	}
}

func cardOf(members string) string { return `{"type":"card",` + members + `}` }

func chartOf(points string) string {
	return `{"type":"data_visualization","title":"Check-ins","chart":{"type":"line","series":[{"name":"stiffness","data":[` + points +
		`]}],"axis_config":{"categories":["Mon"],"x_label":"day"}}}`
}

func TestViewsAreCheckedAsSlackDoes(t *testing.T) {
	head := `{"type":"modal","title":` + plainX + `,"submit":` + plainX + `,"blocks":[`
	for _, test := range []struct{ name, view, want string }{
		{"a plain one", head + `]}`, ""},
		{"a title is short", `{"type":"modal","title":{"type":"plain_text","text":"` + long(25) + `"},"blocks":[]}`,
			"must be less than 25 characters [json-pointer:/view/title/text]"},
		{"a title is needed", `{"type":"modal","blocks":[]}`, "missing required field: title [json-pointer:/view]"},
		{"an input wants a submit button", `{"type":"modal","title":` + plainX + `,"blocks":[{"type":"divider"},{"type":"divider"},` + inputOf(`{"type":"plain_text_input"}`) + `]}`,
			"must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/2/input]"},
		{"metadata is short", head + `],"private_metadata":"` + long(3001) + `"}`, "must be less than 3001 characters [json-pointer:/view/private_metadata]"},
		{"a hundred blocks", head + many(101, section("x")) + `]}`, "no more than 100 items allowed [json-pointer:/view/blocks]"},
		{"a Home tab is no form", `{"type":"home","blocks":[]}`, "unsupported type: home [json-pointer:/view/type]"},
		{"no chart in a form", head + chartOf(`{"label":"Mon","value":3}`) + `]}`, "unsupported type: data_visualization [json-pointer:/view/blocks/0/type]"},
		{"no card in a form", head + cardOf(`"title":`+plainX) + `]}`, "unsupported type: card [json-pointer:/view/blocks/0/type]"},
		{"one focus", head + inputOf(`{"type":"plain_text_input","focus_on_load":true}`) + "," + inputOf(`{"type":"plain_text_input","focus_on_load":true}`) + `]}`,
			"only one element may have `focus_on_load` [json-pointer:/view/blocks/1/element/focus_on_load]"},
		{"a number says whether decimal", head + inputOf(`{"type":"number_input"}`) + `]}`,
			"missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]"},
		{"a length in range", head + inputOf(`{"type":"plain_text_input","max_length":3001}`) + `]}`,
			"must be less than 3001 [json-pointer:/view/blocks/0/element/max_length]"},
		{"blocks are a list", `{"type":"modal","title":` + plainX + `,"blocks":{}}`, "must provide an array [json-pointer:/view/blocks]"},
		{"blocks are needed", `{"type":"modal","title":` + plainX + `,"blocks":null}`, "missing required field: blocks [json-pointer:/view]"},
		{"a conversation is chosen", head + inputOf(`{"type":"conversations_select","filter":{"include":["public","spam"]}}`) + `]}`,
			"must be a valid enum value [json-pointer:/view/blocks/0/element/filter/include/1]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, _ := start(t)
			a := call(t, s, "views.open", "trigger_id", pull(t, s, "UADA"), "view", test.view)
			if test.want == "" {
				wantOK(t, a)
				return
			}
			var first any
			if meta, ok := a["response_metadata"].(object); ok {
				first = meta["messages"].([]any)[0]
			}
			if a["error"] != "invalid_arguments" || first != "[ERROR] "+test.want {
				t.Errorf("answer = %v, want %s", a, test.want)
			}
		})
	}
}

func TestMissingIDsAreFilledInAndOthersKept(t *testing.T) {
	s, _ := start(t)
	a := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x",
		"blocks", `[`+section("hi")+`,{"type":"actions","block_id":"mine","elements":[{"type":"button","text":`+plainX+`}]}]`))
	blocks := a["message"].(object)["blocks"].([]any)
	if id, _ := blocks[0].(object)["block_id"].(string); id == "" {
		t.Error("no block_id was made")
	}
	if d := cmp.Diff(object{"type": "mrkdwn", "text": "hi", "verbatim": false}, blocks[0].(object)["text"]); d != "" {
		t.Error(d)
	}
	if blocks[1].(object)["block_id"] != "mine" {
		t.Errorf("block_id = %v", blocks[1].(object)["block_id"])
	}
	button := blocks[1].(object)["elements"].([]any)[0].(object)
	if id, _ := button["action_id"].(string); id == "" || button["text"].(object)["emoji"] != true {
		t.Errorf("button = %v", button)
	}
}

func TestBlocksThatAreNoListAreRefused(t *testing.T) {
	s, _ := start(t)
	wantError(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", "{"), "invalid_blocks_format")
}

func TestAnUnknownBlockIsLoud(t *testing.T) {
	var heard []string
	s, _ := start(t, func(c *slacksim.Config) { c.Unknown = func(what string) { heard = append(heard, what) } })
	a := call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", `[{"type":"hologram"},`+actionsOf(`{"type":"lever"}`)+`]`)
	wantError(t, a, "invalid_blocks")
	if d := cmp.Diff([]string{"block type hologram", "element type lever"}, heard); d != "" {
		t.Error(d)
	}
}

func TestAWorkspaceMayRefuseABlock(t *testing.T) {
	s, _ := start(t)
	s.Fault(func(f *slacksim.Faults) { f.RefuseBlocks = []string{"data_visualization"} })
	blocks := `[` + chartOf(`{"label":"Mon","value":3}`) + `]`
	a := call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", blocks)
	if d := cmp.Diff([]any{"unsupported type: data_visualization [json-pointer:/blocks/0/type]"}, a["errors"]); d != "" {
		t.Error(d)
	}
	a = call(t, s, "views.publish", "user_id", "UADA", "view", `{"type":"home","blocks":`+blocks+`}`)
	wantError(t, a, "invalid_arguments")
	s.Fault(func(f *slacksim.Faults) { f.RefuseBlocks = nil })
	wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", blocks))
}

// pull makes a trigger_id: the app is sent a slash command over a socket of the test's own.
func pull(t *testing.T, s *slacksim.Server, user string) string {
	t.Helper()
	c := connect(t, s)
	before := s.Sockets() - 1
	defer func() {
		c.conn.Close()
		await(t, s, "end of the socket", func() bool { return s.Sockets() == before })
	}()
	go s.Slash(t.Context(), user, "CGEN", "/stretch", "")
	e := c.next("slash_commands")
	c.ack(e)
	var p struct {
		TriggerID string `json:"trigger_id"`
	}
	if err := json.Unmarshal(e.Payload, &p); err != nil || p.TriggerID == "" {
		t.Fatalf("payload %s", e.Payload)
	}
	return p.TriggerID
}

func TestAButtonOnACardIsPressed(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	one := func(id string) string {
		return cardOf(`"title":` + plainX + `,"actions":[{"type":"button","action_id":"` + id + `","value":"v-` + id + `","text":` + plainX + `}]`)
	}
	blocks := `[` + one("a") + `,{"type":"carousel","elements":[` + one("b") + `,` + one("c") + `]}]`
	ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", blocks))["ts"].(string)
	for _, id := range []string{"a", "c"} {
		pressed := make(chan slacksim.Outcome, 1)
		go func() { pressed <- s.Press(t.Context(), "UADA", slacksim.At{Channel: "CGEN", TS: ts}, id) }()
		var e envelope
		if err := c.conn.ReadJSON(&e); err != nil {
			t.Fatal(err)
		}
		c.conn.WriteMessage(1, []byte(`{"envelope_id":"`+e.EnvelopeID+`"}`))
		fine(t, <-pressed)
		if !strings.Contains(string(e.Payload), `"value":"v-`+id+`"`) {
			t.Errorf("%s: %s", id, e.Payload)
		}
	}
}
