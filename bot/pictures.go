package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/storage"
)

// A Drawing is a picture of an exercise that can be drawn.
type Drawing struct {
	Exercise string // its id
	Side     int    // 1, 2: done to the first, to the other side; 0: as it is shown first
	Motion   bool   // moving: a GIF; a still is a PNG
	Alt      string // what it shows, in words
	Draw     func() ([]byte, error)
}

const (
	lookAgain  = 24 * time.Hour // between two looks whether Slack still has the pictures
	drawAgain  = time.Hour      // after a look that something came between
	betweenTwo = 200 * time.Millisecond
)

// pictures are the drawings that Slack has, each uploaded once for the workspace.
type pictures struct {
	mu      sync.Mutex
	has     map[string]pinned // by nameOf
	doubted []string          // files that may be gone
	others  []blockkit.Look   // what it was if none of them is
	renewed map[string]time.Time
	look    chan struct{} // the doubted ones shall be looked at
	quiet   string        // why there are none, as it was last told
}

// A pinned picture is a file of Slack's that a message can show.
type pinned struct {
	file string
	from time.Time // when Slack will have looked at it
}

// nameOf is under which a drawing is remembered.
func nameOf(exercise string, side int, motion bool) string {
	if side > 0 {
		exercise += "/" + strconv.Itoa(side)
	}
	if motion {
		exercise += "/motion"
	}
	return exercise
}

// pictured is the message with the pictures that Slack has now, and without what would
// bring one that it has not. Of a side that it has not, it is the one that is shown first.
func (b *Bot) pictured(m commands.Message) commands.Message {
	parts := slices.Clone(m.Parts)
	for i, part := range parts {
		switch p := part.(type) {
		case commands.Picture:
			p.File = b.pictures.of(p, b.now())
			parts[i] = p
		case commands.Cards:
			p.All = slices.Clone(p.All)
			for n := range p.All {
				p.All[n].Picture.File = b.pictures.of(p.All[n].Picture, b.now())
			}
			parts[i] = p
		case commands.Actions:
			parts[i] = commands.Actions(slices.DeleteFunc(slices.Clone(p), func(a commands.Action) bool {
				button, _ := a.(commands.Button)
				return button.Moving != "" && b.pictures.of(commands.Picture{Exercise: button.Moving, Motion: true}, b.now()) == ""
			}))
		}
	}
	return commands.Message{Parts: parts}
}

// of is the file of a picture; "": Slack has none.
func (p *pictures) of(picture commands.Picture, now time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, side := range []int{picture.Side, 0} {
		if at, ok := p.has[nameOf(picture.Exercise, side, picture.Motion)]; ok && !at.from.After(now) {
			return at.file
		}
	}
	return ""
}

func (p *pictures) pin(name, file string, from time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.has[name] = pinned{file, from}
}

func (p *pictures) drop(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.has, name)
}

// hide shows those files no more, until they were looked at.
func (p *pictures) hide(files []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.has, func(_ string, at pinned) bool { return slices.Contains(files, at.file) })
}

// doubt has a look at files that Slack would not show, or would not show beside others.
func (p *pictures) doubt(files []string, others []blockkit.Look) {
	p.mu.Lock()
	p.doubted, p.others = append(p.doubted, files...), append(p.others, others...)
	p.mu.Unlock()
	select {
	case p.look <- struct{}{}:
	default:
	}
}

func (p *pictures) doubts() (files []string, others []blockkit.Look) {
	p.mu.Lock()
	defer p.mu.Unlock()
	files, others, p.doubted, p.others = p.doubted, p.others, nil, nil
	return files, others
}

// filesOf are the files that a message shows.
func filesOf(m commands.Message) (files []string) {
	for _, part := range m.Parts {
		switch p := part.(type) {
		case commands.Picture:
			files = append(files, p.File)
		case commands.Cards:
			for _, card := range p.All {
				files = append(files, card.Picture.File)
			}
		}
	}
	return slices.DeleteFunc(files, func(id string) bool { return id == "" })
}

