package bot

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// An Examination is what there is to say of the tokens, and of the way to Slack. Each error is
// nil where all is well, and holds no token.
type Examination struct {
	App, Bot     error // of the shape, or what Slack says
	AppWay       error // why Slack could not be asked about the token
	BotWay       error
	Team         string        // the workspace that the bot token is for
	Scopes       []string      // of the bot token; nil: not known
	Skew         time.Duration // by how much Slack's clock is ahead
	Dated        bool          // Skew is known
	Operator     string        // what is wrong with whoever is named as the operator; "": nothing
	OperatorSeen bool          // Slack was asked about them
}

// Examine asks Slack about everything that Run would need, and changes nothing.
func Examine(ctx context.Context, cfg Config) (e Examination) {
	e.App = checkToken(appVariable, cfg.AppToken, "xapp-", "xoxb-", botVariable, appPlace)
	e.Bot = checkToken(botVariable, cfg.BotToken, "xoxb-", "xapp-", appVariable, botPlace)
	client := newHTTP(checking)
	defer client.CloseIdleConnections()
	options := []slack.Option{slack.OptionHTTPClient(client), slack.OptionOnResponseHeaders(func(path string, h http.Header) {
		if at, err := http.ParseTime(h.Get("Date")); err == nil {
			e.Skew, e.Dated = time.Until(at), true
		}
		if scopes := h.Get("X-Oauth-Scopes"); scopes != "" && strings.Contains(path, "auth.test") {
			e.Scopes = strings.FieldsFunc(scopes, func(r rune) bool { return r == ',' || r == ' ' })
			slices.Sort(e.Scopes)
		}
	})}
	if cfg.APIURL != "" {
		options = append(options, slack.OptionAPIURL(cfg.APIURL))
	}
	if e.Bot == nil {
		e.examineBot(ctx, slack.New(cfg.BotToken, options...), cfg)
	}
	if e.App == nil {
		ctx, cancel := context.WithTimeout(ctx, checking)
		defer cancel()
		app := slack.New(cfg.BotToken, append(options, slack.OptionAppLevelToken(cfg.AppToken))...)
		_, _, err := app.StartSocketModeContext(ctx)
		if e.App, e.AppWay = nil, err; isHopeless(err) {
			e.App, e.AppWay = hopelessly(appVariable, appPlace, err), nil
		}
	}
	return e
}

func (e *Examination) examineBot(ctx context.Context, web *slack.Client, cfg Config) {
	ctx, cancel := context.WithTimeout(ctx, checking)
	defer cancel()
	me, err := web.AuthTestContext(ctx)
	switch {
	case isHopeless(err):
		e.Bot = hopelessly(botVariable, botPlace, err)
		return
	case err != nil:
		e.BotWay = err
		return
	}
	e.Team = me.Team
	if cfg.Operator == "" {
		return
	}
	user, err := web.GetUserInfoContext(ctx, string(cfg.Operator))
	if err != nil {
		if answer := reason(err); answer == "user_not_found" || answer == "user_not_visible" {
			e.Operator, e.OperatorSeen = "nobody in this workspace has that id", true
		}
		return
	}
	e.OperatorSeen = true
	switch {
	case user.Deleted:
		e.Operator = "their account is switched off"
	case user.IsBot:
		e.Operator = "that is an app, not a person"
	case user.IsStranger || user.TeamID != "" && user.TeamID != me.TeamID && user.Enterprise.ID == "":
		e.Operator = "they belong to another workspace"
	}
}

// Reason is what an error of a call to Slack says, without the address that was called.
func Reason(err error) string { return reason(err) }
