package commands

import (
	"slices"
	"strconv"
	"strings"

	"catcow/content"
)

// orderForm asks for the order of the toolbox, a line for each place.
func (t *talk) orderForm() (Reply, error) {
	tools := t.tooled()
	if len(tools) < 2 {
		return Reply{}, &Problem{Text: "An order needs two moves or more. `/stretch toolbox add bridge` puts one in."}
	}
	var options []Option
	for _, e := range tools {
		options = append(options, Option{Label: clip(e.Name, 75), Value: e.ID})
	}
	var parts []Part
	for i, e := range tools {
		parts = append(parts, Choice{ID: placeID(i), Label: strconv.Itoa(i+1) + ".", Options: options, Chosen: e.ID})
	}
	return Reply{Form: &Form{Do: "ordered", Title: "Order of my toolbox", Submit: "Save", Message: Message{Parts: parts}}}, nil
}

func placeID(i int) string { return "place" + strconv.Itoa(i+1) }

// orderSet is that form, submitted. A move can't stand twice.
func (t *talk) orderSet() (Reply, error) {
	var wanted []string
	wrong := map[string]string{}
	for i := range t.me.Toolbox {
		id := t.r.Fields[placeID(i)]
		if id == "" {
			continue // the toolbox has grown since
		}
		if slices.Contains(wanted, id) {
			wrong[placeID(i)] = t.nameOf(id) + " stands above already. Choose another move here."
		}
		wanted = append(wanted, id)
	}
	if len(wrong) > 0 {
		return Reply{Errors: wrong}, nil
	}
	return t.reorder(wanted)
}

// orderTyped is "toolbox order bridge, cat cow": those come first, in this order.
func (t *talk) orderTyped(text string) (Reply, error) {
	if strings.TrimSpace(text) == "" { // typed: no form can open everywhere that people type
		return t.tools("Say what comes first, with commas between: `/stretch toolbox order bridge, cat cow`.")
	}
	var wanted []string
	for name := range strings.SplitSeq(text, ",") {
		found := t.library.Find(strings.TrimSpace(name))
		if len(found.Exercises) != 1 || found.How == content.Typo || !slices.Contains(t.me.Toolbox, found.Exercises[0].ID) {
			return Reply{}, &Problem{Text: "“" + Plain(clip(strings.TrimSpace(name), 60)) + "” is not in your toolbox, so nothing was changed. Write names with commas between: `/stretch toolbox order bridge, cat cow`."}
		}
		wanted = append(wanted, found.Exercises[0].ID)
	}
	return t.reorder(wanted)
}

func (t *talk) reorder(wanted []string) (Reply, error) {
	t.me.Toolbox, t.changed = ordered(t.me.Toolbox, wanted), true
	return t.tools("The order is set.")
}

// tooled is the moves in the toolbox, in its order.
func (t *talk) tooled() []content.Exercise {
	var tools []content.Exercise
	for _, id := range t.me.Toolbox {
		if e, ok := t.library.Exercise(id); ok {
			tools = append(tools, e)
		}
	}
	return tools
}
