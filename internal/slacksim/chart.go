package slacksim

import "fmt"

// chart checks a data_visualization block: a pie of segments, or series over categories. At most two fit in a message.
func chart(c *checker, at string, m map[string]any) {
	if c.charts++; c.charts > 2 {
		c.fail(at, "no more than 2 data_visualization blocks allowed")
	}
	c.text(at, m, "title", 1, 50)
	at += "/chart"
	data, ok := m["chart"].(map[string]any)
	if !ok {
		c.fail(at, "must provide an object")
		return
	}
	switch data["type"] {
	case "pie":
		c.object(at, data, "type segments", "")
		for i, v := range c.list(at, data, "segments", 1, 12) {
			where := fmt.Sprintf("%s/segments/%d", at, i)
			if p := c.point(where, v); p != nil && p["value"] != nil {
				if n, _ := p["value"].(float64); n <= 0 {
					c.fail(where+"/value", "must be greater than 0")
				}
			}
		}
	case "bar", "line", "area":
		c.object(at, data, "type series axis_config", "")
		c.series(at, data, c.categories(at+"/axis_config", data["axis_config"]))
	default:
		c.unsupported(at, fmt.Sprint(data["type"]))
	}
}

func (c *checker) categories(at string, v any) map[string]bool {
	axis := c.object(at, v, "categories", "x_label y_label")
	if axis == nil {
		return nil
	}
	c.text(at, axis, "x_label", 1, 50)
	c.text(at, axis, "y_label", 1, 50)
	known := map[string]bool{}
	for i, v := range c.list(at, axis, "categories", 1, 20) {
		where := fmt.Sprintf("%s/categories/%d", at, i)
		name, ok := v.(string)
		if !ok {
			c.fail(where, "must provide a string")
			continue
		}
		c.length(where, name, 1, 20)
		if known[name] {
			c.fail(where, "must be unique")
		}
		known[name] = true
	}
	return known
}

func (c *checker) series(at string, chart map[string]any, categories map[string]bool) {
	names := map[string]bool{}
	for i, v := range c.list(at, chart, "series", 1, 12) {
		where := fmt.Sprintf("%s/series/%d", at, i)
		series := c.object(where, v, "name data", "")
		if series == nil {
			continue
		}
		name := c.text(where, series, "name", 1, 20)
		if names[name] {
			c.fail(where+"/name", "must be unique")
		}
		names[name] = true
		points := map[string]bool{}
		for j, p := range c.list(where, series, "data", 1, 20) {
			if point := c.point(fmt.Sprintf("%s/data/%d", where, j), p); point != nil {
				points[fmt.Sprint(point["label"])] = true
			}
		}
		if len(points) != len(categories) || !subset(points, categories) {
			c.fail(where+"/data", "must have exactly one point per category")
		}
	}
}

func (c *checker) point(at string, v any) map[string]any {
	p := c.object(at, v, "label value", "")
	if p == nil {
		return nil
	}
	c.text(at, p, "label", 1, 20)
	if _, ok := p["value"].(float64); !ok && p["value"] != nil {
		c.fail(at+"/value", "must provide a number")
	}
	return p
}

func subset(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return true
}
