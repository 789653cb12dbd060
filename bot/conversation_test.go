package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"catcow/commands"
	"catcow/internal/slacksim"
)

func echo(_ context.Context, r commands.Request) (commands.Reply, error) {
	return commands.Reply{Message: says("heard " + r.Text + r.Do)}, nil
}

func TestSlashIsAnsweredToTheAskerAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "neck & <back>"))
	m := w.sees(t, ann, team, "heard neck")
	if !m.Ephemeral || m.To != ann {
		t.Errorf("answer = %+v, want one for ann alone", m)
	}
	got := w.script.requests()[0]
	want := commands.Request{What: commands.Typed, User: ann, Name: "ann", Channel: team, Text: "neck & <back>", Zone: "Europe/Berlin", Role: commands.Member}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(commands.Request{}, "Cause", "Now")); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(got.Cause, "slash/") || got.Now.IsZero() {
		t.Errorf("Cause = %q, Now = %v", got.Cause, got.Now)
	}
}

func TestDirectMessageIsAnsweredThereAndPersonalResultsAreNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		return commands.Reply{Message: says("heard " + r.Text), Personal: r.Text == "trend"}, nil
	}})
	dm := w.DM(ann)
	_, o := w.Say(t.Context(), ann, dm, "neck")
	fine(t, o)
	if m := w.sees(t, ann, dm, "heard neck"); m.Ephemeral || !m.Bot {
		t.Errorf("answer = %+v, want a message that stays", m)
	}
	_, o = w.Say(t.Context(), ann, dm, "trend")
	fine(t, o)
	if m := w.sees(t, ann, dm, "heard trend"); !m.Ephemeral {
		t.Errorf("personal answer = %+v, want one that Slack does not keep", m)
	}
	if r := w.script.requests()[0]; !r.Direct || r.Channel != "D0ANN00001" || !strings.HasPrefix(r.Cause, "message/") {
		t.Errorf("request = %+v", r)
	}
}

func TestMentionIsAnsweredInPrivateWhereItWasSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	root, o := w.Say(t.Context(), ann, team, "@catcow cat cow")
	fine(t, o)
	if m := w.sees(t, ann, team, "heard cat cow"); !m.Ephemeral || m.To != ann || m.ThreadTS != "" {
		t.Errorf("answer = %+v, want one for ann alone", m)
	}
	_, o = w.SayInThread(t.Context(), bob, team, root, "@catcow neck")
	fine(t, o)
	if m := w.sees(t, bob, team, "heard neck"); m.ThreadTS != root {
		t.Errorf("answer in thread %q, want %q", m.ThreadTS, root)
	}
	if got := w.script.requests()[0].Text; got != "cat cow" {
		t.Errorf("Text = %q, want it without the mention", got)
	}
}

func TestMentionWhereSlackTakesNoPrivateAnswerIsAnsweredDirectly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		return commands.Reply{Message: says("heard " + r.Text), Personal: r.Text == "trend"}, nil
	}})
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"chat.postEphemeral": {Times: -1, Error: "user_not_in_channel"}}
	})
	_, o := w.Say(t.Context(), ann, team, "@catcow neck")
	fine(t, o)
	w.sees(t, ann, w.DM(ann), "heard neck")
	_, o = w.Say(t.Context(), ann, team, "@catcow trend")
	fine(t, o)
	w.sees(t, ann, w.DM(ann), "can't answer in private")
	for _, m := range w.Screen(ann, w.DM(ann)) {
		if strings.Contains(m.Text, "heard trend") {
			t.Error("a personal result was written where Slack keeps it")
		}
	}
}

func TestSlashInTheDirectMessagesIsDirectAndBetweenTwoPeopleIsNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	fine(t, w.Slash(t.Context(), ann, w.DM(ann), "/stretch", "schedule"))
	w.sees(t, ann, w.DM(ann), "heard schedule")
	w.AddChannel(slacksim.Channel{ID: "D0BETWEEN1", IM: true, Members: []string{bob, ann}})
	fine(t, w.OpenDM(t.Context(), bob))
	fine(t, w.Slash(t.Context(), bob, "D0BETWEEN1", "/stretch", "neck"))
	w.sees(t, bob, "D0BETWEEN1", "heard neck")
	requests := w.script.requests()
	if !requests[0].Direct || requests[2].Direct {
		t.Errorf("Direct = %v and %v, want true and false", requests[0].Direct, requests[2].Direct)
	}
}

