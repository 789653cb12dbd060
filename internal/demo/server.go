package demo

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

//go:embed page.html book.html page.css page.js mark.svg
var files embed.FS

// A pair hands a template what it shows and what that is part of.
type pair struct{ Of, It any }

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"pair": func(of, it any) pair { return pair{of, it} },
}).ParseFS(files, "page.html", "book.html"))

func (p *page) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.show)
	mux.HandleFunc("GET /live", p.live)
	mux.HandleFunc("GET /file/{id}", p.file)
	mux.HandleFunc("GET /picture/{id}", p.picture)
	mux.HandleFunc("GET /storybook", p.chapters)
	mux.HandleFunc("GET /storybook/{chapter}", p.chapter)
	for _, name := range []string{"page.css", "page.js", "mark.svg"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name) })
	}
	for name, do := range map[string]action{
		"say": p.say, "press": p.press, "submit": p.submit, "close": p.shut,
		"shortcut": p.shortcut, "invite": p.invite, "move": p.move,
	} {
		mux.HandleFunc("POST /"+name, p.acting(do))
	}
	return guard(mux)
}

// at is the spot that a request is about.
func at(r *http.Request) spot { return spot{r.FormValue("as"), r.FormValue("in")} }

// show is the whole page. Looking at one's direct messages, and at the Home tab, is what Slack tells the app as
// app_home_opened.
func (p *page) show(w http.ResponseWriter, r *http.Request) {
	s, err := p.screen(r.Context(), at(r))
	if err == nil && s.Here.Direct {
		p.slack.OpenDM(r.Context(), s.as)
		s, err = p.screen(r.Context(), s.spot)
	}
	if err == nil && s.Here.Home {
		p.slack.OpenHome(r.Context(), s.as)
	}
	p.write(w, s, err)
}

func (p *page) write(w http.ResponseWriter, s screen, err error) { p.fill(w, "page.html", s, err) }

// fill answers with a page, or with what went wrong.
func (p *page) fill(w http.ResponseWriter, name string, with any, err error) {
	var b bytes.Buffer
	if err == nil {
		err = pages.ExecuteTemplate(&b, name, with)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes())
}

// file is a file that Catcow sent to the person, as a text or as a picture, and never as a page.
func (p *page) file(w http.ResponseWriter, r *http.Request) {
	f, content := p.slack.Download(at(r).as, r.PathValue("id"))
	if content == nil {
		http.Error(w, "There is no such file here.", http.StatusNotFound)
		return
	}
	kind := "text/plain; charset=utf-8"
	if strings.HasPrefix(f.Mimetype, "image/png") {
		kind = f.Mimetype
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": f.Name}))
	w.Write(content)
}

// picture is a picture that stands in a block.
func (p *page) picture(w http.ResponseWriter, r *http.Request) {
	if kind, content := p.book.picture(r.PathValue("id")); content != nil {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "private, max-age=3600")
		w.Write(content)
		return
	}
	f, content := p.slack.Picture(r.PathValue("id"))
	if f.Mimetype != "image/png" && f.Mimetype != "image/gif" {
		http.Error(w, "There is no such picture here.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", f.Mimetype)
	w.Header().Set("Cache-Control", "private, max-age=3600")
	w.Write(content)
}

// live sends the browser what it shows, again and again: at each change, and each minute for the clock.
func (p *page) live(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	var shown []byte
	for {
		slack, own := p.slack.Changed(), p.changes()
		s, err := p.screen(r.Context(), at(r))
		var b bytes.Buffer
		if err == nil {
			err = pages.ExecuteTemplate(&b, "app", s)
		}
		if err != nil {
			return
		}
		if !bytes.Equal(b.Bytes(), shown) {
			shown = b.Bytes()
			line, _ := json.Marshal(string(shown)) // a string always encodes
			out.SetWriteDeadline(time.Now().Add(10 * time.Second))
			if _, err := fmt.Fprintf(w, "data: %s\n\n", line); err != nil {
				return
			}
			if out.Flush() != nil {
				return
			}
		}
		now := p.machine.clock.now()
		minute := time.NewTimer(now.Truncate(time.Minute).Add(time.Minute).Sub(now))
		select {
		case <-slack:
		case <-own:
		case <-minute.C:
		case <-r.Context().Done():
			minute.Stop()
			return
		}
		minute.Stop()
	}
}

// An action does what a person did in the page, and returns what Slack itself says about it, or "".
type action func(r *http.Request, who spot) string

// acting answers a browser with script by its live stream alone, and one without by the page anew.
func (p *page) acting(do action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			http.Error(w, "The form did not come through.", http.StatusBadRequest)
			return
		}
		s, err := p.screen(r.Context(), at(r))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if s.spot != at(r) {
			http.Error(w, "There is no such person or conversation here.", http.StatusNotFound)
			return
		}
		p.notice(s.spot, do(r, s.spot))
		if r.Header.Get("X-Live") != "" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		back := url.Values{"as": {s.as}, "in": {s.in}}
		http.Redirect(w, r, "/?"+back.Encode(), http.StatusSeeOther)
	}
}
