package story

import (
	"fmt"
	"slices"
	"strings"

	"catcow/bot/blockkit"
	"catcow/commands"
)

func formText(f commands.Form) string {
	var b strings.Builder
	for _, part := range f.Parts {
		switch p := part.(type) {
		case commands.Input:
			fmt.Fprintf(&b, "%s: [%s]  (%s)\n", p.Label, p.Value, p.Hint)
			continue
		case commands.Choice:
			fmt.Fprintf(&b, "%s:", p.Label)
			for _, o := range p.Options {
				mark := " "
				if o.Value == p.Chosen {
					mark = "x"
				}
				fmt.Fprintf(&b, " (%s) %s", mark, o.Label)
			}
			fmt.Fprintf(&b, "  (%s)\n", p.Hint)
			continue
		}
		if p, ok := part.(commands.Choices); ok {
			b.WriteString(p.Label + ":")
			for _, o := range p.Options {
				mark := " "
				if slices.Contains(p.Chosen, o.Value) {
					mark = "x"
				}
				fmt.Fprintf(&b, " [%s] %s", mark, o.Label)
			}
			fmt.Fprintf(&b, "  (%s)\n", p.Hint)
			continue
		}
		if text := blockkit.Text(commands.Message{Parts: []commands.Part{part}}); text != "" {
			b.WriteString(text + "\n")
		}
	}
	if f.Pace.After > 0 {
		fmt.Fprintf(&b, "(goes on after %v)\n", f.Pace.After)
	}
	if f.Submit != "" {
		fmt.Fprintf(&b, "[%s]", f.Submit)
	}
	return b.String()
}
