package demo

import (
	"net/http"
	"strings"
	"time"

	"catcow/internal/slacksim"
)

// say sends a line: a slash command where it begins with a slash, a message otherwise.
func (p *page) say(r *http.Request, who spot) string {
	text := strings.TrimSpace(r.PostFormValue("text"))
	if text == "" {
		return ""
	}
	if strings.HasPrefix(text, "/") {
		command, rest, _ := strings.Cut(text, " ")
		return p.slack.Slash(r.Context(), who.as, who.in, command, rest).Err
	}
	ts, out := p.slack.Say(r.Context(), who.as, who.in, text)
	if ts != "" {
		return "" // it stands there; whether the app heard it, Slack tells nobody
	}
	return out.Err
}

// press presses a button, or takes what is chosen in a menu, of a message or of the open form.
func (p *page) press(r *http.Request, who spot) string {
	on := slacksim.At{Channel: who.in, TS: r.PostFormValue("ts")}
	if v := r.PostFormValue("view"); v != "" {
		on = slacksim.At{View: v}
	}
	if block, action, ok := parseKey(r.PostFormValue("press")); ok {
		on.Block = block
		return p.slack.Press(r.Context(), who.as, on, action).Err
	}
	menu := r.PostFormValue("choose")
	block, action, ok := parseKey(menu)
	chosen := r.PostForm[menu]
	if !ok || len(chosen) == 0 || chosen[0] == "" {
		return "Nothing was chosen."
	}
	on.Block = block
	return p.slack.Choose(r.Context(), who.as, on, action, chosen...).Err
}

func (p *page) submit(r *http.Request, who spot) string {
	v := p.slack.TopView(who.as)
	if v == nil || v.ID != r.PostFormValue("view") {
		return "This form is closed."
	}
	out := p.slack.Submit(r.Context(), who.as, v.ID, names{}.form(v).filled(r.PostForm))
	if v := p.slack.TopView(who.as); v != nil && (len(v.Errors) > 0 || v.Failure != "") {
		return "" // the form says it itself
	}
	return out.Err
}

func (p *page) shut(r *http.Request, who spot) string {
	return p.slack.CloseView(r.Context(), who.as, r.PostFormValue("view")).Err
}

func (p *page) shortcut(r *http.Request, who spot) string {
	return p.slack.Shortcut(r.Context(), who.as, r.PostFormValue("id")).Err
}

func (p *page) invite(r *http.Request, who spot) string {
	if err := p.slack.Invite(who.as, who.in, p.slack.BotUser()); err != nil {
		return err.Error()
	}
	return ""
}

// move runs the time machine.
func (p *page) move(r *http.Request, who spot) string {
	target := p.machine.clock.now()
	switch r.PostFormValue("to") {
	case "hour":
		target = target.Add(time.Hour)
	case "day":
		target = target.AddDate(0, 0, 1)
	default:
		next, err := p.machine.next(r.Context())
		if err != nil {
			return err.Error()
		}
		if next.IsZero() {
			return "Nothing is due: nobody has asked for prompts, reminders or check-ins yet."
		}
		target = next
	}
	if err := p.machine.travel(r.Context(), target); err != nil {
		return err.Error()
	}
	return ""
}
