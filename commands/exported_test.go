package commands_test

import (
	"context"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"catcow/commands"
	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/bolt"
)

// An exported file for programs, as whoever gets it reads it.
type file struct {
	Version  int               `json:"catcow_export"`
	Made     time.Time         `json:"made"`
	About    map[string]string `json:"about"`
	Member   storage.Member    `json:"member"`
	Sessions []storage.Session `json:"sessions"`
	CheckIns []storage.CheckIn `json:"checkins"`
	Messages []storage.Slot    `json:"messages"`
	Channels []struct {
		Channel   habit.ChannelID    `json:"channel"`
		Schedules []storage.Schedule `json:"schedules"`
		Change    *storage.Change    `json:"change"`
		News      bool               `json:"news"`
	} `json:"channels"`
	Changes []storage.Audit `json:"changes"`
}

var exportedAt = time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)

// exported is what somebody's export says, to read and for programs.
func exported(t testing.TB, set *commands.Set, id habit.UserID) (text string, f file) {
	t.Helper()
	e, err := set.Export(context.Background(), id, exportedAt)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(e.Files[1].Content, &f); err != nil {
		t.Fatal(err)
	}
	return string(e.Files[0].Content), f
}

// told are the types of which people are told, and what the file to read leaves to programs.
var told = []any{storage.Member{}, storage.Session{}, storage.CheckIn{}, storage.Slot{}, storage.Audit{}, storage.Change{}}

// jsonName is a field's name in the file, "" for one that is not in it.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	if name == "" {
		return f.Name
	}
	return name
}

// named collects the fields of a type and of all that it is made of, as About names them.
func named(t reflect.Type, found map[string]bool) {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		named(t.Elem(), found)
		return
	case reflect.Struct:
	default:
		return
	}
	if t == reflect.TypeFor[time.Time]() || t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return
	}
	kind := t.Name()
	if t == reflect.TypeFor[storage.Slot]() {
		kind = "Decision"
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if name := jsonName(f); name != "" && !found[kind+"."+name] {
			found[kind+"."+name] = true
			named(f.Type, found)
		}
	}
}

// Whatever is added to what is kept of a person is explained in their export, or this fails.
func TestEveryFieldOfAnExportIsExplained(t *testing.T) {
	set, store := newSet(t)
	if err := store.Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(storage.Member{ID: "U1", Zone: "UTC"}) }); err != nil {
		t.Fatal(err)
	}
	_, f := exported(t, set, "U1")
	want := map[string]bool{"ofChannel.channel": true, "ofChannel.schedules": true, "ofChannel.change": true, "ofChannel.news": true}
	for _, document := range told {
		named(reflect.TypeOf(document), want)
	}
	for name := range want {
		if f.About[name] == "" {
			t.Errorf("%s has no words: give it some in commands/exportlabels.go", name)
		}
	}
	for name := range f.About {
		if !want[name] {
			t.Errorf("%s is explained, and nothing is called so", name)
		}
	}
	if len(want) < 150 {
		t.Errorf("only %d fields were looked at", len(want))
	}
}

// A leaf is one value somewhere in a document, and the document with nothing else in it.
type leafOf struct {
	path string
	with reflect.Value // the document with this value set
	less reflect.Value // the same without
}

