package demo

import (
	"encoding/json"
	"strconv"
	"strings"
)

// rich is a paragraph, list, quotation or code block of a rich_text block.
type rich struct {
	Kind   string // rich_text_section, rich_text_quote, rich_text_preformatted, bullet, ordered
	Spans  []span
	Items  [][]span
	Indent int
	Start  int // ordered: the first number
}

// rich reads one part of a rich_text block.
func (n names) rich(raw json.RawMessage) rich {
	var j jsonRich
	if err := json.Unmarshal(raw, &j); err != nil {
		return rich{Kind: "unreadable"}
	}
	r := rich{Kind: j.Type, Indent: j.Indent, Start: j.Offset + 1}
	if j.Type != "rich_text_list" {
		r.Spans = n.inline(j.Elements)
		return r
	}
	r.Kind = "bullet"
	if string(j.Style) == `"ordered"` {
		r.Kind = "ordered"
	}
	for _, raw := range j.Elements {
		var item jsonRich
		if err := json.Unmarshal(raw, &item); err == nil {
			r.Items = append(r.Items, n.inline(item.Elements))
		}
	}
	return r
}

func (n names) inline(elements []json.RawMessage) []span {
	var all []span
	for _, raw := range elements {
		var j jsonRich
		if err := json.Unmarshal(raw, &j); err != nil {
			continue
		}
		var s span
		switch j.Type {
		case "text":
			s = span{Kind: "text", Text: j.Text}
		case "link":
			label := j.Text
			if label == "" {
				label = j.URL
			}
			s = link(j.URL, []span{{Kind: "text", Text: label}})
		case "user":
			s = span{Kind: "mention", Text: "@" + n.person(j.User)}
		case "channel":
			s = span{Kind: "mention", Text: "#" + n.channel(j.Channel)}
		case "broadcast":
			s = span{Kind: "mention", Text: "@" + j.Range}
		case "emoji":
			s = span{Kind: "text", Text: emoji(j.Unicode, j.Name)}
		default:
			s = span{Kind: "text", Text: "[" + j.Type + "]"}
		}
		var style struct{ Bold, Italic, Strike, Code bool }
		if json.Unmarshal(j.Style, &style) == nil {
			if style.Code {
				s = span{Kind: "code", Text: j.Text}
			}
			for _, look := range []struct {
				on   bool
				kind string
			}{{style.Strike, "s"}, {style.Italic, "i"}, {style.Bold, "b"}} {
				if look.on {
					s = span{Kind: look.kind, Kids: []span{s}}
				}
			}
		}
		all = append(all, s)
	}
	return all
}

// emoji is the character where Slack named it, and its name between colons otherwise.
func emoji(codes, name string) string {
	var s string
	for code := range strings.SplitSeq(codes, "-") {
		n, err := strconv.ParseInt(code, 16, 32)
		if err != nil {
			return ":" + name + ":"
		}
		s += string(rune(n))
	}
	return s
}
