//go:build !windows

package bolt

import (
	"io/fs"
	"os"
	"syscall"
)

// exposed tells whether others than the owner of a file may read it. What belongs to root and to
// a group, for reading alone, is how systemd and containers hand over a secret.
func exposed(info fs.FileInfo) bool {
	switch mode := info.Mode().Perm(); {
	case mode&0o077 == 0:
		return false
	case mode == 0o440:
		of, ok := info.Sys().(*syscall.Stat_t)
		return !ok || of.Uid != 0
	}
	return true
}

// giveTo gives a file to whom another belongs.
func giveTo(file *os.File, like fs.FileInfo) error {
	of, ok := like.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return file.Chown(int(of.Uid), int(of.Gid))
}
