package care

import "catcow/internal/habit"

// Effort is how a session felt, in the words of its buttons.
type Effort string

// The efforts.
const (
	Easy       Effort = "easy"
	AboutRight Effort = "right"
	Hard       Effort = "hard"
)

// Pain is what a person said of pain, after a session or beside a check-in; "" is nothing.
type Pain string

// The pains. After a session one of the first three, beside a check-in NoPain,
// SomePain or SharpPain.
const (
	NoPain    Pain = "none"
	MildPain  Pain = "mild"   // gone now
	Hurt      Pain = "hurt"   // That hurt
	SomePain  Pain = "little" // a little
	SharpPain Pain = "sharp"  // sharp or spreading: rule R1
)

// Progress is where one person stands with one exercise. The zero Progress is
// the beginning: level 1, step 0.
type Progress struct {
	Level  int       `json:"level,omitempty"`  // 1 to 3; 0 is 1
	Step   int       `json:"step,omitempty"`   // 0 to 2, inside the level
	Good   int       `json:"good,omitempty"`   // good sessions in a row
	Tough  int       `json:"tough,omitempty"`  // hard ones in a row
	Last   Effort    `json:"last,omitempty"`   // of the last session
	Done   habit.Day `json:"done,omitzero"`    // of the last session
	Raised habit.Day `json:"raised,omitzero"`  // when a step up was last accepted
	Since  habit.Day `json:"since,omitzero"`   // on this level since
	Hurts  int       `json:"hurts,omitempty"`  // how often it hurt
	Parked habit.Day `json:"parked,omitzero"`  // off the list until that day
	Out    bool      `json:"out,omitempty"`    // off the list until the person takes it back
	Watch  bool      `json:"watch,omitempty"`  // mild pain: the next check-in decides
	Eased  int       `json:"eased,omitempty"`  // good sessions still to go until the step from before gentle mode is back
	Helped int       `json:"helped,omitempty"` // votes that it helped
	Votes  int       `json:"votes,omitempty"`  // of so many
	Upkeep bool      `json:"upkeep,omitempty"` // the upkeep rhythm was suggested
}

// WhenThen is a when-then plan: "When my stand-up ends, I'll do seated cat-cow.
// If a call comes, I'll do it after."
type WhenThen struct {
	When     string `json:"when,omitempty"`     // "my stand-up ends", in the person's words
	Exercise string `json:"exercise,omitempty"` // its id
	Obstacle string `json:"obstacle,omitempty"` // what may get in the way
	Instead  string `json:"instead,omitempty"`  // and what then
}
