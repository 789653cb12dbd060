package figure

import (
	"fmt"
	"math"

	"catcow/content"
)

// Mistake is something in a picture that no body can do.
type Mistake struct {
	Pose int // from 0
	Text string
}

// How exact a pose has to be, in percent of standing height; degrees that
// joints reach, which content bounds only where they are given as angles.
const (
	near           = 0.6
	under          = 0.9
	kneeMost       = 152
	elbowMost      = 152
	hipBack        = 38
	hipFront       = 132
	ankleUp        = 48
	ankleDown      = 82
	shoulderBehind = 75
)

// Check finds what no body can do, in the poses and on the way between them.
// An exercise without a picture has no mistakes.
func Check(e content.Exercise) (found []Mistake) {
	if len(e.Picture.Poses) == 0 {
		return nil
	}
	said := map[Mistake]bool{}
	say := func(pose int, format string, args ...any) {
		if m := (Mistake{pose, fmt.Sprintf(format, args...)}); !said[m] {
			said[m] = true
			found = append(found, m)
		}
	}
	for i, pose := range e.Picture.Poses {
		for _, text := range impossible(solve(pose)) {
			say(i, "%s", text)
		}
	}
	now := 0
	for _, m := range e.Picture.Motion {
		if m.To == 0 {
			continue
		}
		to := m.To - 1
		a, b := e.Picture.Poses[now], e.Picture.Poses[to]
		for _, l := range limbs(a, b) {
			if l.a.Fixed != l.b.Fixed || l.a.On != l.b.On {
				say(to, "the %s goes from pose %d here by angles and by a point: give both in the same way, and on the same part", l.name, now+1)
			}
		}
		if len(found) == 0 {
			for k := 1; k < 8; k++ {
				for _, text := range impossible(solve(tween(a, b, float64(k)/8))) {
					say(to, "on the way from pose %d %s", now+1, text)
				}
			}
		}
		now = to
	}
	return found
}

type pair struct {
	name string
	a, b content.Limb
}

func limbs(a, b content.Pose) []pair {
	return []pair{
		{"right arm", a.Arms[0], b.Arms[0]}, {"left arm", a.Arms[1], b.Arms[1]},
		{"right leg", a.Legs[0], b.Legs[0]}, {"left leg", a.Legs[1], b.Legs[1]},
	}
}

// impossible says what of a body can't be.
func impossible(b body) (all []string) {
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for i, side := range []string{"right", "left"} {
		arm, leg := b.arms[i], b.legs[i]
		if arm.miss > near {
			say("the %s hand is %.1f away from its point: bring it or the body nearer", side, arm.miss)
		}
		if leg.miss > near {
			say("the %s foot is %.1f away from its point: bring it or the body nearer", side, leg.miss)
		}
		if bend := angle(arm.joint.minus(arm.root), arm.tip.minus(arm.joint)); bend > elbowMost {
			say("the %s elbow is bent by %.0f degrees, %d is the most", side, bend, elbowMost)
		}
		if bend := angle(leg.joint.minus(leg.root), leg.tip.minus(leg.joint)); bend > kneeMost {
			say("the %s knee is bent by %.0f degrees, %d is the most", side, bend, kneeMost)
		}
		upper := arm.root.toward(arm.joint)
		if behind := math.Asin(max(-1, min(1, -upper.dot(b.chest.f)))) * 180 / math.Pi; behind > shoulderBehind && upper.dot(b.chest.u) < 0.3 {
			say("the %s arm is %.0f degrees behind the body, %d is the most", side, behind, shoulderBehind)
		}
		thigh := leg.root.toward(leg.joint)
		flex := math.Atan2(thigh.dot(b.pelvis.f), -thigh.dot(b.pelvis.u)) * 180 / math.Pi
		if flex > hipFront || flex < -hipBack {
			say("the %s hip is at %.0f degrees: it goes from -%d to %d", side, flex, hipBack, hipFront)
		}
		ankle := 90 - angle(leg.end, leg.joint.minus(leg.tip))
		if ankle > ankleUp || ankle < -ankleDown {
			say("the %s ankle is at %.0f degrees: it goes from -%d to %d", side, ankle, ankleDown, ankleUp)
		}
		lowest := math.Inf(1)
		for _, p := range append(append(leg.soles(), arm.palms()...), piece{at: leg.joint, radius: 3.2}, piece{at: arm.joint, radius: 2.4}) {
			lowest = min(lowest, p.at.y-p.radius)
		}
		if lowest < -under {
			say("the %s hand, elbow, knee or foot is %.1f under the floor: raise it", side, -lowest)
		}
	}
	for _, part := range []struct {
		name string
		low  float64
	}{
		{"head", b.head.o.y - 4.8}, {"bottom", b.pelvis.place(-0.5, 0.3, 0).y - 4.7}, {"back", b.spine[4].o.y - 4.8},
	} {
		if part.low < -under {
			say("the %s is %.1f under the floor: raise the hips, or turn the body", part.name, -part.low)
		}
	}
	return all
}