// illustrate keeps Slack's pictures as they are drawn: at the start, daily, and when one
// may be gone. Nobody waits for it, and all works without them.
func (b *Bot) illustrate(ctx context.Context) {
	if len(b.cfg.Drawings) == 0 {
		return
	}
	for {
		wait := lookAgain
		if !b.hang(ctx) {
			wait = drawAgain
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-b.pictures.look:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// hang looks at each picture once, and uploads what Slack has not; false: something came between.
func (b *Bot) hang(ctx context.Context) (whole bool) {
	var err error
	defer b.survive("pictures", &err)
	kept, err := b.cfg.Commands.Pictures(ctx)
	if err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("why", reason(err)).Msg("pictures not read")
		return false
	}
	doubted, others := b.pictures.doubts()
	mended := false
	for name, p := range kept {
		if p.Team == b.team && !slices.Contains(doubted, p.File) {
			b.pictures.pin(name, p.File, time.Time{})
		}
	}
	for _, d := range b.cfg.Drawings {
		if !sleep(ctx, betweenTwo) {
			return false
		}
		name := nameOf(d.Exercise, d.Side, d.Motion)
		again, ok := b.hangOne(ctx, d, name, kept[name], doubted)
		if !ok {
			return false
		}
		mended = mended || again
	}
	if mended || len(others) > 0 { // pictures as such are taken
		b.looks.take(blockkit.Pictures)
	}
	if !mended {
		b.looks.refuse(b.now(), others)
	}
	return true
}

// hangOne looks at one picture. again says that a doubted one was uploaded anew.
func (b *Bot) hangOne(ctx context.Context, d Drawing, name string, known storage.Picture, doubted []string) (again, ok bool) {
	content, err := d.Draw()
	if err != nil || len(content) == 0 {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("picture", name).Str("why", reason(err)).Msg("not drawn")
		return false, true
	}
	hash := sha256.Sum256(content)
	now := storage.Picture{Team: b.team, Hash: hex.EncodeToString(hash[:12])}
	doubt := slices.Contains(doubted, known.File)
	if known.Team == now.Team && known.Hash == now.Hash {
		gone, sure := b.isGone(ctx, known.File)
		if sure && !gone || !sure && (!doubt || !b.pictures.mayRenew(name, b.now())) {
			b.pictures.pin(name, known.File, time.Time{})
			return false, ctx.Err() == nil
		}
		b.pictures.drop(name)
	}
	now.File, ok = b.hand(ctx, d, name, content)
	if !ok {
		return false, false
	}
	from := b.now()
	if !b.shown(ctx, upkeep, now.File) {
		from = from.Add(processed)
	}
	if err := b.cfg.Commands.PutPicture(ctx, name, now); err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("picture", name).Str("why", reason(err)).Msg("not remembered")
	}
	b.pictures.pin(name, now.File, from)
	b.counts.add("pictures_uploaded", 1)
	return doubt, true
}

// mayRenew says whether a picture of which nobody knows whether it is there may be
// uploaded anew: once a day.
func (p *pictures) mayRenew(name string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if last, ok := p.renewed[name]; ok && now.Sub(last).Abs() < lookAgain {
		return false
	}
	p.renewed[name] = now
	return true
}

// isGone asks Slack whether it still has a file; sure is false where it does not say.
func (b *Bot) isGone(ctx context.Context, id string) (gone, sure bool) {
	var file *slack.File
	v := b.call(ctx, ask{method: "files.info", rank: upkeep}, true, func(ctx context.Context) (err error) {
		file, _, _, err = b.web.GetFileInfoContext(ctx, id, 0, 0)
		return err
	})
	switch {
	case v.fate == done:
		return file.Mode == "tombstone", true
	case v.fate == refused && (v.why == "file_not_found" || v.why == "file_deleted"):
		return true, true
	}
	return false, false
}

// hand uploads a picture.
func (b *Bot) hand(ctx context.Context, d Drawing, name string, content []byte) (id string, ok bool) {
	file := commands.File{Name: strings.ReplaceAll(name, "/", "-") + ".png", Title: name, Alt: blockkit.Cut(d.Alt, longestAlt), Content: content}
	if d.Motion {
		file.Name = strings.TrimSuffix(file.Name, ".png") + ".gif"
	}
	id, v := b.upload(ctx, upkeep, file, "", "")
	if v.fate == done {
		b.pictures.quiet = ""
		return id, true
	}
	if ctx.Err() != nil {
		return "", false
	}
	if b.pictures.quiet != v.why { // once for each reason
		b.pictures.quiet = v.why
		b.cfg.Log.Info().Stringer("fate", v.fate).Str("why", v.why).Msg("Slack takes no pictures; all works without them")
	}
	b.counts.add("pictures_refused", 1)
	return "", false
}

// longestAlt is how much Slack takes of a picture's words, in characters.
const longestAlt = 1000
