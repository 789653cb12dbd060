package slacksim_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"catcow/internal/slacksim"
)

// bot is a small slack-go bot: enough to go once through everything the fake offers.
type bot struct {
	t      *testing.T
	api    *slack.Client
	client *socketmode.Client
}

func runBot(t *testing.T, s *slacksim.Server) {
	t.Helper()
	api := slack.New(slacksim.BotToken, slack.OptionAppLevelToken(slacksim.AppToken), slack.OptionAPIURL(s.APIURL()))
	b := &bot{t: t, api: api, client: socketmode.New(api)}
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() {
		if err := b.client.RunContext(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("socket ended: %v", err)
		}
	})
	work.Go(func() {
		for {
			select {
			case e := <-b.client.Events:
				b.take(context.WithoutCancel(ctx), e)
			case <-ctx.Done():
				return
			}
		}
	})
	t.Cleanup(func() { cancel(); work.Wait() })
	if err := s.AwaitSockets(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
}

func (b *bot) ack(ctx context.Context, e socketmode.Event, payload ...any) {
	var p any
	if len(payload) > 0 {
		p = payload[0]
	}
	if err := b.client.AckCtx(ctx, e.Request.EnvelopeID, p); err != nil {
		b.t.Errorf("ack: %v", err)
	}
}

func (b *bot) must(err error) {
	if err != nil {
		b.t.Errorf("bot: %v", err)
	}
}

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func form(title string) slack.ModalViewRequest {
	field := slack.NewPlainTextInputBlockElement(plainText("7"), "score")
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plainText(title), Submit: plainText("Save"), Close: plainText("Cancel"),
		CallbackID: "checkin", PrivateMetadata: "kept", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewInputBlock("b", plainText("How stiff?"), nil, field)}}}
}

func (b *bot) take(ctx context.Context, e socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeSlashCommand:
		cmd := e.Data.(slack.SlashCommand)
		b.ack(ctx, e, map[string]any{"text": "hi " + cmd.Text})
		b.must(slack.PostWebhookContext(ctx, cmd.ResponseURL, &slack.WebhookMessage{Text: "later", Blocks: &slack.Blocks{
			BlockSet: []slack.Block{
				slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "*later*", false, false), nil, nil),
				slack.NewActionBlock("acts", slack.NewButtonBlockElement("done", "v1", plainText("Did it")),
					slack.NewButtonBlockElement("form", "", plainText("Form"))),
			}}}))
	case socketmode.EventTypeInteractive:
		b.interact(ctx, e, e.Data.(slack.InteractionCallback))
	case socketmode.EventTypeEventsAPI:
		b.ack(ctx, e)
		switch inner := e.Data.(slackevents.EventsAPIEvent).InnerEvent.Data.(type) {
		case *slackevents.MessageEvent:
			if inner.BotID == "" {
				_, _, err := b.api.PostMessageContext(ctx, inner.Channel, slack.MsgOptionText("heard "+inner.Text, false))
				b.must(err)
			}
		case *slackevents.AppMentionEvent:
			_, err := b.api.PostEphemeralContext(ctx, inner.Channel, inner.User, slack.MsgOptionText("for you", false))
			b.must(err)
		case *slackevents.AppHomeOpenedEvent:
			if inner.Tab == "home" {
				_, err := b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: inner.User, View: slack.HomeTabViewRequest{
					Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}}}})
				b.must(err)
			}
		}
	case socketmode.EventTypeErrorBadMessage:
		b.t.Errorf("bad message: %v", e.Data)
	}
}

func (b *bot) interact(ctx context.Context, e socketmode.Event, c slack.InteractionCallback) {
	switch {
	case c.Type == slack.InteractionTypeBlockActions && c.ActionCallback.BlockActions[0].ActionID == "form":
		_, err := b.api.OpenViewContext(ctx, c.TriggerID, form("Check-in"))
		b.must(err)
		b.ack(ctx, e)
	case c.Type == slack.InteractionTypeBlockActions:
		b.ack(ctx, e)
		b.must(slack.PostWebhookContext(ctx, c.ResponseURL, &slack.WebhookMessage{Text: "Well done", ReplaceOriginal: true}))
	case c.Type == slack.InteractionTypeViewSubmission:
		switch c.View.State.Values["b"]["score"].Value {
		case "11":
			b.ack(ctx, e, slack.NewErrorsViewSubmissionResponse(map[string]string{"b": "0 to 10, please"}))
		case "8":
			next := form("Saved")
			b.ack(ctx, e, slack.NewUpdateViewSubmissionResponse(&next))
		default:
			b.ack(ctx, e)
		}
	default:
		b.ack(ctx, e)
	}
}

func TestSlackGoHoldsAConversation(t *testing.T) {
	s, _ := start(t)
	runBot(t, s)
	converse(t, s)
}

