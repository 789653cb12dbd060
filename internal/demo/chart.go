package demo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The JSON of a line chart.
type jsonChart struct {
	Title string `json:"title"`
	Chart struct {
		Type   string `json:"type"`
		Series []struct {
			Name string `json:"name"`
			Data []struct {
				Label string   `json:"label"`
				Value *float64 `json:"value"`
			} `json:"data"`
		} `json:"series"`
		Axes struct {
			Categories []string `json:"categories"`
			X          string   `json:"x_label"`
			Y          string   `json:"y_label"`
		} `json:"axis_config"`
	} `json:"chart"`
}

// A chart is a line chart, laid out. All places are in the units of its picture.
type chart struct {
	Title, X, Y           string
	Spoken                string // all that is to be seen
	Width, Height         float64
	Left, Right, Low, Mid float64 // the plot's edges, and its middle
	Ticks, Labels         []tick
	Lines                 []line
}

// A tick is a number or a label at its place on an axis.
type tick struct {
	At   float64
	Text string
}

// A line is one series: strokes that end at gaps, and a dot for each value.
type line struct {
	Name string
	Look int // which of the looks of lines
	Path string
	Dots []dot
}

type dot struct {
	X, Y float64
	Text string
}

// The size of a picture, and the room around its plot.
const (
	chartWidth, chartHeight = 420.0, 210.0
	roomLeft, roomRight     = 34.0, 14.0
	roomTop, roomBelow      = 24.0, 26.0
	roomForX                = 16.0
	perCharacter            = 7.4
	lineLooks               = 6
)

// readChart reads a data_visualization block; false where it holds another kind of chart than lines.
func readChart(raw json.RawMessage) (c chart, ok bool) {
	var j jsonChart
	if err := json.Unmarshal(raw, &j); err != nil || j.Chart.Type != "line" {
		return chart{}, false
	}
	c = chart{
		Title: j.Title, X: j.Chart.Axes.X, Y: j.Chart.Axes.Y,
		Width: chartWidth, Height: chartHeight, Left: roomLeft, Right: chartWidth - roomRight, Low: chartHeight - roomBelow,
	}
	c.Mid = (c.Left + c.Right) / 2
	if c.X != "" {
		c.Height += roomForX
	}
	labels := j.Chart.Axes.Categories
	first := c.Left + max(8, wide(labels)/2-roomRight) // so that the last label ends in the picture
	across := func(i int) float64 {
		if len(labels) == 1 {
			return c.Mid
		}
		return tenth(first + float64(i)*2*(c.Mid-first)/float64(len(labels)-1))
	}
	var values []float64
	for _, s := range j.Chart.Series {
		for _, p := range s.Data {
			if p.Value != nil {
				values = append(values, *p.Value)
			}
		}
	}
	low, high, step := scale(values)
	up := func(v float64) float64 { return tenth(c.Low - (v-low)/(high-low)*(c.Low-roomTop)) }
	for n := range int(math.Round((high-low)/step)) + 1 {
		v := low + float64(n)*step
		c.Ticks = append(c.Ticks, tick{up(v), number(v)})
	}
	c.Labels = spread(labels, across)

	spoken := []string{"Line chart"}
	for i, s := range j.Chart.Series {
		at := map[string]float64{}
		for _, p := range s.Data {
			if p.Value != nil {
				at[p.Label] = *p.Value
			}
		}
		l := line{Name: s.Name, Look: i%lineLooks + 1}
		var said []string
		pen := "M"
		for n, label := range labels {
			v, there := at[label]
			if !there {
				pen = "M"
				continue
			}
			d := dot{across(n), up(v), s.Name + ", " + label + ": " + number(v)}
			l.Dots = append(l.Dots, d)
			l.Path += fmt.Sprintf("%s%v %v", pen, d.X, d.Y)
			said, pen = append(said, label+" "+number(v)), "L"
		}
		c.Lines = append(c.Lines, l)
		spoken = append(spoken, s.Name+": "+strings.Join(said, ", "))
	}
	c.Spoken = strings.Join(spoken, ". ") + "."
	return c, true
}

// scale is an axis over the values: from 0 to 10 where they fit, else over round numbers that hold them and zero.
func scale(values []float64) (low, high, step float64) {
	low, high = slices.Min(append(values, 0)), slices.Max(append(values, 0))
	if low >= 0 && high <= 10 {
		return 0, 10, 2
	}
	rough := (high - low) / 5
	step = math.Pow(10, math.Floor(math.Log10(rough)))
	for _, times := range []float64{2, 2.5, 2} { // 2, 5, 10
		if step >= rough {
			break
		}
		step *= times
	}
	return step * math.Floor(low/step), step * math.Ceil(high/step), step
}

// spread leaves out as many labels as it takes for the others not to touch; the last one stays.
func spread(labels []string, across func(int) float64) (ticks []tick) {
	each := 1
	if len(labels) > 1 {
		each = int(math.Ceil((wide(labels) + 8) / (across(1) - across(0))))
	}
	for i, l := range labels {
		if (len(labels)-1-i)%each == 0 {
			ticks = append(ticks, tick{across(i), l})
		}
	}
	return ticks
}

// wide is about how wide the longest of the labels is.
func wide(labels []string) (width float64) {
	for _, l := range labels {
		width = max(width, float64(utf8.RuneCountInString(l))*perCharacter)
	}
	return width
}

// number has at most one decimal, and no minus before a zero.
func number(v float64) string { return strconv.FormatFloat(cmp.Or(tenth(v), 0), 'f', -1, 64) }

func tenth(v float64) float64 { return math.Round(v*10) / 10 }
