package bolt

import "io/fs"

// exposed tells nothing here: modes do not say who may read a file.
func exposed(fs.FileInfo) bool { return false }
