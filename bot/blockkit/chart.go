package blockkit

import (
	"math"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"catcow/commands"
)

// Slack's limits of a chart. Of lines it took six at first; more are not asked for.
const (
	mostCharts  = 2 // of a message
	mostLines   = 6
	mostPoints  = 20 // of a line
	mostCaption = 50 // of a title or an axis
	mostName    = 20 // of a line or a label
)

// chart adds the chart, in words where Slack would not take it. A form takes none.
func (r *renderer) chart(c commands.Chart) {
	drawings := draw(c)
	if r.form || len(drawings) == 0 || r.charts+len(drawings) > mostCharts {
		r.part(commands.Text(mrkdwnOf(c)))
		return
	}
	r.charts += len(drawings)
	for _, d := range drawings {
		r.add(slack.NewDataVisualizationBlock(d.title, slack.NewDataVisualizationLineChart(d.axes, d.lines...)))
	}
}

// A drawing is lines that have a value at every label.
type drawing struct {
	title string
	axes  slack.DataVisualizationAxisConfig
	lines []slack.DataVisualizationDataSeries
}

// draw is the chart as Slack can draw it, or nothing. Slack has no gaps: each
// line needs a number at each label. None is made up. A label without a
// value is left out, and lines that differ in their gaps are drawn apart.
func draw(c commands.Chart) (drawings []drawing) {
	labels, names := shortened(c.Labels), []string{}
	for _, line := range c.Lines {
		names = append(names, line.Name)
	}
	names = shortened(names)
	if len(names) > mostLines || !unique(labels) || !unique(names) {
		return nil
	}
	for i, line := range c.Lines {
		var there []string
		var points []slack.DataVisualizationDataPoint
		for j, value := range line.Values[:min(len(line.Values), len(labels))] {
			if !math.IsNaN(value) && !math.IsInf(value, 0) {
				there = append(there, labels[j])
				points = append(points, slack.NewDataVisualizationDataPoint(labels[j], value))
			}
		}
		if len(there) > mostPoints {
			return nil
		}
		if len(there) == 0 {
			continue
		}
		n := slices.IndexFunc(drawings, func(d drawing) bool { return slices.Equal(d.axes.Categories, there) })
		if n < 0 {
			n = len(drawings)
			drawings = append(drawings, drawing{axes: axes(there, c.X, c.Y)})
		}
		drawings[n].lines = append(drawings[n].lines, slack.NewDataVisualizationDataSeries(names[i], points...))
	}
	for i, d := range drawings {
		drawings[i].title = Cut(orDash(c.Title), mostCaption)
		if len(drawings) > 1 {
			drawings[i].title = Cut(c.Title+": "+d.about(), mostCaption)
		}
	}
	return drawings
}

func axes(labels []string, x, y string) slack.DataVisualizationAxisConfig {
	config := slack.NewDataVisualizationAxisConfig(labels...)
	if !blank(x) {
		config = config.WithXLabel(Cut(x, mostCaption))
	}
	if !blank(y) {
		config = config.WithYLabel(Cut(y, mostCaption))
	}
	return config
}

// about names the lines of a drawing.
func (d drawing) about() string {
	var names []string
	for _, line := range d.lines {
		names = append(names, line.Name)
	}
	return strings.Join(names, ", ")
}

func shortened(names []string) []string {
	short := make([]string, len(names))
	for i, name := range names {
		short[i] = Cut(orDash(name), mostName)
	}
	return short
}

func unique(names []string) bool {
	sorted := slices.Sorted(slices.Values(names))
	return len(slices.Compact(sorted)) == len(names)
}
