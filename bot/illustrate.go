package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/storage"
)

const (
	lookAgain  = 24 * time.Hour // between two looks whether Slack still has the pictures
	drawAgain  = time.Hour      // after a look that something came between
	betweenTwo = 200 * time.Millisecond
)

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
	if b.ill() != nil { // nobody could remember what Slack has then
		return false, false
	}
	now.File, ok = b.bring(ctx, d, name, content)
	if !ok {
		return false, false
	}
	from := b.now()
	if !b.shown(ctx, upkeep, now.File) {
		from = from.Add(processed)
	}
	if err := b.cfg.Commands.PutPicture(ctx, name, now); err != nil && ctx.Err() == nil {
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

// bring uploads a picture.
func (b *Bot) bring(ctx context.Context, d Drawing, name string, content []byte) (id string, ok bool) {
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