func TestPressOnAFleetingAnswerIsAnsweredWhereItStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		return commands.Reply{Message: says("heard "+r.Text+r.Do, button("Did it", "did"))}, nil
	}})
	w.AddChannel(slacksim.Channel{ID: "D0BETWEEN1", IM: true, Members: []string{bob, ann}})
	for _, channel := range []string{team, "D0BETWEEN1"} {
		fine(t, w.Slash(t.Context(), bob, channel, "/stretch", "neck"))
		m := w.sees(t, bob, channel, "heard neck")
		fine(t, w.Press(t.Context(), bob, slacksim.At{Channel: channel, TS: m.TS}, "did/0"))
		if m := w.sees(t, bob, channel, "heard did"); !m.Ephemeral {
			t.Errorf("answer in %s = %+v, want one for bob alone", channel, m)
		}
	}
	if r := w.script.requests()[1]; !r.Fleeting {
		t.Errorf("request = %+v, want one on a fleeting message", r)
	}
}

func TestPressIsReadWithItsMessageAndAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		switch {
		case r.What == commands.Typed:
			menu := commands.Actions{commands.Menu{Do: "took", Label: "Pick", Options: []commands.Option{{Label: "One", Value: "1"}, {Label: "Two", Value: "2"}}}}
			return commands.Reply{Message: says("a move", button("Did it", "did"), button("Other", "other"), menu)}, nil
		case r.Do == "other":
			m := says("another move")
			return commands.Reply{Instead: &m}, nil
		}
		return commands.Reply{Message: says(r.Do + " with " + r.Value)}, nil
	}})
	dm := w.DM(ann)
	_, o := w.Say(t.Context(), ann, dm, "neck")
	fine(t, o)
	m := w.sees(t, ann, dm, "a move")
	at := slacksim.At{Channel: dm, TS: m.TS}
	fine(t, w.Press(t.Context(), ann, at, "did/0"))
	if got := w.sees(t, ann, dm, "did with v-did"); got.Ephemeral {
		t.Errorf("answer to a press in the direct messages = %+v, want one that stays", got)
	}
	fine(t, w.Choose(t.Context(), ann, at, "took/2", "2"))
	w.sees(t, ann, dm, "took with 2")
	fine(t, w.Press(t.Context(), ann, at, "other/1"))
	if got := w.sees(t, ann, dm, "another move"); got.TS != m.TS {
		t.Errorf("the move stands at %s, want it in the place of %s", got.TS, m.TS)
	}
	want := commands.Request{
		What: commands.Pressed, User: ann, Name: "ann", Channel: "D0ANN00001", Direct: true, DM: "D0ANN00001", Do: "did", Value: "v-did",
		On:    commands.Place{Channel: "D0ANN00001", TS: m.TS},
		Cause: "press/" + dm + "/" + m.TS + "/did", Zone: "Europe/Berlin", Role: commands.Member,
	}
	if diff := cmp.Diff(want, w.script.requests()[1], cmpopts.IgnoreFields(commands.Request{}, "Now")); diff != "" {
		t.Error(diff)
	}
}

func TestPressInAChannelIsAnsweredToThePersonAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.What == commands.Typed {
			return commands.Reply{Posts: []commands.Post{{To: team, Message: says("a prompt", button("Did it", "did"))}}}, nil
		}
		return commands.Reply{Message: says("well done")}, nil
	}})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "go"))
	prompt := w.sees(t, bob, team, "a prompt")
	fine(t, w.Press(t.Context(), bob, slacksim.At{Channel: team, TS: prompt.TS}, "did/0"))
	if m := w.sees(t, bob, team, "well done"); !m.Ephemeral || m.To != bob {
		t.Errorf("answer = %+v, want one for bob alone", m)
	}
	w.sees(t, bob, team, "a prompt")
}

