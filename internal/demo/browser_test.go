//go:build browser

package demo

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser is one window on the demo. CATCOW_CHROMIUM names the program; CATCOW_SHOTS a folder for the pictures.
type browser struct {
	t     *testing.T
	ctx   context.Context
	shots string
}

func look(t *testing.T, width, height int, more ...chromedp.ExecAllocatorOption) browser {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(cmp.Or(os.Getenv("CATCOW_CHROMIUM"), "chromium")),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(width, height), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.WSURLReadTimeout(hang),
	)
	ctx, stop := context.WithTimeout(context.Background(), 4*time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, append(options, more...)...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	var said sync.WaitGroup
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Errorf("close the browser: %v", err)
		}
		stop()
		said.Wait()
	})
	b := browser{t, ctx, cmp.Or(os.Getenv("CATCOW_SHOTS"), t.TempDir())}
	b.do("set the size", chromedp.EmulateViewport(int64(width), int64(height)))
	console := chromedp.Console(ctx)
	said.Go(func() {
		for m, err := range console {
			if err != nil {
				return // the browser is closed
			}
			if text := fmt.Sprint(m); !strings.HasPrefix(text, "info: ") { // such as that something had the focus already
				t.Errorf("the browser complains: %s", text)
			}
		}
	})
	return b
}

// do takes a step; once more where the page was drawn anew between finding an element
// and touching it, for then nothing has happened yet.
func (b browser) do(what string, step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	err := chromedp.Do(b.ctx, step)
	for tries := 0; err != nil && tries < 5 && strings.Contains(err.Error(), "Could not find node"); tries++ {
		err = chromedp.Do(b.ctx, step)
	}
	if err != nil {
		b.shot("failed")
		b.t.Fatalf("%s: %v", what, err)
	}
}

// ask is the value of a JavaScript expression.
func ask[T any](b browser, expression string) T {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.shot("failed")
		b.t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

// until waits for a JavaScript expression to be true, also across pages.
func (b browser) until(what, expression string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, hang)
	defer stop()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression))
		if ok && err == nil {
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			b.shot("failed")
			b.t.Fatalf("%s: it did not come to that: %v", what, err)
		}
	}
}

// reads waits for a text among the messages.
func (b browser) reads(text string) {
	b.t.Helper()
	b.until("to read "+text, "document.getElementById('log').innerText.includes("+strconv.Quote(text)+")")
}

func (b browser) types(line string) {
	b.t.Helper()
	b.do("type "+line, chromedp.SendKeys(chromedp.CSS("#line"), line+kb.Enter))
}

