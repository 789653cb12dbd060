package bot

import (
	"strings"
	"testing"

	"catcow/commands"
	"catcow/internal/slacksim"
)

// filing is a Slack that takes files, where the optional scopes were granted.
func filing(c *slacksim.Config) {
	c.Manifest = []byte(strings.Replace(manifest, `"dnd:read"]`, `"dnd:read"], "bot_optional": ["files:write", "files:read"]`, 1))
}

var note = commands.File{Name: "note.txt", Title: "A note", Content: []byte("hello there")}

func TestAFileIsShownInAConversation(t *testing.T) {
	w := newWorldIn(t, newSlack(t, filing), &script{})
	dm := w.DM(ann)
	id, v := w.bot.upload(t.Context(), answers, note, dm, "")
	if v.fate != done {
		t.Fatalf("%+v", v)
	}
	seen := w.Screen(ann, dm)
	if len(seen) != 1 || len(seen[0].Files) != 1 || seen[0].Files[0].ID != id {
		t.Fatalf("Ann sees %+v", seen)
	}
	if f, content := w.Download(ann, id); string(content) != "hello there" || f.Title != "A note" || f.Name != "note.txt" {
		t.Errorf("the file is %+v, %q", f, content)
	}
}

// What was lost on the way to Slack is sent again, from the beginning: each address is for one use.
func TestAFileThatGotLostIsSentAgain(t *testing.T) {
	for name, fault := range map[string]slacksim.MethodFault{
		"before it arrived": {Times: 1, Drop: true}, "after it arrived": {Times: 1, DropAfterCommit: true}, "by an error": {Times: 2, Status: 502},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorldIn(t, newSlack(t, filing), &script{})
			w.Fault(func(f *slacksim.Faults) { f.Methods = map[string]*slacksim.MethodFault{"upload": &fault} })
			dm := w.DM(ann)
			if _, v := w.bot.upload(t.Context(), answers, note, dm, ""); v.fate != done {
				t.Fatalf("%+v", v)
			}
			if seen := w.Screen(ann, dm); len(seen) != 1 || len(seen[0].Files) != 1 {
				t.Errorf("Ann sees %+v", seen)
			}
		})
	}
}

// Where nobody knows whether a file is shown, it is not shown a second time.
func TestAFileIsNotShownTwice(t *testing.T) {
	w := newWorldIn(t, newSlack(t, filing), &script{})
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"files.completeUploadExternal": {Times: 1, DropAfterCommit: true}}
	})
	dm := w.DM(ann)
	if _, v := w.bot.upload(t.Context(), answers, note, dm, ""); v.fate != unknown {
		t.Errorf("%+v", v)
	}
	if n := w.calls("files.completeUploadExternal"); n != 1 {
		t.Errorf("completed %d times", n)
	}
}

func TestAFileNeedsItsScope(t *testing.T) {
	w := newWorldIn(t, newSlack(t, func(c *slacksim.Config) { filing(c); c.Declined = true }), &script{})
	if _, v := w.bot.upload(t.Context(), answers, note, w.DM(ann), ""); v.fate != refused || v.why != "missing_scope files:write" {
		t.Errorf("%+v", v)
	}
}

// A picture is there for a message once Slack has looked at it; nobody sees it before.
func TestAPictureCanBeShownOnceItIsProcessed(t *testing.T) {
	w := newWorldIn(t, newSlack(t, filing), &script{})
	id, v := w.bot.upload(t.Context(), answers, commands.File{Name: "cat.png", Alt: "a cat", Content: []byte("png")}, "", "")
	if v.fate != done {
		t.Fatalf("%+v", v)
	}
	if !w.bot.shown(t.Context(), answers, id) {
		t.Error("it is never processed")
	}
	if w.bot.shown(t.Context(), answers, "F0NONE") {
		t.Error("a file that is not there can be shown")
	}
}

// The address that takes a file is as good as a password; it comes into no log.
func TestTheAddressOfAnUploadIsNotLogged(t *testing.T) {
	w := newWorldIn(t, newSlack(t, filing), &script{})
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"upload": {Times: -1, Drop: true}}
	})
	_, v := w.bot.upload(t.Context(), answers, note, w.DM(ann), "")
	if v.fate == done || strings.Contains(v.why, "upload/v1") || strings.Contains(w.log.String(), "upload/v1") {
		t.Errorf("%+v; log:\n%s", v, w.log)
	}
	if !strings.Contains(w.log.String(), `"method":"upload"`) {
		t.Error("nothing is logged of it at all")
	}
}
