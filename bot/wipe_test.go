package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// forgetting answers "forget" as commands does after its question.
func forgetting(s *script) *script {
	s.handle = func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.Text == "forget" {
			s.note(func() {
				s.wipes = append(s.wipes, storage.Wipe{Direct: habit.ChannelID("D" + string(r.User)[1:]), Before: time.Now()})
			})
			return commands.Reply{Forgot: true, Message: says("Done."), Personal: true}, nil
		}
		return commands.Reply{Message: says("heard " + r.Text)}, nil
	}
	return s
}

// written is what of Catcow's still stands in somebody's conversation with it.
func (w *world) written(user string) (left []string) {
	for _, m := range w.Screen(user, w.DM(user)) {
		if m.Bot && !m.Ephemeral && !m.Deleted {
			left = append(left, m.Text+fmt.Sprint(len(m.Files)))
		}
	}
	return left
}

// Whoever is forgotten finds nothing of Catcow's in their conversation any more, also no
// file and nothing in a thread; what they wrote stays, and what comes later does, too.
func TestWhatCatcowWroteToTheForgottenGoes(t *testing.T) {
	w := newWorldIn(t, newSlack(t, filing), forgetting(&script{}))
	dm := w.DM(ann)
	for i := range 5 {
		_, o := w.Say(t.Context(), ann, dm, fmt.Sprint("word ", i))
		fine(t, o)
		w.sees(t, ann, dm, fmt.Sprint("heard word ", i))
	}
	mine := w.Screen(ann, dm)[0]
	if _, v := w.bot.postMessage(t.Context(), dm, mine.TS, says("in a thread")); v.fate != done {
		t.Fatal(v)
	}
	if _, v := w.bot.upload(t.Context(), answers, note, dm, ""); v.fate != done {
		t.Fatal(v)
	}
	_, o := w.Say(t.Context(), bob, w.DM(bob), "hello")
	fine(t, o)
	w.sees(t, bob, w.DM(bob), "heard hello")
	if n := len(w.written(ann)); n != 7 {
		t.Fatalf("Catcow wrote %d messages, want 7: %q", n, w.written(ann))
	}
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "forget"))
	w.counted(t, "wiped", 7)
	w.eventually(t, "the note to go", func() bool { left, _ := w.script.Wipes(t.Context()); return len(left) == 0 })
	if left := w.written(ann); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	if left := w.written(bob); len(left) != 1 {
		t.Errorf("of somebody else: %q", left)
	}
	hers := 0
	for _, m := range w.Screen(ann, dm) {
		if m.User == ann {
			hers++
		}
	}
	if hers != 5 {
		t.Errorf("%d of her own 5 messages stand", hers)
	}
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, `"wiped"`) && (strings.Contains(line, dm) || strings.Contains(line, ann)) {
			t.Errorf("the log names who was forgotten: %s", line)
		}
	}
	_, o = w.Say(t.Context(), ann, dm, "again")
	fine(t, o)
	w.sees(t, ann, dm, "heard again")
	w.bot.wipeAll(t.Context())
	if n := len(w.written(ann)); n != 1 {
		t.Errorf("what came later went, too: %q", w.written(ann))
	}
}

// What a stop or Slack interrupted goes on at the next start.
func TestADeletionGoesOn(t *testing.T) {
	sim := newSlack(t, filing)
	s := forgetting(&script{})
	w := newWorldIn(t, sim, s)
	dm := w.DM(ann)
	for i := range 4 {
		_, o := w.Say(t.Context(), ann, dm, fmt.Sprint("word ", i))
		fine(t, o)
		w.sees(t, ann, dm, fmt.Sprint("heard word ", i))
	}
	calls := 0
	w.Fault(func(f *slacksim.Faults) {
		f.Choose = func(c slacksim.Call) slacksim.MethodFault {
			if c.Method == "chat.delete" {
				if calls++; calls > 2 {
					return slacksim.MethodFault{Status: 500}
				}
			}
			return slacksim.MethodFault{}
		}
	})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "forget"))
	w.eventually(t, "two deletions and a failure", func() bool { return w.calls("chat.delete") >= 3 })
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	if left, _ := s.Wipes(t.Context()); len(left) != 1 || len(w.written(ann)) != 2 {
		t.Fatalf("after the stop: %v, %q", left, w.written(ann))
	}
	w.Fault(func(f *slacksim.Faults) { f.Choose = nil })
	w = newWorldIn(t, sim, s)
	w.eventually(t, "the rest to go", func() bool { left, _ := s.Wipes(t.Context()); return len(left) == 0 })
	if left := w.written(ann); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

// Where Slack shows nothing of a conversation, as of one that is gone, the note goes; it
// would stand for ever.
func TestADeletionThatCannotBeEnds(t *testing.T) {
	w := newWorldIn(t, newSlack(t, filing), &script{wipes: []storage.Wipe{{Direct: "D0NOBODY01", Before: time.Now()}}})
	w.eventually(t, "the note to go", func() bool { left, _ := w.script.Wipes(t.Context()); return len(left) == 0 })
}

