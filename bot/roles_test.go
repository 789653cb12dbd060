package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
)

func TestRoleIsWhatSlackSaysOfThePerson(t *testing.T) {
	b := &Bot{team: "T0TEAM"}
	for name, c := range map[string]struct {
		is   standing
		want commands.Role
	}{
		"nothing special":            {standing{Team: "T0TEAM"}, commands.Member},
		"no team said":               {standing{}, commands.Member},
		"an admin":                   {standing{Team: "T0TEAM", Admin: true}, commands.Admin},
		"an owner":                   {standing{Team: "T0TEAM", Owner: true}, commands.Admin},
		"the primary owner":          {standing{Team: "T0TEAM", PrimaryOwner: true}, commands.Admin},
		"a guest":                    {standing{Team: "T0TEAM", Restricted: true}, commands.Guest},
		"a guest of one channel":     {standing{Team: "T0TEAM", UltraRestricted: true}, commands.Guest},
		"a guest and an admin":       {standing{Team: "T0TEAM", Restricted: true, Admin: true}, commands.Guest},
		"a stranger":                 {standing{Team: "T0TEAM", Stranger: true}, commands.Stranger},
		"of another team":            {standing{Team: "T0OTHER"}, commands.Stranger},
		"an admin of another team":   {standing{Team: "T0OTHER", Admin: true}, commands.Stranger},
		"a stranger who is an admin": {standing{Stranger: true, Owner: true}, commands.Stranger},
		"deactivated":                {standing{Team: "T0TEAM", Deleted: true, Admin: true}, commands.Stranger},
		"another program":            {standing{Team: "T0TEAM", Bot: true}, commands.Stranger},
		"a guest of another team":    {standing{Team: "T0OTHER", Restricted: true}, commands.Stranger},
	} {
		if got := b.roleOf(c.is); got != c.want {
			t.Errorf("%s: role %d, want %d", name, got, c.want)
		}
	}
}

// in adds a person of that kind to the team, and says who they are.
func in(w *world, id string, change func(*slacksim.User)) string {
	u := slacksim.User{ID: id, Name: strings.ToLower(id), RealName: id, TZ: "Europe/Berlin"}
	change(&u)
	w.AddUser(u)
	w.AddChannel(slacksim.Channel{ID: "C" + id, Name: strings.ToLower(id), Members: []string{id, ann, w.BotUser()}})
	return "C" + id
}

func (w *world) lastRequest() commands.Request {
	requests := w.script.requests()
	return requests[len(requests)-1]
}

func TestEveryRequestCarriesTheRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	for id, c := range map[string]struct {
		change func(*slacksim.User)
		want   commands.Role
	}{
		"UMEMBER":   {func(*slacksim.User) {}, commands.Member},
		"UADMIN":    {func(u *slacksim.User) { u.Admin = true }, commands.Admin},
		"UOWNER":    {func(u *slacksim.User) { u.Owner = true }, commands.Admin},
		"UGUEST":    {func(u *slacksim.User) { u.Restricted = true }, commands.Guest},
		"UULTRA":    {func(u *slacksim.User) { u.UltraRestricted = true }, commands.Guest},
		"USTRANGER": {func(u *slacksim.User) { u.Stranger = true }, commands.Stranger},
	} {
		channel := in(w, id, c.change)
		fine(t, w.Slash(t.Context(), id, channel, "/stretch", "x"))
		if got := w.lastRequest(); got.Role != c.want || string(got.User) != id {
			t.Errorf("%s has the role %d, want %d", got.User, got.Role, c.want)
		}
	}
}

