package bot

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// dot is a picture of one colour.
func dot(t testing.TB, shade uint8) []byte {
	t.Helper()
	var b bytes.Buffer
	m := image.NewGray(image.Rect(0, 0, 1, 1))
	m.SetGray(0, 0, color.Gray{Y: shade})
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func blink(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.Black, color.White})
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{50, 50}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// gallery is two pictures of cat cow and one of bridge; shade changes what is drawn of bridge.
func gallery(t testing.TB, shade *atomic.Int32) func(*Config) {
	return func(c *Config) {
		c.Drawings = []Drawing{
			{Exercise: "E02", Alt: "On hands and knees.", Draw: func() ([]byte, error) { return dot(t, 1), nil }},
			{Exercise: "E02", Motion: true, Alt: "On hands and knees, moving.", Draw: func() ([]byte, error) { return blink(t), nil }},
			{Exercise: "E03", Alt: "On the back.", Draw: func() ([]byte, error) { return dot(t, uint8(shade.Load())), nil }},
		}
	}
}

// showing answers with the pictures of both, and a button that brings one that moves.
func showing(_ context.Context, r commands.Request) (commands.Reply, error) {
	if r.Text == "" && r.What == commands.Typed {
		return commands.Reply{}, nil
	}
	return commands.Reply{Message: commands.Message{Parts: []commands.Part{
		commands.Heading("Moves: " + r.Text),
		commands.Picture{Exercise: "E02", Alt: "On hands and knees."},
		commands.Picture{Exercise: "E02", Motion: true, Alt: "On hands and knees, moving."},
		commands.Picture{Exercise: "E03", Side: 2, Alt: "As the content says it."},
		commands.Picture{Exercise: "E09", Alt: "Nobody drew this."},
		commands.Actions{
			commands.Button{Label: "Did it", Do: "did", Value: "E02"},
			commands.Button{Label: "Cat cow moves", Do: "motion", Moving: "E02"},
			commands.Button{Label: "Bridge moves", Do: "motion", Moving: "E03"},
		},
	}}}, nil
}

// asks has Ann ask, and returns the blocks of the answer.
func (w *world) asks(t *testing.T, text string) string {
	t.Helper()
	_, o := w.Say(t.Context(), ann, w.DM(ann), text)
	fine(t, o)
	all := ""
	for _, raw := range w.sees(t, ann, w.DM(ann), "Moves: "+text).Blocks {
		all += string(raw)
	}
	return all
}

func files(script *script) map[string]storage.Picture {
	kept, _ := script.Pictures(context.Background())
	return kept
}

func TestPicturesAreUploadedOnceForTheWorkspace(t *testing.T) {
	t.Parallel()
	sim, s, shade := newSlack(t, filing), &script{handle: showing}, &atomic.Int32{}
	w := newWorldIn(t, sim, s, gallery(t, shade))
	w.counted(t, "pictures_uploaded", 3)
	kept := files(s)
	blocks := w.asks(t, "first")
	for _, name := range []string{"E02", "E02/motion", "E03"} {
		if !strings.Contains(blocks, kept[name].File) || kept[name].File == "" {
			t.Errorf("%s (%+v) is not in the answer: %s", name, kept[name], blocks)
		}
	}
	if n := strings.Count(blocks, `"slack_file"`); n != 3 {
		t.Errorf("%d pictures, want 3: %s", n, blocks)
	}
	if !strings.Contains(blocks, "On the back.") || strings.Contains(blocks, "As the content says it.") {
		t.Errorf("its words are not those of the drawing: %s", blocks)
	}
	if !strings.Contains(blocks, "Cat cow moves") || strings.Contains(blocks, "Bridge moves") {
		t.Errorf("a button for each that moves: %s", blocks)
	}
	w.stop()

	// Another start: Slack has them all, and nothing is uploaded.
	w = newWorldIn(t, sim, s, gallery(t, shade))
	w.eventually(t, "a look at each", func() bool { return w.calls("files.info") >= 2*3 })
	if n := w.calls("upload"); n != 3 {
		t.Errorf("%d uploads after a second start, want 3", n)
	}
	w.stop()

	// A drawing that changed is uploaded, and only that one.
	shade.Store(99)
	w = newWorldIn(t, sim, s, gallery(t, shade))
	w.counted(t, "pictures_uploaded", 1)
	if now := files(s); now["E03"].File == kept["E03"].File || now["E02"] != kept["E02"] {
		t.Errorf("before %+v, now %+v", kept, now)
	}
	if n := w.calls("upload"); n != 4 {
		t.Errorf("%d uploads, want 4", n)
	}
	if blocks := w.asks(t, "third"); !strings.Contains(blocks, files(s)["E03"].File) {
		t.Errorf("the new one is not shown: %s", blocks)
	}
}

