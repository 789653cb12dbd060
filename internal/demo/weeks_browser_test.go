//go:build browser

package demo

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A watcher is a walker with a browser.
type watcher struct{ browser }

func TestBrowserThreeWeeks(t *testing.T) {
	address := openAt(t, mondayMorning)
	b := look(t, 1280, 1000)
	b.do("open the page", chromedp.Navigate(address+"/?"+chidi.Encode()))
	threeWeeks(watcher{b})
}

func TestBrowserADayOfTwelve(t *testing.T) {
	began := time.Now()
	address := run(t, Config{Now: func() time.Time { return nine.Add(time.Since(began)) }, more: crowd()})
	b := look(t, 1280, 1000)
	aDay(func(name, in string) walker {
		b.do("go on as "+name, chromedp.Navigate(address+"/?"+url.Values{"as": {"U0" + strings.ToUpper(name)}, "in": {in}}.Encode()))
		return watcher{b}
	})
}

func TestBrowserShowsThePastOnAPhoneInTheDark(t *testing.T) {
	address := openAt(t, mondayMorning)
	b := look(t, 390, 844, chromedp.Flag("blink-settings", "preferredColorScheme=0"))
	b.do("open the page", chromedp.Navigate(address+"/?"+chidi.Encode()))
	w := watcher{b}
	b.shot("past-phone-begin")
	for _, line := range []string{"streak why", "trend", "toolbox", "done seated turn", "settings"} {
		w.types(line)
		if wide := ask[float64](b, "document.documentElement.scrollWidth"); wide > 390 {
			t.Errorf("%s: the page is %v wide on a phone of 390", line, wide)
		}
		b.shot("past-phone-" + line)
	}
	w.presses("Change settings")
	w.fills("Kneeling")
	w.shot("past-phone-form")
	w.saves()
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

func (w watcher) lacks(text string) {
	w.t.Helper()
	if ask[bool](w.browser, `{ const all = [...document.querySelectorAll('article')];
		all.slice(all.findLastIndex(e => !e.classList.contains('bot')) + 1).some(e => e.innerText.includes(`+strconv.Quote(text)+`)) }`) {
		w.t.Errorf("%q stands there", text)
	}
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
	if !ask[bool](w.browser, "{ const r = document.querySelector('dialog footer').getBoundingClientRect(); r.height > 0 && r.bottom <= innerHeight; }") {
		w.t.Error("the buttons of the form are not in sight")
	}
	w.press("dialog footer", "Save")
	w.until("the form to answer", "!!document.querySelector('dialog:modal') && !document.querySelector('dialog .option')")
}

func (w watcher) closes() {
	w.t.Helper()
	w.press("dialog footer", "Close")
	w.until("the form to close", "!document.querySelector('dialog')")
}
