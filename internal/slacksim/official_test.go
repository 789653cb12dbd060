package slacksim

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

type thing = map[string]any

func words(kind string, n int) thing { return thing{"type": kind, "text": strings.Repeat("x", n)} }

func many[T any](n int, one func(i int) T) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = one(i)
	}
	return all
}

func named(n int) string { return string(rune('a'+n%26)) + string(rune('a'+n/26)) }

func choices(n int) []any {
	return many(n, func(i int) thing { return thing{"text": words("plain_text", 1), "value": named(i)} })
}

func in(kind string, e thing) thing { // an element in a block that takes it
	if kind == "input" {
		return thing{"type": "input", "label": words("plain_text", 1), "element": e}
	}
	return thing{"type": "actions", "elements": []any{e}}
}

func aButton(key string, value any) thing {
	b := thing{"type": "button", "text": words("plain_text", 1)}
	b[key] = value
	return in("actions", b)
}

func choice(kind string, option thing) thing {
	return in("input", thing{"type": kind, "options": []any{option}})
}

func asking(key string, n int) thing {
	c := thing{"title": words("plain_text", 1), "text": words("plain_text", 1), "confirm": words("plain_text", 1), "deny": words("plain_text", 1)}
	c[key] = words("plain_text", n)
	return aButton("confirm", c)
}

func text(n int) string { return strings.Repeat("x", n) }

