//go:build browser

package demo

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The form of a channel's schedule: a mistake is named beside its field, and what
// was written stays.
func TestBrowserSetsAScheduleByItsForm(t *testing.T) {
	address := openAt(t, noon.AddDate(0, 0, 1))
	b := look(t, 1280, 1500)
	b.do("open the page", chromedp.Navigate(address))
	b.types("/stretch schedule weekdays 10:30 15:00")
	b.reads("Undo")
	b.types("/stretch schedule")
	b.press("#log", "Change times")
	b.until("the form", "!!document.querySelector('dialog:modal textarea')")
	b.do("write dates", chromedp.SendKeys(chromedp.CSS("dialog textarea"), "Christmas: 25.12.2027"+kb.Enter+"all summer"))
	b.shot("schedule-form")
	b.press("dialog", "Save")
	b.until("the mistake to be named", "document.querySelector('dialog').innerText.includes('\"all summer\" is not a date')")
	if kept := ask[string](b, "document.querySelector('dialog textarea').value"); kept != "Christmas: 25.12.2027\nall summer" {
		t.Errorf("what was written is now %q", kept)
	}
	b.shot("schedule-mistake")
	b.press("dialog", "Post one now")
	b.until("to be told", "document.querySelector('dialog').innerText.includes('on its way')")
	b.reads("Stretch break")
	b.shot("schedule-posted")
}