func TestFormOpensChangesRefusesAndCloses(t *testing.T) {
	t.Parallel()
	form := func(title string) *commands.Form {
		return &commands.Form{Do: "settings", Value: "opaque", Title: "Settings", Submit: "Save", Message: says(title,
			commands.Input{ID: "times", Label: "Times", Value: "10:30"},
			commands.Choice{ID: "level", Label: "Level", Options: []commands.Option{{Label: "Easy", Value: "e"}, {Label: "Hard", Value: "h"}}, Chosen: "e"},
			button("Reset", "reset"))}
	}
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		switch {
		case r.What == commands.Typed:
			return commands.Reply{Form: form("first")}, nil
		case r.What == commands.Pressed:
			return commands.Reply{Form: form("second")}, nil
		case r.Fields["times"] == "late":
			return commands.Reply{Errors: map[string]string{"times": "say it like 10:30"}}, nil
		case r.Fields["times"] == "lost":
			return commands.Reply{}, &commands.Problem{Text: "not like this"}
		case r.Fields["times"] == "broken":
			return commands.Reply{}, errors.New("disk")
		case r.Fields["times"] == "shown":
			return commands.Reply{Form: &commands.Form{Title: "Catcow", Message: says("all saved")}}, nil
		}
		return commands.Reply{}, nil
	}})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "settings"))
	v := w.view(t, ann, "first")
	fine(t, w.Press(t.Context(), ann, slacksim.At{View: v.ID}, "reset/0"))
	w.view(t, ann, "second")
	if r := w.script.requests()[1]; !r.InForm || r.Do != "reset" || r.On != (commands.Place{}) {
		t.Errorf("request = %+v, want one in a form", r)
	}
	submit := func(times string) slacksim.Outcome {
		return fine(t, w.Submit(t.Context(), ann, v.ID, map[string]map[string]any{"times": {"times": times}}))
	}
	for times, want := range map[string]string{"late": "say it like 10:30", "lost": "not like this", "broken": sorry} {
		submit(times)
		if got := w.TopView(ann).Errors["times"]; got != want {
			t.Errorf("after %s the field says %q, want %q", times, got, want)
		}
	}
	submit("shown")
	v = w.view(t, ann, "all saved")
	if v.Submit != "" {
		t.Errorf("a message in a window has the button %q", v.Submit)
	}

	fine(t, w.CloseView(t.Context(), ann, v.ID))
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "settings"))
	v = w.view(t, ann, "first")
	submit("11:00")
	if top := w.TopView(ann); top != nil {
		t.Errorf("the form stays open: %+v", top)
	}
	requests := w.script.requests()
	want := commands.Request{
		What: commands.Submitted, User: ann, Name: "ann", Do: "settings", Value: "opaque", Zone: "Europe/Berlin", Role: commands.Member, From: team,
		Fields: map[string]string{"times": "11:00", "level": "e"}, Cause: "form/" + v.ID,
	}
	if diff := cmp.Diff(want, requests[len(requests)-1], cmpopts.IgnoreFields(commands.Request{}, "Now")); diff != "" {
		t.Error(diff)
	}
}

func TestFormTooLargeForAnAcknowledgementComesAfterIt(t *testing.T) {
	t.Parallel()
	var long []commands.Part
	for range 20 {
		long = append(long, commands.Text(strings.Repeat("long ", 500)))
	}
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		f := &commands.Form{Do: "f", Title: "Form", Message: says("small", commands.Input{ID: "i", Label: "I"})}
		if r.What == commands.Submitted {
			f = &commands.Form{Do: "f", Title: "Form", Message: says("large", long...)}
		}
		return commands.Reply{Form: f}, nil
	}})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "f"))
	v := w.view(t, ann, "small")
	o := fine(t, w.Submit(t.Context(), ann, v.ID, map[string]map[string]any{"i": {"i": "x"}}))
	if len(o.Payload) >= largestAck {
		t.Errorf("acknowledged with %d bytes", len(o.Payload))
	}
	if got := w.view(t, ann, "large"); got.ID != v.ID {
		t.Errorf("another form opened")
	}
}

func TestShortcutOpensAWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.What == commands.Pressed {
			return commands.Reply{}, &commands.Problem{Text: "pressed in the window"}
		}
		return commands.Reply{Form: &commands.Form{Title: "Catcow", Message: says("called "+r.Do, button("Go", "go"))}}, nil
	}})
	fine(t, w.Shortcut(t.Context(), ann, "stretch"))
	v := w.view(t, ann, "called stretch")
	fine(t, w.Press(t.Context(), ann, slacksim.At{View: v.ID}, "go/0"))
	w.view(t, ann, "pressed in the window")
}

func TestEventsBecomeRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.What == commands.Opened {
			return commands.Reply{Message: says("welcome")}, nil
		}
		return commands.Reply{}, nil
	}})
	w.AddChannel(slacksim.Channel{ID: "C0OTHER001", Name: "other", Members: []string{ann}})
	fine(t, w.OpenDM(t.Context(), ann))
	w.sees(t, ann, w.DM(ann), "welcome")
	if err := w.Invite(ann, "C0OTHER001", w.BotUser()); err != nil {
		t.Fatal(err)
	}
	if err := w.Kick("C0OTHER001", w.BotUser()); err != nil {
		t.Fatal(err)
	}
	w.SetZone(ann, "America/New_York")
	w.script.await(t, "four requests", func() bool { return len(w.script.asked) >= 4 })
	var got []string
	for _, r := range w.script.requests() {
		got = append(got, fmt.Sprint(names[r.What], " ", r.User, " ", r.Channel, " ", r.Zone))
	}
	slices.Sort(got)
	want := []string{
		"joined U0ANN00001 C0OTHER001 Europe/Berlin", "left  C0OTHER001 ",
		"moved U0ANN00001  America/New_York", "opened U0ANN00001 D0ANN00001 Europe/Berlin",
	}
	// Of different people, side by side: who moved may be known before who invited.
	got[0] = strings.Replace(got[0], "America/New_York", "Europe/Berlin", 1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(Handles(), slices.Sorted(maps.Keys(events))) || len(Handles()) != 15 {
		t.Errorf("Handles() = %v", Handles())
	}
}

func TestOwnAndOtherProgramsMessagesAndRemarksAreIgnored(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	dm := w.DM(ann)
	for _, event := range []map[string]any{
		{"user": w.BotUser(), "text": "mine"},
		{"user": "U0OTHERBOT", "bot_id": "B0OTHER", "text": "another program"},
		{"user": ann, "subtype": "message_changed", "text": "an edit"},
		{"subtype": "message_deleted"},
		{"user": ann, "text": "the one"},
	} {
		event["type"], event["channel"], event["channel_type"], event["ts"] = "message", dm, "im", "1700000000.000100"
		fine(t, w.Event(t.Context(), event))
	}
	fine(t, w.Event(t.Context(), map[string]any{"type": "app_home_opened", "user": ann, "channel": dm, "tab": "home"}))
	w.sees(t, ann, dm, "heard the one")
	if got := w.script.requests(); len(got) != 1 || got[0].Text != "the one" {
		t.Errorf("requests = %+v, want the one", got)
	}
}

func TestProblemIsToldAndAnyOtherErrorIsOneHonestSentence(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.Text == "25:00" {
			return commands.Reply{}, fmt.Errorf("planning: %w", &commands.Problem{Text: "An hour has 24"})
		}
		return commands.Reply{}, errors.New("disk")
	}})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "25:00"))
	w.sees(t, ann, team, "An hour has 24")
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "save"))
	w.sees(t, ann, team, sorry)
	if n := w.bot.Counts()["errors"]; n != 1 {
		t.Errorf("errors = %d, want 1: a problem is none", n)
	}
}

func TestExpiredTriggerIsAdmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(context.Context, commands.Request) (commands.Reply, error) {
		return commands.Reply{Form: &commands.Form{Do: "f", Title: "Form", Message: says("x")}}, nil
	}})
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"views.open": {Times: 1, Error: "expired_trigger_id"}}
	})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "f"))
	w.sees(t, ann, team, "took too long")
}

func TestZoneFollowsThePersonAndIsAskedOnceADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	for range 3 {
		fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	}
	if n := w.calls("users.info"); n != 1 {
		t.Errorf("users.info asked %d times, want 1", n)
	}
	w.SetZone(ann, "Asia/Tokyo")
	w.script.await(t, "the move", func() bool { return len(w.script.asked) == 4 })
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	requests := w.script.requests()
	if got := requests[4].Zone; got != "Asia/Tokyo" {
		t.Errorf("Zone = %q, want the new one", got)
	}
	if n := w.calls("users.info"); n != 1 {
		t.Errorf("users.info asked %d times, want 1", n)
	}
}

func TestRequestGoesOnWithoutAZone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"users.info": {Times: -1, Error: "user_not_visible"}}
	})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	w.sees(t, ann, team, "heard x")
	if got := w.script.requests()[0].Zone; got != "" {
		t.Errorf("Zone = %q, want none", got)
	}
}
