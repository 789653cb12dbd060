package content

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An exercise as a team may add it: no picture, no sources.
const wallPush = `id: Z01
name: Wall push
aliases: [wall press-up]
target: chest, arms
areas: [chest, shoulders]
start: standing
positions: [standing]
equipment: clear wall
where: [desk, home]
tags: [strength, chest]
gentle: false
codes: [WRIST, SHOULDER]
steps:
  - Stand an arm's length from a wall, both palms on it.
  - Bend your elbows, then press back.
breath: In as you bend, out as you press.
dose:
  - {level: 1, text: 5 reps, sets: 1, reps: 5, hold_s: 0, move_s: 4, rest_s: 0, seconds: 30}
  - {level: 2, text: 8 reps, sets: 1, reps: 8, hold_s: 0, move_s: 4, rest_s: 0, seconds: 40}
  - {level: 3, text: 2 x 8 reps, sets: 2, reps: 8, hold_s: 0, move_s: 4, rest_s: 15, seconds: 90}
dose_source: Our own scaling.
status: UNVERIFIED
sources: []
easier: Stand nearer.
harder: Stand further away.
mistakes: [sagging]
skip: [sore wrists]
alt_text: Side view. Standing at a wall, the elbows bend and straighten.
reviewed: {by: Sam, date: 2026-11-22}
`

const tip = `id: OFFICE
title: The quiet room
text: Room 2 has mats.
topics: [mats, room]
sources: []
reviewed: {by: Sam, date: 2026-11-22}
`

