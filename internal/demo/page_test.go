package demo

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

const manifest = `{
	"display_information": {"name": "Catcow"},
	"features": {
		"app_home": {"messages_tab_enabled": true},
		"bot_user": {"display_name": "Catcow"},
		"slash_commands": [{"command": "/stretch", "description": "A move <for> now", "usage_hint": "[neck] [1 min]"}],
		"shortcuts": [
			{"name": "Next move", "type": "global", "callback_id": "next", "description": "A move"},
			{"name": "Not here", "type": "message", "callback_id": "no", "description": "On a message"}
		]
	},
	"oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:write", "files:write"]}},
	"settings": {"socket_mode_enabled": true, "interactivity": {"is_enabled": true}}
}`

// stage is the page with the team, and nobody behind the fake Slack's sockets.
type stage struct {
	*page
	web *httptest.Server
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // a Monday

func raiseStage(t *testing.T, due ...time.Time) *stage {
	t.Helper()
	c := &clock{real: func() time.Time { return noon }}
	slack, err := slacksim.Start(slacksim.Config{Manifest: []byte(manifest), Now: c.now, Unknown: func(s string) { t.Error("unknown to the fake Slack:", s) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slack.Close)
	gather(slack, team)
	menu, err := readMenu([]byte(manifest))
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{clock: c, next: func(context.Context) (time.Time, error) {
		if len(due) == 0 {
			return time.Time{}, nil
		}
		return due[0], nil
	}, tick: func(_ context.Context, now time.Time) error {
		for len(due) > 0 && !due[0].After(now) {
			due = due[1:]
		}
		return nil
	}}
	s := &stage{page: newPage(slack, m, menu)}
	s.web = httptest.NewServer(s.routes())
	t.Cleanup(s.web.Close)
	return s
}

// writes posts a message as the bot would.
func (s *stage) writes(t *testing.T, method string, args map[string]any) {
	t.Helper()
	body, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", s.slack.APIURL()+method, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+slacksim.BotToken)
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	var a struct{ OK bool }
	answer, _ := io.ReadAll(w.Body)
	if json.Unmarshal(answer, &a) != nil || !a.OK {
		t.Fatalf("%s: %s", method, answer)
	}
}

// asks sends a request and returns its status and page. Redirects are followed.
func (s *stage) asks(t *testing.T, method, path string, form url.Values, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.web.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.StatusCode, string(body)
}

var ada = url.Values{"as": {"U0ADA"}, "in": {"C0WELLNESS"}}

// with is a copy of the form with more in it.
func with(form url.Values, pairs ...string) url.Values {
	all := url.Values{}
	for k, v := range form {
		all[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		all.Set(pairs[i], pairs[i+1])
	}
	return all
}

func TestPageShowsTheTeamAndNothingWrittenYet(t *testing.T) {
	s := raiseStage(t)
	code, html := s.asks(t, "GET", "/", nil)
	if code != 200 {
		t.Fatalf("status %d: %s", code, html)
	}
	for _, want := range []string{"Ada Moreau", "Emi Sato", "Catcow is here", "Nothing here yet.", "Nothing is due.", "Mon 23 November 2026", "21:00", "A move &lt;for&gt; now", "Next move"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(html, "Not here") {
		t.Error("the page offers a message shortcut as a global one")
	}
}

func TestHostileNamesAndMessagesStayText(t *testing.T) {
	s := raiseStage(t)
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	s.slack.AddUser(slacksim.User{ID: "U0EVE", Name: "eve", RealName: evil, TZ: evil, Locale: "en-GB"})
	s.slack.AddChannel(slacksim.Channel{ID: "C0EVIL", Name: evil, Members: []string{"U0ADA", "U0EVE", s.slack.BotUser()}})
	form := url.Values{"as": {"U0EVE"}, "in": {"C0EVIL"}}
	s.asks(t, "POST", "/say", with(form, "text", evil+" <javascript:alert(1)|press>"))
	s.asks(t, "POST", "/say", with(form, "text", "/"+evil))
	s.writes(t, "chat.postMessage", map[string]any{"channel": "C0EVIL", "text": evil, "blocks": []any{
		map[string]any{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": evil + " <javascript:alert(2)|press>"}},
	}})
	code, html := s.asks(t, "GET", "/?"+form.Encode(), nil)
	if code != 200 {
		t.Fatalf("status %d: %s", code, html)
	}
	for _, bad := range []string{"<script>", "<img src=x", `href="javascript`, "ZgotmplZ"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page lets %q through", bad)
		}
	}
	if n := strings.Count(html, "&lt;script&gt;alert(1)"); n < 4 {
		t.Errorf("the hostile text shows %d times, want it as text in the name, the channel, both messages", n)
	}
}

func TestNothingOnThePageComesFromElsewhere(t *testing.T) {
	s := raiseStage(t)
	r, err := http.Get(s.web.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	policy := r.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") || strings.Contains(policy, "unsafe") {
		t.Errorf("Content-Security-Policy = %q", policy)
	}
	_, html := s.asks(t, "GET", "/", nil)
	for _, bad := range []string{"http://", "https://", " style=", " onclick=", "<style"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, file := range []string{"page.css", "page.js", "mark.svg"} {
		code, body := s.asks(t, "GET", "/"+file, nil)
		if code != 200 || strings.Contains(strings.ReplaceAll(body, "http://www.w3.org/2000/svg", ""), "//"+"cdn") {
			t.Errorf("/%s: status %d", file, code)
		}
	}
}

func TestOnlyThisMachinesOwnPageMayAct(t *testing.T) {
	s := raiseStage(t)
	host := strings.TrimPrefix(s.web.URL, "http://")
	say := with(ada, "text", "hello")
	for _, c := range []struct {
		name, method string
		header       []string
		want         int
	}{
		{"its own page", "POST", []string{"Origin", s.web.URL, "Sec-Fetch-Site", "same-origin"}, 200},
		{"a program without an origin", "POST", nil, 200},
		{"another page", "POST", []string{"Origin", "https://evil.example"}, 403},
		{"another page that claims to be same-origin", "POST", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin"}, 403},
		{"another page of this machine", "POST", []string{"Origin", "http://127.0.0.1:1", "Sec-Fetch-Site", "same-site"}, 403},
		{"a page that hides its origin", "POST", []string{"Origin", "null"}, 403},
		{"a cross-site request", "POST", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a name that was pointed here", "POST", []string{"Host", "evil.example"}, 403},
		{"a name that was pointed here, reading", "GET", []string{"Host", "evil.example:80"}, 403},
		{"an address of the network", "GET", []string{"Host", "192.168.1.2:8080"}, 403},
		{"localhost", "GET", []string{"Host", "localhost:8080"}, 200},
		{"IPv6", "GET", []string{"Host", "[::1]:8080"}, 200},
		{"its own name", "GET", []string{"Host", host}, 200},
	} {
		path := "/say"
		if c.method == "GET" {
			path = "/"
		}
		if got, body := s.asks(t, c.method, path, say, c.header...); got != c.want {
			t.Errorf("%s: status %d, want %d: %.80s", c.name, got, c.want, body)
		}
	}
	if n := len(s.slack.Screen("U0ADA", "C0WELLNESS")); n != 2 {
		t.Errorf("%d messages stand there, want the two that were allowed", n)
	}
	if code, _ := s.asks(t, "GET", "/say?text=hello&as=U0ADA&in=C0WELLNESS", nil); code != 405 {
		t.Errorf("a GET that would write: status %d, want 405", code)
	}
}

func TestListensOnLoopbackAlone(t *testing.T) {
	for _, address := range []string{":8080", "0.0.0.0:0", "[::]:0", "192.168.1.2:80", "catcow.example:80", "127.0.0.1", ""} {
		if l, err := listen(address, true); err == nil {
			l.Close()
			t.Errorf("listen(%q) is allowed", address)
		} else if !strings.Contains(err.Error(), "127.0.0.1:8080") {
			t.Errorf("listen(%q) does not say what to do: %v", address, err)
		}
	}
	first, err := listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if l, err := listen(first.Addr().String(), false); err == nil {
		l.Close()
		t.Error("a port that was asked for and is taken is let pass")
	}
	second, err := listen(first.Addr().String(), true)
	if err != nil {
		t.Fatal(err)
	}
	second.Close()
}

func TestMessagesShowWhoWhenAndForWhom(t *testing.T) {
	s := raiseStage(t)
	s.asks(t, "POST", "/say", with(url.Values{"as": {"U0EMI"}, "in": {"C0WELLNESS"}}, "text", "Hello *all*"))
	s.writes(t, "chat.postEphemeral", map[string]any{"channel": "C0WELLNESS", "user": "U0ADA", "text": "For *Ada* alone"})
	_, html := s.asks(t, "GET", "/?"+ada.Encode(), nil)
	for _, want := range []string{"Emi Sato</b>", "12:00</time>", "Monday 23 November", "Only visible to you", "For <strong>Ada</strong> alone"} {
		if !strings.Contains(html, want) {
			t.Errorf("Ada's page lacks %q", want)
		}
	}
	_, html = s.asks(t, "GET", "/?as=U0EMI&in=C0WELLNESS", nil)
	if strings.Contains(html, "alone") {
		t.Error("Emi sees what is for Ada alone")
	}
	if !strings.Contains(html, "21:00</time>") {
		t.Error("Emi does not read the time in Tokyo's")
	}
}

func TestDotShowsWhatWasNotLookedAt(t *testing.T) {
	s := raiseStage(t)
	s.writes(t, "chat.postMessage", map[string]any{"channel": s.slack.DM("U0BO"), "text": "Hello Bo"})
	s.writes(t, "chat.postMessage", map[string]any{"channel": "C0WELLNESS", "text": "Hello all"})
	_, html := s.asks(t, "GET", "/?as=U0BO&in=C0GENERAL", nil)
	if n := strings.Count(html, ">unread<"); n != 2 {
		t.Errorf("Bo sees %d unread places, want #wellness and the direct messages", n)
	}
	if _, html := s.asks(t, "GET", "/?as=U0ADA&in=C0GENERAL", nil); strings.Count(html, "Catcow has written") != 1 {
		t.Error("Ada does not see that Catcow has written to Bo")
	}
	s.asks(t, "GET", "/?as=U0BO&in="+s.slack.DM("U0BO"), nil)
	_, html = s.asks(t, "GET", "/?as=U0BO&in=C0WELLNESS", nil)
	if strings.Contains(html, ">unread<") {
		t.Error("what Bo looked at is still unread")
	}
}

func TestSlacksOwnWordsAppearAsANotice(t *testing.T) {
	s := raiseStage(t)
	_, html := s.asks(t, "POST", "/say", with(ada, "text", "/nonsense at all"))
	if !strings.Contains(html, "/nonsense is not a valid command") {
		t.Errorf("the page does not say what Slack says")
	}
	_, html = s.asks(t, "POST", "/say", with(ada, "text", "hello"))
	if strings.Contains(html, "not a valid command") {
		t.Error("the notice stays after the next move")
	}
	if code, _ := s.asks(t, "POST", "/say", with(ada, "text", "hello"), "X-Live", "1"); code != 204 {
		t.Errorf("a page with script gets status %d, want 204", code)
	}
	if code, _ := s.asks(t, "POST", "/say", with(ada, "as", "U0NOBODY", "text", "hello")); code != 404 {
		t.Errorf("a person who is not there: status %d, want 404", code)
	}
	if code, _ := s.asks(t, "POST", "/press", ada); code != 200 {
		t.Errorf("a press on nothing: status %d", code)
	}
}

func TestInvitingCatcowPutsItIntoTheChannel(t *testing.T) {
	s := raiseStage(t)
	general := url.Values{"as": {"U0ADA"}, "in": {"C0GENERAL"}}
	_, html := s.asks(t, "GET", "/?"+general.Encode(), nil)
	if !strings.Contains(html, "Invite Catcow to #general") {
		t.Error("#general does not offer to invite Catcow")
	}
	if _, html = s.asks(t, "POST", "/invite", general); !strings.Contains(html, "Catcow is here") {
		t.Error("Catcow is not in #general")
	}
}

func TestTimeMachineMovesTheClockForEveryone(t *testing.T) {
	s := raiseStage(t, noon.Add(90*time.Minute))
	_, html := s.asks(t, "GET", "/?"+ada.Encode(), nil)
	if !strings.Contains(html, "<small>Mon 13:30</small>") || strings.Contains(html, "disabled") {
		t.Error("the page does not offer the next prompt at 13:30")
	}
	if _, html = s.asks(t, "POST", "/move", with(ada, "to", "next")); !strings.Contains(html, "<b>13:30</b>") || !strings.Contains(html, "disabled") {
		t.Error("the clock does not stand at 13:30 with nothing more due")
	}
	if _, html = s.asks(t, "POST", "/move", with(ada, "to", "hour")); !strings.Contains(html, "<b>14:30</b>") {
		t.Error("the clock is not an hour on")
	}
	if _, html = s.asks(t, "POST", "/move", with(ada, "to", "day")); !strings.Contains(html, "Tue 24 November") {
		t.Error("the clock is not a day on")
	}
	if _, html = s.asks(t, "POST", "/move", with(ada, "to", "next")); !strings.Contains(html, "Nothing is due: nobody has asked") {
		t.Error("the page does not say why time stays")
	}
}

func TestPageComesAliveAtEveryChange(t *testing.T) {
	s := raiseStage(t)
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.web.URL+"/live?"+ada.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if got := w.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("Content-Type = %q", got)
	}
	d := make(chan string)
	go func() {
		defer close(d)
		var line string
		for {
			one := make([]byte, 64<<10)
			n, err := w.Body.Read(one)
			if err != nil {
				return
			}
			if line += string(one[:n]); !strings.HasSuffix(line, "\n\n") {
				continue
			}
			var html string
			json.Unmarshal([]byte(strings.TrimPrefix(strings.TrimSpace(line), "data: ")), &html)
			line = ""
			d <- html
		}
	}()
	await := func(want string) {
		t.Helper()
		for html := range d {
			if strings.Contains(html, want) {
				return
			}
		}
		t.Fatalf("the stream ended before it showed %q", want)
	}
	await("Nothing here yet.")
	s.writes(t, "chat.postMessage", map[string]any{"channel": "C0WELLNESS", "text": "A fresh message"})
	await("A fresh message")
	if err := s.machine.travel(t.Context(), noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	await("<b>13:00</b>")
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Ada Moreau": "AM", "Élodie": "É", "a b c": "ab", "": ""} {
		if got := initials(name); got != want {
			t.Errorf("initials(%q) = %q, want %q", name, got, want)
		}
	}
}

// A file that Catcow sent is named below its message, and opens for whoever got it.
func TestAFileCanBeOpened(t *testing.T) {
	s := raiseStage(t)
	bob := s.slack.Users()[1].ID
	me := s.slack.Users()[0].ID
	dm := s.slack.DM(me)
	call := func(method string, args url.Values) map[string]any {
		t.Helper()
		args.Set("token", slacksim.BotToken)
		resp, err := http.PostForm(s.slack.APIURL()+method, args)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var a map[string]any
		if err := json.NewDecoder(resp.Body).Decode(&a); err != nil || a["ok"] != true {
			t.Fatal(method, a, err)
		}
		return a
	}
	a := call("files.getUploadURLExternal", url.Values{"filename": {"mine.txt"}, "length": {"14"}})
	resp, err := http.Post(a["upload_url"].(string), "text/plain", strings.NewReader("<b>mine</b> ok"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	id := a["file_id"].(string)
	call("files.completeUploadExternal", url.Values{"files": {`[{"id":"` + id + `","title":"All of it"}]`}, "channel_id": {dm}})

	get := func(path string) (*http.Response, string) {
		t.Helper()
		resp, err := http.Get(s.web.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return resp, string(body)
	}
	_, page := get("/?as=" + me + "&in=" + dm)
	if link := `href="/file/` + id + `?as=` + me + `"`; !strings.Contains(page, link) || !strings.Contains(page, "mine.txt") || !strings.Contains(page, "All of it") {
		t.Errorf("the page does not show the file:\n%s", page)
	}
	resp, text := get("/file/" + id + "?as=" + me)
	if text != "<b>mine</b> ok" || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("the file is %q as %s", text, resp.Header.Get("Content-Type"))
	}
	if resp, _ := get("/file/" + id + "?as=" + bob); resp.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else opens it: %d", resp.StatusCode)
	}
}