// converse goes once through everything with an app that has just connected, whatever it is written in.
func converse(t *testing.T, s *slacksim.Server) {
	ctx := t.Context()

	t.Log("slash: an answer in the acknowledgement, one at the response_url, both for the asker alone")
	for i := range 2 { // with and without is_enterprise_install
		o := s.Slash(ctx, "UADA", "GBACK", "/stretch", "neck & @ben #general")
		if o.Err != "" || o.Envelope == "" || len(o.Payload) == 0 {
			t.Fatalf("slash = %+v", o)
		}
		await(t, s, "both answers", func() bool { return len(s.Screen("UADA", "GBACK")) == 2*(i+1) })
	}
	seen := s.Screen("UADA", "GBACK")
	got := texts(seen)
	slices.Sort(got) // the two answers may overtake each other
	hi := "hi neck &amp; <@UBEN> <#CGEN|general>"
	if d := cmp.Diff([]string{hi, hi, "later", "later"}, got); d != "" {
		t.Errorf("screen: %s", d)
	}
	seen = slices.DeleteFunc(seen, func(m slacksim.Message) bool { return m.Text != "later" })
	if !seen[0].Ephemeral || len(s.Screen("UBEN", "GBACK")) != 0 {
		t.Errorf("the answer is not for Ada alone: %+v", seen[0])
	}

	t.Log("button: the ephemeral message is replaced")
	at := slacksim.At{Channel: "GBACK", TS: seen[1].TS}
	if o := s.Press(ctx, "UADA", slacksim.At{Channel: "GBACK", TS: seen[0].TS}, "done"); o.Err != "" {
		t.Fatalf("press = %+v", o)
	}
	replaced := func() slacksim.Message {
		shown := s.Screen("UADA", "GBACK")
		return shown[slices.IndexFunc(shown, func(m slacksim.Message) bool { return m.TS == seen[0].TS })]
	}
	await(t, s, "replacement", func() bool { return replaced().Text == "Well done" })
	if m := replaced(); m.Blocks != nil || !m.Ephemeral {
		t.Errorf("replaced message = %+v", m)
	}

	t.Log("form: opened, refused, updated, saved")
	if o := s.Press(ctx, "UADA", at, "form"); o.Err != "" {
		t.Fatalf("press form = %+v", o)
	}
	v := s.TopView("UADA")
	if v == nil || v.Title != "Check-in" || v.Submit != "Save" || v.PrivateMetadata != "kept" {
		t.Fatalf("view = %+v", v)
	}
	fill := func(score string) map[string]map[string]any {
		return map[string]map[string]any{"b": {"score": score}}
	}
	if o := s.Submit(ctx, "UADA", v.ID, nil); o.Err != "Please complete this required field. (b)" || o.Envelope != "" {
		t.Errorf("empty submit = %+v", o)
	}
	if o := s.Submit(ctx, "UADA", v.ID, fill("11")); o.Err != "" || s.TopView("UADA").Errors["b"] != "0 to 10, please" {
		t.Errorf("refused submit = %+v, %+v", o, s.TopView("UADA"))
	}
	if o := s.Submit(ctx, "UADA", v.ID, fill("8")); o.Err != "" {
		t.Errorf("submit = %+v", o)
	}
	if v := s.TopView("UADA"); v == nil || v.Title != "Saved" || string(v.Values["b"]["score"]) != `{"type":"plain_text_input","value":"8"}` {
		t.Fatalf("updated view = %+v", v)
	}
	if o := s.CloseView(ctx, "UADA", v.ID); o.Err != "" || o.Envelope == "" || s.TopView("UADA") != nil {
		t.Errorf("close = %+v", o)
	}

	t.Log("events: a direct message, a mention, the Home tab")
	dm := s.DM("UADA")
	if _, o := s.Say(ctx, "UADA", dm, "7"); o.Err != "" || o.Envelope == "" {
		t.Errorf("say = %+v", o)
	}
	await(t, s, "answer in the DM", func() bool { return len(s.Screen("UADA", dm)) == 2 })
	if got := s.Screen("UADA", dm)[1]; got.Text != "heard 7" || got.User != s.BotUser() {
		t.Errorf("answer = %+v", got)
	}
	if _, o := s.Say(ctx, "UADA", "CGEN", "hello @catcow"); o.Err != "" || o.Envelope == "" {
		t.Errorf("mention = %+v", o)
	}
	await(t, s, "answer to the mention", func() bool { return len(s.Screen("UADA", "CGEN")) == 2 })
	if len(s.Screen("UBEN", "CGEN")) != 1 {
		t.Error("Ben sees an answer that is Ada's")
	}
	if o := s.OpenHome(ctx, "UADA"); o.Err != "" {
		t.Errorf("home = %+v", o)
	}
	await(t, s, "home view", func() bool { return s.Home("UADA") != nil })
	if o := s.OpenDM(ctx, "UADA"); o.Err != "" || o.Envelope == "" {
		t.Errorf("messages tab = %+v", o)
	}
	if o := s.Shortcut(ctx, "UADA", "stretch_now"); o.Err != "" || o.Envelope == "" {
		t.Errorf("shortcut = %+v", o)
	}

	t.Log("refresh: the client comes back by itself")
	opens := func() int {
		n := 0
		for _, c := range s.Calls() {
			if c.Method == "apps.connections.open" {
				n++
			}
		}
		return n
	}
	before := opens()
	s.Fault(func(f *slacksim.Faults) { f.WarnClose = 200 * time.Millisecond })
	s.Disconnect("refresh_requested")
	await(t, s, "reconnect", func() bool { return opens() > before && s.Sockets() == 1 })
	if o := s.Slash(ctx, "UADA", "CGEN", "/stretch", ""); o.Err != "" {
		t.Errorf("slash after reconnect = %+v", o)
	}
	await(t, s, "the last answer", func() bool { return len(s.Screen("UADA", "CGEN")) == 4 })
}
