package figure

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"catcow/content"
)

func TestNoPictureShowsWhatNoBodyCanDo(t *testing.T) {
	for _, e := range moves(t) {
		for _, m := range Check(e) {
			t.Errorf("%s pose %d: %s", e.ID, m.Pose+1, m.Text)
		}
	}
}

func TestWhatNoBodyCanDoIsNoticed(t *testing.T) {
	for name, c := range map[string]struct {
		id    string
		spoil func(*content.Pose)
		says  string
	}{
		"a hand too far away":      {"E01", func(p *content.Pose) { p.Arms[0].At.X += 30 }, "right hand is"},
		"a foot too far away":      {"V11", func(p *content.Pose) { p.Legs[1].At.X += 40 }, "left foot is"},
		"a foot in the floor":      {"V11", func(p *content.Pose) { p.Hips.Y -= 4; p.Legs[0].At.Y = 1 }, "under the floor"},
		"a head in the floor":      {"E03", func(p *content.Pose) { p.Nod = -60; p.Hips.Y = 2 }, "under the floor"},
		"a hip that folds too far": {"V14", func(p *content.Pose) { p.Lean = 110; p.Hips.Y = 40 }, "right hip is at"},
		"a knee that folds too far": {"V13", func(p *content.Pose) {
			p.Legs[0] = content.Limb{Lift: 60, Bend: 170}
		}, "right knee is bent"},
		"an elbow that folds too far": {"V13", func(p *content.Pose) { p.Arms[1].Bend = 170 }, "left elbow is bent"},
		"an arm behind the back":      {"V13", func(p *content.Pose) { p.Arms[1].Lift = -88 }, "behind the body"},
		"an ankle that breaks":        {"V11", func(p *content.Pose) { p.Legs[0].End = content.Point{Y: 1}; p.Legs[0].At.Y = 12 }, "ankle is at"},
		"a leg by angles, then by a point": {"E02", func(p *content.Pose) {
			p.Legs[0] = content.Limb{Lift: 80, Bend: 90, Ankle: -60}
		}, "by angles and by a point"},
	} {
		t.Run(name, func(t *testing.T) {
			e := move(t, c.id)
			e.Picture.Poses = append([]content.Pose(nil), e.Picture.Poses...)
			c.spoil(&e.Picture.Poses[0])
			all := ""
			for _, m := range Check(e) {
				all += m.Text + "\n"
			}
			if !strings.Contains(all, c.says) {
				t.Errorf("Check says %q", all)
			}
		})
	}
}

// drift is how far the tips of a pose on the way are from where they are held:
// only limbs count whose point is the same in both poses.
func drift(a, b, now content.Pose) (most float64) {
	body := solve(now)
	for i := range sides {
		for _, l := range []struct {
			a, b content.Limb
			tip  limb
			on   frame
		}{
			{a.Arms[i], b.Arms[i], body.arms[i], body.on(b.Arms[i].On, i)},
			{a.Legs[i], b.Legs[i], body.legs[i], body.on("", i)},
		} {
			if l.a.Fixed && l.b.Fixed && l.a.At == l.b.At && l.a.On == l.b.On {
				most = max(most, l.tip.tip.minus(l.on.point(l.a.At)).length())
			}
		}
	}
	return most
}

func TestContactsStayWhereTheyAre(t *testing.T) {
	all := moves(t)
	held := 0
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(all).Draw(t, "move")
		now := 0
		for _, m := range e.Picture.Motion {
			if m.To == 0 {
				continue
			}
			a, b := e.Picture.Poses[now], e.Picture.Poses[m.To-1]
			k := rapid.Float64Range(0, 1).Draw(t, "part")
			if d := drift(a, b, tween(a, b, k)); d > near {
				t.Errorf("%s, %.2f on the way from pose %d to %d: a contact has moved by %.2f", e.ID, k, now+1, m.To, d)
			}
			held++
			now = m.To - 1
		}
	})
	if held == 0 {
		t.Error("nothing was looked at")
	}
	// Without its point, a limb that keeps its angles slides.
	e := move(t, "E02")
	a, b := e.Picture.Poses[0], e.Picture.Poses[2]
	loose := tween(a, b, 0.5)
	loose.Arms[0] = content.Limb{Lift: 70, Bend: 9}
	if d := drift(a, b, loose); d < 2*near {
		t.Errorf("an arm that is not held moves by %.2f only: the measure sees nothing", d)
	}
}

// A mirror image of a mirror image is the pose, and mirroring a body exchanges
// its limbs across its middle.
func TestMirrorExchangesRightAndLeft(t *testing.T) {
	all := moves(t)
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(all).Draw(t, "move")
		p := rapid.SampledFrom(e.Picture.Poses).Draw(t, "pose")
		a, b := solve(p), solve(mirror(p))
		across := func(v vec) vec { return vec{v.x, v.y, -v.z} }
		for i := range sides {
			for _, l := range [][2]limb{{a.arms[i], b.arms[1-i]}, {a.legs[i], b.legs[1-i]}} {
				if d := across(l[0].tip).minus(l[1].tip).length() + across(l[0].joint).minus(l[1].joint).length(); d > 1e-6 {
					t.Fatalf("%s %q: a limb is %.3f from its mirror image", e.ID, p.Label, d)
				}
			}
		}
		if d := across(a.head.o).minus(b.head.o).length(); d > 1e-6 {
			t.Fatalf("%s %q: the head is %.3f from its mirror image", e.ID, p.Label, d)
		}
	})
}

