//go:build browser

package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"catcow/content"
)

// Every chapter of the storybook fits a desk and a phone, and every picture in it is there.
// CATCOW_SHOTS has them as pictures. What hangs over by the rim of a piece of code is no cut.
func TestBrowserShowsTheStorybook(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	address := open(t)
	all, err := book{content: library}.chapters()
	if err != nil || len(all) < 40 {
		t.Fatal(len(all), err)
	}
	for _, width := range []int{1280, 390} {
		b := look(t, width, 900)
		for _, c := range all {
			b.do("open "+c.ID, chromedp.Navigate(address+"/storybook/"+c.ID))
			b.until("leaves of "+c.ID, "document.querySelectorAll('.leaf').length > 0")
			if wide := ask[float64](b, "document.documentElement.scrollWidth"); wide > float64(width) {
				t.Errorf("%s is %v wide on %d", c.ID, wide, width)
			}
			if n := ask[int](b, "document.querySelectorAll('.unknown').length"); n > 0 {
				t.Errorf("%s has %d things that the demo does not show", c.ID, n)
			}
			if cut := ask[string](b, `[...document.querySelectorAll(".desk button, .desk .text")].filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 8).map(e => e.innerText + " " + e.scrollWidth + ">" + e.clientWidth).join("; ")`); cut != "" {
				t.Errorf("%s at %d has texts that do not fit: %s", c.ID, width, cut)
			}
			if os.Getenv("CATCOW_SHOTS") != "" {
				png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
				if err == nil {
					err = os.WriteFile(filepath.Join(b.shots, fmt.Sprintf("book-%s-%d.png", c.ID, width)), png, 0o644)
				}
				if err != nil {
					t.Errorf("%s: %v", c.ID, err)
				}
			}
		}
	}
}
