package slacksim

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// kind is what the fake knows of one type of block or element. Members are separated by spaces.
type kind struct {
	required, allowed string
	surfaces          string // where it may be; "" is everywhere
	run               func(c *checker, at string, m map[string]any)
}

func (k kind) on(surface string) bool { return k.surfaces == "" || word(k.surfaces, surface) }

const (
	inSection = "button static_select multi_static_select overflow checkboxes radio_buttons datepicker timepicker conversations_select image"
	inActions = "button static_select overflow checkboxes radio_buttons datepicker timepicker conversations_select multi_static_select"
	inInput   = "plain_text_input number_input static_select multi_static_select checkboxes radio_buttons datepicker timepicker conversations_select"
)

// kinds is a function, not a table, because the checks reach back into it.
func kinds() (blocks, elements map[string]kind) {
	blocks = map[string]kind{
		"section":            {allowed: "text fields accessory expand", run: section},
		"header":             {required: "text", allowed: "level", run: header},
		"divider":            {run: func(*checker, string, map[string]any) {}},
		"actions":            {required: "elements", run: actions},
		"context":            {required: "elements", run: contextBlock},
		"image":              {required: "alt_text", allowed: "image_url slack_file title", run: imageBlock},
		"input":              {required: "label element", allowed: "hint optional dispatch_action", run: input},
		"rich_text":          {required: "elements", run: richTextBlock},
		"data_visualization": {required: "title chart", surfaces: "message home", run: chart},
		"card":               {allowed: inCard, surfaces: "message home", run: card},
		"carousel":           {required: "elements", surfaces: "message home", run: carousel},
	}
	const choice = "confirm focus_on_load"
	elements = map[string]kind{
		"button":              {required: "text", allowed: "value url style confirm accessibility_label", run: button},
		"static_select":       {allowed: "placeholder options option_groups initial_option " + choice, run: selects(100, "initial_option")},
		"multi_static_select": {allowed: "placeholder options option_groups initial_options max_selected_items " + choice, run: selects(100, "initial_options")},
		"overflow":            {required: "options", allowed: "confirm", run: selects(5, "")},
		"checkboxes":          {required: "options", allowed: "initial_options " + choice, run: selects(10, "initial_options")},
		"radio_buttons":       {required: "options", allowed: "initial_option " + choice, run: selects(10, "initial_option")},
		"plain_text_input":    {allowed: "placeholder initial_value multiline min_length max_length dispatch_action_config focus_on_load", run: textInput},
		"number_input": {required: "is_decimal_allowed", surfaces: "modal", run: numberInput,
			allowed: "placeholder initial_value min_value max_value dispatch_action_config focus_on_load"},
		"datepicker": {allowed: "placeholder initial_date " + choice, run: picker("initial_date", dateForm)},
		"timepicker": {allowed: "placeholder initial_time timezone " + choice, run: picker("initial_time", timeForm)},
		"conversations_select": {run: conversations,
			allowed: "placeholder initial_conversation default_to_current_conversation response_url_enabled filter " + choice},
		"image": {required: "alt_text", allowed: "image_url slack_file", run: picture},
	}
	return blocks, elements
}

var (
	dateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	timeForm = regexp.MustCompile(`^\d{2}:\d{2}$`)
)

func section(c *checker, at string, m map[string]any) {
	if m["text"] == nil && m["fields"] == nil {
		c.fail(at, "missing required field: text")
	}
	c.words(at, m, "text", "", 3000)
	for i, f := range c.list(at, m, "fields", 1, 10) {
		c.textObject(fmt.Sprintf("%s/fields/%d", at, i), f, "", 2000)
	}
	c.flags(at, m, "expand")
	if v, there := m["accessory"]; there {
		c.within([]string{at + "/accessory"}, []any{v}, inSection)
	}
}

func header(c *checker, at string, m map[string]any) {
	c.words(at, m, "text", "plain_text", 150)
	c.number(at, m, "level", 1, 4)
}

func actions(c *checker, at string, m map[string]any) {
	list := c.list(at, m, "elements", 1, 25)
	c.within(places(at, list), list, inActions)
}

