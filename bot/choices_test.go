package bot

import (
	"context"
	"strings"
	"testing"

	"catcow/commands"
)

func TestManyChoicesComeBackWithCommasBetween(t *testing.T) {
	t.Parallel()
	many := commands.Choices{ID: "many", Label: "Many"}
	for _, v := range strings.Split("abcdefghijkl", "") {
		many.Options = append(many.Options, commands.Option{Label: v, Value: v})
	}
	few := commands.Choices{ID: "few", Label: "Few", Options: many.Options[:3], Chosen: []string{"a", "c"}}
	none := commands.Choices{ID: "none", Label: "None", Options: many.Options[:3]}
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.What == commands.Submitted {
			return commands.Reply{}, nil
		}
		return commands.Reply{Form: &commands.Form{Do: "set", Title: "Areas", Submit: "Save", Message: commands.Message{Parts: []commands.Part{few, many, none}}}}, nil
	}})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "form"))
	v := w.view(t, ann, "many")
	fine(t, w.Submit(t.Context(), ann, v.ID, map[string]map[string]any{"many": {"many": []string{"b", "l"}}}))
	fields := w.script.requests()[1].Fields
	if len(fields) != 3 || fields["few"] != "a,c" || fields["many"] != "b,l" || fields["none"] != "" {
		t.Errorf("fields = %q", fields)
	}
}
