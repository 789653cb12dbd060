package slacksim

import (
	"crypto/rand"
	"encoding/json"
	"regexp"
	"strings"
)

var (
	atName    = regexp.MustCompile(`\B@[\pL\pN]+(?:[._-]+[\pL\pN]+)*`)
	hashName  = regexp.MustCompile(`#[\pL\pN_-]+`)
	bareURL   = regexp.MustCompile(`https?://[^\s<>|]+`)
	slackMark = regexp.MustCompile(`<(?:[@#!][^<>]*|(?:https?|mailto):[^<>]*)>`)
)

// escape turns what a person types into what Slack sends: mentions, channels and links in angle brackets, everything
// else with &, < and > as entities.
func (s *Server) escape(text string) string {
	var out strings.Builder
	from := 0
	for _, at := range slackMark.FindAllStringIndex(text, -1) {
		out.WriteString(s.escapePlain(text[from:at[0]]))
		out.WriteString(text[at[0]:at[1]])
		from = at[1]
	}
	out.WriteString(s.escapePlain(text[from:]))
	return out.String()
}

func (s *Server) escapePlain(text string) string {
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	text = bareURL.ReplaceAllString(text, "<$0>")
	text = atName.ReplaceAllStringFunc(text, func(name string) string {
		if strings.EqualFold(name[1:], s.manifest.Features.BotUser.Name) {
			return "<@" + botUser + ">"
		}
		for _, id := range s.userOrder {
			if strings.EqualFold(s.users[id].Name, name[1:]) {
				return "<@" + id + ">"
			}
		}
		return name
	})
	return hashName.ReplaceAllStringFunc(text, func(name string) string {
		for _, id := range s.chanOrder {
			if c := s.channels[id]; c.Name == name[1:] && c.Private {
				return "<#" + id + "|>"
			} else if c.Name == name[1:] && !c.IM {
				return "<#" + id + "|" + c.Name + ">"
			}
		}
		return name
	})
}

var userMark = regexp.MustCompile(`<@([A-Z0-9]+)>`)

// richText is the block that Slack makes of a typed message.
func richText(text string) json.RawMessage {
	entities := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
	parts := []any{}
	add := func(t string) {
		if t != "" {
			parts = append(parts, map[string]any{"type": "text", "text": entities.Replace(t)})
		}
	}
	from := 0
	for _, at := range userMark.FindAllStringSubmatchIndex(text, -1) {
		add(text[from:at[0]])
		parts = append(parts, map[string]any{"type": "user", "user_id": text[at[2]:at[3]]})
		from = at[1]
	}
	add(text[from:])
	return json.RawMessage(encode(map[string]any{"type": "rich_text", "block_id": rand.Text()[:5],
		"elements": []any{map[string]any{"type": "rich_text_section", "elements": parts}}}))
}
