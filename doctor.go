package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"catcow/bot"
	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/operate"
)

type doctorCommand struct{ runCommand }

// A finding is what one look showed.
type finding struct {
	about, says string
	cure        string // what to do; "": nothing is to be mended
	later       bool   // it may mend itself, such as a network; otherwise only a person can
}

// Run looks at everything that Catcow needs, says what it finds, and for what is to be mended
// how. It changes nothing, and may be run beside a Catcow that works.
func (c doctorCommand) Run(w world) error {
	findings := slices.Concat(c.settingsOf(), c.slackOf(w), c.diskOf(w), c.surroundings())
	broken, later := 0, 0
	for _, f := range findings {
		f.write(w.stdout)
		if f.cure != "" {
			broken++
			if f.later {
				later++
			}
		}
	}
	fmt.Fprintln(w.stdout)
	switch {
	case broken == 0:
		fmt.Fprintln(w.stdout, "All is well.")
		return nil
	case broken == 1:
		fmt.Fprintln(w.stdout, "One thing is to be mended.")
	default:
		fmt.Fprintf(w.stdout, "%d things are to be mended.\n", broken)
	}
	if later < broken {
		return told{exitConfiguration}
	}
	return told{1}
}

// told is an error that has been said already, with its exit code.
type told struct{ code int }

func (told) Error() string { return "" }

// write is a finding for a person who reads, and for one who greps.
func (f finding) write(to io.Writer) {
	word := "ok  "
	if f.cure != "" {
		word = "mend"
	}
	fmt.Fprintf(to, "%s  %-12s %s\n", word, f.about, operate.Redacted(f.says))
	if f.cure != "" {
		fmt.Fprintf(to, "      to mend it:  %s\n", f.cure)
	}
}

// settingsOf looks at what is set, without asking anybody.
func (c doctorCommand) settingsOf() (all []finding) {
	all = append(all, finding{about: "program", says: fmt.Sprintf("catcow %s, %s, database schema %s", build()["version"], build()["go_version"], build()["schema"])})
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.Log) {
		all = append(all, finding{about: "log", says: fmt.Sprintf("CATCOW_LOG is %q", c.Log), cure: "set it to debug, info, warn or error"})
	}
	if _, err := commands.ParseSchedulers(c.Schedulers); err != nil {
		all = append(all, finding{about: "schedulers", says: fmt.Sprintf("CATCOW_SCHEDULERS is %q", c.Schedulers), cure: err.Error()})
	} else {
		all = append(all, finding{about: "schedulers", says: "who may set a channel's prompts: " + c.Schedulers})
	}
	content := finding{about: "content", says: "the built-in exercises and tips"}
	if c.Content != "" {
		content.says = "with those of " + c.Content
	}
	if _, err := c.library(); err != nil {
		content.says, content.cure = cleaned(err), "mend the file; `catcow content check "+c.Content+"` shows all mistakes"
	}
	return append(all, content)
}

// cleaned is an error's text without the word for configuration, which is for the exit code.
func cleaned(err error) string {
	return strings.TrimPrefix(err.Error(), errConfiguration.Error()+": ")
}

// slackOf asks Slack.
func (c doctorCommand) slackOf(w world) (all []finding) {
	cfg := bot.Config{APIURL: c.APIURL, Operator: habit.UserID(c.Operator)}
	for _, token := range []struct {
		name string
		text *string
	}{{"SLACK_APP_TOKEN", &cfg.AppToken}, {"SLACK_BOT_TOKEN", &cfg.BotToken}} {
		text, err := secret(w, token.name)
		if err != nil {
			all = append(all, finding{about: "tokens", says: cleaned(err), cure: "put the token into that file, readable by whoever runs Catcow, or set " + token.name})
		}
		*token.text = text
	}
	named := isPerson.MatchString(c.Operator)
	if !named {
		cfg.Operator = ""
	}
	if c.APIURL != "" && !strings.HasSuffix(c.APIURL, "/") {
		return append(all, finding{about: "Slack", says: fmt.Sprintf("SLACK_API_URL is %q", c.APIURL), cure: "let it end in a slash, or leave it out: then it is Slack's own"})
	}
	e := bot.Examine(w.ctx, cfg)
	all = append(all, tokenOf("app token", e.App, e.AppWay, cfg.AppToken, ""), tokenOf("bot token", e.Bot, e.BotWay, cfg.BotToken, e.Team))
	if e.AppWay != nil || e.BotWay != nil {
		all = append(all, wayOf(c.APIURL, cmpErr(e.BotWay, e.AppWay)))
	}
	if e.Scopes != nil {
		all = append(all, scopesFound(e.Scopes)...)
	}
	if e.Dated {
		all = append(all, clockOf(e.Skew))
	}
	return append(all, operatorOf(c.Operator, named, e))
}

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// tokenOf is what there is to say of a token. Of the token itself it shows the end alone.
func tokenOf(about string, wrong, way error, token, team string) finding {
	f := finding{about: about}
	switch {
	case wrong != nil:
		text := strings.TrimPrefix(wrong.Error(), bot.ErrConfiguration.Error()+": ")
		f.says, f.cure, _ = strings.Cut(text, ": ")
		if f.cure == "" {
			f.cure = "take a new one at api.slack.com/apps"
		}
	case way != nil:
		f.says = "it looks right; Slack could not be asked"
	default:
		f.says = "Slack takes it; it ends in " + token[max(5, len(token)-4):]
		if team != "" {
			f.says += ", and is for the workspace " + team
		}
	}
	return f
}

