package blockkit

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"catcow/commands"
)

// labelled are so many labels, and a value for each.
func labelled(n int) (labels []string, values []float64) {
	for i := range n {
		labels, values = append(labels, fmt.Sprint("day ", i)), append(values, float64(i))
	}
	return labels, values
}

func TestChartIsDrawnWhereSlackTakesItAndSaidElsewhere(t *testing.T) {
	twenty, values := labelled(20)
	more, moreValues := labelled(21)
	gap := slices.Clone(moreValues)
	gap[7] = math.NaN()
	lines := func(n int) (all []commands.Line) {
		for i := range n {
			all = append(all, commands.Line{Name: fmt.Sprint("line ", i), Values: values})
		}
		return all
	}
	for name, c := range map[string]struct {
		chart commands.Chart
		drawn bool
	}{
		"twenty labels":           {commands.Chart{Labels: twenty, Lines: lines(1)}, true},
		"too many labels":         {commands.Chart{Labels: more, Lines: []commands.Line{{Name: "a", Values: moreValues}}}, false},
		"one of them without":     {commands.Chart{Labels: more, Lines: []commands.Line{{Name: "a", Values: gap}}}, true},
		"six lines":               {commands.Chart{Labels: twenty, Lines: lines(6)}, true},
		"seven lines":             {commands.Chart{Labels: twenty, Lines: lines(7)}, false},
		"two labels alike":        {commands.Chart{Labels: []string{"Mon", "Mon"}, Lines: lines(1)}, false},
		"alike when cut":          {commands.Chart{Labels: []string{"a quite long label, one", "a quite long label, two"}, Lines: lines(1)}, false},
		"two lines alike":         {commands.Chart{Labels: twenty, Lines: slices.Concat(lines(1), lines(1))}, false},
		"no value":                {commands.Chart{Labels: twenty, Lines: []commands.Line{{Name: "a", Values: []float64{math.NaN()}}}}, false},
		"no lines":                {commands.Chart{Labels: twenty}, false},
		"more values than labels": {commands.Chart{Labels: []string{"Mon"}, Lines: lines(1)}, true},
		"three different sorts of gaps": {commands.Chart{Labels: []string{"Mon", "Tue", "Wed"}, Lines: []commands.Line{
			{Name: "a", Values: []float64{1}}, {Name: "b", Values: []float64{1, 2}}, {Name: "c", Values: []float64{1, 2, 3}}}}, false},
	} {
		c.chart.Title, c.chart.Alt = "Stiffness", "All of it in words."
		blocks := Blocks(commands.Message{Parts: []commands.Part{c.chart}})
		drawing, drawn := blocks[0].(*slack.DataVisualizationBlock)
		if len(blocks) != 1 || drawn != c.drawn {
			t.Errorf("%s: %d blocks, the first a %s", name, len(blocks), blocks[0].BlockType())
		}
		if drawn && drawing.Validate() != nil {
			t.Errorf("%s: %v", name, drawing.Validate())
		}
		if section, said := blocks[0].(*slack.SectionBlock); said && section.Text.Text != "*Stiffness*\nAll of it in words." {
			t.Errorf("%s: said as %q", name, section.Text.Text)
		}
	}
}

func TestChartHasNoValueThatNobodyGave(t *testing.T) {
	c := commands.Chart{Title: "x", Labels: []string{"Mon", "Tue", "Wed"}, Lines: []commands.Line{
		{Name: "a", Values: []float64{6, math.NaN(), 5}}, {Name: "b", Values: []float64{math.NaN(), math.NaN(), 0}}}}
	got := map[string]float64{}
	for _, block := range Blocks(commands.Message{Parts: []commands.Part{c}}) {
		for _, line := range block.(*slack.DataVisualizationBlock).Chart.(*slack.DataVisualizationLineChart).Series {
			for _, point := range line.Data {
				got[line.Name+" "+point.Label] = point.Value
			}
		}
	}
	if diff := cmp.Diff(map[string]float64{"a Mon": 6, "a Wed": 5, "b Wed": 0}, got); diff != "" {
		t.Error(diff)
	}
}

func TestUndrawnSaysItsChartsAndKeepsTheRest(t *testing.T) {
	text, chart := commands.Text("hi"), commands.Chart{Title: "A < B", Alt: "Rising."}
	m := commands.Message{Parts: []commands.Part{text, chart}}
	plain, drawn := undrawn(m)
	want := commands.Message{Parts: []commands.Part{text, commands.Text("*A &lt; B*\nRising.")}}
	if diff := cmp.Diff(want, plain); diff != "" || !drawn {
		t.Errorf("drawn %v; %s", drawn, diff)
	}
	if _, still := m.Parts[1].(commands.Chart); !still {
		t.Error("the message itself was changed")
	}
	if _, drawn := undrawn(plain); drawn {
		t.Error("a message without a chart has none")
	}
}

func TestDaysStandBelowOneAnother(t *testing.T) {
	blocks := Blocks(samples["days"])
	picture := blocks[0].(*slack.RichTextBlock).Elements[0].(*slack.RichTextPreformatted).Elements[0].(*slack.RichTextSectionTextElement).Text
	rows := strings.Split(picture, "\n")
	if len(rows) != 2 || strings.Index(rows[0], "●") != strings.Index(rows[1], "●") {
		t.Errorf("the rows are not in line:\n%s", picture)
	}
	if text := Text(samples["days"]); strings.ContainsAny(text, "●·–") {
		t.Errorf("%q has signs that nobody can hear", text)
	}
}

// undrawn is the message without any of them, and whether it had one.
func undrawn(m commands.Message) (plain commands.Message, drawn bool) {
	looks := Looks(m)
	return Without(m, looks...), len(looks) > 0
}
