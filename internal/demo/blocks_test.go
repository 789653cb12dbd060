package demo

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catcow/internal/slacksim"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var known = names{
	people:   map[string]string{"U1": "Ada <Moreau>", "U0CATCOW": "Catcow"},
	channels: map[string]string{"C1": "wellness"},
}

func render(t *testing.T, template string, it any) string {
	t.Helper()
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, template, it); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryBlockLooksLikeItsGoldenFile(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no blocks to render: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var blocks []json.RawMessage
			if err := json.Unmarshal(data, &blocks); err != nil {
				t.Fatal(err)
			}
			var got string
			for _, raw := range blocks {
				got += render(t, "block", known.block(raw))
			}
			golden := strings.TrimSuffix(file, ".json") + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("differs from %s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

func TestMrkdwnBecomesMarkupAndNothingElseDoes(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain & &amp; &lt;b&gt;", "plain &amp; &amp; &lt;b&gt;"},
		{"*bold* _italic_ ~gone~ `code`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>"},
		{"*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"},
		{"2*3*4 snake_case_name a ~ b", "2*3*4 snake_case_name a ~ b"},
		{"* not bold * and **", "* not bold * and **"},
		{"`*not bold*`", "<code>*not bold*</code>"},
		{"_unfinished", "_unfinished"},
		{"(*bold*), *x*!", "(<strong>bold</strong>), <strong>x</strong>!"},
		{"<https://a.example/?x=1&amp;y=2|a *label*>", `<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">a *label*</a>`},
		{"<https://a.example>", `<a href="https://a.example" target="_blank" rel="noopener noreferrer">https://a.example</a>`},
		{"*see <https://a.example/a*b|this>*", `<strong>see <a href="https://a.example/a*b" target="_blank" rel="noopener noreferrer">this</a></strong>`},
		{"<mailto:a@b.example|write>", `<a href="mailto:a@b.example" target="_blank" rel="noopener noreferrer">write</a>`},
		{"<javascript:alert(1)|press me>", "<em>press me</em>"},
		{"<JavaScript:alert(1)>", "<em>JavaScript:alert(1)</em>"},
		{"<data:text/html,x|y> <vbscript:x|z>", "<em>y</em> <em>z</em>"},
		{"<script>alert(1)</script>", "<em>script</em>alert(1)<em>/script</em>"},
		{"&lt;script&gt;", "&lt;script&gt;"},
		{"<@U1> in <#C1> and <#C1|renamed>", `<span class="mention">@Ada &lt;Moreau&gt;</span> in <span class="mention">#wellness</span> and <span class="mention">#wellness</span>`},
		{"<@U404> <#C404>", `<span class="mention">@someone</span> <span class="mention">#a private channel</span>`},
		{"<!here> <!date^1^{date}|1 May>", `<span class="mention">@here</span> <span class="mention">1 May</span>`},
		{"&gt; quoted *x*\nafter", "<blockquote>quoted <strong>x</strong></blockquote>after"},
		{"a\nb", "a\nb"},
		{"```\n<b>*x*\n```\nafter", "<pre>&lt;b&gt;*x*</pre>after"},
		{"before ```x``` after", "before <pre>x</pre> after"},
		{"``` never closed", "``` never closed"},
		{"🐈 :cat: é*x*", "🐈 :cat: é*x*"},
		{"", ""},
		{"<", "&lt;"},
		{"*", "*"},
		{"<>", "&lt;&gt;"},
	} {
		if got := render(t, "spans", known.mrkdwn(c.in)); got != c.want {
			t.Errorf("mrkdwn(%q)\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

func FuzzMrkdwnEndsAndStaysText(f *testing.F) {
	for _, s := range []string{"*a* <b|c> ```d``` &gt; e", "<<>>", "`*_~", "*_~`x`~_*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		html := render(t, "spans", known.mrkdwn(s))
		for _, tag := range []string{"<script", "<img", "<iframe", "<style", "href=\"javascript"} {
			if strings.Contains(strings.ToLower(html), tag) {
				t.Errorf("mrkdwn(%q) let %s through: %s", s, tag, html)
			}
		}
	})
}

func TestHostileBlocksStayText(t *testing.T) {
	const evil = `<script>alert(1)</script>" onload="x`
	j, _ := json.Marshal(evil)
	e := string(j)
	for _, raw := range []string{
		`{"type":"header","text":{"type":"plain_text","text":` + e + `}}`,
		`{"type":"section","text":{"type":"mrkdwn","text":` + e + `},"fields":[{"type":"plain_text","text":` + e + `}]}`,
		`{"type":"section","block_id":` + e + `,"accessory":{"type":"button","action_id":` + e + `,"text":{"type":"plain_text","text":` + e + `},"accessibility_label":` + e + `,"style":` + e + `}}`,
		`{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"},"url":"javascript:alert(1)"}]}`,
		`{"type":"actions","elements":[{"type":"static_select","action_id":"a","placeholder":{"type":"plain_text","text":` + e + `},"options":[{"text":{"type":"plain_text","text":` + e + `},"value":` + e + `}]}]}`,
		`{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":` + e + `},{"type":"link","url":"javascript:alert(1)","text":"x"},{"type":"emoji","name":` + e + `},{"type":"broadcast","range":` + e + `},{"type":` + e + `}]},{"type":` + e + `}]}`,
		`{"type":"context","elements":[{"type":"mrkdwn","text":` + e + `},{"type":"image","alt_text":` + e + `,"image_url":"https://elsewhere.example/x.png"}]}`,
		`{"type":"image","alt_text":` + e + `,"title":{"type":"plain_text","text":` + e + `},"image_url":"https://elsewhere.example/x.png"}`,
		`{"type":"input","block_id":"b","label":{"type":"plain_text","text":` + e + `},"hint":{"type":"plain_text","text":` + e + `},"element":{"type":"plain_text_input","action_id":"a","initial_value":` + e + `,"placeholder":{"type":"plain_text","text":` + e + `}}}`,
		`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"l"},"element":{"type":"radio_buttons","action_id":"a","options":[{"text":{"type":"plain_text","text":` + e + `},"value":` + e + `}]}}`,
		`{"type":"data_visualization","title":` + e + `,"chart":{"type":"line","series":[{"name":` + e + `,"data":[{"label":` + e + `,"value":3}]},{"name":"b","data":[]}],"axis_config":{"categories":[` + e + `],"x_label":` + e + `,"y_label":` + e + `}}}`,
		`{"type":"data_visualization","title":` + e + `,"chart":{"type":` + e + `}}`,
		`{"type":` + e + `}`,
	} {
		html := render(t, "block", known.block(json.RawMessage(raw)))
		for _, bad := range []string{"<script", `" onload`, "javascript:", "elsewhere.example"} {
			if strings.Contains(html, bad) {
				t.Errorf("%s\nlets %s through:\n%s", raw, bad, html)
			}
		}
	}
}

func TestBlockThatDoesNotDecodeSaysSo(t *testing.T) {
	for _, raw := range []string{`[]`, `{"type":"context","elements":[7]}`, `{"type":"rich_text","elements":[7]}`, `{"type":"data_visualization","title":7}`} {
		if html := render(t, "block", known.block(json.RawMessage(raw))); !strings.Contains(html, "does not show") {
			t.Errorf("block %s is shown as %q", raw, html)
		}
	}
}

func TestFormShowsWhatIsFilledInAndTakesItBack(t *testing.T) {
	v := &slacksim.View{
		ID: "V1", Title: "Settings", Submit: "Save",
		Blocks: []json.RawMessage{
			[]byte(`{"type":"input","block_id":"t","label":{"type":"plain_text","text":"Times"},"element":{"type":"plain_text_input","action_id":"a","initial_value":"old"}}`),
			[]byte(`{"type":"input","block_id":"c","label":{"type":"plain_text","text":"Areas"},"element":{"type":"checkboxes","action_id":"a","options":[{"text":{"type":"plain_text","text":"Neck"},"value":"n"},{"text":{"type":"plain_text","text":"Hip"},"value":"h"}]}}`),
			[]byte(`{"type":"input","block_id":"s","label":{"type":"plain_text","text":"Day"},"optional":true,"element":{"type":"static_select","action_id":"a","options":[{"text":{"type":"plain_text","text":"Monday"},"value":"m"}]}}`),
		},
		Errors: map[string]string{"t": "25:00 is no time."},
		Values: map[string]map[string]json.RawMessage{
			"t": {"a": []byte(`{"type":"plain_text_input","value":"25:00"}`)},
			"c": {"a": []byte(`{"type":"checkboxes","selected_options":[{"value":"h"}]}`)},
			"s": {"a": []byte(`{"type":"static_select","selected_option":null}`)},
		},
	}
	f := known.form(v)
	if got := f.Blocks[0].Elements[0].Value; got != "25:00" {
		t.Errorf("the text shows %q, want what was typed", got)
	}
	if o := f.Blocks[1].Elements[0].Options; o[0].Chosen || !o[1].Chosen {
		t.Errorf("the checkboxes show %+v, want the hip alone", o)
	}
	html := render(t, "block", f.Blocks[0])
	if !strings.Contains(html, "25:00 is no time.") || !strings.Contains(html, `aria-invalid="true"`) {
		t.Errorf("the mistake is not shown: %s", html)
	}
	got := f.filled(map[string][]string{key("t", "a"): {"10:30"}, key("c", "a"): {"n", "h"}, key("s", "a"): {""}, "as": {"U1"}})
	want := map[string]map[string]any{"t": {"a": "10:30"}, "c": {"a": []string{"n", "h"}}, "s": {"a": []string{}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("filled (-want +got):\n%s", diff)
	}
}
