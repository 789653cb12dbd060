package slacksim

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Call is one call of the Web API, or one use of a response_url (Method "response_url").
type Call struct {
	Method string
	Args   url.Values // form fields, or the members of a JSON body: strings bare, everything else as JSON; never the token
	At     time.Time  // on the movable clock
	Wall   time.Time  // in real time
	Error  string     // the error of an answer with ok false, "dropped" for one that never came
	Status int        // the HTTP status; 0 when there was no answer
}

const keptCalls = 100_000

// answer is the JSON object of a response; without "ok" it is a success.
type answer map[string]any

func refuse(code string) answer { return answer{"ok": false, "error": code} }

// method is what the fake knows of one Web API method.
type method struct {
	perMinute int    // its rate tier; 0 is none
	app       bool   // wants the app-level token
	open      bool   // wants no token at all
	scope     string // the scope it needs; "" is none, or one that depends on the arguments
	required  string // arguments it cannot do without, separated by spaces
	optional  string // further arguments the fake understands
	run       func(*Server, url.Values) answer
}

const (
	tier2 = 20
	tier3 = 50
	tier4 = 100
)

// methods is a function because the handlers reach back into it.
func methods() map[string]method {
	return map[string]method{
		"api.test":              {open: true, optional: "error foo", run: (*Server).apiTest},
		"auth.test":             {perMinute: 600, run: (*Server).authTest},
		"apps.connections.open": {perMinute: tier3, app: true, run: (*Server).appsConnectionsOpen},

		"chat.postMessage": {perMinute: postPerMinute, scope: "chat:write", required: "channel",
			optional: "text blocks thread_ts unfurl_links unfurl_media mrkdwn", run: (*Server).chatPostMessage},
		"chat.postEphemeral": {perMinute: tier4, scope: "chat:write", required: "channel user",
			optional: "text blocks thread_ts", run: (*Server).chatPostEphemeral},
		"chat.update": {perMinute: tier3, scope: "chat:write", required: "channel ts",
			optional: "text blocks", run: (*Server).chatUpdate},
		"chat.delete": {perMinute: tier3, scope: "chat:write", required: "channel ts", run: (*Server).chatDelete},

		"conversations.open": {perMinute: tier3, scope: "im:write",
			optional: "users channel return_im prevent_creation", run: (*Server).conversationsOpen},
		"conversations.info": {perMinute: tier3, required: "channel",
			optional: "include_locale include_num_members", run: (*Server).conversationsInfo},
		"conversations.members": {perMinute: tier4, required: "channel",
			optional: "cursor limit", run: (*Server).conversationsMembers},
		"users.conversations": {perMinute: tier3,
			optional: "user cursor limit types exclude_archived", run: (*Server).usersConversations},
		"users.info": {perMinute: tier4, scope: "users:read", required: "user",
			optional: "include_locale", run: (*Server).usersInfo},
		"dnd.info": {perMinute: tier3, scope: "dnd:read", required: "user", run: (*Server).dndInfo},

		"files.getUploadURLExternal": {perMinute: tier4, scope: "files:write", required: "filename length",
			optional: "alt_txt snippet_type", run: (*Server).filesGetUploadURLExternal},
		"files.completeUploadExternal": {perMinute: tier4, scope: "files:write", required: "files",
			optional: "channel_id channels initial_comment thread_ts", run: (*Server).filesCompleteUploadExternal},
		"files.info":   {perMinute: tier4, scope: "files:read", required: "file", optional: "count limit page cursor", run: (*Server).filesInfo},
		"files.delete": {perMinute: tier3, scope: "files:write", required: "file", run: (*Server).filesDelete},

		"views.open":    {perMinute: tier4, required: "trigger_id view", run: (*Server).viewsOpen},
		"views.push":    {perMinute: tier4, required: "trigger_id view", run: (*Server).viewsPush},
		"views.update":  {perMinute: tier4, required: "view", optional: "view_id external_id hash", run: (*Server).viewsUpdate},
		"views.publish": {perMinute: tier4, required: "user_id view", optional: "hash", run: (*Server).viewsPublish},
	}
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	args, warning, problem := readArgs(r)
	token := args.Get("token")
	if t, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = t
	}
	args.Del("token")

	s.mu.Lock()
	call := Call{Method: name, Args: args, At: s.cfg.Now(), Wall: time.Now()}
	f := s.takeFault(call)
	s.mu.Unlock()
	if !s.wait(f.Delay, r.Context().Done()) || f.Drop {
		s.drop(w, call)
		return
	}
	if f.Status != 0 {
		s.fail(w, call, f)
		return
	}
	if !s.wait(f.CommitLate, nil) {
		s.drop(w, call)
		return
	}
	a := refuse(f.Error)
	m, known := methods()[name]
	switch {
	case f.Error != "":
	case !known:
		s.unknown("method " + name)
		a = refuse("unknown_method")
	case problem != "":
		a = refuse(problem)
	default:
		a = s.run(m, name, token, r, args)
		if wait, limited := a["retry_after"].(int); limited {
			s.fail(w, call, MethodFault{Status: http.StatusTooManyRequests, RetryAfter: wait})
			return
		}
	}
	if f.DropAfterCommit {
		s.drop(w, call)
		return
	}
	if f.CommitThenHang {
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
		s.drop(w, call)
		return
	}
	s.reply(w, call, m, a, warning)
}

