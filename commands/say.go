package commands

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"catcow/internal/habit"
)

// Plain lets a text stand for itself inside a message: nothing in it formats,
// links or mentions, and nothing turns round what stands beside it.
func Plain(text string) string {
	return plain.Replace(strings.Join(strings.Fields(strings.Map(visible, text)), " "))
}

// italic is a text in italics. An underscore in it would end them there.
func italic(text string) string {
	return "_" + strings.ReplaceAll(Plain(text), "\u200b_", "\uff3f") + "_"
}

// visible drops what cannot be seen; the joiners stay, for emoji are made of them.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r), r == '\u200c', r == '\u200d':
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf):
		return -1
	}
	return r
}

// Slack reads three characters as entities; the others format only beside a
// word, so a zero-width space before them makes them plain. One behind an @
// calls nobody, wherever the text is carried on to.
var plain = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	"*", "\u200b*", "_", "\u200b_", "~", "\u200b~", "`", "'", "@", "@\u200b",
)

// clip shortens a text to at most n characters.
func clip(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:n-1])) + "…"
}

// count is "1 day", "2 days".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// and joins words: "a", "a and b", "a, b and c".
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// onDay is a day as people say it: "today", "tomorrow", "Monday, 23 November".
func onDay(d, today habit.Day) string {
	switch d.Sub(today) {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	case -1:
		return "yesterday"
	}
	text := fmt.Sprintf("%s, %d %s", d.Weekday(), d.Date, d.Month)
	if d.Year != today.Year {
		text += fmt.Sprintf(" %d", d.Year)
	}
	return text
}

// at is an instant as people say it, in its own zone: "tomorrow at 10:30".
func at(when time.Time, today habit.Day) string {
	return onDay(habit.DayOf(when), today) + " at " + when.Format("15:04")
}

// when is a plan as people say it: "weekdays at 10:30 and 15:00, London time".
func when(p habit.Plan) string {
	var times []string
	for _, m := range p.At {
		times = append(times, m.String())
	}
	place := p.Zone[strings.LastIndexByte(p.Zone, '/')+1:]
	if place != "UTC" {
		place = strings.ReplaceAll(place, "_", " ") + " time"
	}
	return p.Days.String() + " at " + and(times) + ", " + place
}

// capital begins a sentence.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return strings.ToUpper(string(r)) + text[n:]
}

// about is a length of time, roundly: "about 45 seconds", "about 2 minutes".
func about(seconds int) string {
	if seconds < 100 {
		return fmt.Sprintf("about %d seconds", seconds)
	}
	if seconds%60 == 30 || seconds < 120 {
		return fmt.Sprintf("about %g minutes", float64((seconds+15)/30)/2)
	}
	return "about " + count((seconds+30)/60, "minute")
}
