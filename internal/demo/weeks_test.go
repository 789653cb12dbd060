package demo

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A walker goes through the demo as one person, by what the page shows and takes.
type walker interface {
	types(line string)
	presses(label string) // the newest button of that label
	reads(text string)    // below the last line that the person typed
	lacks(text string)    // it does not stand there
	moves(to string)      // the time machine: next, hour or day
	fills(label string)   // takes an option of the open form
	saves()               // submits it, and waits for the answer
	closes()
	shot(name string)
}

// chidi is where the seasoned one talks with Catcow.
var chidi = url.Values{"as": {seasoned}, "in": {"D0CHIDI"}}

// threeWeeks is what the seasoned one sees from a Monday morning on.
func threeWeeks(w walker) {
	session := func(move string) {
		w.types("done " + move)
		w.presses("About right")
		w.presses("No")
		w.reads("Noted. Thank you.")
	}

	// Monday: four weeks to look back at. Tuesday nothing happens, and a freeze covers it.
	w.types("streak why")
	w.reads("19 November: covered by a freeze")
	w.shot("weeks-1-look-back")
	session("seated turn")
	w.types("3")
	w.reads("3 noted")
	w.moves("day")
	w.moves("day")
	w.types("streak")
	w.reads("Yesterday: a freeze covered it.")
	w.reads("0 freezes")
	w.shot("weeks-2-freeze")

	// Thursday nothing happens, and the reserve is empty: Friday makes up for it.
	session("shoulder-blade squeeze")
	w.moves("day")
	w.moves("day")
	w.types("streak")
	w.reads("A session today makes up for the last workday")
	w.shot("weeks-3-before-repair")
	session("shoulder-blade squeeze")
	w.types("streak")
	w.reads("Yesterday: the next workday made up for it.")
	w.shot("weeks-4-repair")

	// Monday: three good sessions, and an offer. In the afternoon an 8, and two gentle days.
	for range 3 {
		w.moves("day")
	}
	session("shoulder-blade squeeze")
	w.reads("felt fine three times running")
	w.shot("weeks-5-offer")
	w.presses("Yes")
	w.reads("Next time:")
	w.moves("next")
	w.reads("How stiff does your back feel right now?")
	w.shot("weeks-6-question")
	w.types("8")
	w.reads("8 sounds like a tough one")
	w.shot("weeks-7-gentle")
	w.types("desk")
	w.reads("Walking break, about 60 seconds")
	w.shot("weeks-8-light-move")
	w.moves("day")
	w.moves("day")
	w.types("streak why")
	w.reads("Yesterday to today: at rest")
	w.types("5")
	w.reads("5 noted")
	session("seated turn")

	// Thursday a move hurts, and rests for a week.
	w.moves("day")
	w.types("seated cat-cow")
	w.presses("That hurt")
	w.reads("off your list for a week")
	w.shot("weeks-9-parked")
	w.types("leave out")
	w.reads("it hurt, so it rests until Thursday, 10 December")
	w.moves("day")
	session("seated turn")
	w.types("4")
	w.reads("4 noted")

	// The third week: check-ins go on, the chart shows them all, and the form keeps what is set.
	for range 3 {
		w.moves("day")
	}
	w.types("4")
	session("walking break")
	w.moves("day")
	w.moves("day")
	w.types("3")
	session("seated turn")
	w.moves("day")
	w.moves("day")
	w.types("3")
	w.types("trend")
	w.reads("Your check-ins")
	w.reads("Scores move for many reasons")
	w.shot("weeks-10-trend")
	w.types("toolbox")
	w.reads("Walking break")
	w.shot("weeks-11-toolbox")
	w.types("settings")
	w.presses("Change settings")
	w.fills("Kneeling")
	w.fills("A menu, 0 to 10")
	w.shot("weeks-12-settings")
	w.saves()
	w.shot("weeks-13-saved")
	w.closes()
	w.types("settings")
	w.reads("Kneeling")
	w.reads("A menu, 0 to 10")
	w.types("checkin")
	w.reads("Choose 0 to 10")
	w.shot("weeks-14-menu")
}

func TestThreeWeeksOfTheSeasonedOne(t *testing.T) {
	threeWeeks(&reader{visitor: visitor{t, openAt(t, mondayMorning), chidi}})
}

