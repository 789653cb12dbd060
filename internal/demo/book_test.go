package demo

import (
	"net/http"
	"strings"
	"testing"

	"catcow/content"
)

// Every chapter of the storybook is shown, whole, and nothing in it is a thing that the page
// does not show.
func TestStorybookShowsEveryChapter(t *testing.T) {
	s := raiseStage(t)
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	s.book = book{content: library}
	all, err := s.book.chapters()
	if err != nil || len(all) < 40 {
		t.Fatal(len(all), err)
	}
	_, list := s.asks(t, "GET", "/storybook", nil)
	_, first := s.asks(t, "GET", "/", nil)
	if !strings.Contains(first, `href="/storybook"`) {
		t.Error("the demo does not lead to the storybook")
	}
	for _, c := range all {
		if c.Title == "" || !strings.Contains(list, `href="/storybook/`+c.ID+`"`) {
			t.Errorf("the list does not lead to %s, or does not say what it is: %q", c.ID, c.Title)
		}
		code, html := s.asks(t, "GET", "/storybook/"+c.ID, nil)
		if code != http.StatusOK || strings.Count(html, `class="leaf"`) == 0 {
			t.Errorf("%s: %d, with %d things", c.ID, code, strings.Count(html, `class="leaf"`))
		}
		for _, bad := range []string{"This demo does not show", "ZgotmplZ", "unreadable", "<script"} {
			if strings.Contains(html, bad) {
				t.Errorf("%s: the page says %q", c.ID, bad)
			}
		}
	}
	for _, none := range []string{"/storybook/nothing", "/storybook/..%2f..%2fgo", "/picture/book-99999", "/picture/book-x"} {
		if code, _ := s.asks(t, "GET", none, nil); code != http.StatusNotFound {
			t.Errorf("%s: %d", none, code)
		}
	}
}
