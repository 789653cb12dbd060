package slacksim

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const (
	hookLife = 30 * time.Minute
	hookUses = 5

	sweepEvery = 1024 // how many response_urls or triggers come up before the dead ones are thrown out
)

// responseURL is the right to answer one interaction five times within half an hour of the movable clock.
type responseURL struct {
	address       string
	user, channel string
	source        *message // the message that was pressed; nil after a slash command or a form
	typed         string   // the slash command as typed
	at            time.Time
	uses          int
}

// newURL makes a response_url. The caller holds the lock.
func (s *Server) newURL(kind, user, channel string, source *message) *responseURL {
	path := "/hooks/" + kind + "/" + teamID + "/" + rand.Text()
	h := &responseURL{address: s.URL() + path, user: user, channel: channel, source: source, at: s.cfg.Now()}
	s.urls[path] = h
	if len(s.urls)%sweepEvery == 0 {
		maps.DeleteFunc(s.urls, func(_ string, o *responseURL) bool { return s.cfg.Now().Sub(o.at) > 2*hookLife })
	}
	return h
}

// hookBody is an answer to a slash command, be it in the acknowledgement or at the response_url.
type hookBody struct {
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal bool            `json:"replace_original"`
	DeleteOriginal  bool            `json:"delete_original"`
	ThreadTS        string          `json:"thread_ts"`
}

const hookFields = "text blocks response_type replace_original delete_original thread_ts mrkdwn unfurl_links unfurl_media"

func (s *Server) serveHook(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	call := Call{Method: "response_url", Args: url.Values{}, Wall: time.Now()}
	var fields map[string]json.RawMessage
	json.Unmarshal(body, &fields)
	for k, raw := range fields {
		call.Args.Set(k, bare(raw))
	}
	f, over := s.meet(w, r, &call)
	if over {
		return
	}
	problem := f.Error
	if problem == "" {
		problem = s.useURL(r, body)
	}
	if f.DropAfterCommit || f.CommitThenHang {
		if f.CommitThenHang {
			select {
			case <-r.Context().Done():
			case <-s.done:
			}
		}
		s.drop(w, call)
		return
	}
	call.Error, call.Status = problem, http.StatusOK
	if problem != "" {
		call.Status = http.StatusNotFound
	}
	s.record(call)
	if problem != "" {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(call.Status)
		io.WriteString(w, encode(refuse(problem)))
		return
	}
	io.WriteString(w, "ok")
}

// useURL takes one use of a response_url.
func (s *Server) useURL(r *http.Request, body []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.urls[r.URL.Path]
	switch {
	case h == nil:
		return "no_service"
	case r.Method != http.MethodPost:
		return "invalid_post_type"
	case s.cfg.Now().Sub(h.at) > hookLife:
		return "Expired url"
	case h.uses >= hookUses:
		return "used_url"
	}
	if len(body) == 0 {
		return "no_text"
	}
	h.uses++
	return s.respond(h, body)
}

// respond carries out an answer. It needs no membership. The caller holds the lock.
func (s *Server) respond(h *responseURL, raw json.RawMessage) (problem string) {
	if len(raw) == 0 {
		return ""
	}
	var fields map[string]json.RawMessage
	var b hookBody
	if json.Unmarshal(raw, &fields) != nil || json.Unmarshal(raw, &b) != nil {
		return "invalid_payload"
	}
	var meta struct {
		Type string `json:"event_type"`
	}
	if json.Unmarshal(fields["metadata"], &meta) == nil && meta.Type == "" {
		delete(fields, "metadata") // clients send it empty
	}
	for k := range fields {
		if !word(hookFields, k) {
			s.unknown("field " + k + " of an answer to a response_url")
			return "invalid_payload"
		}
	}
	if len(fields) == 0 {
		return ""
	}
	if b.ResponseType != "" && b.ResponseType != "ephemeral" && b.ResponseType != "in_channel" {
		s.unknown("response_type " + b.ResponseType)
		return "invalid_payload"
	}
	if (b.ReplaceOriginal || b.DeleteOriginal) && h.source == nil {
		s.unknown("replace_original or delete_original where there is no original")
		return "invalid_payload"
	}
	if b.DeleteOriginal {
		if !s.onScreen(h.source) {
			return "message_not_found"
		}
		s.remove(h.source)
		return ""
	}
	alone := b.ResponseType == "in_channel" && len(fields) == 1 && h.typed != ""
	args := url.Values{}
	if _, ok := fields["text"]; ok {
		args.Set("text", b.Text)
	}
	if blocks := string(b.Blocks); blocks != "" && blocks != "null" {
		args.Set("blocks", bare(b.Blocks))
	}
	text, blocks, bad := s.body(args)
	if bad != nil && !alone {
		code, _ := bad["error"].(string)
		return code
	}
	if b.ReplaceOriginal {
		if !s.onScreen(h.source) {
			return "message_not_found"
		}
		s.rewrite(h.source, text, args.Has("text"), blocks)
		return ""
	}
	if b.ResponseType == "in_channel" && h.typed != "" {
		s.post(Message{Channel: h.channel, User: h.user, Text: h.typed})
		h.typed = ""
	}
	if alone {
		return ""
	}
	m := Message{Channel: h.channel, ThreadTS: b.ThreadTS, User: botUser, Bot: true, Text: text, Blocks: blocks}
	if b.ResponseType != "in_channel" {
		m.Ephemeral, m.To = true, h.user
	}
	s.post(m)
	return ""
}

func (s *Server) onScreen(m *message) bool {
	return slices.Contains(s.messages[m.Channel], m) && !m.Deleted
}
