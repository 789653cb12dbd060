package slacksim

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// scopeOf is the scope for reading a conversation of this type.
func (c *Channel) scopeOf() string {
	switch {
	case c.IM:
		return "im:read"
	case c.Private:
		return "groups:read"
	}
	return "channels:read"
}

func (s *Server) conversationsOpen(args url.Values) answer {
	users := args.Get("users")
	if id := args.Get("channel"); users == "" && id != "" {
		c := s.channels[id]
		if c == nil || !c.IM {
			return refuse("channel_not_found")
		}
		users = s.partner(c)
	}
	if users == "" {
		return refuse("users_list_not_supplied")
	}
	if strings.Contains(users, ",") {
		s.unknown("conversations.open with several users")
		return refuse("invalid_user_combination")
	}
	u := s.users[users]
	switch {
	case u == nil:
		return refuse("user_not_found")
	case u.Deleted:
		return refuse("user_disabled")
	case u.Stranger:
		return refuse("user_not_visible")
	case u.Bot:
		return refuse("cannot_dm_bot")
	}
	a := answer{}
	id := dmID(users)
	if s.channels[id] != nil {
		a["no_op"], a["already_open"] = true, true
	} else if args.Get("prevent_creation") == "true" {
		return refuse("channel_not_found")
	}
	c := s.channels[s.dm(users)]
	a["channel"] = map[string]any{"id": id}
	if args.Get("return_im") == "true" {
		a["channel"] = s.channelObject(c)
	}
	return a
}

// visible finds a conversation that the bot may read, and checks the scope its type needs.
func (s *Server) visible(id string) (*Channel, answer) {
	c := s.channels[id]
	if c == nil || (c.Private || c.IM) && !slices.Contains(c.Members, botUser) {
		return nil, refuse("channel_not_found")
	}
	if scope := c.scopeOf(); !s.manifest.granted(scope) {
		return nil, s.missingScope(scope)
	}
	return c, nil
}

func (s *Server) conversationsInfo(args url.Values) answer {
	c, bad := s.visible(args.Get("channel"))
	if bad != nil {
		return bad
	}
	o := s.channelObject(c)
	if args.Get("include_num_members") == "true" {
		o["num_members"] = len(c.Members)
	}
	if args.Get("include_locale") == "true" {
		o["locale"] = "en-US"
	}
	return answer{"channel": o}
}

func (s *Server) channelObject(c *Channel) map[string]any {
	o := map[string]any{"id": c.ID, "created": 1700000000, "is_archived": c.Archived, "is_im": c.IM, "is_org_shared": false,
		"context_team_id": teamID, "updated": 1700000000000}
	if c.IM {
		o["user"] = s.partner(c)
		o["is_user_deleted"] = s.left(c)
		return o
	}
	for k, v := range map[string]any{"name": c.Name, "name_normalized": c.Name, "is_channel": !c.Private, "is_group": c.Private,
		"is_private": c.Private, "is_mpim": false, "is_general": false, "is_shared": false, "is_ext_shared": false,
		"is_pending_ext_shared": false, "is_member": slices.Contains(c.Members, botUser), "unlinked": 0,
		"topic": map[string]any{"value": "", "creator": "", "last_set": 0}, "purpose": map[string]any{"value": "", "creator": "", "last_set": 0},
		"previous_names": []string{}, "pending_shared": []string{}, "shared_team_ids": []string{teamID},
	} {
		o[k] = v
	}
	return o
}

func (s *Server) conversationsMembers(args url.Values) answer {
	c, bad := s.visible(args.Get("channel"))
	if bad != nil {
		return bad
	}
	members, next, problem := page(args, "user:", c.Members, func(id string) string { return id })
	if problem != "" {
		return refuse(problem)
	}
	return answer{"members": members, "response_metadata": map[string]any{"next_cursor": next}}
}

func (s *Server) usersConversations(args url.Values) answer {
	types := strings.Split(args.Get("types"), ",")
	if args.Get("types") == "" {
		types = []string{"public_channel"}
	}
	scopes := map[string]string{"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
	for _, t := range types {
		scope, known := scopes[t]
		if !known {
			return refuse("invalid_types")
		}
		if !s.manifest.granted(scope) {
			return s.missingScope(scope)
		}
	}
	who := args.Get("user")
	if who == "" {
		who = botUser
	}
	var found []*Channel
	for _, id := range s.chanOrder {
		c := s.channels[id]
		kind := "public_channel"
		if c.IM {
			kind = "im"
		} else if c.Private {
			kind = "private_channel"
		}
		hidden := kind != "public_channel" && !slices.Contains(c.Members, botUser)
		if slices.Contains(types, kind) && slices.Contains(c.Members, who) && !hidden &&
			!(c.Archived && args.Get("exclude_archived") == "true") {
			found = append(found, c)
		}
	}
	shown, next, problem := page(args, "team:", found, func(c *Channel) string { return c.ID })
	if problem != "" {
		return refuse(problem)
	}
	objects := []map[string]any{}
	for _, c := range shown {
		o := s.channelObject(c)
		delete(o, "is_member")
		objects = append(objects, o)
	}
	return answer{"channels": objects, "response_metadata": map[string]any{"next_cursor": next}}
}

// page cuts a list by limit (default 100, at most 999) and cursor.
func page[T any](args url.Values, prefix string, all []T, id func(T) string) (shown []T, next, problem string) {
	limit := 100
	if l := args.Get("limit"); l != "" {
		n, err := strconv.Atoi(l)
		if err != nil || n < 1 || n > 999 {
			return nil, "", "invalid_limit"
		}
		limit = n
	}
	if cursor := args.Get("cursor"); cursor != "" {
		text, err := base64.StdEncoding.DecodeString(cursor)
		from, ok := strings.CutPrefix(string(text), prefix)
		i := slices.IndexFunc(all, func(v T) bool { return id(v) == from })
		if err != nil || !ok || i < 0 {
			return nil, "", "invalid_cursor"
		}
		all = all[i:]
	}
	if len(all) > limit {
		next = base64.StdEncoding.EncodeToString([]byte(prefix + id(all[limit])))
		all = all[:limit]
	}
	return slices.Concat([]T{}, all), next, ""
}
