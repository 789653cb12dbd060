package care

import "time"

// What a person may say of where they are, and of how they are. In a
// Situation or a Wish, "" means that nothing was said.
const (
	Desk  = "desk"  // no floor here; the usual
	Floor = "floor" // the floor will do, as at home

	BeenSitting  = "sitting"
	BeenStanding = "standing"
	Tense        = "tense"
	JustWoke     = "woke"
	AfterSport   = "sport"
)

// Situation is all that the choice of the next move rests on. The zero value
// of a field means that nothing is known or asked.
type Situation struct {
	Now   time.Time // in the person's zone
	Place string    // Desk, the default, or Floor
	State string    // BeenSitting and so on
	// Seconds is the time at hand; 0 is 120, a short break.
	Seconds int

	// Asked for by words: each is a filter.
	Position string   // "seated", "standing" or "floor", which brings its Place along
	Areas    []string // words of content.Areas: one of them has to fit
	Kinds    []string // an exercise's tags, "breath", "walk" or "strength": one has to fit
	Easy     bool     // gentle moves only

	Score  int  // the last check-in, 0 to 10
	Scored bool // there is one, and it is recent
	Gentle bool // gentle mode is on
	Lock   Rule // not "": nothing is suggested

	Done     []Done              // sessions of the last days, in any order
	Offered  []string            // exercises suggested before, oldest first
	NotThese []string            // exercises that this question has already shown
	Skips    map[string]int      // by exercise: refusals within 14 days
	Moves    map[string]Progress // by exercise: how much, whether it is off the list, the votes
	Toolbox  []string            // exercises
	Disliked []string            // exercises
	Focus    []string            // words of content.Areas
	Plan     WhenThen

	// Set by the person, and never overruled by what is asked for.
	Avoid      []string // movements, words of content.Codes
	GentleOnly bool     // gentle moves only, until the person says
	Seated     bool     // seated moves only, or on the floor where the floor will do
	Discreet   bool     // no standing moves, except walking
}

// Done is an exercise that somebody did.
type Done struct {
	Exercise string
	At       time.Time
}

// Wishing returns the situation with what the person asked for; what the wish
// leaves open stays as it was.
func (s Situation) Wishing(w Wish) Situation {
	if w.Place != "" {
		s.Place = w.Place
	}
	if w.State != "" {
		s.State = w.State
	}
	if w.Seconds != 0 {
		s.Seconds = w.Seconds
	}
	if w.Position != "" {
		s.Position = w.Position
	}
	if w.Areas != nil {
		s.Areas = w.Areas
	}
	if w.Kinds != nil {
		s.Kinds = w.Kinds
	}
	s.Easy = s.Easy || w.Easy
	return s
}
