package bot

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
)

// Slack takes a file in three steps: it names an address, it gets the content there, and
// it is told that this was all, and for whom. Only the last has an effect that
// anybody sees, so that the first two may be repeated together.

const (
	uploads      = 3                      // how often the content is sent, at most
	processed    = 10 * time.Second       // how long a file may take until a message can show it
	processedGap = 250 * time.Millisecond // between two looks, at first
)

// upload gives a file to Slack and returns its id. With a conversation it is shown there:
// its own id, for Slack takes no person's here. Without one nobody sees it until a
// message shows it. Without the scope files:write it is refused, as missing_scope.
func (b *Bot) upload(ctx context.Context, urgent rank, f commands.File, to, thread string) (id string, v verdict) {
	for tries := 1; ; tries++ {
		id, v = b.deliver(ctx, urgent, f)
		if v.fate != unknown && v.fate != kept || tries == uploads || ctx.Err() != nil {
			break
		}
	}
	if v.fate != done {
		return "", v
	}
	v = b.call(ctx, ask{method: "files.completeUploadExternal", rank: urgent}, false, func(ctx context.Context) error {
		_, err := b.web.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: id, Title: f.Title}}, Channel: to, ThreadTimestamp: thread,
		})
		return err
	})
	return id, v
}

// deliver takes the first two steps, on the way to the third.
func (b *Bot) deliver(ctx context.Context, urgent rank, f commands.File) (id string, v verdict) {
	var at *slack.GetUploadURLExternalResponse
	v = b.call(ctx, ask{method: "files.getUploadURLExternal", rank: urgent}, true, func(ctx context.Context) (err error) {
		at, err = b.web.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{
			FileName: f.Name, FileSize: len(f.Content), AltTxt: f.Alt,
		})
		return err
	})
	if v.fate != done {
		return "", v
	}
	v = b.call(ctx, ask{method: "upload", rank: urgent}, false, func(ctx context.Context) error {
		err := b.web.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: at.UploadURL, Filename: f.Name, Reader: bytes.NewReader(f.Content)})
		return unaddressed(err)
	})
	return at.FileID, v
}

// unaddressed is an error without the address it was for, which is as good as a password.
func unaddressed(err error) error {
	_, network := errors.AsType[*url.Error](err) // whose address never comes into a reason
	_, status := errors.AsType[slack.StatusCodeError](err)
	_, later := errors.AsType[*slack.RateLimitedError](err)
	if err == nil || network || status || later {
		return err
	}
	return errors.New("not sent")
}

// shown waits until Slack has looked at a file, so that a message can show it; false: it
// takes too long, or the scope files:read is missing.
func (b *Bot) shown(ctx context.Context, urgent rank, id string) bool {
	ctx, cancel := context.WithTimeout(ctx, processed)
	defer cancel()
	for pause := processedGap; ; pause *= 2 {
		var file *slack.File
		v := b.call(ctx, ask{method: "files.info", rank: urgent}, true, func(ctx context.Context) (err error) {
			file, _, _, err = b.web.GetFileInfoContext(ctx, id, 0, 0)
			return err
		})
		switch {
		case v.fate == refused:
			return false
		case v.fate == done && file.Mimetype != "":
			return true
		case !sleep(ctx, pause):
			return false
		}
	}
}
