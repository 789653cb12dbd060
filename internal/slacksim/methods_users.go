package slacksim

import (
	"net/url"
	"time"
)

func (s *Server) usersInfo(args url.Values) answer {
	id := args.Get("user")
	u := s.users[id]
	if id == botUser {
		u = &User{ID: botUser, Name: s.manifest.Features.BotUser.Name, RealName: s.manifest.Features.BotUser.Name, Bot: true, Locale: "en-US"}
	}
	if u == nil {
		return refuse("user_not_found")
	}
	o := s.userObject(u)
	if args.Get("include_locale") != "true" {
		delete(o, "locale")
	}
	return answer{"user": o}
}

func (s *Server) userObject(u *User) map[string]any {
	o := map[string]any{"id": u.ID, "team_id": u.team(), "name": u.Name, "deleted": u.Deleted, "color": "1f6f54",
		"real_name": u.RealName, "is_admin": u.Admin || u.Owner, "is_owner": u.Owner, "is_primary_owner": false,
		"is_restricted": u.Restricted || u.UltraRestricted, "is_ultra_restricted": u.UltraRestricted, "is_bot": u.Bot, "is_app_user": false, "is_stranger": u.Stranger,
		"updated": s.cfg.Now().Unix(), "locale": u.Locale,
		"profile": map[string]any{"real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.Name,
			"display_name_normalized": u.Name, "status_text": "", "status_emoji": "", "status_expiration": 0, "team": teamID, "title": ""}}
	profile := o["profile"].(map[string]any)
	if now := s.cfg.Now(); u.Status.Expires.IsZero() || now.Before(u.Status.Expires) {
		profile["status_text"], profile["status_emoji"] = u.Status.Text, u.Status.Emoji
		if !u.Status.Expires.IsZero() {
			profile["status_expiration"] = u.Status.Expires.Unix()
		}
	}
	if u.Huddle {
		profile["huddle_state"] = "in_a_huddle"
	}
	if u.Locale == "" {
		o["locale"] = "en-US"
	}
	if u.Deleted { // Slack keeps little of who has left
		for _, k := range []string{"real_name", "color", "locale"} {
			delete(o, k)
		}
		return o
	}
	if zone, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" {
		label, offset := s.cfg.Now().In(zone).Zone()
		o["tz"], o["tz_label"], o["tz_offset"] = u.TZ, label, offset
	}
	return o
}

// team is the workspace that the person belongs to.
func (u *User) team() string {
	if u.Stranger {
		return otherTeam
	}
	return teamID
}

// dndInfo is the next or running quiet time of a person; of somebody without one Slack says so with times in 1970.
func (s *Server) dndInfo(args url.Values) answer {
	u := s.users[args.Get("user")]
	if u == nil {
		return refuse("user_not_found")
	}
	if u.Quiet.Until.IsZero() {
		return answer{"dnd_enabled": false, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
	}
	return answer{"dnd_enabled": true, "next_dnd_start_ts": u.Quiet.From.Unix(), "next_dnd_end_ts": u.Quiet.Until.Unix()}
}
