//go:build browser

package demo

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The library as cards, and a session from one of them, at both widths.
func TestBrowserGoesFromACardToTheEndOfASession(t *testing.T) {
	for _, c := range []struct {
		shot          string
		width, height int
	}{{"cards", 1280, 1100}, {"cards-phone", 390, 844}} {
		address := openAt(t, noon)
		b := look(t, c.width, c.height)
		b.do("open the page", chromedp.Navigate(address))
		b.types("/stretch list floor")
		b.until("cards", "document.querySelectorAll('.cards .card').length == 6")
		if wide := ask[float64](b, "document.documentElement.scrollWidth"); wide > float64(c.width) {
			t.Errorf("%s: the page is %v wide", c.shot, wide)
		}
		if hidden := ask[int](b, "[...document.querySelectorAll('.card')].filter(c => c.scrollHeight > c.clientHeight + 1 || c.querySelectorAll('button').length != 2).length"); hidden != 0 {
			t.Errorf("%s: %d cards do not show all of theirs", c.shot, hidden)
		}
		b.shot(c.shot)
		const click = "[...document.querySelectorAll('.card button')].find(b => b.getAttribute('aria-label').startsWith('Start Bridge')).click()"
		ask[any](b, click)
		for _, label := range []string{"Begin", "Next", "Did it"} {
			b.until(label, "document.querySelector('dialog footer .primary')?.textContent == '"+label+"'")
			if low := ask[float64](b, "document.querySelector('dialog').getBoundingClientRect().bottom"); low > float64(c.height) {
				t.Errorf("%s: the form ends at %v", label, low)
			}
			b.shot(c.shot + "-" + label)
			ask[any](b, "document.querySelector('dialog footer .primary').click()")
		}
		b.until("how it was", "document.querySelector('dialog .body')?.textContent.includes('How was it?')")
		b.shot(c.shot + "-done")
	}
}