// leaves are all of a type, each with what holds it.
func leaves(t reflect.Type, path string) (all []leafOf) {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return []leafOf{{path, reflect.ValueOf(exportedAt), reflect.Zero(t)}}
	case t == reflect.TypeFor[habit.Day]():
		return []leafOf{{path, reflect.ValueOf(habit.DayOf(exportedAt)), reflect.Zero(t)}}
	case t == reflect.TypeFor[habit.Plan]():
		return []leafOf{{path, reflect.ValueOf(habit.Plan{Days: habit.Workweek, At: []habit.Minute{600}, Zone: "Europe/Berlin"}), reflect.Zero(t)}}
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			name := jsonName(t.Field(i))
			if name == "" {
				continue
			}
			for _, l := range leaves(t.Field(i).Type, path+"."+name) {
				put := func(v reflect.Value) reflect.Value {
					whole := reflect.New(t).Elem()
					whole.Field(i).Set(v)
					return whole
				}
				all = append(all, leafOf{l.path, put(l.with), put(l.less)})
			}
		}
	case reflect.Slice:
		for _, l := range leaves(t.Elem(), path+"[]") {
			list := func(v reflect.Value) reflect.Value { return reflect.Append(reflect.MakeSlice(t, 0, 1), v) }
			all = append(all, leafOf{l.path, list(l.with), reflect.Zero(t)})
		}
	case reflect.Map:
		for _, l := range leaves(t.Elem(), path+"{}") {
			m := func(v reflect.Value) reflect.Value {
				whole := reflect.MakeMap(t)
				whole.SetMapIndex(reflect.ValueOf("E03").Convert(t.Key()), v)
				return whole
			}
			all = append(all, leafOf{l.path, m(l.with), m(l.less)})
		}
	case reflect.Bool:
		all = []leafOf{{path, reflect.ValueOf(true).Convert(t), reflect.Zero(t)}}
	case reflect.String:
		all = []leafOf{{path, reflect.ValueOf("zebra").Convert(t), reflect.Zero(t)}}
	case reflect.Float64:
		all = []leafOf{{path, reflect.ValueOf(4.5), reflect.Zero(t)}}
	default:
		all = []leafOf{{path, reflect.ValueOf(37).Convert(t), reflect.Zero(t)}}
	}
	return all
}

// Every value that is kept of a person changes what their export says, in words and for
// programs: none can be forgotten there. Only what tells a program where a fact came from
// stays out of the words.
func TestEveryFieldOfAMemberIsSaid(t *testing.T) {
	set, store := newSet(t)
	say := func(m storage.Member) (string, []byte) {
		m.ID = "U1"
		if err := store.Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(m) }); err != nil {
			t.Fatal(err)
		}
		text, f := exported(t, set, "U1")
		data, err := json.Marshal(f.Member)
		if err != nil {
			t.Fatal(err)
		}
		return text, data
	}
	n := 0
	for _, l := range leaves(reflect.TypeFor[storage.Member](), "member") {
		if l.path == "member.id" {
			continue
		}
		n++
		with, data := say(l.with.Interface().(storage.Member))
		less, empty := say(l.less.Interface().(storage.Member))
		if with == less {
			t.Errorf("%s is not said", l.path)
		}
		if string(data) == string(empty) {
			t.Errorf("%s is not in the file for programs", l.path)
		}
	}
	if n < 120 {
		t.Errorf("only %d values were tried", n)
	}
}

