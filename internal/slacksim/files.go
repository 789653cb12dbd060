package slacksim

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxFile    = 1 << 30 // bytes
	maxSnippet = 1 << 20 // bytes, of a file with a snippet_type
	maxAltText = 1000    // characters
	uploadLife = time.Hour
	processing = 100 * time.Millisecond // of real time, from completion until a file can stand in a block
)

// A File is one that the app uploaded, as whoever sees it sees it.
type File struct {
	ID, Name, Title string
	Size            int
	Mimetype        string // "" until Slack has looked at it
	AltText         string
}

type file struct {
	File
	content []byte
	length  int       // as promised
	until   time.Time // of the upload address, on the movable clock
	sent    bool      // the content is there
	shared  []string  // conversations it was shared in
	done    time.Time // in real time, when its upload was completed; zero: it was not
}

// ready reports whether the file was processed.
func (f *file) ready() bool { return !f.done.IsZero() && time.Since(f.done) >= processing }

// seen is the file as the outside sees it now.
func (f *file) seen() File {
	seen := f.File
	if f.ready() {
		seen.Mimetype, _, _ = mime.ParseMediaType(mime.TypeByExtension(path.Ext(f.Name)))
		if seen.Mimetype == "" {
			seen.Mimetype = "application/octet-stream"
		}
	}
	return seen
}

func (f *file) object() map[string]any {
	seen := f.seen()
	kind := strings.TrimPrefix(path.Ext(seen.Name), ".")
	return map[string]any{"id": seen.ID, "name": seen.Name, "title": seen.Title, "size": seen.Size, "mimetype": seen.Mimetype,
		"filetype": kind, "user": botUser, "user_team": teamID, "editable": false, "is_external": false, "is_public": false,
		"public_url_shared": false, "display_as_bot": false, "alt_txt": seen.AltText, "mode": "hosted"}
}

// Download returns a file's content for a person who sees it: it was shared where they are. A file that is not there, or
// not for them, is nil.
func (s *Server) Download(user, id string) (File, []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[id]
	if f == nil || !slices.ContainsFunc(f.shared, func(c string) bool {
		return s.channels[c] != nil && slices.Contains(s.channels[c].Members, user)
	}) {
		return File{}, nil
	}
	return f.seen(), bytes.Clone(f.content)
}

func (s *Server) filesGetUploadURLExternal(args url.Values) answer {
	length, err := strconv.Atoi(args.Get("length"))
	snippet := args.Get("snippet_type") != ""
	switch {
	case err != nil || length < 0:
		return invalid("invalid_arguments", []string{"must be a number [json-pointer:/length]"})
	case length == 0:
		return refuse("missing_argument")
	case snippet && length > maxSnippet:
		return refuse("snippet_too_large")
	case length > maxFile:
		return refuse("file_upload_size_restricted")
	case utf8.RuneCountInString(args.Get("alt_txt")) > maxAltText:
		return refuse("alt_txt_too_large")
	}
	name := args.Get("filename")
	f := &file{File: File{ID: "F0" + rand.Text()[:9], Name: name, Title: name, Size: length, AltText: args.Get("alt_txt")},
		length: length, until: s.cfg.Now().Add(uploadLife)}
	s.files[f.ID] = f
	at := "/upload/v1/" + rand.Text()
	s.uploads[at] = f
	return answer{"upload_url": s.URL() + at, "file_id": f.ID}
}

// serveUpload takes the content of one file, once, raw or as the part of a form. Anything else is an error of HTTP; Slack's
// own words for it are not documented.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	content, err := uploaded(r)
	call := Call{Method: "upload", Args: url.Values{"length": {strconv.Itoa(len(content))}}, Wall: time.Now()}
	f, over := s.meet(w, r, &call)
	if over {
		return
	}
	if err == nil {
		err = s.keepUpload(r, content)
	}
	if f.DropAfterCommit {
		s.drop(w, call)
		return
	}
	call.Status = http.StatusOK
	if err != nil {
		call.Status, call.Error = http.StatusBadRequest, err.Error()
		s.record(call)
		http.Error(w, err.Error(), call.Status)
		return
	}
	s.record(call)
	fmt.Fprintf(w, "OK - %d", len(content))
}

