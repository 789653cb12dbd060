package care

import (
	"testing"

	"pgregory.net/rapid"

	"catcow/internal/habit"
)

func TestProgressOverRandomYears(t *testing.T) {
	all := exercises(t)
	rapid.Check(t, func(t *rapid.T) {
		moves, hurt, raises := map[string]Progress{}, map[string]habit.Day{}, map[string][]habit.Day{}
		var raised []habit.Day
		m := Moment{Day: monday}
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			m.Day = m.Day.Add(rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, 6, 15, 30}).Draw(t, "days"))
			if rapid.IntRange(0, 5).Draw(t, "turn") == 0 {
				m.Gentle = !m.Gentle
			}
			m.Raised = Raised(moves, m.Day)
			e := all[rapid.IntRange(0, 3).Draw(t, "exercise")]
			before := moves[e.ID]
			p, o, ok := before, Outcome(""), false
			what := rapid.SampledFrom([]string{"session", "session", "session", "session", "up", "up", "stay", "ease", "check-in", "retake"}).Draw(t, "what")
			switch what {
			case "session":
				f := Feedback{Moment: m}
				f.Effort = rapid.SampledFrom([]Effort{Easy, Easy, Easy, AboutRight, AboutRight, Hard, ""}).Draw(t, "effort")
				f.Pain = rapid.SampledFrom([]Pain{"", "", "", "", "", NoPain, NoPain, NoPain, MildPain, Hurt}).Draw(t, "pain")
				p, o = before.After(e, f)
				if f.Pain == Hurt {
					hurt[e.ID] = m.Day
				}
			case "up":
				p, ok = before.Up(e, m)
			case "stay":
				p = before.Stay()
			case "ease":
				p = before.Ease(e, m.Day.String())
			case "check-in":
				p, o = before.Watched(e, m.Day, rapid.IntRange(0, 8).Draw(t, "score"), 3, rapid.Bool().Draw(t, "known"))
			case "retake":
				p = before.Retake()
			}
			moves[e.ID] = p
			if p.level() > 3 || p.Step < 0 || p.Step > 2 || p.Level == 3 && p.Step > 0 {
				t.Fatalf("%s: level %d, step %d", what, p.Level, p.Step)
			}
			if p.level() > 1 && p.Times < 3 {
				t.Fatalf("level %d after %d sessions", p.Level, p.Times)
			}
			higher := p.level() > before.level() || p.level() == before.level() && p.Step > before.Step
			if higher != ok || ok && (before.Offer == 0 || m.Gentle || p.Offer != 0) {
				t.Fatalf("%s raises: %v, accepted: %v, with offer %d, gentle %v", what, higher, ok, before.Offer, m.Gentle)
			}
			last, parked := hurt[e.ID]
			if parked && m.Day.Sub(last) < 7 && (o == Offered || ok || !p.Off(m.Day)) {
				t.Fatalf("%d days after it hurt: %s brings %q, raised %v, off the list %v", m.Day.Sub(last), what, o, ok, p.Off(m.Day))
			}
			if o == Offered && (m.Gentle || p.Offer == 0) {
				t.Fatalf("offered in gentle mode, or without an offer: %+v", p)
			}
			if ok {
				if own := raises[e.ID]; len(own) > 0 && m.Day.Sub(own[len(own)-1]) < 3 {
					t.Fatalf("raised on %v and %v", own[len(own)-1], m.Day)
				}
				if n := len(raised); n >= 2 && m.Day.Sub(raised[n-2]) < 7 {
					t.Fatalf("three steps up within a week: %v, %v", raised[n-2:], m.Day)
				}
				raises[e.ID], raised = append(raises[e.ID], m.Day), append(raised, m.Day)
			}
			if now := p.Current(e, m.Day); now != now.Current(e, m.Day) {
				t.Fatalf("what counts today, read twice, is another: %+v", now)
			}
		}
	})
}