func TestEveryFieldOfAFactIsSaid(t *testing.T) {
	quiet := []string{"session.user", "session.cause", "checkin.user", "checkin.cause", "checkin.by", "change.channel", "change.who"} // the last two are what makes it theirs
	try := func(what string, typ reflect.Type, put func(storage.Tx, reflect.Value) error) {
		for _, l := range leaves(typ, what) {
			if slices.Contains(quiet, l.path) || strings.HasSuffix(l.path, ".key") {
				continue
			}
			say := func(v reflect.Value) string {
				set, store := newSet(t)
				if err := store.Update(t.Context(), func(tx storage.Tx) error { return put(tx, v) }); err != nil {
					t.Fatal(l.path, err)
				}
				text, _ := exported(t, set, "U1")
				return text
			}
			if say(l.with) == say(l.less) {
				t.Errorf("%s is not said", l.path)
			}
		}
	}
	try("session", reflect.TypeFor[storage.Session](), func(tx storage.Tx, v reflect.Value) error {
		s := v.Interface().(storage.Session)
		s.User, s.Cause = "U1", "c"
		_, err := tx.AddSession(s)
		return err
	})
	try("checkin", reflect.TypeFor[storage.CheckIn](), func(tx storage.Tx, v reflect.Value) error {
		c := v.Interface().(storage.CheckIn)
		c.User, c.Cause = "U1", "c"
		return tx.PutCheckIn(c)
	})
	try("message", reflect.TypeFor[storage.Slot](), func(tx storage.Tx, v reflect.Value) error {
		s := v.Interface().(storage.Slot)
		s.Key = "nudge/U1/2026-03-02T10:30"
		return tx.PutSlot(s)
	})
	try("change", reflect.TypeFor[storage.Audit](), func(tx storage.Tx, v reflect.Value) error {
		a := v.Interface().(storage.Audit)
		a.Channel, a.Who = "C1", "U1"
		return errorsOf(tx.PutChannel(storage.Channel{ID: "C1"}), tx.AddAudit(a))
	})
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// history is everything of several people, as it was put there.
type history struct {
	members  map[habit.UserID]storage.Member
	sessions []storage.Session
	checkIns []storage.CheckIn
	slots    []storage.Slot
	channels []storage.Channel
	audits   []storage.Audit
}

// drawHistory makes up a history of three people, some months of it.
func drawHistory(rt *rapid.T) (h history) {
	people := []habit.UserID{"U1", "U2", "U3"}
	who := rapid.SampledFrom(people)
	minute := func(label string) time.Time {
		return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 300*24*60).Draw(rt, label)) * time.Minute)
	}
	many := rapid.IntRange(0, 12)
	h.members = map[habit.UserID]storage.Member{}
	for _, id := range people {
		m := storage.Member{ID: id, Zone: rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "Asia/Tokyo", "America/St_Johns"}).Draw(rt, "zone")}
		m.NoStore, m.Toolbox = rapid.Bool().Draw(rt, "no store"), rapid.SliceOfN(rapid.SampledFrom([]string{"E01", "E03", "V02"}), 0, 3).Draw(rt, "toolbox")
		m.Plan.When = rapid.SampledFrom([]string{"", "zebra", "<b> & 🐈"}).Draw(rt, "when")
		for range many.Draw(rt, "marks") {
			m.Marks = append(m.Marks, habit.Mark{Day: habit.DayOf(minute("mark")), As: habit.Frozen})
		}
		h.members[id] = m
	}
	for i := range many.Draw(rt, "sessions") {
		at := minute("session")
		h.sessions = append(h.sessions, storage.Session{User: who.Draw(rt, "who"), Cause: fmt.Sprint("s", i), Day: habit.DayOf(at), At: at,
			Exercise: rapid.SampledFrom([]string{"", "E03", "V02"}).Draw(rt, "exercise"), Effort: rapid.SampledFrom([]care.Effort{"", care.Easy, care.Hard}).Draw(rt, "effort"),
			Prompt: rapid.SampledFrom([]storage.SlotKey{"", "prompt/C1/2026-03-02T10:30"}).Draw(rt, "prompt")})
	}
	for i := range many.Draw(rt, "check-ins") {
		h.checkIns = append(h.checkIns, storage.CheckIn{User: who.Draw(rt, "who"), Cause: fmt.Sprint("c", i), At: minute("check-in"),
			Score: rapid.IntRange(0, 10).Draw(rt, "score"), Pain: rapid.SampledFrom([]care.Pain{"", care.SharpPain}).Draw(rt, "pain")})
	}
	for i := range many.Draw(rt, "slots") {
		kind := rapid.SampledFrom([]storage.Kind{storage.Asking, storage.Nudge, storage.Tending}).Draw(rt, "kind")
		due := minute("slot").Add(time.Duration(i) * time.Second)
		h.slots = append(h.slots, storage.Slot{Key: storage.SlotKey(fmt.Sprintf("%s/%s/%s%d", kind, who.Draw(rt, "who"), due.Format("2006-01-02T15:04"), i)), State: storage.Sent, Due: due, At: due})
	}
	for i := range rapid.IntRange(0, 4).Draw(rt, "channels") {
		c := storage.Channel{ID: habit.ChannelID(fmt.Sprint("C", i)), Present: true}
		for range rapid.IntRange(0, 3).Draw(rt, "schedules") {
			c = c.With(storage.Schedule{Plan: habit.Plan{Days: habit.Workweek, At: []habit.Minute{600}, Zone: "UTC"}, By: who.Draw(rt, "by"), Decided: minute("decided")})
		}
		if rapid.Bool().Draw(rt, "changed") {
			c.Change = storage.Change{Number: 1, By: who.Draw(rt, "by"), Text: "told", At: minute("changed")}
		}
		if rapid.Bool().Draw(rt, "news") {
			c.Off = storage.Off{Why: "is_archived", Tell: []string{string(who.Draw(rt, "tell"))}}
		}
		h.channels = append(h.channels, c)
		for range rapid.IntRange(0, 3).Draw(rt, "audits") {
			a := storage.Audit{At: minute("audit"), Channel: c.ID, Who: who.Draw(rt, "who"), Name: "n", What: "set", After: "10:30"}
			if rapid.Bool().Draw(rt, "handed over") {
				a.What, a.After = "owner", string(who.Draw(rt, "to"))
			}
			h.audits = append(h.audits, a)
		}
	}
	return h
}

