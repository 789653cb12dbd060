package slacksim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// manifest is the part of an app manifest that the fake acts on; the rest is taken and left alone. Unknown keys are
// refused, as Slack refuses them.
type manifest struct {
	Metadata json.RawMessage `json:"_metadata"`
	Display  struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Background  string `json:"background_color"`
		Long        string `json:"long_description"`
	} `json:"display_information"`
	Features struct {
		AppHome struct {
			Home     bool `json:"home_tab_enabled"`
			Messages bool `json:"messages_tab_enabled"`
			ReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		BotUser struct {
			Name   string `json:"display_name"`
			Online bool   `json:"always_online"`
		} `json:"bot_user"`
		Commands  []slashCommand  `json:"slash_commands"`
		Shortcuts []shortcut      `json:"shortcuts"`
		Unfurl    json.RawMessage `json:"unfurl_domains"`
	} `json:"features"`
	OAuth struct {
		Scopes struct {
			Bot          []string `json:"bot"`
			User         []string `json:"user"`
			BotOptional  []string `json:"bot_optional"`
			UserOptional []string `json:"user_optional"`
		} `json:"scopes"`
		Redirect        json.RawMessage `json:"redirect_urls"`
		TokenManagement bool            `json:"token_management_enabled"`
		PKCE            bool            `json:"pkce_enabled"`
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			Bot      []string        `json:"bot_events"`
			User     []string        `json:"user_events"`
			Request  string          `json:"request_url"`
			Metadata json.RawMessage `json:"metadata_subscriptions"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `json:"is_enabled"`
			Request string `json:"request_url"`
			Options string `json:"message_menu_options_url"`
		} `json:"interactivity"`
		Addresses     json.RawMessage `json:"allowed_ip_address_ranges"`
		Webhooks      json.RawMessage `json:"incoming_webhooks"`
		OrgDeploy     bool            `json:"org_deploy_enabled"`
		SocketMode    bool            `json:"socket_mode_enabled"`
		TokenRotation bool            `json:"token_rotation_enabled"`
		MCP           bool            `json:"is_mcp_enabled"`
	} `json:"settings"`
}

type slashCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
	UsageHint   string `json:"usage_hint"`
	Escape      bool   `json:"should_escape"`
	URL         string `json:"url"`
}

type shortcut struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	Description string `json:"description"`
}

// eventScopes names, for each event the fake can subscribe, the scopes of which one is needed.
var eventScopes = map[string][]string{
	"app_home_opened":       nil,
	"app_mention":           {"app_mentions:read"},
	"message.im":            {"im:history"},
	"message.channels":      {"channels:history"},
	"message.groups":        {"groups:history"},
	"member_joined_channel": {"channels:read", "groups:read"},
	"member_left_channel":   {"channels:read", "groups:read"},
	"channel_archive":       {"channels:read"},
	"channel_unarchive":     {"channels:read"},
	"channel_deleted":       {"channels:read"},
	"channel_rename":        {"channels:read"},
	"channel_id_changed":    {"channels:read"},
	"channel_left":          {"channels:read"},
	"group_archive":         {"groups:read"},
	"group_unarchive":       {"groups:read"},
	"group_deleted":         {"groups:read"},
	"group_rename":          {"groups:read"},
	"group_left":            {"groups:read"},
	"user_change":           {"users:read"},
	"team_join":             {"users:read"},
	"dnd_updated_user":      {"dnd:read"},
	"app_uninstalled":       nil,
	"tokens_revoked":        nil,
}

func readManifest(data []byte) (manifest, error) {
	var m manifest
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, err
	}
	return m, m.check()
}

func (m *manifest) check() error {
	var wrong []error
	refuse := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	length := func(what, s string, low, high int) {
		if n := utf8.RuneCountInString(s); n < low || n > high {
			refuse("%s: %d characters, allowed %d to %d", what, n, low, high)
		}
	}
	length("display_information.name", m.Display.Name, 1, 35)
	if m.Display.Description != "" {
		length("display_information.description", m.Display.Description, 1, 140)
	}
	if m.Display.Long != "" {
		length("display_information.long_description", m.Display.Long, 175, 4000)
	}
	length("features.bot_user.display_name", m.Features.BotUser.Name, 1, 80)
	if len(m.Features.Commands) > 50 {
		refuse("features.slash_commands: more than 50")
	}
	for _, c := range m.Features.Commands {
		length("command "+c.Command, c.Command, 2, 32)
		length("description of "+c.Command, c.Description, 1, 2000)
		length("usage_hint of "+c.Command, c.UsageHint, 0, 1000)
		if !strings.HasPrefix(c.Command, "/") || strings.ContainsAny(c.Command, " \t\n") {
			refuse("command %q: must begin with / and hold no space", c.Command)
		}
	}
	if len(m.Features.Shortcuts) > 10 {
		refuse("features.shortcuts: more than 10")
	}
	for _, c := range m.Features.Shortcuts {
		length("shortcut "+c.Name, c.Name, 1, 24)
		length("callback_id of "+c.Name, c.CallbackID, 1, 255)
		length("description of "+c.Name, c.Description, 1, 150)
		if c.Type != "global" && c.Type != "message" {
			refuse("shortcut %q: type %q", c.Name, c.Type)
		}
	}
	if len(m.Features.Commands)+len(m.Features.Shortcuts) > 0 && !m.granted("commands") {
		refuse("slash commands and shortcuts need the scope commands")
	}
	for _, e := range m.Settings.Events.Bot {
		scopes, known := eventScopes[e]
		if !known {
			refuse("bot event %q is not known", e)
		} else if scopes != nil && !slices.ContainsFunc(scopes, m.granted) {
			refuse("bot event %s needs the scope %s", e, strings.Join(scopes, " or "))
		}
	}
	if !m.Settings.SocketMode {
		refuse("settings.socket_mode_enabled is off: nothing would arrive")
	}
	if m.Settings.TokenRotation {
		refuse("settings.token_rotation_enabled is on: a fixed token would expire")
	}
	return errors.Join(wrong...)
}

func (m *manifest) granted(scope string) bool {
	return slices.Contains(m.OAuth.Scopes.Bot, scope) || slices.Contains(m.OAuth.Scopes.BotOptional, scope)
}

func (m *manifest) scopes() string {
	return strings.Join(slices.Concat(m.OAuth.Scopes.Bot, m.OAuth.Scopes.BotOptional), ",")
}

func (m *manifest) subscribed(event string) bool {
	return slices.Contains(m.Settings.Events.Bot, event)
}

func (m *manifest) command(name string) (slashCommand, bool) {
	i := slices.IndexFunc(m.Features.Commands, func(c slashCommand) bool { return c.Command == name })
	if i < 0 {
		return slashCommand{}, false
	}
	return m.Features.Commands[i], true
}
