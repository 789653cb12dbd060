//go:build browser

package demo

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
)

// within waits for a text in what the selector finds.
func (b browser) within(selector, text string) {
	b.t.Helper()
	b.until("to read "+text, "!!document.querySelector("+strconv.Quote(selector)+")?.innerText.includes("+strconv.Quote(text)+")")
}

func TestBrowserTakesThreeTapsAtHome(t *testing.T) {
	address := openAt(t, noon)
	b := look(t, 1280, 860)
	b.do("open Home", chromedp.Navigate(address+"/?as=U0BO&in=home"))
	b.within(".home", "Where do you mostly stretch?")
	b.shot("home-first")
	b.press(".home", "At a desk")
	b.within(".home", "One reminder a day?")
	b.shot("home-second")
	b.press(".home", "Yes, at 11:00")
	b.within(".home", "Your first move")
	b.shot("home-third")
	b.press(".home", "Start")
	b.within("dialog:modal", "Begin")
	b.shot("home-start")
	for _, label := range []string{"Begin", "Next", "Did it"} {
		b.press("dialog", label)
		b.within("dialog:modal", map[string]string{"Begin": "Next", "Next": "That was it", "Did it": "Logged:"}[label])
	}
	b.shot("home-did")
	b.press("dialog", "Close")
	b.within(".home", "You did something today already.")
	b.shot("home-after")
}

func TestBrowserShowsHomeAfterWeeks(t *testing.T) {
	for name, size := range map[string][2]int{"desk": {1280, 1500}, "phone": {390, 1900}, "dark": {900, 1500}} {
		t.Run(name, func(t *testing.T) {
			address := openAt(t, noon.AddDate(0, 0, 1))
			var scheme []chromedp.ExecAllocatorOption
			if name == "dark" {
				scheme = append(scheme, chromedp.Flag("blink-settings", "preferredColorScheme=0"))
			}
			b := look(t, size[0], size[1], scheme...)
			b.do("open the channel", chromedp.Navigate(address+"/?as=U0CHIDI&in=C0WELLNESS"))
			b.types("/stretch schedule weekdays 10:30 15:00")
			b.reads("weekdays at 10:30 and 15:00")
			b.do("open Home", chromedp.Navigate(address+"/?as=U0CHIDI&in=home"))
			b.within(".home", "Prompts of your channels")
			b.within(".home", "Your days")
			b.within(".home", "How your back feels")
			b.within(".home", "Something feels wrong")
			b.shot("home-" + name)
			if down := ask[float64](b, "document.getElementById('log').scrollTop"); down != 0 {
				t.Errorf("Home begins %v below its top", down)
			}
			if wide := ask[float64](b, "document.documentElement.scrollWidth"); wide > float64(size[0]) {
				t.Errorf("the page is %v wide on a screen of %d", wide, size[0])
			}
			for label, words := range map[string]string{
				"Settings": "Your settings", "My times": "Your times", "Everything else": "To read", "My data": "What I hold about you",
			} {
				b.press(".home", label)
				b.within("dialog:modal", words)
				b.shot("home-" + name + "-" + words)
				b.press("dialog", "Close")
				b.until("the form to go", "!document.querySelector('dialog')")
			}
			b.press(".home", "Something feels wrong")
			b.within("dialog:modal", "I've read this")
			b.press("dialog", "Close")
			b.within(".home", "I've read this")
			b.shot("home-" + name + "-locked")
			if ask[bool](b, "document.querySelector('.home').innerText.includes('Start')") {
				t.Error("a move is offered during a lock")
			}
		})
	}
}