func (h history) put(tx storage.Tx) error {
	var errs []error
	for _, m := range h.members {
		errs = append(errs, tx.PutMember(m))
	}
	for _, c := range h.channels {
		errs = append(errs, tx.PutChannel(c))
	}
	for _, s := range h.sessions {
		_, err := tx.AddSession(s)
		errs = append(errs, err)
	}
	for _, c := range h.checkIns {
		errs = append(errs, tx.PutCheckIn(c))
	}
	for _, s := range h.slots {
		errs = append(errs, tx.PutSlot(s))
	}
	for _, a := range h.audits {
		errs = append(errs, tx.AddAudit(a))
	}
	return errorsOf(errs...)
}

func only[T any](all []T, fits func(T) bool) (some []T) {
	for _, one := range all {
		if fits(one) {
			some = append(some, one)
		}
	}
	return some
}

// missing compares an export with what was put there; "" is no difference.
func (h history) missing(id habit.UserID, f file) string {
	unordered := cmp.Options{cmpopts.EquateEmpty(), cmpopts.SortSlices(func(a, b any) bool { return fmt.Sprint(a) < fmt.Sprint(b) })}
	ownSlot := func(s storage.Slot) bool { _, owner, _ := s.Key.Split(); return owner == string(id) }
	diff := cmp.Diff(h.members[id], f.Member, unordered) +
		cmp.Diff(only(h.sessions, func(s storage.Session) bool { return s.User == id }), f.Sessions, unordered) +
		cmp.Diff(only(h.checkIns, func(c storage.CheckIn) bool { return c.User == id }), f.CheckIns, unordered) +
		cmp.Diff(only(h.slots, ownSlot), f.Messages, unordered) +
		cmp.Diff(only(h.audits, func(a storage.Audit) bool { return a.Who == id || a.After == string(id) }), f.Changes, unordered)
	for _, c := range h.channels {
		i := slices.IndexFunc(f.Channels, func(of struct {
			Channel   habit.ChannelID    `json:"channel"`
			Schedules []storage.Schedule `json:"schedules"`
			Change    *storage.Change    `json:"change"`
			News      bool               `json:"news"`
		}) bool {
			return of.Channel == c.ID
		})
		set := only(c.Schedules, func(s storage.Schedule) bool { return s.By == id })
		news, changed := slices.Contains(c.Off.Tell, string(id)), c.Change.By == id
		if i < 0 {
			if len(set) > 0 || news || changed {
				diff += fmt.Sprintf("nothing of channel %s\n", c.ID)
			}
			continue
		}
		of := f.Channels[i]
		if diff += cmp.Diff(set, of.Schedules, unordered); of.News != news || (of.Change != nil) != changed {
			diff += fmt.Sprintf("channel %s: %+v\n", c.ID, of)
		}
	}
	return diff
}

// Row 43: an export is complete, for whatever happened, and holds nothing of anybody else.
func TestAnExportIsComplete(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir, n, facts := t.TempDir(), 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		store, err := bolt.Open(fmt.Sprintf("%s/%d.db", dir, n))
		if err != nil {
			rt.Fatal(err)
		}
		defer store.Close()
		set, err := commands.New(store, library)
		if err != nil {
			rt.Fatal(err)
		}
		h := drawHistory(rt)
		if err := store.Update(context.Background(), h.put); err != nil {
			rt.Fatal(err)
		}
		for _, id := range []habit.UserID{"U1", "U2", "U3"} {
			text, f := exported(t, set, id)
			if diff := h.missing(id, f); diff != "" {
				rt.Fatalf("the export of %s is not what is held:\n%s", id, diff)
			}
			facts += len(f.Sessions) + len(f.CheckIns) + len(f.Messages) + len(f.Changes)
			for title, many := range map[string]int{"Check-ins": len(f.CheckIns), "Sessions": len(f.Sessions), "Messages that were due to you": len(f.Messages)} {
				if !strings.Contains(text, fmt.Sprintf("%s: %d\n", title, many)) {
					rt.Fatalf("%s are not counted as %d in:\n%s", title, many, text)
				}
			}
			if len(f.CheckIns) > 0 { // the comparison can fail: without one of them it does
				short := f
				short.CheckIns = f.CheckIns[1:]
				if h.missing(id, short) == "" {
					rt.Fatal("a check-in that is left out goes unnoticed")
				}
			}
		}
	})
	t.Logf("%d histories, %d facts", n, facts)
}