func contextBlock(c *checker, at string, m map[string]any) {
	for i, v := range c.list(at, m, "elements", 1, 10) {
		where := fmt.Sprintf("%s/elements/%d", at, i)
		if e, _ := v.(map[string]any); e != nil && e["type"] == "image" {
			c.object(where, v, "alt_text", "image_url slack_file")
			picture(c, where, e)
		} else {
			c.textObject(where, v, "", 2000)
		}
	}
}

func imageBlock(c *checker, at string, m map[string]any) {
	picture(c, at, m)
	c.words(at, m, "title", "plain_text", 2000)
}

func picture(c *checker, at string, m map[string]any) {
	c.text(at, m, "alt_text", 1, 2000)
	c.text(at, m, "image_url", 1, 3000)
	link, file := m["image_url"], m["slack_file"]
	if (link == nil) == (file == nil) {
		c.fail(at, "must define exactly one of `image_url` and `slack_file`")
	}
	if file != nil {
		of, _ := file.(map[string]any)
		if id, _ := of["id"].(string); !c.file(id) {
			c.fail(at+"/slack_file", "invalid slack file")
		}
	}
	if text, ok := link.(string); ok && !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
		c.fail(at+"/image_url", "must be a valid URL")
	}
}

func input(c *checker, at string, m map[string]any) {
	c.inputs = append(c.inputs, at+"/input")
	c.words(at, m, "label", "plain_text", 2000)
	c.words(at, m, "hint", "plain_text", 2000)
	c.flags(at, m, "optional", "dispatch_action")
	if v := m["element"]; v != nil {
		c.within([]string{at + "/element"}, []any{v}, inInput)
	}
}

func richTextBlock(c *checker, at string, m map[string]any) {
	for i, v := range c.list(at, m, "elements", 1, 1000) {
		c.rich(fmt.Sprintf("%s/elements/%d", at, i), v, "rich_text_section rich_text_list rich_text_quote rich_text_preformatted")
	}
}

// rich checks a part of rich text. kinds says what may be here.
func (c *checker) rich(at string, v any, kinds string) {
	const inline = "text link emoji user channel usergroup broadcast date color"
	m, ok := v.(map[string]any)
	if !ok {
		c.fail(at, "must provide an object")
		return
	}
	k, _ := m["type"].(string)
	if !word(kinds, k) {
		c.unsupported(at, k)
		return
	}
	inside, members := inline, ""
	switch k {
	case "rich_text_list":
		c.object(at, m, "elements style", "indent offset border")
		c.oneOf(at, m, "style", "bullet", "ordered")
		c.number(at, m, "indent", 0, 8)
		c.number(at, m, "border", 0, 1)
		inside = "rich_text_section"
	case "rich_text_preformatted":
		c.object(at, m, "elements", "border language")
		inside = "text link"
	case "rich_text_section", "rich_text_quote":
		c.object(at, m, "elements", "border")
	case "text":
		members = "text"
	case "link":
		members = "url"
	case "emoji":
		members = "name"
	case "user":
		members = "user_id"
	case "channel":
		members = "channel_id"
	case "usergroup":
		members = "usergroup_id"
	case "broadcast":
		members = "range"
	case "date":
		members = "timestamp format"
	case "color":
		members = "value"
	}
	if members != "" {
		c.object(at, m, members, "style text unsafe unicode skin_tone fallback url")
		c.text(at, m, "text", 1, 3000)
		return
	}
	for i, e := range c.list(at, m, "elements", 0, 1000) {
		c.rich(fmt.Sprintf("%s/elements/%d", at, i), e, inside)
	}
}

func button(c *checker, at string, m map[string]any) {
	c.words(at, m, "text", "plain_text", 75)
	c.text(at, m, "value", 0, 2000)
	c.text(at, m, "url", 1, 3000)
	c.text(at, m, "accessibility_label", 1, 75)
	c.oneOf(at, m, "style", "primary", "danger")
}

// confirm checks an element's confirmation dialog.
func (c *checker) confirm(at string, m map[string]any) {
	v, there := m["confirm"]
	if !there {
		return
	}
	at += "/confirm"
	if d := c.object(at, v, "title text confirm deny", "style"); d != nil {
		c.words(at, d, "title", "plain_text", 100)
		c.words(at, d, "text", "", 300)
		c.words(at, d, "confirm", "plain_text", 30)
		c.words(at, d, "deny", "plain_text", 30)
		c.oneOf(at, d, "style", "primary", "danger")
	}
}