// limited makes, for each limit of the file, a block with n of what is limited.
var limited = map[string]func(n int) any{
	"blocks.*.block_id":   func(n int) any { return thing{"type": "divider", "block_id": text(n)} },
	"blocks.section.text": func(n int) any { return thing{"type": "section", "text": words("mrkdwn", n)} },
	"blocks.section.fields": func(n int) any {
		return thing{"type": "section", "fields": many(n, func(int) thing { return words("mrkdwn", 1) })}
	},
	"blocks.section.field_text": func(n int) any { return thing{"type": "section", "fields": []any{words("mrkdwn", n)}} },
	"blocks.header.text":        func(n int) any { return thing{"type": "header", "text": words("plain_text", n)} },
	"blocks.header.level":       func(n int) any { return thing{"type": "header", "text": words("plain_text", 1), "level": n} },
	"blocks.actions.elements": func(n int) any {
		return thing{"type": "actions", "elements": many(n, func(i int) thing {
			return thing{"type": "button", "text": words("plain_text", 1), "action_id": named(i)}
		})}
	},
	"blocks.context.elements": func(n int) any {
		return thing{"type": "context", "elements": many(n, func(int) thing { return words("mrkdwn", 1) })}
	},
	"blocks.image.alt_text": func(n int) any { return thing{"type": "image", "image_url": "https://x.org", "alt_text": text(n)} },
	"blocks.image.image_url": func(n int) any {
		return thing{"type": "image", "image_url": ("https://" + text(n))[:n], "alt_text": "x"}
	},
	"blocks.image.title": func(n int) any {
		return thing{"type": "image", "image_url": "https://x.org", "alt_text": "x", "title": words("plain_text", n)}
	},
	"blocks.input.label": func(n int) any {
		return thing{"type": "input", "label": words("plain_text", n), "element": thing{"type": "plain_text_input"}}
	},
	"blocks.input.hint": func(n int) any {
		return thing{"type": "input", "label": words("plain_text", 1), "hint": words("plain_text", n), "element": thing{"type": "plain_text_input"}}
	},
	"blocks.card.title": func(n int) any { return thing{"type": "card", "title": words("mrkdwn", n)} },
	"blocks.card.subtitle": func(n int) any {
		return thing{"type": "card", "title": words("mrkdwn", 1), "subtitle": words("mrkdwn", n)}
	},
	"blocks.card.body": func(n int) any { return thing{"type": "card", "body": words("mrkdwn", n)} },
	"blocks.card.actions": func(n int) any {
		return thing{"type": "card", "title": words("mrkdwn", 1), "actions": many(n, func(i int) thing {
			return thing{"type": "button", "text": words("plain_text", 1), "action_id": named(i)}
		})}
	},
	"blocks.carousel.elements": func(n int) any {
		return thing{"type": "carousel", "elements": many(n, func(int) thing { return thing{"type": "card", "title": words("mrkdwn", 1)} })}
	},
	"elements.*.action_id": func(n int) any { return aButton("action_id", text(n)) },
	"elements.*.placeholder": func(n int) any {
		return in("input", thing{"type": "plain_text_input", "placeholder": words("plain_text", n)})
	},
	"elements.button.text":                func(n int) any { return aButton("text", words("plain_text", n)) },
	"elements.button.value":               func(n int) any { return aButton("value", text(n)) },
	"elements.button.url":                 func(n int) any { return aButton("url", text(n)) },
	"elements.button.accessibility_label": func(n int) any { return aButton("accessibility_label", text(n)) },
	"elements.overflow.options":           func(n int) any { return in("actions", thing{"type": "overflow", "options": choices(n)}) },
	"elements.static_select.options":      func(n int) any { return in("actions", thing{"type": "static_select", "options": choices(n)}) },
	"elements.multi_static_select.options": func(n int) any {
		return in("input", thing{"type": "multi_static_select", "options": choices(n)})
	},
	"elements.checkboxes.options":             func(n int) any { return in("input", thing{"type": "checkboxes", "options": choices(n)}) },
	"elements.radio_buttons.options":          func(n int) any { return in("input", thing{"type": "radio_buttons", "options": choices(n)}) },
	"elements.plain_text_input.max_length":    func(n int) any { return in("input", thing{"type": "plain_text_input", "max_length": n}) },
	"elements.plain_text_input.min_length":    func(n int) any { return in("input", thing{"type": "plain_text_input", "min_length": n}) },
	"elements.plain_text_input.initial_value": func(n int) any { return in("input", thing{"type": "plain_text_input", "initial_value": text(n)}) },
	"elements.option.text":                    func(n int) any { return choice("checkboxes", thing{"text": words("plain_text", n), "value": "x"}) },
	"elements.option.value":                   func(n int) any { return choice("checkboxes", thing{"text": words("plain_text", 1), "value": text(n)}) },
	"elements.option.description": func(n int) any {
		return choice("checkboxes", thing{"text": words("plain_text", 1), "value": "x", "description": words("plain_text", n)})
	},
	"elements.option_group.label": func(n int) any {
		return in("actions", thing{"type": "static_select", "option_groups": []any{thing{"label": words("plain_text", n), "options": choices(1)}}})
	},
	"elements.confirm.title":   func(n int) any { return asking("title", n) },
	"elements.confirm.text":    func(n int) any { return asking("text", n) },
	"elements.confirm.confirm": func(n int) any { return asking("confirm", n) },
	"elements.confirm.deny":    func(n int) any { return asking("deny", n) },
}

// official is the file of limits.
func official(t *testing.T) map[string]map[string]map[string]any {
	t.Helper()
	data, err := os.ReadFile("testdata/limits.json")
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]json.RawMessage
	all := map[string]map[string]map[string]any{"blocks": nil, "elements": nil, "surface": nil}
	if err := json.Unmarshal(data, &parts); err != nil {
		t.Fatal(err)
	}
	for name := range all {
		var part map[string]map[string]any
		if err := json.Unmarshal(parts[name], &part); err != nil {
			t.Fatal(name, err)
		}
		all[name] = part
	}
	return all
}

// bounds are the least and the most of a limit; a lone number is the most.
func bounds(v any) (least, most int, ok bool) {
	switch v := v.(type) {
	case float64:
		return -1, int(v), true
	case []any:
		if len(v) == 2 {
			low, ok1 := v[0].(float64)
			high, ok2 := v[1].(float64)
			return int(low), int(high), ok1 && ok2
		}
	}
	return 0, 0, false
}