// mondayMorning is ten o'clock in Lagos.
var mondayMorning = noon.Add(-3 * time.Hour)

// A reader is a walker without a browser.
type reader struct {
	visitor
	last  string     // the page, as it was last looked at
	taken url.Values // in the open form
}

func (r *reader) until(what string, ok func(page string) bool) {
	r.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		if ok(r.last) {
			return
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("it did not come to this: %s; the newest is:\n%s", what, newest(r.last))
		}
		r.last = r.get()
	}
}

func (r *reader) do(what string, pairs ...string) {
	r.t.Helper()
	r.last = r.post(what, pairs...)
}

func (r *reader) types(line string) {
	r.t.Helper()
	before := strings.Count(r.last, "<article ")
	r.do("/say", "text", line)
	r.until("Catcow to answer "+line, func(page string) bool { return strings.Count(page, "<article ") >= before+2 })
}

func (r *reader) presses(label string) {
	r.t.Helper()
	r.last = r.press(label)
}

func (r *reader) reads(text string) {
	r.t.Helper()
	r.until("to read "+text, func(page string) bool { return strings.Contains(newest(page), text) })
}

func (r *reader) lacks(text string) {
	r.t.Helper()
	if page := r.get(); strings.Contains(newest(page), text) {
		r.t.Errorf("%q stands there:\n%s", text, newest(page))
	}
}

func (r *reader) moves(to string) {
	r.t.Helper()
	r.do("/move", "to", to)
}

func (r *reader) shot(string) {}

var (
	viewID = regexp.MustCompile(`name="view" value="([^"]*)"`)
	own    = regexp.MustCompile(`class="message( follows)?"`)
	tag    = regexp.MustCompile(`<[^>]*>`)
	boxed  = regexp.MustCompile(`<input type="(radio|checkbox)" name="([^"]*)" value="([^"]*)"( checked)?> <span>([^<]*)`)
	picked = regexp.MustCompile(`<select id="([^"]*)"[^>]*>.*?<option value="([^"]*)" selected`)
)

// newest is what is said below the last line that a person typed.
func newest(page string) string {
	if all := own.FindAllStringIndex(page, -1); len(all) > 0 {
		page = page[all[len(all)-1][1]:]
	}
	said, _, _ := strings.Cut(page, "<footer>")
	return tag.ReplaceAllString(said, "")
}

// fills takes an option of a field and, the first time, what stands in the form already.
func (r *reader) fills(label string) {
	r.t.Helper()
	page := r.sees("<dialog ")
	if r.taken == nil {
		r.taken = url.Values{"view": {viewID.FindStringSubmatch(page)[1]}}
		for _, m := range boxed.FindAllStringSubmatch(page, -1) {
			if m[4] != "" {
				r.taken.Add(m[2], m[3])
			}
		}
		for _, m := range picked.FindAllStringSubmatch(page, -1) {
			r.taken.Add(m[1], m[2])
		}
	}
	for _, m := range boxed.FindAllStringSubmatch(page, -1) {
		switch {
		case m[5] != label:
		case m[1] == "radio":
			r.taken.Set(m[2], m[3])
			return
		default:
			r.taken.Add(m[2], m[3])
			return
		}
	}
	for _, menu := range strings.Split(page, "<select id=")[1:] {
		if m := regexp.MustCompile(`^"([^"]*)".*?<option value="([^"]*)"[^>]*>` + label + `<`).FindStringSubmatch(menu); m != nil {
			r.taken.Set(m[1], m[2])
			return
		}
	}
	r.t.Fatalf("the form has no option %q:\n%s", label, page)
}

func (r *reader) saves() {
	r.t.Helper()
	form := r.visitor
	form.form = url.Values{}
	for _, v := range []url.Values{r.form, r.taken} {
		for name, values := range v {
			form.form[name] = values
		}
	}
	r.last = form.post("/submit")
	r.until("the form to answer", func(page string) bool { return strings.Contains(page, "<dialog ") && !boxed.MatchString(page) })
}

func (r *reader) closes() {
	r.t.Helper()
	r.do("/close", "view", viewID.FindStringSubmatch(r.sees("<dialog "))[1])
}
