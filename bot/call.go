package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
)

// A fate is what became of a call to Slack.
type fate int

const (
	done     fate = iota // Slack did it
	refused              // Slack said no; nothing happened
	limited              // Slack said later; nothing happened
	kept                 // it never left this host
	unknown              // it left, and nobody knows
	unwanted             // when its turn came nobody wanted it any longer
)

// A verdict is the fate of a call and the reason, which holds nothing private.
type verdict struct {
	fate  fate
	why   string        // Slack's error, or the network's
	wait  time.Duration // limited: how long Slack asks to wait
	where string        // refused for its blocks: which of them
}

const (
	patience  = 10 * time.Second // for one answer of Slack
	longest   = 60 * time.Second // for one call with all its repetitions
	firstWait = 200 * time.Millisecond
)

// newHTTP is the client of all that leaves this host, but for the sockets.
func newHTTP(patience time.Duration) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 32
	return &http.Client{Transport: transport, Timeout: patience}
}

// call makes one call to Slack, in its turn. What surely had no effect is tried
// again: after a rate limit when Slack says, after a dead line with growing
// pauses. What may have had an effect is tried again only where repeating is
// harmless. How long it waits for its first turn is the caller's, but where
// somebody waits for it.
func (b *Bot) call(ctx context.Context, a ask, harmless bool, do func(context.Context) error) verdict {
	if a.rank == answers {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, longest)
		defer cancel()
	}
	var began time.Time
	pause := firstWait
	for tries := 1; ; tries++ {
		v := b.try(ctx, &a, do)
		if a.left.IsZero() {
			return v
		}
		if tries == 1 {
			began = a.left
		}
		again := v.fate == limited || (tries < 5 && (v.fate == kept || (v.fate == unknown && harmless)))
		wait := v.wait
		if v.fate != limited {
			wait, pause = pause, pause*3
		}
		if !again || time.Since(began)+wait > longest {
			return v
		}
		if v.fate != limited && !sleep(ctx, wait) { // after a limit the sender waits
			return v
		}
	}
}

// try makes the call once, in its turn.
func (b *Bot) try(ctx context.Context, a *ask, do func(context.Context) error) (v verdict) {
	if b.sender.wait(ctx, a) != nil {
		return verdict{fate: kept, why: "stopped"}
	}
	if a.begin != nil && !a.begin(ctx) {
		v.fate = unwanted
		b.sender.told(a, v)
		return v
	}
	began := time.Now()
	v = b.attempt(ctx, do)
	b.counts.took("slack/"+a.method, time.Since(began))
	b.counts.add("slack/"+a.method+"/"+v.fate.String(), 1)
	b.sender.told(a, v)
	if v.fate == refused && slices.Contains(hopeless[:revocable], v.why) {
		b.doubt()
	}
	if scope, missing := strings.CutPrefix(v.why, "missing_scope "); missing {
		b.Alert("scope "+scope, commands.MissingScope(scope))
	}
	if v.fate != done {
		b.cfg.Log.Debug().Str("method", a.method).Stringer("fate", v.fate).Str("why", v.why).Msg("call")
	}
	return v
}

func (f fate) String() string {
	return [...]string{"done", "refused", "limited", "kept", "unknown", "unwanted"}[f]
}

// attempt makes the call once and finds out whether it left.
func (b *Bot) attempt(ctx context.Context, do func(context.Context) error) verdict {
	if ctx.Err() != nil {
		return verdict{fate: kept, why: "stopped"}
	}
	var left atomic.Bool
	ctx, cancel := context.WithTimeout(ctx, b.cfg.Patience)
	defer cancel()
	err := do(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { left.Store(true) }}))
	return judge(err, left.Load())
}

func judge(err error, left bool) verdict {
	if err == nil {
		return verdict{}
	}
	if later, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return verdict{fate: limited, why: "ratelimited", wait: max(later.RetryAfter, firstWait)}
	}
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return judgeAnswer(answer)
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		why := "http_" + strconv.Itoa(status.Code)
		switch {
		case status.Code == http.StatusTooManyRequests:
			return verdict{fate: limited, why: why, wait: time.Second}
		case status.Code >= 500:
			return verdict{fate: unknown, why: why}
		}
		return verdict{fate: refused, why: why}
	}
	if left {
		return verdict{fate: unknown, why: reason(err)}
	}
	return verdict{fate: kept, why: reason(err)}
}

// judgeAnswer reads an answer with ok false. Of internal_error and fatal_error
// Slack says that part of the operation may have gone through.
func judgeAnswer(answer slack.SlackErrorResponse) verdict {
	v := verdict{fate: refused, why: answer.Err}
	switch answer.Err {
	case "internal_error", "fatal_error", "service_unavailable":
		v.fate = unknown
	case "ratelimited", "rate_limited":
		v.fate, v.wait = limited, time.Second
	case "request_timeout": // Slack got only part of the request
		v.fate = kept
	case "missing_scope":
		v.why += " " + answer.Needed
	case "invalid_blocks", "invalid_arguments":
		v.where = strings.Join(pointer.FindAllString(strings.Join(answer.ResponseMetadata.Messages, " "), -1), " ")
	}
	return v
}

// pointer is the part of Slack's complaint that says where, and quotes nothing.
var pointer = regexp.MustCompile(`\[json-pointer:[^\]]*\]`)

// reason is an error's text without the address it was for: a response_url is
// as good as a password.
func reason(err error) string {
	if err == nil {
		return ""
	}
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return answer.Err
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return "malformed JSON at byte " + strconv.FormatInt(syntax.Offset, 10)
	}
	if typed, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return "unexpected " + typed.Field
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		if u.Timeout() {
			return "timeout"
		}
		return cmp.Or(reason(u.Err), "network")
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection lost"
	}
	return err.Error()
}

// sleep waits, and says whether it could wait to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Slack's errors that only a person can mend.
var hopeless = []string{
	"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type",
	"missing_scope", "no_permission", "org_login_required", "team_access_not_granted",
}

// revocable is how many of them, in front, speak of the token rather than of one call.
const revocable = 5

func isHopeless(err error) bool {
	answer, ok := errors.AsType[slack.SlackErrorResponse](err)
	return ok && slices.Contains(hopeless, answer.Err)
}