// Nothing is remembered of the forgotten, besides what Slack is asked anew.
func TestTheForgottenAreForgottenInMemoryToo(t *testing.T) {
	w := newWorldIn(t, newSlack(t, filing), forgetting(&script{}))
	dm := w.DM(ann)
	_, o := w.Say(t.Context(), ann, dm, "hello")
	fine(t, o)
	w.sees(t, ann, dm, "heard hello")
	if w.bot.people.of(ann) == (person{}) {
		t.Fatal("she was not known")
	}
	w.bot.exports.begin(ann, time.Now())
	w.bot.forgotten(ann)
	if known := w.bot.people.of(ann); known != (person{}) {
		t.Errorf("known: %+v", known)
	}
	if !w.bot.exports.begin(ann, time.Now()) {
		t.Error("it is remembered that she had an export")
	}
	if _, seen := w.bot.busies.status.seen(ann, time.Now()); seen {
		t.Error("it is remembered whether she is busy")
	}
}

// Whose account has been off for 30 days is erased with what Catcow wrote to them.
func TestWhoHasLeftIsWipedToo(t *testing.T) {
	s := &script{departed: []habit.UserID{ann}}
	w := newWorldIn(t, newSlack(t, filing), s)
	dm := w.DM(ann)
	if _, v := w.bot.postMessage(t.Context(), dm, "", says("a check-in")); v.fate != done {
		t.Fatal(v)
	}
	w.SetUser(ann, func(u *slacksim.User) { u.Deleted = true })
	s.note(func() { s.wipes = append(s.wipes, storage.Wipe{Direct: habit.ChannelID(dm), Before: time.Now()}) }) // as Erase does
	if err := w.bot.bury(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	s.await(t, "the erasure", func() bool { return len(s.erased) == 1 })
	w.counted(t, "wiped", 1)
	if left := w.written(ann); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	if known := w.bot.people.of(ann); known != (person{}) {
		t.Errorf("known: %+v", known)
	}
}

// Whoever is forgotten while their export is on its way gets no more of it: it would come
// after what was deleted, and stay.
func TestAnExportOnItsWayDoesNotComeToTheForgotten(t *testing.T) {
	for _, waits := range []string{"files.getUploadURLExternal", "chat.postMessage"} {
		t.Run(waits, func(t *testing.T) {
			s := exporting(&script{})
			export := s.handle
			forgetting(s)
			forget := s.handle
			s.handle = func(ctx context.Context, r commands.Request) (commands.Reply, error) {
				if r.Text == "export" {
					return export(ctx, r)
				}
				return forget(ctx, r)
			}
			w := newWorldIn(t, newSlack(t, filing), s)
			dm := w.DM(ann)
			limit := &slacksim.MethodFault{Times: 1, Status: 429, RetryAfter: 2}
			w.Fault(func(f *slacksim.Faults) { f.Methods = map[string]*slacksim.MethodFault{waits: limit} })
			fine(t, w.Slash(t.Context(), ann, team, "/stretch", "export"))
			w.eventually(t, "Slack to make it wait", func() bool { return w.bot.Counts()["slack/"+waits+"/limited"] == 1 })
			fine(t, w.Slash(t.Context(), ann, team, "/stretch", "forget"))
			w.eventually(t, "the note to go", func() bool { left, _ := s.Wipes(t.Context()); return len(left) == 0 })
			w.eventually(t, "the export to end", func() bool {
				n := w.bot.Counts()
				return n["export_failed"]+n["export_sent"] == 1
			})
			if left := w.written(ann); len(left) > 0 {
				t.Errorf("in her direct messages %s stands %q", dm, left)
			}
			for _, m := range w.Screen(ann, team) {
				if strings.Contains(m.Text, "did not take") {
					t.Errorf("she is told of an export that she no longer wants: %q", m.Text)
				}
			}
			fine(t, w.Slash(t.Context(), ann, team, "/stretch", "export"))
			w.counted(t, "export_sent", 1) // anew, once it is asked for again
		})
	}
}

// Where a message came to somebody who only uses the command is kept: after a restart
// nothing else would tell which conversation is to be deleted.
func TestWhereAnExportCameIsKept(t *testing.T) {
	for name, reply := range map[string]commands.Reply{
		"an export": {Export: true, Message: says("on its way"), Personal: true},
		"a post":    {Posts: []commands.Post{{To: ann, Message: says("kept")}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := exporting(&script{})
			s.handle = func(context.Context, commands.Request) (commands.Reply, error) { return reply, nil }
			w := newWorldIn(t, newSlack(t, filing), s)
			fine(t, w.Slash(t.Context(), ann, team, "/stretch", "go"))
			s.await(t, "the conversation to be kept", func() bool { return s.met[ann] == habit.ChannelID(w.DM(ann)) })
		})
	}
}
