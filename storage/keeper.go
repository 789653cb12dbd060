package storage

import "context"

// A Keeper is what an engine in a file offers besides to whoever looks after the file.
type Keeper interface {
	// Copy writes all of it, as of one moment, to a new file, private and safe on disk, and
	// reads the file back before it gets its name; beside it stands its checksum, in FILE.sha256.
	// It replaces no file. Nobody waits for it.
	Copy(ctx context.Context, file string) (Copied, error)
	// Compact rewrites the file without what was erased and without what is free. Changes wait
	// meanwhile, reads do not. A crash leaves the file as it was or as it will be.
	Compact(ctx context.Context) error
	// Check reads all of the file as it is now, and says what is wrong with it.
	Check(ctx context.Context) error
	Condition(ctx context.Context) (Condition, error)
	// List writes who was erased where every copy is held to it, as far as that could not be done before.
	List() error
}

// Copied is a copy that was made.
type Copied struct {
	File string `json:"file"`
	Size int64  `json:"size"`   // bytes
	Sum  string `json:"sha256"` // of its bytes, in hexadecimal
}

// Condition is how a file is.
type Condition struct {
	Size    int64   `json:"size"`    // bytes on disk
	Free    float64 `json:"free"`    // the part of it that holds nothing any more, 0 to 1
	Commit  uint64  `json:"commit"`  // number of the last change; compaction begins to count anew
	Owed    int     `json:"owed"`    // people who were erased and are not yet listed outside of it
	Rewrite bool    `json:"rewrite"` // bytes of something erased may still be in it
}
