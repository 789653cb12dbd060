package commands

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// A speaker says what is stored in plain words, in one person's zone. It walks through
// whatever there is, so that what is added to the documents is said, too.
type speaker struct {
	library *content.Library
	zone    *time.Location
}

// text is the file to read: all of the holding.
func (s speaker) text(h holding, now time.Time) string {
	var b strings.Builder
	now = now.In(s.zone)
	fmt.Fprintf(&b, "Everything Catcow holds about you\n%s, times in %s\n\n", s.instant(now), s.zone)
	b.WriteString("This file says it in words. The other one, for programs, holds the same, field by field.\n")
	b.WriteString("General education, not medical advice.\n")
	section := func(title string, n int) {
		fmt.Fprintf(&b, "\n\n%s\n%s\n", title, strings.Repeat("=", len(title)))
		if n == 0 {
			b.WriteString("none\n")
		}
	}
	section(fmt.Sprintf("Check-ins: %d", len(h.CheckIns)), len(h.CheckIns))
	for _, c := range h.CheckIns {
		b.WriteString(s.checkIn(c) + "\n")
	}
	section(fmt.Sprintf("Sessions: %d", len(h.Sessions)), len(h.Sessions))
	for _, one := range h.Sessions {
		b.WriteString(s.session(one) + "\n")
	}
	section("You, and what you set", 1)
	for _, line := range s.lines(reflect.ValueOf(h.Member)) {
		b.WriteString(line + "\n")
	}
	section(fmt.Sprintf("Messages that were due to you: %d", len(h.Messages)), len(h.Messages))
	for _, m := range h.Messages {
		b.WriteString(s.inline(reflect.ValueOf(m)) + "\n")
	}
	section(fmt.Sprintf("Channels whose prompts name you: %d", len(h.Channels)), len(h.Channels))
	for _, c := range h.Channels {
		for _, line := range s.lines(reflect.ValueOf(c)) {
			b.WriteString(line + "\n")
		}
	}
	section(fmt.Sprintf("Changes of channels' prompts that name you: %d", len(h.Changes)), len(h.Changes))
	for _, c := range h.Changes {
		b.WriteString(s.inline(reflect.ValueOf(c)) + "\n")
	}
	return b.String()
}

// checkIn is one in a line, without what only a program needs.
func (s speaker) checkIn(c storage.CheckIn) string {
	said := fmt.Sprintf("%d of 10", c.Score)
	if c.Word != "" {
		said = c.Word
	}
	if c.Pain != "" {
		said += ", pain: " + string(c.Pain)
	}
	return s.instant(c.At) + ": " + said
}

// session is one in a line, likewise.
func (s speaker) session(one storage.Session) string {
	text := s.day(one.Day) + ": " + orUsual(s.named(one.Exercise), "a session")
	if one.Effort != "" {
		text += ", felt " + string(one.Effort)
	}
	if one.Pain != "" {
		text += ", pain: " + string(one.Pain)
	}
	if one.Helped != "" {
		text += ", it helped: " + string(one.Helped)
	}
	if one.Prompt != "" {
		text += ", after the prompt " + string(one.Prompt)
	}
	if one.Back {
		text += ", logged later"
	}
	return text + ", logged " + s.instant(one.At)
}

// lines is a document, a line or more for each field that is set.
func (s speaker) lines(v reflect.Value) (all []string) {
	for _, f := range fieldsOf(v) {
		switch {
		case (f.value.Kind() == reflect.Slice || f.value.Kind() == reflect.Map) && !leaf(f.value.Type().Elem()):
			all = append(all, capital(f.label)+":")
			for _, one := range s.each(f.value) {
				all = append(all, "  - "+one)
			}
		default:
			all = append(all, capital(f.label)+": "+s.value(f.value))
		}
	}
	return all
}

// inline is a value of several fields in one line.
func (s speaker) inline(v reflect.Value) string {
	var parts []string
	for _, f := range fieldsOf(v) {
		said := s.value(f.value)
		if !leaf(f.value.Type()) && f.value.Kind() != reflect.Slice {
			said = "(" + said + ")"
		}
		parts = append(parts, f.label+": "+said)
	}
	return strings.Join(parts, "; ")
}

// each is the members of a list or of a map, in order.
func (s speaker) each(v reflect.Value) (all []string) {
	if v.Kind() == reflect.Map {
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			all = append(all, s.named(key.String())+": "+s.value(v.MapIndex(key)))
		}
		return all
	}
	for i := range v.Len() {
		all = append(all, s.value(v.Index(i)))
	}
	return all
}

// value is one value in words.
func (s speaker) value(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case time.Time:
		return s.instant(x)
	case habit.Day:
		return s.day(x)
	case habit.Plan:
		return when(x)
	case fmt.Stringer:
		return x.String()
	}
	switch v.Kind() {
	case reflect.Bool:
		return "yes"
	case reflect.String:
		return s.named(v.String())
	case reflect.Slice, reflect.Map:
		return strings.Join(s.each(v), ", ")
	case reflect.Pointer:
		return s.value(v.Elem())
	case reflect.Struct:
		return s.inline(v)
	}
	return fmt.Sprint(v.Interface())
}

// named is a move by its name, a movement or an area by its label, and everything else as it is.
func (s speaker) named(text string) string {
	if e, ok := s.library.Exercise(text); ok {
		return e.Name
	}
	return labelOf(movements, text)
}

func (s speaker) day(d habit.Day) string {
	return fmt.Sprintf("%s, %d %s %d", d.Weekday(), d.Date, d.Month, d.Year)
}

func (s speaker) instant(at time.Time) string {
	return at.In(s.zone).Format("Monday, 2 January 2006, 15:04")
}

// leaf says that a value of that type is said in a word or two.
func leaf(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		return t == reflect.TypeFor[time.Time]() || t.Implements(reflect.TypeFor[fmt.Stringer]())
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return false
	}
	return true
}

// A field is one that is set, with what it means.
type field struct {
	label string
	value reflect.Value
}

func fieldsOf(v reflect.Value) (all []field) {
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() {
			all = append(all, field{labels[labelKey(v.Type(), v.Type().Field(i))], f})
		}
	}
	return all
}

// labelKey is where a field's label stands.
func labelKey(t reflect.Type, f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		name = f.Name
	}
	kind := t.Name()
	if t == reflect.TypeFor[storage.Slot]() {
		kind = "Decision" // habit has a Slot, too
	}
	return kind + "." + name
}
