package bot

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

var errPanic = errors.New("panic")

// survive, deferred, turns a panic into an error and logs it: where it
// happened, and what the runtime says, but no value of ours.
func (b *Bot) survive(what string, err *error) {
	r := recover()
	if r == nil {
		return
	}
	b.counts.add("panics", 1)
	why := fmt.Sprintf("%T", r)
	if own, ok := r.(runtime.Error); ok {
		why = own.Error()
	}
	b.cfg.Log.Error().Str("during", what).Str("why", why).Bytes("stack", debug.Stack()).Msg("panic")
	*err = errPanic
}
