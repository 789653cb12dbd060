package operate

import (
	"io"
	"regexp"
)

// secrets is what no log and no error text may hold, wherever it comes from, and what stands
// in its place.
var secrets = []struct {
	is      *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`xox[a-z](\.xox[a-z])?-[\w%.-]+`), "xox?-…"},
	{regexp.MustCompile(`xapp-[\w%.-]+`), "xapp-…"},
	{regexp.MustCompile(`(?i)hooks\.slack(-gov)?\.com/[^\s"'\\<>]*`), "hooks.slack.com/…"},
	{regexp.MustCompile(`(https?://[^\s"'\\<>/]+)/(hooks|services|actions|commands|workflows)/[^\s"'\\<>]*`), "$1/$2/…"},
	{regexp.MustCompile(`wss?://[^\s"'\\<>]*`), "wss://…"},
	{regexp.MustCompile(`\bticket=[^\s"'\\<>&]*`), "ticket=…"},
}

// person is what Slack's ids of people and of direct messages look like.
var person = regexp.MustCompile(`\b[UWD][A-Z0-9]{8,14}\b`)

// Example is the id of nobody, which our own texts name.
const Example = "U012ABCDEF"

// Redacted is a text without tokens, addresses that are as good as a token, and ids of people.
// It is for texts that others wrote, such as errors of libraries: our own name nobody.
func Redacted(text string) string {
	for _, s := range secrets {
		text = s.is.ReplaceAllString(text, s.instead)
	}
	return person.ReplaceAllStringFunc(text, func(id string) string {
		if id == Example {
			return id
		}
		return id[:1] + "…"
	})
}

// Redact is a writer that takes them out of every line, each of which comes in one Write.
func Redact(w io.Writer) io.Writer { return redacting{w} }

type redacting struct{ to io.Writer }

func (r redacting) Write(line []byte) (int, error) {
	if _, err := io.WriteString(r.to, Redacted(string(line))); err != nil {
		return 0, err
	}
	return len(line), nil
}