// What should touch does: feet or a bottom are on something in every pose of
// whoever stands, sits or lies.
func TestNobodyFloats(t *testing.T) {
	for _, e := range moves(t) {
		s := newScene(e, Options{})
		for i, p := range s.poses {
			if len(s.marks(solve(p))) == 0 {
				t.Errorf("%s pose %d, %q, touches nothing", e.ID, i+1, p.Label)
			}
		}
	}
	s := newScene(move(t, "V11"), Options{})
	up := s.poses[0]
	up.Hips.Y += 5
	up.Legs[0].At.Y += 5
	up.Legs[1].At.Y += 5
	if len(s.marks(solve(up))) > 0 {
		t.Error("somebody in the air went unnoticed")
	}
}

// Whatever the content lets through can be drawn and checked: people write
// their own.
func TestWhateverTheContentAllowsCanBeDrawn(t *testing.T) {
	if raced {
		t.Skip("drawing has no goroutines, and takes the race detector a minute; .ci/run runs this without it")
	}
	all := moves(t)
	rapid.Check(t, func(t *rapid.T) {
		number := func(low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, "number") }
		place := func() content.Point {
			return content.Point{X: number(-360, 360), Y: number(-360, 360), Z: number(-360, 360)}
		}
		limb := func() content.Limb {
			if rapid.Bool().Draw(t, "fixed") {
				on := rapid.SampledFrom([]string{"", "pelvis", "chest", "head", "thigh", "knee", "other knee"}).Draw(t, "on")
				return content.Limb{Fixed: true, At: place(), On: on, Hint: place(), End: place()}
			}
			return content.Limb{Lift: number(-60, 190), Out: number(-40, 180), Bend: number(0, 150), Turn: number(-180, 180), Ankle: number(-90, 45)}
		}
		e := rapid.SampledFrom(all).Draw(t, "move")
		e.Picture.Camera = content.Camera{Turn: number(-360, 360), Lift: number(-360, 360)}
		e.Picture.Poses = append([]content.Pose(nil), e.Picture.Poses...)
		for i := range e.Picture.Poses {
			p := &e.Picture.Poses[i]
			p.Hips, p.Lean, p.Roll = place(), number(-130, 130), number(-180, 180)
			p.Low, p.Up, p.Side, p.Twist = number(-35, 60), number(-35, 50), number(-40, 40), number(-60, 60)
			p.Nod, p.Look, p.Tilt, p.Glide, p.Belly, p.Blade = number(-60, 60), number(-80, 80), number(-45, 45), number(-4, 6), number(0, 4), number(0, 7)
			p.Arms, p.Legs = [2]content.Limb{limb(), limb()}, [2]content.Limb{limb(), limb()}
			p.Arrows = []content.Arrow{{From: place(), Over: place(), To: place()}, {}}
		}
		Check(e)
		if _, err := Still(e, Options{}); err != nil {
			t.Fatal(err)
		}
		s := newScene(e, Options{})
		c := newCanvas(60, 60, s.th.panel)
		s.set(c, 0, 0, 60, 60)
		s.stage(c)
		for _, stay := range s.way(Both)[:5] {
			s.figure(c, s.pose(stay.key))
		}
	})
}

// apart is how far the joints of two bodies are from each other, at most.
func apart(a, b body) (most float64) {
	for i := range sides {
		for _, p := range [][2]vec{{a.arms[i].joint, b.arms[i].joint}, {a.arms[i].tip, b.arms[i].tip}, {a.legs[i].joint, b.legs[i].joint}, {a.legs[i].tip, b.legs[i].tip}, {a.head.o, b.head.o}} {
			most = max(most, p[0].minus(p[1]).length())
		}
	}
	return most
}

// From one frame to the next nobody jumps, and pictures are shared between the
// way there and the way back.
func TestNobodyJumps(t *testing.T) {
	jumps := func(s *scene, way []stay) (n int) {
		longest := 0.0
		for _, a := range s.poses {
			for _, b := range s.poses {
				longest = max(longest, apart(solve(a), solve(b)))
			}
		}
		for i := range len(way) - 1 {
			if d := apart(solve(s.pose(way[i].key)), solve(s.pose(way[i+1].key))); d > 0.45*longest+0.5 {
				n++
			}
		}
		return n
	}
	for _, e := range moves(t) {
		s := newScene(e, Options{})
		way := s.way(Both)
		if n := jumps(s, way); n > 0 {
			t.Errorf("%s jumps %d times", e.ID, n)
		}
		keys := map[key]bool{}
		for _, stay := range way {
			keys[stay.key] = true
		}
		if back := e.Picture.Motion[len(e.Picture.Motion)-1]; back.To == 1 && len(e.Picture.Poses) == 2 && len(keys) > len(way)*3/4 {
			t.Errorf("%s has %d pictures for %d frames there and back", e.ID, len(keys), len(way))
		}
	}
	s := newScene(move(t, "V14"), Options{})
	way := s.way(Both)
	way[3], way[40] = way[40], way[3]
	if jumps(s, way) == 0 {
		t.Error("frames in the wrong order went unnoticed")
	}
}
