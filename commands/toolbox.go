package commands

import (
	"slices"
	"strings"

	"catcow/content"
)

// mostTools is how many moves a toolbox holds: what can be remembered on a stiff day.
const mostTools = 8

// toolbox is the person's go-to moves, or adds or removes one.
func (t *talk) toolbox(rest string) (Reply, error) {
	head, name, _ := strings.Cut(strings.TrimSpace(rest), " ")
	switch content.Normal(head) {
	case "":
		return t.tools("")
	case "add":
		return t.tool(name, true)
	case "remove", "delete", "drop":
		return t.tool(name, false)
	case "order":
		return t.orderTyped(name)
	}
	return Reply{}, &Problem{Text: "Type `/stretch toolbox add cat cow` or `/stretch toolbox remove cat cow`. `/stretch toolbox order bridge, cat cow` says what comes first, and `/stretch toolbox` shows what is in it."}
}

// tools shows the toolbox below a remark.
func (t *talk) tools(remark string) (Reply, error) {
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
	var parts []Part
	if remark != "" {
		parts = append(parts, Text(remark))
	}
	tools := t.tooled()
	if len(tools) == 0 {
		parts = append(parts, Text("Your toolbox is empty. Put in two or three moves that you like, so that they are ready on a stiff day."))
		var sets Actions
		for i, s := range t.library.Toolbox().Sets {
			sets = append(sets, Button{Label: clip(s.Name, 75), Do: "starter", Value: s.Name, Primary: i == 0, Spoken: clip("Fill my toolbox with the set "+s.Name, 75)})
		}
		return Reply{Message: Message{Parts: append(parts, Text("A set to begin with:"), sets,
			Note("Or one by one: `/stretch toolbox add cat cow`."))}, Personal: true}, nil
	}
	var lines List
	menu := Menu{Do: "untool", Label: "Take one out…"}
	for _, e := range tools {
		lines = append(lines, "*"+e.Name+"*, "+about(t.doseOf(e).Seconds)+": "+e.Target)
		menu.Options = append(menu.Options, Option{Label: clip(e.Name, 75), Value: e.ID})
	}
	row := append(choices(tools, "show"), menu)
	if len(tools) > 1 {
		row = append(row, Button{Label: "Change the order", Do: "order"})
	}
	return Reply{Message: Message{Parts: append(parts, Heading("Your toolbox"), lines,
		Actions(row),
		Note("`/stretch toolbox add bridge` puts a move in. Moves in it are suggested first."))}, Personal: true}, nil
}

// tool puts a move in or takes it out. A name that only resembles one is asked back.
func (t *talk) tool(name string, in bool) (Reply, error) {
	verb := "toolbox remove"
	if in {
		verb = "toolbox add"
	}
	e, reply, err := t.oneMove(name, verb)
	if err != nil || e.ID == "" {
		return reply, err
	}
	if in {
		return t.addTool(e)
	}
	return t.removeTool(e)
}

func (t *talk) addTool(e content.Exercise) (Reply, error) {
	switch {
	case slices.Contains(t.me.Toolbox, e.ID):
		return t.tools("*" + e.Name + "* is in your toolbox already.")
	case len(t.me.Toolbox) >= mostTools:
		return Reply{}, &Problem{Text: "Your toolbox is full: " + count(mostTools, "move") + " is the most. Take one out first: `/stretch toolbox`."}
	}
	t.me.Toolbox, t.changed = append(t.me.Toolbox, e.ID), true
	return t.tools("*" + e.Name + "* is in your toolbox.")
}

func (t *talk) removeTool(e content.Exercise) (Reply, error) {
	i := slices.Index(t.me.Toolbox, e.ID)
	if i < 0 {
		return t.tools("*" + e.Name + "* is not in your toolbox.")
	}
	t.me.Toolbox, t.changed = slices.Delete(slices.Clone(t.me.Toolbox), i, i+1), true
	return t.tools("*" + e.Name + "* is out. `/stretch toolbox add " + strings.ToLower(e.Name) + "` puts it back.")
}

// keep is Add to toolbox; Value is a move.
func (t *talk) keepTool() (Reply, error) {
	e, ok := t.library.Exercise(parseMove(t.r.Value).last())
	if !ok {
		return Reply{}, &Problem{Text: "I no longer know this move. `/stretch list` shows them all."}
	}
	reply, err := t.addTool(e)
	return reply.unless(t.r), err
}

// untool is Take one out…
func (t *talk) untool() (Reply, error) {
	e, ok := t.library.Exercise(t.r.Value)
	if !ok {
		return Reply{}, &Problem{Text: "I no longer know this move. `/stretch toolbox` shows what is left."}
	}
	reply, err := t.removeTool(e)
	return reply.unless(t.r), err
}

// starter fills an empty toolbox with a set.
func (t *talk) starter() (Reply, error) {
	for _, s := range t.library.Toolbox().Sets {
		if s.Name != t.r.Value {
			continue
		}
		for _, id := range s.Moves {
			if !slices.Contains(t.me.Toolbox, id) && len(t.me.Toolbox) < mostTools {
				t.me.Toolbox, t.changed = append(t.me.Toolbox, id), true
			}
		}
		reply, err := t.tools("Here it is. Change it as you like.")
		return reply.unless(t.r), err
	}
	return Reply{}, &Problem{Text: "This set is from an older Catcow. `/stretch toolbox` shows the ones of today."}
}

// oneMove is the exercise that a name means beyond doubt; else what to answer,
// with the line to type for each that it may mean.
func (t *talk) oneMove(name, verb string) (e content.Exercise, ask Reply, err error) {
	match := t.library.Find(name)
	switch {
	case strings.TrimSpace(name) == "":
		return e, ask, &Problem{Text: "Add the name of a move: `/stretch " + verb + " cat cow`. `/stretch list` shows the names."}
	case len(match.Exercises) == 0:
		return e, ask, &Problem{Text: "I don't know “" + Plain(clip(name, 60)) + "”, so nothing changed. `/stretch list` shows the names."}
	case len(match.Exercises) > 1 || match.How == content.Typo:
		var buttons Actions
		for _, e := range match.Exercises[:min(len(match.Exercises), most)] {
			buttons = append(buttons, Button{Label: clip(e.Name, 75), Do: "type", Value: verb + " " + e.Name})
		}
		return e, Reply{Message: Message{Parts: []Part{Text("Which one do you mean? Nothing has changed yet."), buttons}}, Personal: true}, nil
	}
	return match.Exercises[0], ask, nil
}
