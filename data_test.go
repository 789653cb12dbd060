package main

import (
	"encoding"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"catcow/storage"
)

// remembered is everything that is kept: documents and facts. What they are made of is found from here.
var remembered = []any{
	storage.Member{}, storage.Channel{}, storage.Session{}, storage.CheckIn{}, storage.Slot{}, storage.Audit{}, storage.Life{},
}

// fields are the names, as they stand in the database and in an export, of the fields of
// that type and of every type of ours that it is made of, by type.
func fields(typ reflect.Type, found map[string][]string) {
	switch typ.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer, reflect.Map:
		fields(typ.Elem(), found)
		return
	case reflect.Struct:
	default:
		return
	}
	if typ.Implements(reflect.TypeFor[encoding.TextMarshaler]()) || found[typ.String()] != nil { // a word, or done
		return
	}
	names := []string{}
	found[typ.String()] = names
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		names = append(names, name)
		fields(f.Type, found)
	}
	found[typ.String()] = names
}

// explained are the fields that docs/data.md explains, by type.
func explained(t *testing.T, text string) map[string][]string {
	t.Helper()
	shown, typ := map[string][]string{}, ""
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "## ") {
			typ = ""
		}
		if heading, ok := strings.CutPrefix(line, "### "); ok {
			typ = strings.Trim(ticked.FindString(heading), "`")
			shown[typ] = []string{}
			continue
		}
		cells := strings.Split(line, "|")
		if typ == "" || len(cells) < 4 || !strings.Contains(cells[1], "`") {
			continue
		}
		for _, name := range ticked.FindAllString(cells[1], -1) {
			shown[typ] = append(shown[typ], strings.Trim(name, "`"))
		}
	}
	return shown
}

// unlike are the types whose fields are not those that are explained.
func unlike(kept, shown map[string][]string) (wrong []string) {
	for typ, names := range kept {
		slices.Sort(names)
		slices.Sort(shown[typ])
		if !slices.Equal(names, shown[typ]) {
			wrong = append(wrong, typ+": kept are "+strings.Join(names, ", ")+"; explained are "+strings.Join(shown[typ], ", "))
		}
		delete(shown, typ)
	}
	for typ := range shown {
		wrong = append(wrong, typ+" is explained and not kept")
	}
	return wrong
}

// Nothing is kept that docs/data.md does not explain, field by field.
func TestEverythingThatIsKeptIsExplained(t *testing.T) {
	text, err := os.ReadFile("docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string][]string{}
	for _, document := range remembered {
		fields(reflect.TypeOf(document), kept)
	}
	for _, wrong := range unlike(kept, explained(t, string(text))) {
		t.Error(wrong)
	}
	if len(kept["storage.Member"]) < 30 {
		t.Errorf("only %v was read of a member", kept["storage.Member"])
	}
	more := maps.Clone(kept)
	more["storage.Member"] = append(slices.Clone(kept["storage.Member"]), "weight")
	if len(unlike(more, explained(t, string(text)))) == 0 {
		t.Error("a field that nobody explains goes unnoticed")
	}
}