// What they may do changes when Slack says so, without another question.
func TestRoleFollowsThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	for _, c := range []struct {
		change func(*slacksim.User)
		want   commands.Role
	}{
		{func(*slacksim.User) {}, commands.Member},
		{func(u *slacksim.User) { u.Restricted = true }, commands.Guest},
		{func(u *slacksim.User) { u.Restricted, u.Admin, u.TZ = false, true, "" }, commands.Admin},
		{func(u *slacksim.User) { u.Stranger = true }, commands.Stranger},
	} {
		w.ChangeUser(ann, c.change)
		fine(t, w.Slash(t.Context(), ann, team, "/stretch", "warm up"))
		w.eventually(t, "the role", func() bool { return w.bot.people.of(ann).role == c.want })
		fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
		if got := w.lastRequest().Role; got != c.want {
			t.Errorf("role %d, want %d", got, c.want)
		}
	}
	if n := w.calls("users.info"); n != 1 {
		t.Errorf("users.info asked %d times, want 1", n)
	}
	w.ChangeUser(bob, func(u *slacksim.User) { u.Admin = true }) // not known yet, and so asked for
	fine(t, w.Slash(t.Context(), bob, team, "/stretch", "x"))
	if got := w.lastRequest().Role; got != commands.Admin || w.calls("users.info") != 2 {
		t.Errorf("bob has the role %d after %d questions", got, w.calls("users.info"))
	}
}

func TestWhomSlackDoesNotTellOfIsNoMember(t *testing.T) {
	t.Parallel()
	for why, want := range map[string]commands.Role{
		"internal_error": commands.Unknown, "missing_scope": commands.Unknown, "user_not_visible": commands.Stranger, "user_not_found": commands.Stranger,
	} {
		w := newWorld(t, &script{handle: echo})
		fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
		if got := w.lastRequest().Role; got != commands.Member {
			t.Errorf("before: role %d", got)
		}
		w.Fault(func(f *slacksim.Faults) {
			f.Methods = map[string]*slacksim.MethodFault{"users.info": {Times: -1, Error: why}}
		})
		w.bot.people.change(ann, func(p *person) { p.until = time.Now().Add(-time.Second) }) // a day later
		fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
		if got := w.lastRequest(); got.Role != want || got.Zone != "Europe/Berlin" {
			t.Errorf("%s: role %d in %q, want %d and the zone that was known", why, got.Role, got.Zone, want)
		}
		w.stop()
	}
}

// A press says itself which workspace the presser is of, whatever Slack answers else.
func TestPresserOfAnotherWorkspaceIsAStranger(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(context.Context, commands.Request) (commands.Reply, error) {
		return commands.Reply{Posts: []commands.Post{{To: "CUFOREIGN", Message: says("a move", button("Did it", "did"))}}}, nil
	}})
	channel := in(w, "UFOREIGN", func(u *slacksim.User) { u.Stranger = true })
	fine(t, w.Slash(t.Context(), ann, channel, "/stretch", "x"))
	m := w.sees(t, "UFOREIGN", channel, "a move")
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"users.info": {Times: -1, Error: "internal_error"}}
	})
	fine(t, w.Press(t.Context(), "UFOREIGN", slacksim.At{Channel: channel, TS: m.TS}, "did/0"))
	if got := w.lastRequest(); got.Do != "did" || got.Role != commands.Stranger {
		t.Errorf("%+v, want a stranger's", got)
	}
	fine(t, w.Press(t.Context(), ann, slacksim.At{Channel: channel, TS: m.TS}, "did/0"))
	if got := w.lastRequest(); got.Role != commands.Member {
		t.Errorf("ann has the role %d", got.Role)
	}
}

func TestWhoIsMentionedIsToldWithTheRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	in(w, "UGUEST", func(u *slacksim.User) { u.Restricted = true })
	for text, want := range map[string]commands.Person{
		"hand over @bob":                  {ID: bob, Name: "bob", Role: commands.Member},
		"hand over @catcow @uguest":       {ID: "UGUEST", Name: "uguest", Role: commands.Guest},
		"hand over <@" + bob + "|Robert>": {ID: bob, Name: "bob", Role: commands.Member},
		"hand over <@UNOBODY>":            {ID: "UNOBODY", Role: commands.Stranger},
		"hand over @catcow":               {},
		"hand over bob":                   {},
		"hand over <@bob>":                {},
	} {
		fine(t, w.Slash(t.Context(), ann, team, "/stretch", text))
		if got := w.lastRequest().About; got != want {
			t.Errorf("%q is about %+v, want %+v", text, got, want)
		}
	}
	if _, o := w.Say(t.Context(), ann, team, "@catcow hand over @bob"); o.Err != "" {
		t.Fatal(o.Err)
	}
	if got := w.lastRequest(); got.About.ID != bob || got.Channel != team {
		t.Errorf("a mention is about %+v", got.About)
	}
}

