//go:build browser

package demo

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/chromedp/chromedp"

	"catcow/bot/blockkit"
	"catcow/commands"
)

// week is a message with a chart and a picture of days.
var week = commands.Message{Parts: []commands.Part{
	commands.Heading("How your back has felt"),
	commands.Text("Lower on most days since you began."),
	commands.Chart{
		Title: "Stiffness and energy, last two weeks", X: "day", Y: "0 to 10",
		Labels: []string{"9 Nov", "10 Nov", "11 Nov", "12 Nov", "13 Nov", "14 Nov", "15 Nov", "16 Nov", "17 Nov", "18 Nov", "19 Nov", "20 Nov", "21 Nov", "22 Nov"},
		Lines: []commands.Line{
			{Name: "stiffness", Values: []float64{6, 6, 5, 7, math.NaN(), 5, 4, 4, 5, 3, 3, 4, 2, 3}},
			{Name: "energy", Values: []float64{4, 3, 5, 4, math.NaN(), 5, 6, 6, 5, 7, 6, 6, 8, 7}},
		},
		Alt: "Stiffness went from 6 to 3, energy from 4 to 7.",
	},
	commands.Days{
		Rows: []commands.DayRow{
			{Label: "9 Nov", Signs: []string{"●", "●", "·", "●", "●", "–", "–"}, Alt: "Week of 9 November: four days."},
			{Label: "16 Nov", Signs: []string{"●", "·", "●", "●", "●", "–", "●"}, Alt: "Week of 16 November: five days."},
		},
		Legend: "● moved   – day off   · nothing logged",
	},
	commands.Actions{commands.Button{Label: "Show the numbers", Do: "numbers"}},
}}

func TestBrowserDrawsAChart(t *testing.T) {
	s := raiseStage(t)
	blocks, err := json.Marshal(blockkit.Blocks(week))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		shot          string
		width, height int
		dark          string
	}{{"chart", 1280, 860, "1"}, {"chart-dark", 1280, 860, "0"}, {"chart-phone", 390, 844, "1"}} {
		b := look(t, c.width, c.height, chromedp.Flag("blink-settings", "preferredColorScheme="+c.dark))
		b.do("open the page", chromedp.Navigate(s.web.URL+"/?"+ada.Encode()))
		s.writes(t, "chat.postMessage", map[string]any{"channel": "C0WELLNESS", "text": blockkit.Text(week), "blocks": json.RawMessage(blocks)})
		b.reads("How your back has felt") // it came over the live stream
		if dots := ask[int](b, "[...document.querySelectorAll('figure.chart')].at(-1).querySelectorAll('svg[role=img] circle').length"); dots != 26 {
			t.Errorf("%s: %d dots, want 26", c.shot, dots)
		}
		if wide := ask[float64](b, "document.documentElement.scrollWidth"); wide > float64(c.width) {
			t.Errorf("%s: the page is %v wide", c.shot, wide)
		}
		if size := ask[float64](b, "document.querySelector('figure.chart svg').getBoundingClientRect().height"); size < 120 {
			t.Errorf("%s: the chart is %v high", c.shot, size)
		}
		b.shot(c.shot)
	}
}
