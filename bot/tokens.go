package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// ErrConfiguration is wrapped by errors that only a person can mend: a
// missing, swapped or revoked token, a missing scope.
var ErrConfiguration = errors.New("configuration")

const (
	appVariable = "SLACK_APP_TOKEN"
	botVariable = "SLACK_BOT_TOKEN"
	appPlace    = "Basic Information, App-Level Tokens, with the scope connections:write"
	botPlace    = "OAuth & Permissions, Bot User OAuth Token"
)

func checkTokens(app, bot string) error {
	return errors.Join(
		checkToken(appVariable, app, "xapp-", "xoxb-", botVariable, appPlace),
		checkToken(botVariable, bot, "xoxb-", "xapp-", appVariable, botPlace))
}

func checkToken(variable, token, begins, others, other, place string) error {
	where := "it begins with " + begins + " and stands at api.slack.com/apps under " + place
	switch {
	case token == "":
		return fmt.Errorf("%w: %s is not set: %s", ErrConfiguration, variable, where)
	case strings.HasPrefix(token, others):
		return fmt.Errorf("%w: %s holds the token that belongs in %s: %s", ErrConfiguration, variable, other, where)
	case !strings.HasPrefix(token, begins), strings.ContainsAny(token, " \t\r\n"):
		return fmt.Errorf("%w: %s does not hold a token: %s", ErrConfiguration, variable, where)
	}
	return nil
}

// hopelessly is what Slack has against a token, for the person who can mend it.
func hopelessly(variable, place string, err error) error {
	answer, _ := errors.AsType[slack.SlackErrorResponse](err)
	cure := "take a new one at api.slack.com/apps under " + place
	if answer.Needed != "" {
		cure = "add the scope " + answer.Needed + " at api.slack.com/apps and install the app again"
	}
	return fmt.Errorf("%w: Slack refuses %s (%s): %s", ErrConfiguration, variable, answer.Err, cure)
}

// introduce asks Slack who Catcow is there, until Slack answers.
func (b *Bot) introduce(ctx context.Context) (me *slack.AuthTestResponse, err error) {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		v := b.call(ctx, ask{method: "auth.test", rank: upkeep}, true, func(ctx context.Context) error {
			me, err = b.web.AuthTestContext(ctx)
			return err
		})
		switch {
		case v.fate == done:
			return me, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case isHopeless(err):
			return nil, hopelessly(botVariable, botPlace, err)
		}
		b.cfg.Log.Warn().Str("method", "auth.test").Str("why", v.why).Msg("Slack does not answer")
		if !sleep(ctx, wait) {
			return nil, ctx.Err()
		}
	}
}

var errUninstalled = fmt.Errorf("%w: Catcow was taken out of this workspace: install it again at api.slack.com/apps under "+
	"Install App, and set %s to its new token; all that it keeps is still here", ErrConfiguration, botVariable)

// doubt has the bot token checked: a call was refused as if the token were
// no longer good, which can also be the method's own way to say no.
func (b *Bot) doubt() {
	b.doubted.Store(true)
	select {
	case b.doubts <- struct{}{}:
	default:
	}
}

// watch checks the bot token when it is in doubt, at most once a minute, until
// ctx is done or the token is no good.
func (b *Bot) watch(ctx context.Context) error {
	for {
		select {
		case <-b.doubts:
		case <-ctx.Done():
			return nil
		}
		told := b.taken.Load() > 0
		if _, err := b.introduce(ctx); errors.Is(err, ErrConfiguration) {
			if told {
				return errUninstalled
			}
			return err
		}
		b.doubted.Store(false)
		if !sleep(ctx, time.Minute) {
			return nil
		}
		if told && b.taken.Add(-1) > 0 { // Slack may say so before it forgets the token
			b.doubt()
		}
	}
}
