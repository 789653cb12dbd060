package demo

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A span is a piece of text with one look. Only the template makes HTML of it, so nothing in it is ever markup.
type span struct {
	Kind string // text, b, i, s, code, pre, quote, link, mention
	Text string // text, code, pre, mention
	Href string // link: http, https or mailto
	Kids []span // b, i, s, quote, link
}

// names tells what the ids in messages stand for.
type names struct {
	people   map[string]string
	channels map[string]string
}

// mrkdwn reads Slack's markup. What it does not understand stays as it was typed.
func (n names) mrkdwn(s string) []span {
	var all []span
	for s != "" {
		if rest, ok := strings.CutPrefix(s, "```"); ok {
			if pre, after, ok := strings.Cut(rest, "```"); ok {
				all = append(all, span{Kind: "pre", Text: unescape(strings.Trim(pre, "\n"))})
				s = strings.TrimPrefix(after, "\n")
				continue
			}
		}
		line, rest, more := strings.Cut(s, "\n")
		if i := strings.Index(line, "```"); i > 0 && strings.Contains(s[i+3:], "```") {
			line, rest, more = s[:i], s[i:], false
		}
		quoted, ok := strings.CutPrefix(line, "&gt;")
		if !ok {
			quoted, ok = strings.CutPrefix(line, ">")
		}
		if ok {
			all = append(all, span{Kind: "quote", Kids: n.line(strings.TrimPrefix(quoted, " "))})
		} else {
			all = append(all, n.line(line)...)
			if more {
				all = append(all, span{Kind: "text", Text: "\n"})
			}
		}
		s = rest
	}
	return all
}

// looks are the delimiters of a look within a line.
var looks = map[byte]string{'*': "b", '_': "i", '~': "s", '`': "code"}

func (n names) line(s string) []span {
	var all []span
	plain := func(t string) {
		if t == "" {
			return
		}
		if last := len(all) - 1; last >= 0 && all[last].Kind == "text" {
			all[last].Text += unescape(t)
			return
		}
		all = append(all, span{Kind: "text", Text: unescape(t)})
	}
	start := 0
	for i := 0; i < len(s); {
		if s[i] == '<' {
			if j := strings.IndexByte(s[i:], '>'); j > 1 {
				plain(s[start:i])
				all = append(all, n.reference(s[i+1:i+j]))
				i += j + 1
				start = i
				continue
			}
		}
		if kind := looks[s[i]]; kind != "" && opens(s, i) {
			if j := closing(s, i); j > 0 {
				plain(s[start:i])
				if kind == "code" {
					all = append(all, span{Kind: kind, Text: unescape(s[i+1 : j])})
				} else {
					all = append(all, span{Kind: kind, Kids: n.line(s[i+1 : j])})
				}
				i = j + 1
				start = i
				continue
			}
		}
		i++
	}
	plain(s[start:])
	return all
}

// opens reports whether the delimiter at i may begin a look: at the edge of a word, with something behind it.
func opens(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	return (i == 0 || !word(before)) && i+1 < len(s) && s[i+1] != ' ' && s[i+1] != s[i]
}

// closing is the place of the delimiter that ends the look begun at i, or 0. One inside a reference does not count.
func closing(s string, i int) int {
	last := strings.LastIndexByte(s, '>')
	for j := i + 1; j < len(s); j++ {
		if s[j] == '<' && s[i] != '`' && j < last {
			j += strings.IndexByte(s[j:], '>')
			continue
		}
		after, _ := utf8.DecodeRuneInString(s[j+1:])
		if s[j] == s[i] && j > i+1 && s[j-1] != ' ' && (j+1 == len(s) || !word(after)) {
			return j
		}
	}
	return 0
}

func word(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// reference reads what stands between < and >: a person, a channel, a link, or something with a fallback.
func (n names) reference(s string) span {
	target, label, labelled := strings.Cut(s, "|")
	switch {
	case strings.HasPrefix(target, "@"):
		return span{Kind: "mention", Text: "@" + n.person(target[1:])}
	case strings.HasPrefix(target, "#"):
		return span{Kind: "mention", Text: "#" + n.channel(target[1:])}
	case strings.HasPrefix(target, "!"):
		if !labelled {
			label = "@" + target[1:]
		}
		return span{Kind: "mention", Text: unescape(label)}
	}
	if !labelled {
		label = target
	}
	return link(unescape(target), []span{{Kind: "text", Text: unescape(label)}})
}

// link is a link where the address is one that may be followed, and its bare label otherwise.
func link(address string, label []span) span {
	u, err := url.Parse(address)
	if err != nil || !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme) {
		return span{Kind: "i", Kids: label}
	}
	return span{Kind: "link", Href: address, Kids: label}
}

func (n names) person(id string) string {
	if name := n.people[id]; name != "" {
		return name
	}
	return "someone"
}

func (n names) channel(id string) string {
	if name := n.channels[id]; name != "" {
		return name
	}
	return "a private channel"
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

func unescape(s string) string { return entities.Replace(s) }
