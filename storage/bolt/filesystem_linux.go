package bolt

import "syscall"

// shared is the file systems on which a lock or a mapped file may mean nothing, by the numbers that
// statfs(2) gives them.
var shared = map[uint32]string{
	0x6969:     "NFS",
	0x517b:     "SMB",
	0xff534d42: "CIFS",
	0xfe534d42: "SMB",
	0x01021997: "9p",
	0x5346414f: "AFS",
	0x73757245: "Coda",
}

func sortOf(dir string) string {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return ""
	}
	return shared[uint32(s.Type)]
}
