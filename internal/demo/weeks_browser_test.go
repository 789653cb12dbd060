//go:build browser

package demo

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
)

// A watcher is a walker with a browser.
type watcher struct{ browser }

func TestBrowserThreeWeeks(t *testing.T) {
	b := look(t, 1280, 1000)
	b.do("open the page", chromedp.Navigate(openAt(t, mondayMorning)+"/?"+chidi.Encode()))
	threeWeeks(watcher{b})
}

// count is how many messages stand there, all told.
func (w watcher) count() int {
	return ask[int](w.browser, "document.querySelectorAll('article').length")
}

func (w watcher) types(line string) {
	w.t.Helper()
	before := w.count()
	w.browser.types(line)
	w.until("Catcow to answer "+line, fmt.Sprintf("document.querySelectorAll('article').length >= %d", before+2))
}

func (w watcher) presses(label string) {
	w.t.Helper()
	find := fmt.Sprintf("[...document.querySelectorAll('#log button')].findLast(e => e.innerText.trim() === %q)", label)
	w.until("the button "+label, "!!"+find)
	w.do("press "+label, chromedp.Click(chromedp.JSPath(find)))
}

func (w watcher) reads(text string) {
	w.t.Helper()
	w.until("to read "+text, `{ const all = [...document.querySelectorAll('article')];
		all.slice(all.findLastIndex(e => !e.classList.contains('bot')) + 1).some(e => e.innerText.includes(`+strconv.Quote(text)+`)) }`)
}

func (w watcher) moves(to string) {
	w.t.Helper()
	before := ask[string](w.browser, "document.querySelector('.face time').dateTime")
	w.click(".steps button[value=" + to + "]")
	w.until("time to move", "document.querySelector('.face time').dateTime !== "+strconv.Quote(before)+" && !document.body.classList.contains('busy')")
}

func (w watcher) fills(label string) {
	w.t.Helper()
	w.until("the option "+label, fmt.Sprintf(`{
		const text = e => (e.querySelector('span') || e).firstChild.textContent.trim();
		const found = [...document.querySelectorAll('dialog :is(label.option, option)')].find(e => text(e) === %q);
		if (found instanceof HTMLOptionElement) found.selected = true; else found?.querySelector('input').click();
		found?.scrollIntoView({ block: 'center' });
		!!found;
	}`, label))
}

func (w watcher) saves() {
	w.t.Helper()
	w.press("dialog footer", "Save")
	w.until("the form to answer", "!!document.querySelector('dialog:modal') && !document.querySelector('dialog .option')")
}

func (w watcher) closes() {
	w.t.Helper()
	w.press("dialog footer", "Close")
	w.until("the form to close", "!document.querySelector('dialog')")
}
