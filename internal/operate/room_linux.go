package operate

import "syscall"

// diskRoom is how many bytes an ordinary user may still write there, and of how many.
func diskRoom(dir string) (available, all int64, known bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0, 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), int64(s.Blocks) * int64(s.Bsize), true
}

// networks are the file systems on which locks and writes are not what a database needs.
var networks = map[int64]string{
	0x6969: "a network share (NFS)", 0x517b: "a network share (SMB)", 0xff534d42: "a network share (CIFS)", 0xfe534d42: "a network share (SMB2)",
	0x01021997: "a share of a virtual machine (9p)", 0x00c36400: "a network share (Ceph)", 0x65735546: "a file system in user space (FUSE)",
}

// Shared says whether a directory is on a file system that is no place for a database.
func Shared(dir string) (kind string, shared bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return "", false
	}
	kind, shared = networks[int64(s.Type)&0xffffffff]
	return kind, shared
}