// A form keeps the channel that it was opened in, through other forms in its place.
func TestFormKeepsItsChannel(t *testing.T) {
	t.Parallel()
	form := func(text string) *commands.Form {
		return &commands.Form{Do: "f", Value: "a|b", Title: "Form", Submit: "Save",
			Message: says(text, commands.Input{ID: "i", Label: "I", Value: text}, button("More", "more"))}
	}
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.What == commands.Submitted && r.Fields["i"] == "end" {
			return commands.Reply{}, nil
		}
		return commands.Reply{Form: form("after " + r.Text + r.Do)}, nil
	}})
	expect := func(what commands.What, from habit.ChannelID) {
		t.Helper()
		if got := w.lastRequest(); got.What != what || got.From != from || got.What == commands.Submitted && got.Value != "a|b" {
			t.Errorf("%+v, want What %d and From %q", got, what, from)
		}
	}
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "open"))
	v := w.view(t, ann, "after open")
	fine(t, w.Press(t.Context(), ann, slacksim.At{View: v.ID}, "more/0"))
	expect(commands.Pressed, team)
	v = w.view(t, ann, "after more")
	fine(t, w.Submit(t.Context(), ann, v.ID, nil))
	expect(commands.Submitted, team)
	v = w.view(t, ann, "after f")
	fine(t, w.Submit(t.Context(), ann, v.ID, nil))
	expect(commands.Submitted, team)
	fine(t, w.CloseView(t.Context(), ann, w.TopView(ann).ID))
	fine(t, w.Shortcut(t.Context(), ann, "stretch"))
	v = w.view(t, ann, "after stretch")
	fine(t, w.Submit(t.Context(), ann, v.ID, nil))
	expect(commands.Submitted, "")
}

func TestWhatIsDeniedIsCountedAndLoggedWithoutWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		return commands.Reply{}, &commands.Problem{Text: "no, " + r.Text, Denied: r.Text == "secretword"}
	}})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "typo"))
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "secretword"))
	w.sees(t, ann, team, "no, secretword")
	if n := w.bot.Counts()["denied"]; n != 1 {
		t.Errorf("%d were denied, want 1", n)
	}
	if log := w.log.String(); strings.Count(log, `"denied":true`) != 1 || strings.Contains(log, "secretword") {
		t.Errorf("want one denial in the log, and no word:\n%s", log)
	}
}

func TestWhoLeavesAChannelIsARequestOfTheirs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	if err := w.Kick(team, bob); err != nil {
		t.Fatal(err)
	}
	w.script.await(t, "the leave", func() bool { return len(w.script.asked) == 1 })
	if got := w.lastRequest(); got.What != commands.Quit || got.User != bob || got.Name != "bob" || got.Channel != team {
		t.Errorf("%+v, want that bob quit", got)
	}
	if err := w.Kick(team, w.BotUser()); err != nil {
		t.Fatal(err)
	}
	w.script.await(t, "the removal", func() bool { return len(w.script.asked) == 2 })
	if got := w.lastRequest(); got.What != commands.Left || got.User != "" {
		t.Errorf("%+v, want that Catcow left", got)
	}
}

// Two sockets may bring two changes of a person in turned order: the later holds.
func TestAnOlderChangeOfAPersonChangesNothing(t *testing.T) {
	b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1"})
	if err != nil {
		t.Fatal(err)
	}
	b.people.change(ann, func(p *person) { p.until = time.Now().Add(time.Hour) })
	for _, c := range []struct {
		told   string
		is     standing
		latest bool
		role   commands.Role
	}{
		{"1700000000.000200", standing{}, true, commands.Member},
		{"1700000000.000100", standing{Admin: true}, false, commands.Member},
		{"1700000000.000200", standing{}, true, commands.Member}, // delivered again
		{"1700000000.000300", standing{Restricted: true}, true, commands.Guest},
		{"", standing{Admin: true}, true, commands.Admin}, // without a time nothing is older
	} {
		if latest := b.regard(ann, c.is, c.told); latest != c.latest || b.people.of(ann).role != c.role {
			t.Errorf("%q: latest %v, role %v, want %v and %v", c.told, latest, b.people.of(ann).role, c.latest, c.role)
		}
	}
}
