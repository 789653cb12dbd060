package commands

import (
	"time"

	"catcow/internal/habit"
)

// Message is a small document: what Catcow says, before it has a look.
// Text in it is Slack's mrkdwn (*bold*, _italic_, <#C1>); whatever a person
// typed goes through Plain first.
type Message struct{ Parts []Part }

// Part is one of the parts below.
type Part interface{ part() }

type (
	// Heading is a title, plain text, at most 150 characters.
	Heading string
	// Text is a paragraph.
	Text string
	// Steps is an ordered list.
	Steps []string
	// List is an unordered list.
	List []string
	// Facts is a list of short labels with their values.
	Facts []Fact
	// Quote is what a person wrote for others to read. Text as in Text, and nothing in it
	// links or calls anybody.
	Quote string
	// Note is a quiet line below the rest.
	Note string
	// Divider sets apart what follows.
	Divider struct{}
	// Actions is a row of things to press, at most 25.
	Actions []Action
	// Chart is lines over the same labels, at most two in a message. It is drawn
	// where Slack draws it, and said by its title and Alt everywhere else. All but
	// Alt is plain text.
	Chart struct {
		Title  string   // at most 50 characters
		Labels []string // below the values, in their order: at most 20, no two alike, each at most 20 characters
		Lines  []Line   // at most six
		X, Y   string   // what the axes stand for, at most 50 characters; "": nothing to say
		Alt    string   // all that the chart shows, in words; text as in Text
	}
	// Days is a picture of days, a row for each week; plain text.
	Days struct {
		Rows   []DayRow
		Legend string // what the signs stand for; text as in Note
	}
	// Picture is the drawing of an exercise. It is shown where the bot has it, and nothing
	// is missing where it has not: the steps beside it say all of it.
	Picture struct {
		Exercise string // its id
		Side     int    // 1, 2: done to the first, to the other side; 0: as it is shown first
		Motion   bool   // moving; a still otherwise
		Alt      string // what it shows; plain text, at most 1000 characters
		File     string // what Slack calls it, which the bot fills in; "": it is not shown
	}
	// Cards are side by side, to look through. Where Slack draws none they are a list.
	Cards struct {
		Pick string // what the menu is called that then stands for their first buttons
		All  []Card
	}
	// Input is a line to type into. In forms only.
	Input struct {
		ID, Label, Hint, Value, Placeholder string
		Optional                            bool
		Long                                bool // several lines
		Most                                int  // characters; 0: no limit of ours
	}
	// Choice is a question with options of which one is taken. In forms only.
	Choice struct {
		ID, Label, Hint string
		Options         []Option
		Chosen          string // the value of the option taken at first; "": none
	}
	// Choices is a question with options of which any number is taken, and none
	// is an answer. The values come back with commas between them, so no value
	// holds one. In forms only.
	Choices struct {
		ID, Label, Hint string
		Some            bool     // at least one has to be taken
		Options         []Option // at most 100
		Chosen          []string // the values of the options taken at first
	}
)

func (Heading) part() {}
func (Text) part()    {}
func (Steps) part()   {}
func (List) part()    {}
func (Facts) part()   {}
func (Quote) part()   {}
func (Note) part()    {}
func (Divider) part() {}
func (Actions) part() {}
func (Chart) part()   {}
func (Days) part()    {}
func (Picture) part() {}
func (Cards) part()   {}
func (Input) part()   {}
func (Choice) part()  {}
func (Choices) part() {}

// Fact is a label with its value.
type Fact struct{ Label, Value string }

// Line is one line of a Chart, with a value for each of its labels; math.NaN()
// is a gap, and so is a value that is missing at the end.
type Line struct {
	Name   string // at most 20 characters, no two alike
	Values []float64
}

// DayRow is a row of Days: what it is, a sign for each day, and the same in
// words; without words it is a row of headings.
type DayRow struct {
	Label string
	Signs []string // one character each
	Alt   string
}

// Card is one of Cards. Texts as in Text, and none of them is long: a title and a line
// below it of at most 150 characters, a body of at most 200.
type Card struct {
	Picture           Picture
	Title, Line, Body string
	Buttons           []Button // at most two
}

// Action is something to press: a Button or a Menu.
type Action interface{ action() }

// Button does Do, with Value, when pressed. Label is at most 75 characters;
// Spoken, when set, is what a screen reader says instead. Value is opaque and
// holds nothing private.
type Button struct {
	Label, Do, Value string
	Spoken           string
	Primary, Danger  bool
	Moving           string // the exercise whose moving picture it brings: left out where there is none
}

// Menu does Do with the value of the option that is taken.
type Menu struct {
	Do, Label string // the label shows until something is taken
	Options   []Option
}

// Option is one thing to take: a label of at most 75 characters, and its value.
type Option struct{ Label, Value string }

func (Button) action() {}
func (Menu) action()   {}

// Form is a dialogue in a window of its own.
type Form struct {
	Do     string          // what submitting it does
	Value  string          // comes back with it; opaque
	Title  string          // at most 24 characters
	Submit string          // the label of its button, at most 24; "": nothing to submit
	From   habit.ChannelID // where it was opened, which the bot fills in; comes back with it
	Pace   Pace            // the form goes on by itself; zero: it waits for the person
	Message
}

// Pace is when a form goes on by itself: when it has stood for so long, what Then does
// is done, as if it had been pressed. What the person does before that comes first.
type Pace struct {
	After time.Duration
	Then  Button
}

// File is something to keep or to look at, in one piece.
type File struct {
	Name    string // with its ending, such as "catcow.txt"
	Title   string // what stands beside it
	Alt     string // of a picture: what it shows, in words
	Content []byte // at least one
}