// uploaded is the file in a request.
func uploaded(r *http.Request) ([]byte, error) {
	if r.Method != http.MethodPost {
		return nil, fmt.Errorf("method %s", r.Method)
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return io.ReadAll(io.LimitReader(r.Body, 16<<20))
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, fmt.Errorf("no file in the form: %w", err)
		}
		if part.FileName() != "" {
			return io.ReadAll(io.LimitReader(part, 16<<20))
		}
	}
}

func (s *Server) keepUpload(r *http.Request, content []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.uploads[r.URL.Path]
	switch {
	case f == nil:
		return fmt.Errorf("no such upload")
	case f.until.Before(s.cfg.Now()):
		return fmt.Errorf("the upload address has expired")
	case len(content) != f.length:
		return fmt.Errorf("%d bytes, promised were %d", len(content), f.length)
	}
	delete(s.uploads, r.URL.Path) // each address is for one use
	f.content, f.sent = content, true
	return nil
}

func (s *Server) filesCompleteUploadExternal(args url.Values) answer {
	var wanted []struct {
		ID        string `json:"id"`
		Title     string `json:"title"`
		Highlight string `json:"highlight_type"`
	}
	if json.Unmarshal([]byte(args.Get("files")), &wanted) != nil || len(wanted) == 0 {
		return invalid("invalid_arguments", []string{"must provide an array of files [json-pointer:/files]"})
	}
	places := strings.FieldsFunc(args.Get("channels"), func(r rune) bool { return r == ',' })
	if len(places) > 100 {
		return refuse("channels_limit_exceeded")
	}
	if id := args.Get("channel_id"); id != "" {
		if !strings.ContainsRune("CGDZ", rune(id[0])) { // channels takes people's ids, this one does not
			return invalid("invalid_arguments", []string{"input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]"})
		}
		places = append(places, id)
	}
	var in []*Channel
	for _, id := range places {
		c, problem := s.reach(id, true)
		if problem != "" {
			return refuse(problem)
		}
		in = append(in, c)
	}
	thread := args.Get("thread_ts")
	if thread != "" && (len(in) != 1 || s.find(in[0].ID, thread) == nil) {
		return refuse("cannot_reply_to_message")
	}
	var files []*file
	for _, w := range wanted {
		f := s.files[w.ID]
		if f == nil || !f.sent || !f.done.IsZero() {
			return refuse("file_not_found")
		}
		files = append(files, f)
	}
	list := []any{}
	for i, f := range files {
		f.done = time.Now()
		if wanted[i].Title != "" {
			f.Title = wanted[i].Title
		}
		list = append(list, f.object())
	}
	for _, c := range in {
		m := Message{Channel: c.ID, ThreadTS: thread, User: botUser, Bot: true, Text: args.Get("initial_comment")}
		for _, f := range files {
			f.shared = append(f.shared, c.ID)
			m.Files = append(m.Files, f.seen())
		}
		s.post(m)
	}
	return answer{"files": list}
}

func (s *Server) filesInfo(args url.Values) answer {
	f := s.files[args.Get("file")]
	if f == nil || f.done.IsZero() {
		return refuse("file_not_found")
	}
	return answer{"file": f.object(), "comments": []any{}, "response_metadata": map[string]any{"next_cursor": ""}}
}

// filesDelete takes a file away, and with it every message that held nothing else.
func (s *Server) filesDelete(args url.Values) answer {
	f := s.files[args.Get("file")]
	if f == nil || f.done.IsZero() {
		return refuse("file_not_found")
	}
	delete(s.files, f.ID)
	for _, id := range f.shared {
		for _, m := range slices.Clone(s.messages[id]) {
			left := slices.DeleteFunc(slices.Clone(m.Files), func(o File) bool { return o.ID == f.ID })
			if len(left) == len(m.Files) {
				continue
			}
			if m.Files = left; len(left) == 0 && m.Text == "" && len(m.Blocks) == 0 {
				s.remove(m)
			}
		}
	}
	s.change()
	return answer{}
}

// Processed is how many files can stand in a block.
func (s *Server) Processed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, f := range s.files {
		if f.ready() {
			n++
		}
	}
	return n
}

// Picture is the content of an uploaded file as a block shows it, whoever sees the block; nil: no block can.
func (s *Server) Picture(id string) (File, []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.files[id]; s.fileReady(id) {
		return f.seen(), bytes.Clone(f.content)
	}
	return File{}, nil
}

// fileReady reports whether a block may show this file. The caller holds the lock.
func (s *Server) fileReady(id string) bool {
	f := s.files[id]
	return f != nil && f.ready()
}