// A database that moved to another workspace brings its pictures there anew.
func TestPicturesOfAnotherWorkspaceAreNotShown(t *testing.T) {
	t.Parallel()
	s := &script{handle: showing, pictures: map[string]storage.Picture{"E02": {Team: "T0ELSE", File: "F0ELSE0001", Hash: "x"}}}
	w := newWorldIn(t, newSlack(t, filing), s, gallery(t, &atomic.Int32{}))
	w.counted(t, "pictures_uploaded", 3)
	if blocks := w.asks(t, "first"); strings.Contains(blocks, "F0ELSE0001") || strings.Count(blocks, "slack_file") != 3 {
		t.Error(blocks)
	}
}

func TestAPictureThatIsGoneIsUploadedAgain(t *testing.T) {
	t.Parallel()
	s := &script{handle: showing}
	w := newWorldIn(t, newSlack(t, filing), s, gallery(t, &atomic.Int32{}))
	w.counted(t, "pictures_uploaded", 3)
	gone := files(s)["E02"].File
	if err := w.bot.web.DeleteFileContext(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	if blocks := w.asks(t, "first"); strings.Contains(blocks, "slack_file") || !strings.Contains(blocks, "Did it") {
		t.Errorf("with a picture that is gone the answer is %s", blocks)
	}
	w.counted(t, "pictures_uploaded", 4)
	w.eventually(t, "the pictures are back", func() bool { return len(w.bot.looks.off(time.Now())) == 0 })
	if blocks := w.asks(t, "second"); strings.Count(blocks, "slack_file") != 3 || strings.Contains(blocks, gone) {
		t.Errorf("once it is there again: %s", blocks)
	}
	if n := w.bot.Counts()["undrawn"]; n != 1 {
		t.Errorf("%d answers were sent twice, want one", n)
	}
}

// While nothing can be kept no picture is uploaded, for it would be again and again; then all are.
func TestNothingIsUploadedThatCannotBeRemembered(t *testing.T) {
	t.Parallel()
	var full atomic.Bool
	full.Store(true)
	w := newWorldIn(t, newSlack(t, filing), &script{handle: showing}, gallery(t, &atomic.Int32{}), func(c *Config) {
		c.Ill = func() error {
			if full.Load() {
				return storage.ErrFull
			}
			return nil
		}
	})
	if w.bot.hang(t.Context()) || w.calls("files.getUploadURLExternal") != 0 {
		t.Errorf("%d pictures were uploaded", w.calls("files.getUploadURLExternal"))
	}
	full.Store(false)
	if !w.bot.hang(t.Context()) || w.calls("files.getUploadURLExternal") != 3 {
		t.Errorf("%d pictures are there, want 3", w.calls("files.getUploadURLExternal"))
	}
}

// Without the scope all is said as before, once told in the log, and never asked again.
func TestWithoutTheScopeThereAreNoPicturesAndNoNoise(t *testing.T) {
	t.Parallel()
	s := &script{handle: showing}
	w := newWorldIn(t, newSlack(t, func(c *slacksim.Config) { filing(c); c.Declined = true }), s, gallery(t, &atomic.Int32{}))
	w.counted(t, "pictures_refused", 1)
	blocks := w.asks(t, "first")
	if strings.Contains(blocks, "slack_file") || strings.Contains(blocks, " moves\"") || !strings.Contains(blocks, "Did it") {
		t.Error(blocks)
	}
	if n := strings.Count(w.log.String(), "Slack takes no pictures"); n != 1 || !strings.Contains(w.log.String(), "missing_scope files:write") || strings.Contains(w.log.String(), `"level":"error"`) {
		t.Errorf("said %d times:\n%s", n, w.log)
	}
	if w.calls("files.getUploadURLExternal") != 1 || w.bot.Counts()["undrawn"] != 0 {
		t.Errorf("%d tries, %v", w.calls("files.getUploadURLExternal"), w.bot.Counts())
	}
}

// Nobody knows whether a file is there without files:read: it is shown after a while, and
// uploaded anew when Slack would not show it, once a day.
func TestWithoutTheScopeToLookPicturesAreShownAllTheSame(t *testing.T) {
	t.Parallel()
	s := &script{handle: showing}
	var lead atomic.Int64
	sim := newSlack(t, func(c *slacksim.Config) {
		c.Manifest = []byte(strings.Replace(manifest, `"dnd:read"]`, `"dnd:read", "files:write"]`, 1))
	})
	w := newWorldIn(t, sim, s, gallery(t, &atomic.Int32{}), func(c *Config) {
		c.Now = func() time.Time { return time.Now().Add(time.Duration(lead.Load())) }
	})
	w.counted(t, "pictures_uploaded", 3)
	lead.Store(int64(processed))
	w.eventually(t, "the fake has processed them", func() bool { return sim.Processed() == 3 })
	if blocks := w.asks(t, "first"); strings.Count(blocks, "slack_file") != 3 {
		t.Fatal(blocks)
	}
	if err := w.bot.web.DeleteFileContext(t.Context(), files(s)["E03"].File); err != nil {
		t.Fatal(err)
	}
	w.asks(t, "second")
	w.counted(t, "pictures_uploaded", 4)
	if w.bot.pictures.mayRenew("E03", w.bot.now()) || !w.bot.pictures.mayRenew("E03", w.bot.now().Add(25*time.Hour)) {
		t.Error("it may be uploaded anew again on the same day, or never")
	}
}

// A drawing that fails, or a panic in it, takes nothing else along.
func TestADrawingThatFailsTakesNothingAlong(t *testing.T) {
	t.Parallel()
	s := &script{handle: showing}
	w := newWorldIn(t, newSlack(t, filing), s, func(c *Config) {
		c.Drawings = []Drawing{
			{Exercise: "E09", Draw: func() ([]byte, error) { return nil, errors.New("no poses") }},
			{Exercise: "E02", Draw: func() ([]byte, error) { return dot(t, 1), nil }},
			{Exercise: "E03", Draw: func() ([]byte, error) { panic("poses") }},
		}
	})
	w.counted(t, "pictures_uploaded", 1)
	w.counted(t, "panics", 1)
	if blocks := w.asks(t, "first"); strings.Count(blocks, "slack_file") != 1 {
		t.Error(blocks)
	}
}

// A form with a picture that is gone opens all the same, with the trigger it has.
func TestAFormOpensWithoutAPictureThatIsGone(t *testing.T) {
	t.Parallel()
	s := &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		return commands.Reply{Form: &commands.Form{Do: "leg", Value: r.Text, Title: "Session", Submit: "Next", Message: says("step "+r.Text+".", commands.Picture{Exercise: "E03", Alt: "On the back."})}}, nil
	}}
	w := newWorldIn(t, newSlack(t, filing), s, gallery(t, &atomic.Int32{}))
	w.counted(t, "pictures_uploaded", 3)
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "first"))
	if v := w.view(t, ann, "step first."); !strings.Contains(string(v.Blocks[1]), files(s)["E03"].File) {
		t.Errorf("%s", v.Blocks)
	}
	if err := w.bot.web.DeleteFileContext(t.Context(), files(s)["E03"].File); err != nil {
		t.Fatal(err)
	}
	fine(t, w.Slash(t.Context(), bob, team, "/stretch", "second"))
	if v := w.view(t, bob, "step second."); len(v.Blocks) != 1 {
		t.Errorf("%s", v.Blocks)
	}
	// What goes with an acknowledgement nobody can send again, so it has no picture in doubt.
	fine(t, w.Submit(t.Context(), bob, w.TopView(bob).ID, nil))
}
