package slacksim_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

// withFiles is the manifest with the scopes for files, as optional ones.
var withFiles = strings.Replace(manifest, `"dnd:read"]`, `"dnd:read"], "bot_optional": ["files:write", "files:read"]`, 1)

func filing(c *slacksim.Config) { c.Manifest, c.NoLimits = []byte(withFiles), true }

// put sends bytes to an upload address and returns the status and what was said.
func put(t *testing.T, address, kind, body string) (int, string) {
	t.Helper()
	resp, err := http.Post(address, kind, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(said)
}

func TestAFileGoesIntoAConversation(t *testing.T) {
	s, _ := start(t, filing)
	dm := s.DM("UADA")
	a := wantOK(t, call(t, s, "files.getUploadURLExternal", "filename", "mine.txt", "length", "5"))
	address, id := a["upload_url"].(string), a["file_id"].(string)
	if !strings.HasPrefix(address, s.URL()+"/") {
		t.Errorf("the address is %s, want one of the fake itself", address)
	}
	wantError(t, call(t, s, "files.completeUploadExternal", "files", `[{"id":"`+id+`"}]`, "channel_id", dm), "file_not_found") // nothing was sent
	if status, said := put(t, address, "text/plain", "1234"); status != 400 {
		t.Errorf("four bytes of five: %d %s", status, said)
	}
	if status, said := put(t, address, "application/octet-stream", "12345"); status != 200 || said != "OK - 5" {
		t.Errorf("five bytes: %d %s", status, said)
	}
	if status, _ := put(t, address, "application/octet-stream", "12345"); status != 400 {
		t.Error("the address works twice")
	}
	if status, _ := put(t, s.URL()+"/upload/v1/NOSUCH", "text/plain", "12345"); status != 400 {
		t.Error("any address works")
	}
	wantError(t, call(t, s, "files.info", "file", id), "file_not_found")
	files := `[{"id":"` + id + `","title":"All of it"}]`
	bad := call(t, s, "files.completeUploadExternal", "files", files, "channel_id", "UADA")
	if wantError(t, bad, "invalid_arguments"); !strings.Contains(bad["response_metadata"].(object)["messages"].([]any)[0].(string), "^[CGDZ]") {
		t.Errorf("a person's id as channel_id: %v", bad)
	}
	wantError(t, call(t, s, "files.completeUploadExternal", "files", files, "channel_id", "CNONE"), "channel_not_found")
	wantError(t, call(t, s, "files.completeUploadExternal", "files", files, "channel_id", "CQUIET"), "not_in_channel")
	wantError(t, call(t, s, "files.completeUploadExternal", "files", `[]`, "channel_id", dm), "invalid_arguments")
	done := wantOK(t, call(t, s, "files.completeUploadExternal", "files", files, "channel_id", dm))
	if f := done["files"].([]any)[0].(object); f["id"] != id || f["mimetype"] != "" || f["title"] != "All of it" {
		t.Errorf("completed: %v", f)
	}
	wantError(t, call(t, s, "files.completeUploadExternal", "files", files, "channel_id", dm), "file_not_found")

	seen := s.Screen("UADA", dm)
	if len(seen) != 1 || len(seen[0].Files) != 1 || seen[0].Files[0].Name != "mine.txt" {
		t.Fatalf("on the screen: %+v", seen)
	}
	if f, content := s.Download("UADA", id); string(content) != "12345" || f.Title != "All of it" {
		t.Errorf("downloaded %+v %q", f, content)
	}
	if _, content := s.Download("UBEN", id); content != nil {
		t.Error("somebody else can open it")
	}
	deadline := time.Now().Add(hang)
	for wantOK(t, call(t, s, "files.info", "file", id))["file"].(object)["mimetype"] == "" {
		if time.Now().After(deadline) {
			t.Fatal("the file is never processed")
		}
	}
	wantOK(t, call(t, s, "files.delete", "file", id))
	wantError(t, call(t, s, "files.delete", "file", id), "file_not_found")
	if left := s.Screen("UADA", dm); len(left) != 0 {
		t.Errorf("after the file is deleted: %+v", left)
	}
}

func TestAFormCanCarryAFileToo(t *testing.T) {
	s, _ := start(t, filing)
	a := wantOK(t, call(t, s, "files.getUploadURLExternal", "filename", "mine.txt", "length", "5"))
	form := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mine.txt\"\r\n\r\n12345\r\n--x--\r\n"
	if status, said := put(t, a["upload_url"].(string), "multipart/form-data; boundary=x", form); status != 200 {
		t.Errorf("%d %s", status, said)
	}
}

func TestAPictureStandsInABlockOnceItIsProcessed(t *testing.T) {
	s, _ := start(t, filing)
	a := wantOK(t, call(t, s, "files.getUploadURLExternal", "filename", "cat.png", "length", "5", "alt_txt", "a cat"))
	id := a["file_id"].(string)
	put(t, a["upload_url"].(string), "image/png", "12345")
	block := `[{"type":"image","slack_file":{"id":"` + id + `"},"alt_text":"a cat"}]`
	wantError(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", block), "invalid_blocks")
	wantOK(t, call(t, s, "files.completeUploadExternal", "files", `[{"id":"`+id+`"}]`))
	deadline := time.Now().Add(hang)
	for wantOK(t, call(t, s, "files.info", "file", id))["file"].(object)["mimetype"] != "image/png" {
		if time.Now().After(deadline) {
			t.Fatal("the file is never processed")
		}
	}
	wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", block))
}

func TestUploadsKeepToSlacksLimits(t *testing.T) {
	s, _ := start(t, filing)
	for want, pairs := range map[string][]string{
		"missing_argument":            {"filename", "a.txt", "length", "0"},
		"invalid_arguments":           {"filename", "a.txt", "length", "many"},
		"snippet_too_large":           {"filename", "a.txt", "length", "1048577", "snippet_type", "text"},
		"file_upload_size_restricted": {"filename", "a.txt", "length", "1073741825"},
		"alt_txt_too_large":           {"filename", "a.png", "length", "1", "alt_txt", strings.Repeat("x", 1001)},
	} {
		wantError(t, call(t, s, "files.getUploadURLExternal", pairs...), want)
	}
}

// An upload address is for an hour, and for whoever was granted the scope.
func TestUploadsNeedTheirScopeAndTime(t *testing.T) {
	s, clock := start(t, filing)
	a := wantOK(t, call(t, s, "files.getUploadURLExternal", "filename", "a.txt", "length", "1"))
	clock.Move(2 * time.Hour)
	if status, _ := put(t, a["upload_url"].(string), "text/plain", "x"); status != 400 {
		t.Error("the address works after two hours")
	}
	s, _ = start(t, filing, func(c *slacksim.Config) { c.Declined = true })
	refused := call(t, s, "files.getUploadURLExternal", "filename", "a.txt", "length", "1")
	if wantError(t, refused, "missing_scope"); refused["needed"] != "files:write" {
		t.Errorf("answer = %v", refused)
	}
}
