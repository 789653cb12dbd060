package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"catcow/bot"
	"catcow/commands"
	"catcow/internal/slacksim"
)

// optional are the scopes that whoever installs the app may leave out.
var optional = []string{"files:read", "files:write"}

// scopesOf is which scopes Slack wants for an event or a method.
var scopesOf = map[string][]string{
	"app_home_opened":       {},
	"app_mention":           {"app_mentions:read"},
	"member_joined_channel": {"channels:read", "groups:read"},
	"member_left_channel":   {"channels:read", "groups:read"},
	"message.im":            {"im:history"},
	"user_change":           {"users:read"},
	"channel_archive":       {"channels:read"},
	"channel_unarchive":     {"channels:read"},
	"channel_deleted":       {"channels:read"},
	"channel_id_changed":    {"channels:read"},
	"group_archive":         {"groups:read"},
	"group_unarchive":       {"groups:read"},
	"group_deleted":         {"groups:read"},
	"app_uninstalled":       {},
	"tokens_revoked":        {},

	"auth.test":             {},
	"apps.connections.open": {}, // the app-level token's own
	"response_url":          {},
	"chat.postMessage":      {"chat:write"},
	"chat.postEphemeral":    {"chat:write"},
	"chat.update":           {"chat:write"},
	"users.info":            {"users:read"},
	"dnd.info":              {"dnd:read"},
	"users.conversations":   {"channels:read", "groups:read"},
	"views.open":            {},
	"views.update":          {},
	"views.publish":         {},

	"files.getUploadURLExternal":   {"files:write"},
	"files.completeUploadExternal": {"files:write"},
	"files.delete":                 {"files:write"},
	"upload":                       {}, // of what it was given an address for
	"chat.delete":                  {"chat:write"},
	"conversations.history":        {"im:history"},
	"conversations.replies":        {"im:history"},
	"files.info":                   {"files:read"},
}

type manifestFile struct {
	Features struct {
		SlashCommands []struct{ Command string } `json:"slash_commands"`
		Shortcuts     []struct {
			CallbackID string `json:"callback_id"`
		}
	}
	OAuth struct {
		Scopes struct {
			Bot      []string
			Optional []string `json:"bot_optional"`
		}
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			Bot []string `json:"bot_events"`
		} `json:"event_subscriptions"`
	}
}

// manifestIsExact compares the manifest with what a whole conversation used:
// nothing is missing, and nothing is asked for that nobody needs.
func manifestIsExact(t *testing.T, calls []slacksim.Call) {
	t.Helper()
	data, err := manifestJSON()
	if err != nil {
		t.Fatal(err)
	}
	var m manifestFile
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	same(t, "events", m.Settings.Events.Bot, bot.Handles())
	var shortcuts []string
	for _, s := range m.Features.Shortcuts {
		shortcuts = append(shortcuts, s.CallbackID)
	}
	same(t, "shortcuts", shortcuts, []string{commands.Shortcut})
	if c := m.Features.SlashCommands; len(c) != 1 || c[0].Command != "/stretch" {
		t.Errorf("the manifest's commands are %v, want /stretch", c)
	}

	scopes := []string{"commands"}
	uses := bot.Handles()
	for _, call := range calls {
		uses = append(uses, call.Method)
	}
	for _, use := range uses {
		needs, known := scopesOf[use]
		if !known {
			t.Errorf("say in scopesOf which scopes %s needs", use)
		}
		scopes = append(scopes, needs...)
	}
	same(t, "scopes", slices.Concat(m.OAuth.Scopes.Bot, m.OAuth.Scopes.Optional), scopes)
	same(t, "optional scopes", m.OAuth.Scopes.Optional, optional)
}

// mentions is what would call somebody, or everybody, also within JSON.
var mentions = regexp.MustCompile(`(?i)(<|\\u003c)[@!]|@(here|channel|everyone|group)\b`)

// nobodyIsCalled looks through what a whole conversation sent.
func nobodyIsCalled(t *testing.T, calls []slacksim.Call) {
	t.Helper()
	said := 0
	for _, call := range calls {
		for name, values := range call.Args {
			said += len(values)
			if text := strings.Join(values, " "); mentions.MatchString(text) {
				t.Errorf("%s calls somebody, in %s: %s", call.Method, name, text)
			}
		}
	}
	if said == 0 || !mentions.MatchString(`"text":"\u003c!here>"`) {
		t.Error("nothing was looked through")
	}
}

func same(t *testing.T, what string, manifest, code []string) {
	t.Helper()
	slices.Sort(manifest)
	slices.Sort(code)
	if code = slices.Compact(code); !slices.Equal(manifest, code) {
		t.Errorf("%s: the manifest names %v, the code uses %v", what, manifest, code)
	}
}

func TestManifestFitsSlacksSchemas(t *testing.T) {
	const folder = "../shared/reference/slack/schemas"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("Slack's manifest schemas are not part of this repository; they are looked for in ../shared")
	}
	data, err := manifestJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"manifest.schema.1.0.0.json", "manifest.schema.2.0.0.json"} {
		compiler := jsonschema.NewCompiler()
		compiler.UseRegexpEngine(withoutLookahead)
		schema, err := compiler.Compile(filepath.Join(folder, name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		check := func(change func(map[string]any)) error {
			var document map[string]any
			if err := json.Unmarshal(data, &document); err != nil {
				t.Fatal(err)
			}
			change(document)
			return schema.Validate(document)
		}
		if err := check(func(map[string]any) {}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		// The check itself is checked: it notices what Slack would refuse.
		if check(func(m map[string]any) { m["surprise"] = true }) == nil {
			t.Errorf("%s lets an unknown key pass", name)
		}
		if check(func(m map[string]any) {
			m["display_information"].(map[string]any)["name"] = "A name that is longer than Slack allows a name to be"
		}) == nil {
			t.Errorf("%s lets a long name pass", name)
		}
	}
}

// withoutLookahead compiles the schemas' patterns. Go's have no lookahead; the
// one that two of them begin with only narrows domain names, which our
// manifest does not hold.
func withoutLookahead(pattern string) (jsonschema.Regexp, error) {
	return regexp.Compile(strings.ReplaceAll(pattern, `(?![\.\-])`, ""))
}
