package bolt

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"

	"catcow/storage"
)

// full is what the system says where there is no room for more.
var full = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// failure says what the error of a commit means. No room is for a person to make, and then all
// is well again. Anything else means that nobody knows what the disk has: after a failed sync the
// system may take for written what is not, so that to try again would be to believe it.
func failure(err error) error {
	sort := storage.ErrBroken
	if noRoom(err) {
		sort = storage.ErrFull
	}
	return fmt.Errorf("bolt: commit: %w: %w", sort, err)
}

// noRoom tells whether writing was refused for want of room. A bare number of the system's is
// what bbolt returns of a sync that failed, whatever the reason; of a file that cannot grow it
// keeps the words alone.
func noRoom(err error) bool {
	if errors.Is(err, bolterrors.ErrMaxSizeReached) {
		return true
	}
	if _, synced := err.(syscall.Errno); synced || strings.HasPrefix(err.Error(), "file sync error") {
		return false
	}
	for _, number := range full {
		if errors.Is(err, number) || strings.HasSuffix(err.Error(), number.Error()) {
			return true
		}
	}
	return false
}