// overlay writes files into a fresh folder; the names use forward slashes.
func overlay(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func report(problems []Problem) string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

func TestEveryMistakeInAnExerciseIsNamedWithItsLineAndCure(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"a mistyped key", "steps:", "step:", `exercises/wall-push.yaml:13: unknown key "step": write "steps"`},
		{"an unknown key", "gentle: false", "gentle: false\ncolour: red", `exercises/wall-push.yaml:12: unknown key "colour": the keys are id, name, aliases, article, related, at_desk, target, areas, start, positions, equipment, where, tags, gentle, trim, codes, steps, breath, dose, dose_source, status, sources, easier, harder, mistakes, skip, alt_text, reviewed, picture`},
		{"a missing field", "breath: In as you bend, out as you press.\n", "", `exercises/wall-push.yaml:1: "breath" is missing: add breath: when to breathe in and out`},
		{"missing movement codes", "codes: [WRIST, SHOULDER]\n", "", `exercises/wall-push.yaml:1: "codes" is missing: add codes: the movements it asks for that some people avoid, such as [BONE, WRIST], or []`},
		{"a missing review", "reviewed: {by: Sam, date: 2026-11-22}\n", "", `exercises/wall-push.yaml:1: "reviewed" is missing: add reviewed: {by: who, date: 2026-11-22}`},
		{"half a review", "{by: Sam, date: 2026-11-22}", "{by: Sam}", `exercises/wall-push.yaml:29: "date" is missing: add date: 2026-11-22`},
		{"an impossible date", "date: 2026-11-22", "date: 2026-02-30", `exercises/wall-push.yaml:29: "date" must be a date such as 2026-11-22`},
		{"text where a list belongs", "mistakes: [sagging]", "mistakes: sagging", `exercises/wall-push.yaml:26: "mistakes" must be a list: write [one, another], or a line with - for each`},
		{"a list where text belongs", "easier: Stand nearer.", "easier: [Stand nearer.]", `exercises/wall-push.yaml:24: "easier" must be text`},
		{"a number where text belongs", "equipment: clear wall", "equipment: 7", `exercises/wall-push.yaml:8: "equipment" must be text: put 7 in quotes`},
		{"an empty text", "equipment: clear wall", "equipment:", `exercises/wall-push.yaml:8: "equipment" is empty: write a text`},
		{"neither true nor false", "gentle: false", "gentle: maybe", `exercises/wall-push.yaml:11: "gentle" must be true or false`},
		{"words for a number", "sets: 1, reps: 5", "sets: one, reps: 5", `exercises/wall-push.yaml:18: "sets" must be a whole number from 1 to 20`},
		{"a number out of range", "sets: 1, reps: 5", "sets: 0, reps: 5", `exercises/wall-push.yaml:18: "sets" must be a whole number from 1 to 20`},
		{"a level twice", "level: 2", "level: 1", `exercises/wall-push.yaml:19: level 1 stands where level 2 must be: keep the order 1, 2, 3`},
		{"an unknown level", "level: 3", "level: 4", `exercises/wall-push.yaml:20: "level" must be a whole number from 1 to 3`},
		{"two levels only", "  - {level: 3, text: 2 x 8 reps, sets: 2, reps: 8, hold_s: 0, move_s: 4, rest_s: 15, seconds: 90}\n", "", `exercises/wall-push.yaml:18: "dose" must be a list of three entries, levels 1, 2 and 3`},
		{"seconds that do not add up", "seconds: 40", "seconds: 60", `exercises/wall-push.yaml:19: level 2: seconds is 60, but the numbers add up to 40: write 40, or mend the numbers`},
		{"no steps", "steps:\n  - Stand an arm's length from a wall, both palms on it.\n  - Bend your elbows, then press back.", "steps: []", `exercises/wall-push.yaml:13: "steps" is empty: write at least one`},
		{"an empty step", "  - Bend your elbows, then press back.", "  -", `exercises/wall-push.yaml:15: "steps" is empty: write a text`},
		{"an unknown area", "areas: [chest, shoulders]", "areas: [chest, sholders]", `exercises/wall-push.yaml:5: "areas" has an unknown word "sholders": write "shoulders"`},
		{"an unknown position", "positions: [standing]", "positions: [upright]", `exercises/wall-push.yaml:7: "positions" has an unknown word "upright": the words are standing, seated, floor`},
		{"an unknown place", "where: [desk, home]", "where: [office]", `exercises/wall-push.yaml:9: "where" has an unknown word "office": the words are desk, home`},
		{"an unknown movement code", "[WRIST, SHOULDER]", "[WRISTS, SHOULDER]", `exercises/wall-push.yaml:12: "codes" has an unknown word "WRISTS": write "WRIST"`},
		{"a source nobody knows", "sources: []", "sources: [ASCM]", `exercises/wall-push.yaml:23: there is no source ASCM: write ACSM, or add it to sources.yaml`},
		{"a citation not listed", "Our own scaling.", "\"10 repeats: [NHSI].\"", `exercises/wall-push.yaml:21: dose_source cites [NHSI], but sources does not list it: add it there`},
		{"a desk twin nobody knows", "name: Wall push", "name: Wall push\nat_desk: [V99]", `exercises/wall-push.yaml:3: there is no exercise V99: add it to exercises/`},
		{"a strange id", "id: Z01", "id: wall", `exercises/wall-push.yaml:1: the id "wall" must be a letter and two digits, such as Z01`},
		{"an alias of another exercise", "[wall press-up]", "[glute-bridge]", `exercises/wall-push.yaml:3: the name "glute-bridge" leads to E03 already: choose another`},
		{"its own name as alias", "[wall press-up]", "[wallpush]", `exercises/wall-push.yaml:3: the name "wallpush" leads to Z01 already: choose another`},
		{"a name too long for a button", "name: Wall push", "name: " + strings.Repeat("push", 16), `exercises/wall-push.yaml:2: "name" has 64 characters, at most 60 fit`},
		{"an alternative text too long", "alt_text: Side", "alt_text: " + strings.Repeat("x", 2000) + "Side", `exercises/wall-push.yaml:28: "alt_text" has 2062 characters, at most 2000 fit`},
		{"steps too long together", "  - Bend your", "  - " + strings.Repeat("x", 2980) + "\n  - Bend your", `exercises/wall-push.yaml:14: the steps have 3068 characters together, at most 3000 fit`},
		{"a key given twice", "gentle: false", "gentle: false\ngentle: true", `exercises/wall-push.yaml:12: "gentle" is given twice: keep one`},
		{"a tab", "  - Bend", "\t- Bend", `exercises/wall-push.yaml:15: a tab: write spaces instead`},
		{"bytes that are no text", "Stand nearer", "Stand \xff nearer", `exercises/wall-push.yaml:24: not UTF-8 text: save the file as UTF-8`},
		{"an anchor", "mistakes: [sagging]", "mistakes: &m [sagging]", `exercises/wall-push.yaml:26: an anchor or alias (& or *): write the text out, or put it in quotes`},
		{"an alias to an anchor", "easier: Stand nearer.\nharder: Stand further away.", "easier: &e Stand nearer.\nharder: *e", `exercises/wall-push.yaml:24: an anchor or alias (& or *): write the text out, or put it in quotes`},
		{"a bold text without quotes", "easier: Stand nearer.", "easier: *Nearer* is easier.", `exercises/wall-push.yaml:24: not YAML (did not find expected alphabetic or numeric character): put a text that begins with a sign in quotes`},
		{"a star without quotes", "easier: Stand nearer.", "easier: *nearer", `exercises/wall-push.yaml:24: not YAML (unknown anchor 'nearer' referenced): put a text that begins with a sign in quotes`},
		{"an at sign without quotes", "easier: Stand nearer.", "easier: @home, nearer", `exercises/wall-push.yaml:24: not YAML (found character that cannot start any token): put a text that begins with a sign in quotes`},
		{"a tag", "easier: Stand nearer.", "easier: !!binary aGk=", `exercises/wall-push.yaml:24: a tag (!): remove it, or put the text in quotes`},
		{"a second document", "easier: Stand nearer.", "---\neasier: Stand nearer.", `exercises/wall-push.yaml:24: a second document begins: one file holds one, so remove the --- line`},
		{"a colon in a bare text", "easier: Stand nearer.", "easier: Nearer: half a step.", `exercises/wall-push.yaml:24: not YAML (mapping values are not allowed in this context): put a text that holds ": " in quotes`},
		{"an open bracket", "mistakes: [sagging]", "mistakes: [sagging", `exercises/wall-push.yaml:26: not YAML (did not find expected ',' or ']'): check the indentation and the quotes around here`},
		{"a list instead of keys", wallPush, "- id: Z01\n", `exercises/wall-push.yaml:1: must be keys and values, such as "id: ..."`},
		{"an empty file", wallPush, "", `exercises/wall-push.yaml: empty: write the item, or remove the file`},
		{"comments only", wallPush, "# later\n", `exercises/wall-push.yaml: empty: write the item, or remove the file`},
		{"a huge file", wallPush, strings.Repeat("# more\n", 40000), `exercises/wall-push.yaml: larger than 256 KiB: split or shorten it`},
		{"a picture without poses", "reviewed:", "picture:\n  camera: [0, 0]\n  poses: []\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:31: a picture has 1 to 8 poses, this one 0`},
		{"a picture without a camera", "reviewed:", "picture:\n  loops: 2\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:30: "camera" is missing: add camera: [0, 0], the degrees that it is turned to the front and lifted`},
		{"half a point", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:32: "hips" must be a point such as [0, 53.5], or [0, 53.5, 9] with how far to the right`},
		{"a point in the clouds", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, .inf]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:32: "hips" must be a number from -360 to 360`},
		{"a back that breaks", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, low: 95}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:33: "low" is 95: a body goes from -35 to 60`},
		{"an angle that has its name wrong", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, leen: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:33: unknown key "leen": write "lean"`},
		{"a limb by angles and by a point", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, arms: {at: [20, 90, 9], bend: 30}}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:33: a limb has angles or the point it is "at": write one of them`},
		{"a hand on nothing", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, arms: {at: [20, 90, 9], on: table}}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:33: "on" has an unknown word "table": the words are ground, pelvis, chest, head, thigh, knee, other knee`},
		{"a pose that is not there", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, lean: 20}\n  still: [1, 3]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:34: "still" shows pose 3, there are 1 to 2`},
		{"a way to nowhere", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 7, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:35: "motion" goes to pose 7, there are 1 to 2`},
		{"a motion that never ends", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\n  loops: 9\nreviewed:", `exercises/wall-push.yaml:36: "loops" must be a whole number from 1 to 2`},
		{"sides that are none", "reviewed:", "picture:\n  camera: [0, 0]\n  sides: three\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:31: "sides" has an unknown word "three": the words are one, both`},
		{"an unknown prop", "reviewed:", "picture:\n  camera: [0, 0]\n  props: [{kind: sofa}]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:31: "kind" has an unknown word "sofa": the words are floor, mat, pillow, chair, stool, desk, step, wall`},
		{"a part that is none", "reviewed:", "picture:\n  camera: [0, 0]\n  moves: [tail]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:31: "moves" has an unknown word "tail": the words are head, trunk, chest, pelvis, belly, right arm, left arm, right leg, left leg, right buttock, left buttock, right thigh back, left thigh back, right hip front, left hip front`},
		{"an arrow without a way", "reviewed:", "picture:\n  camera: [0, 0]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, arrows: [[[0, 1], [2, 3]]]}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:33: an arrow must be three points: [[0, 0], [5, 5], [10, 0]]`},
		{"a crop of nothing", "reviewed:", "picture:\n  camera: [0, 0]\n  crop: [5, 5, 5, 5]\n  poses:\n    - {label: up, hips: [0, 53]}\n    - {label: down, lean: 20}\n  still: [1, 2]\n  motion: [{to: 2, seconds: 2}, {to: 1, seconds: 2}]\nreviewed:", `exercises/wall-push.yaml:30: "crop" must be left, bottom, right, top, each way 5 or more apart`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(wallPush, c.old) {
				t.Fatalf("the sample does not hold %q", c.old)
			}
			dir := overlay(t, map[string]string{"exercises/wall-push.yaml": strings.Replace(wallPush, c.old, c.new, 1)})
			if got := report(Check(dir)); got != c.want {
				t.Errorf("Check says\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestEveryMistakeInAFolderIsNamed(t *testing.T) {
	second := strings.NewReplacer("Wall push", "Wall shove", "wall press-up", "wall shoving").Replace(wallPush)
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"a safety card", map[string]string{"cards/S1.yaml": "id: S1\ntext: Push on.\n"}, "cards: cannot be replaced: safety texts stay as they are, so remove it"},
		{"a notice", map[string]string{"notices.yaml": "footer: None.\n"}, "notices.yaml: cannot be replaced: safety texts stay as they are, so remove it"},
		{"the claims", map[string]string{"claims.yaml": "say: [cures]\n"}, "claims.yaml: cannot be replaced: safety texts stay as they are, so remove it"},
		{"the disclaimers", map[string]string{"disclaimers.yaml": "[]\n"}, "disclaimers.yaml: cannot be replaced: safety texts stay as they are, so remove it"},
		{"an unknown file", map[string]string{"exercise.yaml": wallPush}, "exercise.yaml: not a content file: the names are exercises/*.yaml, tips/*.yaml, causes.yaml, signs.yaml, framing.yaml, toolbox.yaml, sources.yaml, references.yaml"},
		{"another ending", map[string]string{"exercises/wall-push.yml": wallPush}, "exercises/wall-push.yml: not a content file: its name must end in .yaml"},
		{"a folder in a folder", map[string]string{"exercises/mine.yaml/wall-push.yaml": wallPush}, "exercises/mine.yaml: not a file: remove it, or put a file in its place"},
		{"a file for a folder", map[string]string{"exercises": wallPush}, "exercises: cannot be read as a folder: not a directory"},
		{"an id given twice", map[string]string{"exercises/a.yaml": wallPush, "exercises/b.yaml": second}, "exercises/b.yaml:1: the id Z01 is taken by exercises/a.yaml:1: choose another"},
		{"a cause given twice", map[string]string{"causes.yaml": "- {id: C9, text: One.}\n- {id: C9, text: Two.}\n"}, "causes.yaml:2: the id C9 is taken by causes.yaml:1: choose another"},
		{"a cause with an exercise nobody knows", map[string]string{"causes.yaml": "- {id: C9, text: One., moves: [V1]}\n"}, "causes.yaml:1: there is no exercise V1: add it to exercises/"},
		{"a tip without topics", map[string]string{"tips/room.yaml": strings.Replace(tip, "topics: [mats, room]\n", "", 1)}, `tips/room.yaml:1: "topics" is missing: add topics: [heat, cold]`},
		{"a link that is no address", map[string]string{"sources.yaml": "- {id: OWN, name: Ours, read: primary, link: example.org}\n"}, `sources.yaml:1: "link" must be one address that begins with https://`},
		{"a way of reading nobody knows", map[string]string{"sources.yaml": "- {id: OWN, name: Ours, read: P}\n"}, `sources.yaml:1: "read" has an unknown word "P": the words are primary, copy, low authority`},
		{"a set of nothing", map[string]string{"toolbox.yaml": "sets:\n  - {name: Empty, moves: []}\n"}, `toolbox.yaml:2: "moves" is empty: write at least one`},
		{"two files with a mistake each", map[string]string{"causes.yaml": "- {id: C9}\n", "signs.yaml": "text\n"},
			"causes.yaml:1: \"text\" is missing: add text: one or two sentences\nsigns.yaml:1: \"signs\" must be a list: write [one, another], or a line with - for each"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := report(Check(overlay(t, c.files))); got != c.want {
				t.Errorf("Check says\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestContentWithMistakesIsNotLoaded(t *testing.T) {
	dir := overlay(t, map[string]string{"causes.yaml": "- {id: C9}\n", "signs.yaml": "- {id: S9}\n"})
	l, err := LoadOver(dir)
	if l != nil || err == nil || err.Error() != report(Check(dir)) {
		t.Errorf("LoadOver gives %v and says %v, want nothing, and what Check says", l, err)
	}
	if problem := (Problem{}); !errors.As(err, &problem) || problem.File != "causes.yaml" || problem.Line != 1 {
		t.Errorf("the first mistake stands at %s:%d, want causes.yaml:1", problem.File, problem.Line)
	}
}

func TestAFolderThatIsNotThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	if got, want := report(Check(dir)), dir+": cannot be read as a folder: no such file or directory"; got != want {
		t.Errorf("Check says %q, want %q", got, want)
	}
}

func TestALinkToNowhere(t *testing.T) {
	dir := overlay(t, map[string]string{"tips/room.yaml": tip})
	if err := os.Symlink("nowhere", filepath.Join(dir, "tips", "lost.yaml")); err != nil {
		t.Fatal(err)
	}
	if got, want := report(Check(dir)), "tips/lost.yaml: cannot be opened: no such file or directory"; got != want {
		t.Errorf("Check says %q, want %q", got, want)
	}
}

func TestALinkToAFileAndHiddenAndReadMeFilesAreFine(t *testing.T) {
	dir := overlay(t, map[string]string{"tips/.hidden/room": tip, "README.md": "ours", "tips/readme.txt": "ours", ".git/config": ""})
	if err := os.Symlink(filepath.Join(".hidden", "room"), filepath.Join(dir, "tips", "room.yaml")); err != nil {
		t.Fatal(err)
	}
	l, err := LoadOver(dir)
	if err != nil {
		t.Fatal(err)
	}
	if tips, ok := l.Tip("mats"); !ok || tips[0].Title != "The quiet room" {
		t.Errorf("Tip(mats) = %v, %v, want the quiet room", tips, ok)
	}
}

func TestAFolderAddsAndReplacesItemsByID(t *testing.T) {
	mine := strings.NewReplacer("id: Z01", "id: E03", "Wall push", "Bridge, our way", "[wall press-up]", "[glute bridge]").Replace(wallPush)
	l, err := LoadOver(overlay(t, map[string]string{
		"exercises/wall-push.yaml": strings.Replace(wallPush, "sources: []", "sources: [OWN]", 1),
		"exercises/bridge.yaml":    mine,
		"tips/room.yaml":           tip,
		"causes.yaml":              "- {id: C4, text: Ours.}\n- {id: C9, title: Cold rooms, text: Ours too.}\n",
		"sources.yaml":             "- {id: OWN, name: Our physio, read: primary}\n",
		"toolbox.yaml":             "sets:\n  - {name: Desk, moves: [Z01]}\n  - {name: Lift, moves: [Z01]}\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Exercises(); len(got) != 21 || got[20].ID != "Z01" {
		t.Errorf("exercises: %s, want 21 of them, Z01 last", ids(got))
	}
	if e, _ := l.Exercise("E03"); e.Name != "Bridge, our way" {
		t.Errorf("E03 is %q, want the new one", e.Name)
	}
	if got := l.Find("hip lift"); got.How == Exact {
		t.Errorf("the replaced bridge still answers to hip lift: %v", ids(got.Exercises))
	}
	if tips := l.Tips(); len(tips) != 13 || tips[12].ID != "OFFICE" {
		t.Errorf("%d tips, want 13 with the new one last", len(tips))
	}
	if causes := l.Causes(); len(causes) != 8 || causes[4].String() != "Ours." || causes[7].String() != "Cold rooms: Ours too." {
		t.Errorf("causes: %v", causes)
	}
	if s, ok := l.Source("OWN"); !ok || s.Name != "Our physio" {
		t.Errorf("Source(OWN) = %v, %v", s, ok)
	}
	if sets := l.Toolbox().Sets; len(sets) != 4 || sets[0].Moves[0] != "Z01" || sets[3].Name != "Lift" {
		t.Errorf("sets: %v", sets)
	}
}

func TestANameThatIsAWordOfACommandIsAConflict(t *testing.T) {
	l, err := LoadOver(overlay(t, map[string]string{"exercises/wall-push.yaml": strings.Replace(wallPush, "wall press-up", "Check-In", 1)}))
	if err != nil {
		t.Fatal(err)
	}
	want := `exercises/wall-push.yaml:3: the name "Check-In" is a word of a command: choose another`
	if got := report(l.Conflicts([]string{"help", "checkin", "help now"})); got != want {
		t.Errorf("Conflicts says %q, want %q", got, want)
	}
}

func TestTheBuiltInContentHasNoMistakes(t *testing.T) {
	if got := report(Check("")); got != "" {
		t.Error(got)
	}
	// The words of the command table.
	words := strings.Split("list tips why causes signs done streak checkin checkins trend toolbox schedule remind pause resume stop settings privacy export help hurt pain emergency yesterday off", " ")
	if got := report(library(t).Conflicts(append(words, "bad day", "forget me", "help now"))); got != "" {
		t.Error(got)
	}
}

// FuzzNoFileBringsTheReaderDown feeds arbitrary files to every reader:
// strangers write them.
func FuzzNoFileBringsTheReaderDown(f *testing.F) {
	f.Add([]byte(wallPush))
	f.Add([]byte(tip))
	for _, name := range []string{"causes.yaml", "toolbox.yaml", "notices.yaml", "claims.yaml", "cards/S2.yaml", "exercises/bridge.yaml"} {
		data, err := builtin.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{"", "[", "- - -", "a: &a [*a]", "? [a]\n: b", "--- a\n--- b", "%YAML 9.9\n---\na", "!!x y", "\xef\xbb\xbfid: E01", "a: |2\n b", "<<: {a: b}", "{{{{", "'", "dose: [{level: 1}]", "picture: {poses: [{}]}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &reader{file: "any.yaml"}
		n := r.parse(data)
		if n == nil {
			if len(r.problems) == 0 {
				t.Errorf("%q is neither read nor refused", data)
			}
			return
		}
		for _, kind := range slices.Concat(slices.Collect(maps.Values(files)), slices.Collect(maps.Values(folders))) {
			l := &layer{to: &Library{origin: map[string]origin{}}, seen: map[string]string{}}
			kind.read(l, &reader{file: "any.yaml"}, n)
			for _, e := range l.to.exercises {
				if e.ID == "" || e.Name == "" || len(e.Steps) == 0 || e.Dose[2].Level != 3 || e.Reviewed.Date == "" {
					t.Errorf("an unfinished exercise is accepted: %q", data)
				}
			}
		}
	})
}