// selects checks what has options: at most so many, and what is chosen at first among them.
func selects(most int, initial string) func(*checker, string, map[string]any) {
	return func(c *checker, at string, m map[string]any) {
		known := map[string]bool{}
		options := func(at string, holder map[string]any) {
			for i, o := range c.list(at, holder, "options", 1, most) {
				c.option(fmt.Sprintf("%s/options/%d", at, i), o, m["type"] == "overflow", known)
			}
		}
		_, groups := m["option_groups"]
		if m["options"] == nil && !groups {
			c.fail(at, "missing required field: options")
		}
		if m["options"] != nil && groups {
			c.fail(at, "must define exactly one of `options` and `option_groups`")
		}
		options(at, m)
		for i, g := range c.list(at, m, "option_groups", 1, 100) {
			where := fmt.Sprintf("%s/option_groups/%d", at, i)
			if group := c.object(where, g, "label options", ""); group != nil {
				c.words(where, group, "label", "plain_text", 75)
				options(where, group)
			}
		}
		c.number(at, m, "max_selected_items", 1, 100)
		first := []any{m[initial]}
		if initial == "initial_options" {
			first = c.list(at, m, initial, 1, most)
		}
		for _, v := range first {
			if o, ok := v.(map[string]any); ok && !known[fmt.Sprint(o["value"])] {
				c.fail(at+"/"+initial, "must be one of the provided options")
			}
		}
	}
}

func (c *checker) option(at string, v any, overflow bool, known map[string]bool) {
	allowed := "description"
	if overflow {
		allowed += " url"
	}
	o := c.object(at, v, "text value", allowed)
	if o == nil {
		return
	}
	c.words(at, o, "text", "", 75)
	c.words(at, o, "description", "", 75)
	c.text(at, o, "value", 1, 150)
	c.text(at, o, "url", 1, 3000)
	known[fmt.Sprint(o["value"])] = true
}

func textInput(c *checker, at string, m map[string]any) {
	c.text(at, m, "initial_value", 0, 3000)
	c.flags(at, m, "multiline")
	c.number(at, m, "min_length", 0, 3000)
	c.number(at, m, "max_length", 1, 3000)
	c.dispatchConfig(at, m)
}

func numberInput(c *checker, at string, m map[string]any) {
	c.flags(at, m, "is_decimal_allowed")
	c.dispatchConfig(at, m)
	for _, name := range []string{"initial_value", "min_value", "max_value"} {
		if text := c.text(at, m, name, 1, 255); text != "" {
			if _, err := strconv.ParseFloat(text, 64); err != nil {
				c.fail(at+"/"+name, "must be a number")
			}
		}
	}
}

func (c *checker) dispatchConfig(at string, m map[string]any) {
	if v, there := m["dispatch_action_config"]; there {
		c.object(at+"/dispatch_action_config", v, "", "trigger_actions_on")
	}
}

func picker(name string, form *regexp.Regexp) func(*checker, string, map[string]any) {
	return func(c *checker, at string, m map[string]any) {
		if text := c.text(at, m, name, 1, 10); text != "" && !form.MatchString(text) {
			c.fail(at+"/"+name, "input must match regex pattern: %s", form)
		}
		c.text(at, m, "timezone", 1, 100)
	}
}

func conversations(c *checker, at string, m map[string]any) {
	c.text(at, m, "initial_conversation", 1, 255)
	c.flags(at, m, "default_to_current_conversation", "response_url_enabled")
	if v, there := m["filter"]; there {
		f := c.object(at+"/filter", v, "", "include exclude_external_shared_channels exclude_bot_users")
		for i, kind := range c.list(at+"/filter", f, "include", 1, 4) {
			c.oneOf(at+"/filter/include", map[string]any{strconv.Itoa(i): kind}, strconv.Itoa(i), "im", "mpim", "private", "public")
		}
	}
}

func places(at string, list []any) []string {
	all := make([]string, len(list))
	for i := range list {
		all[i] = fmt.Sprintf("%s/elements/%d", at, i)
	}
	return all
}
