package operate

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// canaries are what must not come through, as they stand in errors of libraries.
var canaries = []string{
	"xoxb-123-456-SeCret", "xoxe.xoxp-1-SeCret", "xapp-1-A0-1-SeCret",
	"https://hooks.slack.com/commands/T0/1/SeCret", "https://hooks.slack.com/services/T0/B0/SeCret?x=SeCret",
	"hooks.slack-gov.com/actions/T0/SeCret", "http://127.0.0.1:4000/hooks/1/SeCret",
	"wss://wss-primary.slack.com/link/?ticket=SeCret&app_id=1", "ticket=SeCret", "U0SeCret1"[:2] + "SECRET12", "W0SECRET12", "D0SECRET12",
}

// Whatever stands around it, no token, no response_url, no ticket and no id of a person comes through.
func TestWhatIsSecretDoesNotComeThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringMatching(`[ :"'(\\/=]?`).Draw(t, "before")
		secret := rapid.SampledFrom(canaries).Draw(t, "secret")
		after := rapid.SampledFrom([]string{"", " and more", `"`, `\"`, "'", ">", ": EOF", "\n", ")"}).Draw(t, "after")
		var out bytes.Buffer
		line := `{"why":"Post ` + before + secret + after + ` the end"}`
		if n, err := Redact(&out).Write([]byte(line)); n != len(line) || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		if strings.Contains(strings.ToLower(out.String()), "secret") || !strings.HasSuffix(out.String(), `the end"}`) {
			t.Fatalf("%s\nbecomes\n%s", line, &out)
		}
	})
}

// The errors that Go's own library makes of a response_url hold all of it.
func TestErrorsOfTheNetworkAreCleaned(t *testing.T) {
	err := fmt.Errorf("answering: %w", &url.Error{Op: "Post", URL: "https://hooks.slack.com/commands/T0/1/SeCret", Err: errors.New("EOF")})
	if !strings.Contains(err.Error(), "SeCret") {
		t.Fatal("nothing is there to be taken out")
	}
	if got := Redacted(err.Error()); got != `answering: Post "https://hooks.slack.com/…": EOF` {
		t.Errorf("it becomes %s", got)
	}
}

func TestWhatIsNoSecretStays(t *testing.T) {
	for _, text := range []string{
		`{"user":"3f9ac01b22","channel":"C0TEAM0001","key":"prompt/C1/2026-11-25T10:30","took":0.25}`,
		"UTC", "WARNING", "DEADLINE_EXCEEDED", "catcow: bolt: open /var/lib/catcow/catcow.db: timeout",
		"SLACK_APP_TOKEN is not set: it begins with xapp and stands at api.slack.com/apps", "dial tcp 127.0.0.1:9090: connection refused",
	} {
		if got := Redacted(text); got != text {
			t.Errorf("%s becomes %s", text, got)
		}
	}
}
