package content

import (
	"errors"
	"fmt"
)

// Problem is a mistake in a content file that its author can mend.
type Problem struct {
	File string // path inside the content folder, with forward slashes
	Line int    // 1 is the first line; 0 when the whole file or folder is meant
	Text string // what is wrong and what to write instead
}

// Error is the problem as one line: file, line, text.
func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// join makes one error of all problems, one a line; nil when there are none.
func join(problems []Problem) error {
	errs := make([]error, len(problems))
	for i, p := range problems {
		errs[i] = p
	}
	return errors.Join(errs...)
}
