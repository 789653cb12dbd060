package demo

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScaleHoldsItsValuesBetweenRoundNumbers(t *testing.T) {
	for _, c := range []struct {
		values          []float64
		low, high, step float64
	}{
		{nil, 0, 10, 2},
		{[]float64{3, 7}, 0, 10, 2},
		{[]float64{0, 10}, 0, 10, 2},
		{[]float64{11}, 0, 15, 5},
		{[]float64{42}, 0, 50, 10},
		{[]float64{100, 20}, 0, 100, 20},
		{[]float64{-3, 4}, -4, 4, 2},
		{[]float64{-20}, -20, 0, 5},
		{[]float64{1234}, 0, 1500, 500},
	} {
		if low, high, step := scale(c.values); low != c.low || high != c.high || step != c.step {
			t.Errorf("scale(%v) = %v to %v by %v, want %v to %v by %v", c.values, low, high, step, c.low, c.high, c.step)
		}
	}
}

func TestLabelsThatWouldTouchAreLeftOutFromTheLastOneOn(t *testing.T) {
	shown := func(n int, form string) (all []string) {
		var labels []string
		for i := range n {
			labels = append(labels, fmt.Sprintf(form, i+1))
		}
		for _, tick := range spread(labels, func(i int) float64 { return float64(i) * 50 }) {
			all = append(all, tick.Text)
		}
		return all
	}
	for _, c := range []struct {
		n    int
		form string
		want []string
	}{
		{3, "%d", []string{"1", "2", "3"}},
		{1, "a very long label %d", []string{"a very long label 1"}},
		{4, "%d November", []string{"2 November", "4 November"}},
		{5, "%d November", []string{"1 November", "3 November", "5 November"}},
		{0, "%d", nil},
	} {
		if diff := cmp.Diff(c.want, shown(c.n, c.form)); diff != "" {
			t.Errorf("%d times %q: %s", c.n, c.form, diff)
		}
	}
}

func TestLineEndsAtAGapAndTheGapIsNotSaid(t *testing.T) {
	c, ok := readChart(json.RawMessage(`{"title":"x","chart":{"type":"line","axis_config":{"categories":["a","b","c","d"]},
		"series":[{"name":"s","data":[{"label":"a","value":1},{"label":"b","value":2},{"label":"c","value":null},{"label":"d","value":4}]}]}}`))
	if !ok || len(c.Lines) != 1 {
		t.Fatalf("chart = %+v", c)
	}
	l := c.Lines[0]
	want := fmt.Sprintf("M%v %vL%v %vM%v %v", l.Dots[0].X, l.Dots[0].Y, l.Dots[1].X, l.Dots[1].Y, l.Dots[2].X, l.Dots[2].Y)
	if len(l.Dots) != 3 || l.Path != want {
		t.Errorf("path = %s with %d dots, want %s", l.Path, len(l.Dots), want)
	}
	if want := "Line chart. s: a 1, b 2, d 4."; c.Spoken != want {
		t.Errorf("spoken = %q, want %q", c.Spoken, want)
	}
}

func TestChartStaysInItsPicture(t *testing.T) {
	for _, n := range []int{1, 2, 20} {
		var points []map[string]any
		var names []string
		for i := range n {
			name := fmt.Sprintf("a label of 20 lett%02d", i)
			names = append(names, name)
			points = append(points, map[string]any{"label": name, "value": float64(i*37%11) - 2})
		}
		raw, err := json.Marshal(map[string]any{"title": "x", "chart": map[string]any{"type": "line",
			"series": []any{map[string]any{"name": "s", "data": points}}, "axis_config": map[string]any{"categories": names}}})
		if err != nil {
			t.Fatal(err)
		}
		c, _ := readChart(raw)
		if len(c.Lines) != 1 || len(c.Lines[0].Dots) != n {
			t.Fatalf("%d labels: chart = %+v", n, c)
		}
		for _, d := range c.Lines[0].Dots {
			if d.X < c.Left || d.X > c.Right || d.Y < 0 || d.Y > c.Low {
				t.Errorf("%d labels: a dot at %v, %v is outside", n, d.X, d.Y)
			}
		}
		for _, l := range c.Labels {
			if half := wide([]string{l.Text}) / 2; l.At-half < 0 || l.At+half > c.Width {
				t.Errorf("%d labels: %q at %v is cut off", n, l.Text, l.At)
			}
		}
	}
}
