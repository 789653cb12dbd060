package commands

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
	// Note is a quiet line below the rest.
	Note string
	// Divider sets apart what follows.
	Divider struct{}
	// Actions is a row of things to press, at most 25.
	Actions []Action
	// Input is a line to type into. In forms only.
	Input struct {
		ID, Label, Hint, Value, Placeholder string
		Optional                            bool
	}
	// Choice is a question with options of which one is taken. In forms only.
	Choice struct {
		ID, Label, Hint string
		Options         []Option
		Chosen          string // the value of the option taken at first; "": none
	}
)

func (Heading) part() {}
func (Text) part()    {}
func (Steps) part()   {}
func (List) part()    {}
func (Facts) part()   {}
func (Note) part()    {}
func (Divider) part() {}
func (Actions) part() {}
func (Input) part()   {}
func (Choice) part()  {}

// Fact is a label with its value.
type Fact struct{ Label, Value string }

// Action is something to press: a Button or a Menu.
type Action interface{ action() }

// Button does Do, with Value, when pressed. Label is at most 75 characters;
// Spoken, when set, is what a screen reader says instead. Value is opaque and
// holds nothing private.
type Button struct {
	Label, Do, Value string
	Spoken           string
	Primary, Danger  bool
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
	Do     string // what submitting it does
	Value  string // comes back with it; opaque
	Title  string // at most 24 characters
	Submit string // the label of its button, at most 24; "": nothing to submit
	Message
}