// wayOf is why Slack could not be asked.
func wayOf(url string, err error) finding {
	if url == "" {
		url = "https://slack.com/api/"
	}
	f := finding{about: "Slack", says: fmt.Sprintf("%s does not answer as it should: %s", url, bot.Reason(err)), later: true,
		cure: "look whether this machine may reach it: name resolution, firewall, proxy"}
	if text := err.Error(); strings.Contains(text, "x509") || strings.Contains(text, "tls:") {
		f.cure = "give this machine the certificate of whoever looks into its connections (SSL_CERT_FILE), or let Slack's addresses pass untouched"
	}
	if r, e := http.NewRequest(http.MethodGet, url, nil); e == nil {
		if proxy, e := http.ProxyFromEnvironment(r); e == nil && proxy != nil {
			f.cure += fmt.Sprintf("; HTTPS_PROXY names %s", proxy.Host)
		}
	}
	return f
}

// scopesFound compares what the token may with what the manifest asks for.
func scopesFound(have []string) (all []finding) {
	var m struct {
		OAuth struct {
			Scopes struct {
				Bot      []string
				Optional []string `yaml:"bot_optional"`
			}
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal(manifest, &m); err != nil {
		return []finding{{about: "scopes", says: err.Error(), cure: "this Catcow is damaged: get a new one"}}
	}
	without := func(all, some []string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
	}
	bot, optional := m.OAuth.Scopes.Bot, m.OAuth.Scopes.Optional
	if missing := without(bot, have); len(missing) > 0 {
		all = append(all, finding{about: "scopes", says: "missing: " + strings.Join(missing, ", "),
			cure: "add them at api.slack.com/apps under OAuth & Permissions, or paste manifest.yml anew under App Manifest; then install the app again"})
	}
	if more := without(without(have, bot), optional); len(more) > 0 {
		all = append(all, finding{about: "scopes", says: "more than Catcow needs: " + strings.Join(more, ", "),
			cure: "take them out at api.slack.com/apps under OAuth & Permissions, and install the app again: what an app may not do it can't do by mistake"})
	}
	if len(all) > 0 {
		return all
	}
	if missing := without(optional, have); len(missing) > 0 {
		return []finding{{about: "scopes", says: "all that are needed; not the optional " + strings.Join(missing, ", ") + ", without which an export comes as messages and moves have no pictures"}}
	}
	return []finding{{about: "scopes", says: fmt.Sprintf("all %d, and no more", len(have))}}
}

func clockOf(skew time.Duration) finding {
	f := finding{about: "clock", says: "it agrees with Slack's"}
	if skew.Abs() > 30*time.Second {
		way := "behind"
		if skew < 0 {
			way = "ahead of"
		}
		f.says = fmt.Sprintf("this machine's clock is %s %s Slack's", skew.Abs().Round(time.Second), way)
		f.cure = "let it be set from the network (timedatectl set-ntp true): prompts come by it"
	}
	return f
}

func operatorOf(id string, named bool, e bot.Examination) finding {
	switch {
	case id == "":
		return finding{about: "operator", says: "nobody is named; with your Slack user id in CATCOW_OPERATOR you hear when something needs a hand"}
	case !named:
		return finding{about: "operator", says: fmt.Sprintf("CATCOW_OPERATOR is %q", id), cure: "set it to a Slack user id such as " + operate.Example + ", which stands under More in a Slack profile"}
	case e.Operator != "":
		return finding{about: "operator", says: e.Operator, cure: "set CATCOW_OPERATOR to the id of somebody who is there"}
	case !e.OperatorSeen:
		return finding{about: "operator", says: "somebody is named; Slack could not be asked who"}
	}
	return finding{about: "operator", says: "somebody in the workspace is named"}
}

// surroundings looks at what this machine has for Catcow.
func (c doctorCommand) surroundings() (all []finding) {
	zones := finding{about: "time zones", says: "they are known"}
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo"} {
		if _, err := time.LoadLocation(name); err != nil {
			zones.says, zones.cure = err.Error(), "unset ZONEINFO, or let it name a whole set of zones"
		}
	}
	all = append(all, zones)
	if c.HTTP == "" {
		return append(all, finding{about: "numbers", says: "not served; CATCOW_HTTP=:9090 would, on this machine alone"})
	}
	f := finding{about: "numbers", says: "served at " + operate.Address(c.HTTP)}
	listener, err := operate.Listen(c.HTTP)
	if err == nil {
		listener.Close()
	} else if _, used := operate.Holder(c.DB); !used || !inUse(err) { // a Catcow that runs is there already
		f.says, f.cure = cleaned(err), "choose an address of this machine that is free, such as :9090"
	}
	if host, _, err := net.SplitHostPort(operate.Address(c.HTTP)); err == nil && f.cure == "" {
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			f.says += ", which others on the network can read; no person is named there"
		}
	}
	return append(all, f)
}

func inUse(err error) bool {
	return strings.Contains(err.Error(), "in use") || errors.Is(err, os.ErrExist)
}