// run carries a call out, if it may come in.
func (s *Server) run(m method, name, token string, r *http.Request, args url.Values) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if refused := s.admit(m, name, token, r, args); refused != nil {
		return refused
	}
	return m.run(s, args)
}

// admit checks token, arguments, scope and rate; nil means come in. The caller holds the lock.
func (s *Server) admit(m method, name, token string, r *http.Request, args url.Values) answer {
	if !m.open {
		if problem := s.checkToken(m, token); problem != "" {
			return refuse(problem)
		}
	}
	if name == "apps.connections.open" && r.Method != http.MethodPost {
		return refuse("insecure_request")
	}
	if m.scope != "" && !s.manifest.granted(m.scope) {
		return s.missingScope(m.scope)
	}
	for key := range args {
		if key != "team_id" && !word(m.required, key) && !word(m.optional, key) { // Bolt sends team_id with every call
			s.unknown("argument " + key + " of " + name)
			return refuse("invalid_arg_name")
		}
	}
	if id := args.Get("team_id"); id != "" && id != teamID {
		return refuse("team_not_found")
	}
	if wait := s.take(name, m.perMinute, m.perMinute); wait > 0 {
		return answer{"retry_after": wait}
	}
	var missing []string
	for key := range strings.FieldsSeq(m.required) {
		if args.Get(key) == "" {
			missing = append(missing, "missing required field: "+key)
		}
	}
	if missing != nil {
		return invalid("invalid_arguments", missing)
	}
	return nil
}

func (s *Server) checkToken(m method, token string) string {
	switch {
	case token == "":
		return "not_authed"
	case token != AppToken && token != BotToken:
		return "invalid_auth"
	case s.revoked:
		return "token_revoked"
	case s.uninstalled && token == BotToken:
		return "account_inactive"
	case m.app != (token == AppToken):
		return "not_allowed_token_type"
	}
	return ""
}

func (s *Server) missingScope(needed string) answer {
	return answer{"ok": false, "error": "missing_scope", "needed": needed, "provided": s.manifest.scopes()}
}

// invalid is Slack's answer to arguments or blocks it cannot take; chat methods carry the plain messages as well.
func invalid(code string, found []string) answer {
	marked := make([]string, len(found))
	for i, f := range found {
		marked[i] = "[ERROR] " + f
	}
	a := refuse(code)
	a["response_metadata"] = map[string]any{"messages": marked}
	if code == "invalid_blocks" {
		a["errors"] = found
	}
	return a
}

func word(list, w string) bool {
	for f := range strings.FieldsSeq(list) {
		if f == w {
			return true
		}
	}
	return false
}

func (s *Server) apiTest(args url.Values) answer {
	echo := map[string]string{}
	for k := range args {
		echo[k] = args.Get(k)
	}
	a := answer{"args": echo}
	if e := args.Get("error"); e != "" {
		a["ok"], a["error"] = false, e
	}
	return a
}

func (s *Server) authTest(url.Values) answer {
	return answer{"url": "https://" + teamDomain + ".slack.com/", "team": teamName, "user": s.manifest.Features.BotUser.Name,
		"team_id": teamID, "user_id": botUser, "bot_id": botID, "is_enterprise_install": false}
}

func (s *Server) appsConnectionsOpen(url.Values) answer { return answer{"url": s.newTicket()} }
