package slacksim

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
)

// readArgs flattens a form or a JSON object into one set of arguments.
func readArgs(r *http.Request) (args url.Values, warning, problem string) {
	args = r.URL.Query()
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		return args, "", "invalid_form_data"
	}
	if len(body) == 0 {
		return args, "", ""
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return args, "", "missing_post_type"
	}
	switch kind {
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return args, "", "invalid_form_data"
		}
		for k, v := range form {
			args[k] = v
		}
	case "application/json":
		if params["charset"] == "" {
			warning = "missing_charset"
		}
		var object map[string]json.RawMessage
		if json.Unmarshal(body, &object) != nil {
			return args, warning, "invalid_json"
		}
		for k, raw := range object {
			args.Set(k, bare(raw))
		}
	default:
		return args, "", "invalid_post_type"
	}
	return args, warning, ""
}

// bare is a JSON value as a form would carry it: a string without its quotes, null as nothing.
func bare(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// record keeps the call. The lock is not held.
func (s *Server) record(c Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.calls) == keptCalls {
		s.calls = s.calls[1:]
	}
	s.calls = append(s.calls, c)
	s.change()
}

func (s *Server) reply(w http.ResponseWriter, c Call, m method, a answer, warning string) {
	if _, said := a["ok"]; !said {
		a["ok"] = true
	}
	c.Status = http.StatusOK
	c.Error, _ = a["error"].(string)
	if warning != "" {
		a["warning"] = warning
		meta, _ := a["response_metadata"].(map[string]any)
		if meta == nil {
			meta = map[string]any{}
			a["response_metadata"] = meta
		}
		meta["warnings"] = []string{warning}
	}
	s.record(c)
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("x-slack-req-id", rand.Text())
	if !m.app && !m.open {
		h.Set("x-oauth-scopes", s.manifest.scopes())
		h.Set("x-accepted-oauth-scopes", m.scope)
	}
	io.WriteString(w, encode(a))
}

// fail answers with an HTTP status: Slack's own 429, or a broken server.
func (s *Server) fail(w http.ResponseWriter, c Call, f MethodFault) {
	c.Status, c.Error = f.Status, "http_"+strconv.Itoa(f.Status)
	body := fmt.Sprintf("status %d", f.Status)
	if f.Status == http.StatusTooManyRequests {
		c.Error = "ratelimited"
		body = `{"ok":false,"error":"ratelimited"}`
		w.Header().Set("Retry-After", strconv.Itoa(max(1, f.RetryAfter)))
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	s.record(c)
	w.WriteHeader(f.Status)
	io.WriteString(w, body)
}

// drop closes the connection without a word.
func (s *Server) drop(w http.ResponseWriter, c Call) {
	c.Error = "dropped"
	s.record(c)
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			conn.Close()
		}
	}
}
