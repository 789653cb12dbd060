package commands

import (
	"slices"
	"strings"

	"catcow/internal/care"
)

// Urgent says that a request is about somebody's safety, or ends what comes to
// them: it is answered however many came before it.
func Urgent(r Request) bool {
	switch r.What {
	case Typed:
		return urgentText(r.Text)
	case Pressed, Submitted, Called:
		return slices.Contains(urgent, r.Do) || r.Do == "type" && urgentText(r.Value) || care.Hear((&talk{r: r}).written()) != care.NoSign
	}
	return true
}

// urgent is what cannot wait, as typed or by what a button does. A score may be
// one that needs its card.
var urgent = []string{
	"help now", "when to get help", "help", "stop", "bad day", "checkin", "forget me", "privacy", "export", "don't store", "nostore", "forget",
	"wrong", "when", "read", "meant", "hurt", "pain", "ached", "score", "rescore", "word", "reword", "erase",
}

func urgentText(text string) bool {
	text = strings.TrimSpace(text)
	if _, ok := bareScore(text); ok || care.Hear(text) != care.NoSign {
		return true
	}
	c, rest, ok := find(text)
	if ok && c.words[0] == greeting && rest != "" {
		return urgentText(rest)
	}
	return ok && slices.Contains(urgent, c.words[0])
}
