package demo

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var fileLink = regexp.MustCompile(`href="(/file/[^"]+)"[^>]*>([^<]+)<`)

// Whoever has four weeks behind them takes all of it along as files, and is forgotten.
func TestDemoGivesAPersonTheirDataAndForgetsThem(t *testing.T) {
	v := visitor{t, openAt(t, noon), url.Values{"as": {seasoned}, "in": {"D" + seasoned[1:]}}}
	v.post("/say", "text", "privacy")
	v.sees("What I hold about you")
	v.press("Export")
	page := v.sees("The same, for programs")
	links := fileLink.FindAllStringSubmatch(page, -1)
	if len(links) != 2 || !strings.HasSuffix(links[0][2], ".txt") || !strings.HasSuffix(links[1][2], ".json") {
		t.Fatalf("the files are %q", links)
	}
	if regexp.MustCompile(`name="ts" value="[^"]*">\s*</form>`).MatchString(page) {
		t.Error("above the files stands a message with nothing in it")
	}
	if text := v.page(http.Get(v.address + links[0][1])); !strings.Contains(text, "Everything Catcow holds about you") || !strings.Contains(text, "Sessions: ") {
		t.Errorf("the file to read says:\n%.500s", text)
	}
	v.post("/say", "text", "forget me")
	v.press("Erase it all")
	v.sees("I hold nothing about you any more")
	v.post("/say", "text", "privacy")
	if page := v.sees("What I hold about you"); regexp.MustCompile(`\d+ (session|check-in)s?( since|, from)`).MatchString(page) {
		t.Error("something of the four weeks is still held")
	}
}
