package storage

import (
	"testing"

	"catcow/internal/habit"
)

func TestSplitUndoesKeyOf(t *testing.T) {
	slot := habit.Slot{Day: habit.Day{Year: 2026, Month: 11, Date: 23}, Minute: 10*60 + 30}
	for _, owner := range []string{"C1", "U/1", "/", "//", "火"} {
		key := KeyOf(Prompt, owner, slot)
		if kind, of, wall := key.Split(); kind != Prompt || of != owner || wall != "2026-11-23T10:30" {
			t.Errorf("%q.Split() = %q, %q, %q", key, kind, of, wall)
		}
	}
	if key := KeyOf(Prompt, "C1", slot); key != "prompt/C1/2026-11-23T10:30" {
		t.Errorf("KeyOf = %q", key)
	}
}

func TestSplitOfNoKeyIsEmpty(t *testing.T) {
	for _, key := range []SlotKey{"", "/", "//", "prompt", "prompt/C1", "prompt/C1/", "prompt//x", "/C1/x", "prompt/"} {
		if kind, owner, wall := key.Split(); kind != "" || owner != "" || wall != "" {
			t.Errorf("%q.Split() = %q, %q, %q, want nothing", key, kind, owner, wall)
		}
	}
}

func TestMovedIsForAChannelsOwnPromptsAlone(t *testing.T) {
	for key, want := range map[SlotKey]SlotKey{
		"prompt/C1/2026-11-23T10:30":   "prompt/G7/2026-11-23T10:30",
		"prompt/C1.2/2026-11-23T10:30": "prompt/G7.2/2026-11-23T10:30",
		"prompt/C12/2026-11-23T10:30":  "",
		"nudge/C1/2026-11-23T10:30":    "",
		"prompt/C1":                    "",
		"":                             "",
	} {
		got, ok := key.Moved("C1", "G7")
		if ok != (want != "") || ok && got != want || !ok && got != key {
			t.Errorf("%q.Moved = %q, %v, want %q", key, got, ok, want)
		}
	}
}
