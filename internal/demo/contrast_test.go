package demo

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// luminance is the relative luminance of a colour like #2f6b5c, as WCAG 2 defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("%q is no colour", colour)
	}
	linear := func(c uint64) float64 {
		v := float64(c&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}

func TestTextCanBeReadInLightAndInDark(t *testing.T) {
	css, err := files.ReadFile("page.css")
	if err != nil {
		t.Fatal(err)
	}
	roots := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	if len(roots) != 2 {
		t.Fatalf("%d palettes, want the light and the dark one", len(roots))
	}
	colours := map[string]string{"white": "#fff"}
	for i, name := range []string{"light", "dark"} {
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]+);`).FindAllStringSubmatch(roots[i][1], -1) {
			colours[m[1]] = m[2]
		}
		for _, pair := range []string{
			"ink on paper", "ink on panel", "ink on card", "ink on mist",
			"soft on paper", "soft on panel", "soft on card", "soft on mist",
			"green on paper", "green on card", "on-green on green", "on-green on green-deep", "green-deep on mist",
			"red on paper", "red on card", "paper on red",
			"line1 on card", "line2 on card", "line3 on card", "line4 on card", "line5 on card", "line6 on card",
			"white on tone1", "white on tone2", "white on tone3", "white on tone4", "white on tone5",
		} {
			text, ground, _ := strings.Cut(pair, " on ")
			a, b := luminance(t, colours[text]), luminance(t, colours[ground])
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("%s: %s (%s on %s) has a contrast of %.2f, want 4.5", name, pair, colours[text], colours[ground], ratio)
			}
		}
	}
}
