package content

// Picture is how an exercise is drawn: poses of one figure, seen by a camera.
// Lengths are percent of standing height. At rest the figure stands with its
// feet at the origin and faces x; y is up and z its own right. Angles are
// degrees.
type Picture struct {
	Camera Camera
	Crop   [4]float64 // left, bottom, right, top of what is shown, in lengths on the page; all zero: everything
	Props  []Prop
	Moves  []string // the moving parts, of the list Parts; they are outlined
	Ghost  bool     // the pose before shows behind each pose: for small movements
	Sides  string   // one: drawn for the right, the left is its mirror image; both: to the right, then to the left; empty: no sides
	Poses  []Pose   // empty when there is no picture
	Still  []int    // the poses of the still picture, from 1; the first is the start
	Motion []Move   // from pose 1 on
	Loops  int      // how often the motion plays: 1 or 2
}

// Camera is where one looks from.
type Camera struct {
	Turn float64 // 0 looks at the figure's right side, 90 at its front, -90 at its back
	Lift float64 // 0 is level, 90 straight down
}

// Prop is a thing in the picture. Which of the numbers count depends on the
// kind.
type Prop struct {
	Kind string  // floor, mat, pillow, chair, stool, desk, step or wall
	X    float64 // where it begins or, of a pillow, a chair and a stool, where its middle is
	Y    float64 // the height of its top
	Z    float64 // its middle
	W    float64 // how far it goes along x
	D    float64 // how far it goes along z; 0: as usual for the kind
}

// Move is a step of the motion: there is a pose to go to, or a time to stay.
type Move struct {
	To      int     // the pose, from 1; 0: stay
	Seconds float64 // 0.1 ... 20
}

// Pose is one key position. It says everything: what its file leaves out is as
// in the pose before.
type Pose struct {
	Label string
	Line  int // in its file; for who reports a mistake

	Hips  Point   // the middle between the hip joints
	Lean  float64 // of the pelvis: + forward, 90 face down, -90 on the back
	Roll  float64 // of the body about its length: + to its right
	Low   float64 // how far the low back is rounded, - arched
	Up    float64 // how far the upper back is rounded, - arched
	Side  float64 // how far the spine bends to the side: + to the right
	Twist float64 // how far the chest turns: + to the right
	Nod   float64 // of the head against the chest: + chin down
	Look  float64 // of the head against the chest: + to the right
	Tilt  float64 // of the head against the chest: + right ear down
	Glide float64 // how far the head slides forward, a length
	Belly float64 // how far the belly comes out, a length
	Blade float64 // how far each shoulder blade is from the spine, a length; 0: not drawn
	Shrug float64 // how far the shoulders rise, a length

	Arms, Legs [2]Limb // right, left
	Arrows     []Arrow // of the way from the pose before
}

// Limb is an arm or a leg. It is given by its angles, or by the point that its
// wrist or ankle is at.
type Limb struct {
	Lift  float64 // in front of the body: 0 in line with the trunk, 90 forward, 180 overhead; - behind it
	Out   float64 // away from the middle
	Bend  float64 // of the elbow or the knee
	Turn  float64 // of the elbow or the knee about the upper part: + outward
	Ankle float64 // of the foot: 0 square to the shank, + toes up

	Fixed bool   // At counts, the angles do not
	At    Point  // of the wrist or the ankle
	On    string // what At is on: empty for the ground, or pelvis, chest, head, thigh (of the same side), knee or other knee
	Hint  Point  // where the elbow or the knee points; zero: as usual
	End   Point  // where the fingers or the toes point, on what At is on; zero: as usual
}

// Arrow is a direction of movement: a curve through three points.
type Arrow struct{ From, Over, To Point }

// Point is a place, or a direction.
type Point struct{ X, Y, Z float64 }

// Sided reports whether there is a picture for each side.
func (p Picture) Sided() bool { return p.Sides != "" }
