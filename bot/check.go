package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"
)

// checking is how long Check waits for Slack, in all.
const checking = 8 * time.Second

// Check asks Slack whether it accepts both tokens, so that a program can find
// out before it touches anything else. Its error wraps ErrConfiguration and
// names the variable. A Slack that does not answer is no error: Run waits for it.
func Check(ctx context.Context, cfg Config) error {
	b, err := New(cfg)
	if err != nil {
		return err
	}
	defer b.http.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, checking)
	defer cancel()
	if _, err := b.web.AuthTestContext(ctx); isHopeless(err) {
		return hopelessly(botVariable, botPlace, err)
	}
	app := slack.New(cfg.BotToken, slack.OptionAppLevelToken(cfg.AppToken),
		slack.OptionAPIURL(b.cfg.APIURL), slack.OptionHTTPClient(b.http))
	if _, _, err := app.StartSocketModeContext(ctx); isHopeless(err) {
		return hopelessly(appVariable, appPlace, err)
	}
	return nil
}