// press clicks the last button that begins with that label in what the selector finds.
func (b browser) press(within, label string) {
	b.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(%q)].findLast(e => e.innerText.trim().startsWith(%q) && !e.disabled)`, within+" button", label)
	b.until("the button "+label, "!!"+find)
	b.do("press "+label, chromedp.Click(chromedp.JSPath(find)))
}

func (b browser) click(selector string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

func (b browser) shot(name string) {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(b.shots, name+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Errorf("screenshot %s: %v", name, err)
	}
}

func TestBrowserGoesThroughAWholeDay(t *testing.T) {
	address := openAt(t, noon.AddDate(0, 0, 1)) // on a Tuesday nobody is asked anything yet
	b := look(t, 1280, 860)
	b.do("open the page", chromedp.Navigate(address))

	b.types("/stretch")
	b.reads("Only visible to you")
	b.shot("move")
	b.press("#log", "Did it")
	b.reads("Logged:")
	b.types("/stretch streak")
	b.reads("Today counts already.")

	b.types("/stretch schedule weekdays 10:30 15:00")
	b.reads("weekdays at 10:30 and 15:00")
	const prompts = ".message.bot:not(.private):has([value*=block])"
	b.press(".steps", "To the next prompt")
	b.reads("Stretch break")
	b.press(prompts, "Did it")
	b.until("the second move to be logged", "document.getElementById('log').innerText.split('Logged:').length === 3")
	b.click("#p-U0BO a")
	b.until("to be Bo", "document.title.includes('Bo Lindqvist')")
	b.press(prompts, "Did it")
	b.reads("2 people did it")
	b.shot("prompt")

	b.click("#p-U0ADA a")
	b.until("to be Ada", "document.title.includes('Ada Moreau')")
	b.click("#c-D0ADA a")
	b.until("to be with Catcow", "document.title.startsWith('Catcow ·')")
	b.types("checkin daily 14:00")
	b.press("#log", "I agree")
	b.reads("I'll ask you daily at 14:00")
	for there := false; !there; {
		before := ask[string](b, "document.querySelector('.face time').dateTime")
		b.press(".steps", "To the next prompt")
		b.until("time to move", "document.querySelector('.face time').dateTime !== "+strconv.Quote(before)+" && !document.body.classList.contains('busy')")
		there = ask[bool](b, "document.getElementById('log').innerText.includes('How stiff')")
	}
	b.shot("check-in")
	b.types("3")
	b.reads("Check-in answered")
	b.reads("3 noted")
	kept := ask[string](b, "[...document.querySelectorAll('.message.bot:not(.private)')].map(e => e.querySelector('form').innerText).findLast(s => s.includes('Check-in answered'))")
	if strings.Contains(kept, "3") {
		t.Errorf("the receipt that Slack keeps holds the score: %q", kept)
	}
	b.shot("receipt")
}

func TestBrowserKeepsWhatIsBeingTypedAndWhereOneIs(t *testing.T) {
	address := open(t)
	b := look(t, 1280, 860)
	b.do("open the page", chromedp.Navigate(address))
	b.do("begin to type", chromedp.SendKeys(chromedp.CSS("#line"), "/str"))
	b.until("to see the hint", "!document.getElementById('usage').hidden")
	b.do("complete it", chromedp.SendKeys(chromedp.CSS("#line"), kb.Tab))
	b.do("half a line", chromedp.SendKeys(chromedp.CSS("#line"), "cat"))
	other := visitor{t, address, with(ada, "as", "U0BO")}
	other.post("/say", "text", "Hello from Bo")
	b.reads("Hello from Bo")
	line := ask[string](b, "document.activeElement.id + ':' + document.getElementById('line').value")
	if want := "line:/stretch cat"; line != want {
		t.Errorf("after a message came in, focus and line are %q, want %q", line, want)
	}
	if !ask[bool](b, "{ const l = document.getElementById('log'); l.scrollHeight - l.scrollTop - l.clientHeight < 2 }") {
		t.Error("the newest message is not in sight")
	}

	b.press(".tries", "Stretch now")
	b.until("a form", "!!document.querySelector('dialog:modal')")
	b.shot("form")
	b.do("escape", chromedp.KeyEvent(kb.Escape))
	b.until("the form to go", "!document.querySelector('dialog')")
}

func TestBrowserFitsAPhone(t *testing.T) {
	address := open(t)
	b := look(t, 390, 844)
	b.do("open the page", chromedp.Navigate(address))
	b.types("/stretch")
	b.reads("Only visible to you")
	if wide := ask[float64](b, "document.documentElement.scrollWidth"); wide > 390 {
		t.Errorf("the page is %v wide on a phone of 390", wide)
	}
	b.shot("phone")
	b.click(".burger")
	b.until("the sidebar", "document.getElementById('sidebar').matches(':popover-open')")
	b.shot("phone-sidebar")
}

func TestBrowserIsDarkWhereTheSystemIs(t *testing.T) {
	address := open(t)
	b := look(t, 1280, 860, chromedp.Flag("blink-settings", "preferredColorScheme=0"))
	b.do("open the page", chromedp.Navigate(address))
	b.types("/stretch")
	b.reads("Only visible to you")
	if paper := ask[string](b, "getComputedStyle(document.querySelector('main')).backgroundColor"); paper != "rgb(30, 28, 26)" {
		t.Errorf("the paper is %s", paper)
	}
	b.shot("dark")
}
