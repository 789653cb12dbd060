package main

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// section is what stands below that heading of a document.
func section(t *testing.T, file, heading string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no section %q", file, heading)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	return rest
}

// firstCells are what the first cells of a table name.
func firstCells(text string) (names []string) {
	for line := range strings.Lines(text) {
		if cells := strings.Split(line, "|"); len(cells) > 3 {
			for _, name := range ticked.FindAllString(cells[1], -1) {
				names = append(names, strings.Trim(name, "`"))
			}
		}
	}
	return names
}

// What the page for IT departments says of scopes and events is what the manifest asks for.
func TestThePageForITNamesWhatTheManifestAsksFor(t *testing.T) {
	data, err := manifestJSON()
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
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
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	scopes := slices.Concat(m.OAuth.Scopes.Bot, m.OAuth.Scopes.Optional)
	const page = "docs/it-review.md"
	same(t, "the scopes of the page for IT", append(scopes, "connections:write"), firstCells(section(t, page, "Scopes")))
	same(t, "the events of the page for IT", m.Settings.Events.Bot, firstCells(section(t, page, "Events")))
	for _, without := range []string{"chat:write.public", "channels:history", "groups:history", "users:read.email"} {
		if slices.Contains(scopes, without) {
			t.Errorf("the page says that Catcow does not have %s", without)
		}
	}
}

// hosts are the hosts that stand in the code of a package.
func hosts(files []*ast.File) (all []string) {
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, err := strconv.Unquote(lit.Value)
				for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" <>|\"'`\n()", r) }) {
					if u, bad := url.Parse(word); err == nil && bad == nil && u.Scheme != "" && strings.Trim(u.Host, ".") != "" && strings.Contains(u.Host, ".") {
						all = append(all, u.Host)
					}
				}
			}
			return true
		})
	}
	return all
}

// No code of ours calls a host that the page does not name. Slack's own hosts come from
// Slack: with each connection, each command and each upload.
func TestNoCodeNamesAnotherHostThanSlack(t *testing.T) {
	shown := []string{"findahelpline.com"} // a link in a safety card, for people
	for pkg, files := range source(t, ".") {
		if strings.HasPrefix(pkg, "internal/slacksim") || strings.HasPrefix(pkg, "internal/demo") {
			continue // loopback alone
		}
		for _, host := range hosts(files) {
			if !slices.Contains(shown, host) && host != "slack.com" && !strings.HasSuffix(host, ".slack.com") {
				t.Errorf("package %q names the host %s", pkg, host)
			}
		}
	}
	if !slices.Contains(hosts(source(t, ".")["commands"]), "findahelpline.com") {
		t.Error("no host was found at all")
	}
	network := strings.Join(firstCells(section(t, "docs/it-review.md", "Network")), " ")
	for _, host := range []string{"slack.com", "wss-*.slack.com", "hooks.slack.com", "files.slack.com"} {
		if !strings.Contains(network, host) {
			t.Errorf("the page for IT names no %s", host)
		}
	}
}