func refuses(t *testing.T, surface string, v any) []string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return Check(surface, raw)
}

// The fake takes what the file of limits allows, and refuses one more: so whatever passes the
// fake, in any test, keeps to the file.
func TestTheFakeHoldsTheOfficialLimits(t *testing.T) {
	file := official(t)
	for path, with := range limited {
		names := strings.Split(path, ".")
		limit := file[names[0]][names[1]][names[2]]
		least, most, ok := bounds(limit)
		if !ok {
			t.Errorf("%s is not in the file: %v", path, limit)
			continue
		}
		if found := refuses(t, "message", []any{with(most)}); found != nil {
			t.Errorf("%s: %d is refused: %q", path, most, found)
		}
		if refuses(t, "message", []any{with(most + 1)}) == nil {
			t.Errorf("%s: %d is taken, and %d is the most", path, most+1, most)
		}
		if least > 0 && refuses(t, "message", []any{with(least - 1)}) == nil {
			t.Errorf("%s: %d is taken, and %d is the least", path, least-1, least)
		}
	}
	for surface, limits := range file["surface"] {
		_, most, _ := bounds(limits["max_blocks"])
		list := func(n int) any {
			blocks := many(n, func(int) thing { return thing{"type": "divider"} })
			switch surface {
			case "message":
				return blocks
			case "modal":
				return thing{"type": "modal", "title": words("plain_text", 1), "blocks": blocks}
			}
			return thing{"type": "home", "blocks": blocks}
		}
		if found := refuses(t, surface, list(most)); found != nil {
			t.Errorf("%d blocks in a %s: %q", most, surface, found)
		}
		if refuses(t, surface, list(most+1)) == nil {
			t.Errorf("%d blocks in a %s are taken", most+1, surface)
		}
	}
	for _, name := range []string{"title", "submit", "close", "callback_id", "external_id", "private_metadata"} {
		_, most, _ := bounds(file["surface"]["modal"][name])
		view := func(n int) any {
			v := thing{"type": "modal", "title": words("plain_text", 1), "blocks": []any{}}
			if v[name] = text(n); most == 24 {
				v[name] = words("plain_text", n)
			}
			return v
		}
		if found := refuses(t, "modal", view(most)); most == 0 || found != nil {
			t.Errorf("a %s of %d: %q", name, most, found)
		}
		if refuses(t, "modal", view(most+1)) == nil {
			t.Errorf("a %s of %d is taken", name, most+1)
		}
	}
}

// elsewhere are limits of kinds that the fake knows, and that the table above leaves out.
var elsewhere = map[string]string{
	"blocks.data_visualization":            "chart_test and blocks_test hold charts, whose limits changed within a year",
	"elements.static_select.option_groups": "Catcow sends no groups", "elements.multi_static_select.option_groups": "Catcow sends no groups",
	"elements.multi_static_select.max_selected_items_min": "Catcow sets none", "elements.overflow.option_url": "Catcow sends no links in options",
	"elements.option.value_older": "the limit of years ago; blockkit keeps to it",
}

func TestNoLimitOfTheFileIsForgotten(t *testing.T) {
	file := official(t)
	blocks, elements := kinds()
	blocks["*"], elements["*"], elements["option"], elements["option_group"], elements["confirm"] = kind{}, kind{}, kind{}, kind{}, kind{}
	for part, known := range map[string]map[string]kind{"blocks": blocks, "elements": elements} {
		for name, limits := range file[part] {
			for limit, v := range limits {
				path := part + "." + name + "." + limit
				_, _, is := bounds(v)
				if _, there := known[name]; there && is && limited[path] == nil && elsewhere[path] == "" && elsewhere[part+"."+name] == "" {
					t.Errorf("%s: %v is held by no test", path, v)
				}
			}
		}
	}
}