// The pieces that come where Slack takes no files hold all of the file, line for line.
func TestThePiecesOfAnExportHoldAllOfIt(t *testing.T) {
	set, store := newSet(t)
	if err := store.Update(t.Context(), func(tx storage.Tx) error {
		var errs []error
		for i := range 500 {
			at := exportedAt.Add(-time.Duration(i) * time.Hour)
			errs = append(errs, tx.PutCheckIn(storage.CheckIn{User: "U1", Cause: fmt.Sprint(i), At: at, Score: i % 11}))
		}
		return errorsOf(append(errs, tx.PutMember(storage.Member{ID: "U1", Named: "*<@U2>* " + strings.Repeat("long ", 1500)}))...)
	}); err != nil {
		t.Fatal(err)
	}
	e, err := set.Export(t.Context(), "U1", exportedAt)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, m := range e.Pieces {
		text := string(m.Parts[0].(commands.Text))
		if len(text) > 2900 {
			t.Errorf("a piece of %d bytes", len(text))
		}
		if calls.MatchString(text) {
			t.Errorf("somebody is called: %s", text)
		}
		said = append(said, strings.Fields(text)...)
	}
	want := strings.Fields(commands.Plain(string(e.Files[0].Content)))
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	if len(e.Pieces) < 10 {
		t.Errorf("only %d pieces", len(e.Pieces))
	}
}

// Row 49: a long export holds no write up.
func TestWritesGoOnDuringAnExport(t *testing.T) {
	set, store := newSet(t)
	put := func(from, n int) error {
		return store.Update(t.Context(), func(tx storage.Tx) error {
			for i := from; i < from+n; i++ {
				day := habit.DayOf(exportedAt).Add(-i % 400)
				if _, err := tx.AddSession(storage.Session{User: "U1", Cause: fmt.Sprint(i), Day: day, At: exportedAt, Exercise: "E03"}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := put(0, 3200); err != nil {
		t.Fatal(err)
	}
	stop, made := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				made <- n
				return
			default:
			}
			if _, err := set.Export(context.Background(), "U1", exportedAt); err != nil {
				t.Error(err)
			}
			n++
		}
	}()
	var took []time.Duration
	for i := range 200 {
		began := time.Now()
		if err := put(10_000+i, 1); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	close(stop)
	n := <-made
	slices.Sort(took)
	began := time.Now()
	_, f := exported(t, set, "U1")
	if len(f.Sessions) != 3400 {
		t.Errorf("%d sessions, want 3400", len(f.Sessions))
	}
	t.Logf("%d exports beside 200 writes; a write took %v at most 99 times of 100; an export of 3400 sessions takes %v", n, took[197], time.Since(began))
}

// Whatever is kept of a person brings a line to what privacy says is held: no kind of
// thing can be forgotten there.
func TestPrivacyNamesEveryKindOfThingThatIsHeld(t *testing.T) {
	quiet := []string{"ID", "Judged"} // up to where the days are decided
	set, store := newSet(t)
	held := func(m storage.Member) string {
		m.ID = "U1"
		if err := store.Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(m) }); err != nil {
			t.Fatal(err)
		}
		reply, err := set.Handle(t.Context(), commands.Request{What: commands.Typed, User: "U1", Role: commands.Member, Channel: "C1", Text: "privacy", Now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, p := range reply.Parts {
			if l, ok := p.(commands.List); ok {
				lines = append(lines, l...)
			}
		}
		return strings.Join(lines, "\n")
	}
	kinds := reflect.TypeFor[storage.Member]()
	said := map[string]bool{}
	for _, l := range leaves(kinds, "member") {
		with, less := l.with.Interface().(storage.Member), l.less.Interface().(storage.Member)
		for i := range kinds.NumField() {
			if v := reflect.ValueOf(with).Field(i); !v.IsZero() {
				less := reflect.ValueOf(&less).Elem()
				less.Field(i).SetZero()
				said[kinds.Field(i).Name] = said[kinds.Field(i).Name] || held(with) != held(less.Interface().(storage.Member))
			}
		}
	}
	for i := range kinds.NumField() {
		if name := kinds.Field(i).Name; !said[name] && !slices.Contains(quiet, name) {
			t.Errorf("%s is held and not named", name)
		}
	}
}
