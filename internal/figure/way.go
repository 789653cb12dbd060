package figure

import (
	"math"

	"catcow/content"
)

// key is a moment of the motion: between two poses, from 0, so many parts of
// the way. Going back passes the same keys.
type key struct{ a, b, part, parts int }

// stay is a moment and how long it lasts, in hundredths of a second.
type stay struct {
	key   key
	delay int
}

// pace is how long a picture of a quick movement lasts, in hundredths of a
// second. A slow one has not more than mostParts.
const pace, mostParts = 8, 16

// way is the motion, picture by picture, from pose 1 on.
func (s *scene) way(side Side) (way []stay) {
	n := len(s.p.Poses)
	for turn := range 2 {
		shift := turn * n
		if s.p.Sides != "both" && turn == 1 || s.p.Sides == "both" && (turn == 0 && side == Left || turn == 1 && side == Right) {
			continue
		}
		now := shift
		way = append(way, stay{key{now, now, 0, 1}, 60})
		for _, m := range s.p.Motion {
			if m.To == 0 {
				way = append(way, stay{key{now, now, 0, 1}, int(m.Seconds * 100)})
				continue
			}
			to := shift + m.To - 1
			parts := min(max(1, int(math.Round(m.Seconds*100/pace))), mostParts)
			delay := int(math.Round(m.Seconds * 100 / float64(parts)))
			for i := 1; i <= parts; i++ {
				k := key{now, to, i, parts}
				if now > to {
					k = key{to, now, parts - i, parts}
				}
				if k.part == 0 {
					k = key{k.a, k.a, 0, 1}
				} else if k.part == k.parts {
					k = key{k.b, k.b, 0, 1}
				}
				way = append(way, stay{k, delay})
			}
			now = to
		}
	}
	return way
}

// pose is the pose at a moment.
func (s *scene) pose(k key) content.Pose {
	if k.part == 0 {
		return s.poses[k.a]
	}
	return tween(s.poses[k.a], s.poses[k.b], ease(float64(k.part)/float64(k.parts)))
}
