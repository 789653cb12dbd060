package storage

import "errors"

// Unkept tells whether an error means that the disk did not take what was to be kept, rather
// than that somebody asked for what cannot be.
func Unkept(err error) bool {
	return errors.Is(err, ErrFull) || errors.Is(err, ErrBroken) || errors.Is(err, ErrReplaced)
}
