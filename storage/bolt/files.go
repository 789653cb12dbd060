package bolt

import (
	"cmp"
	"path/filepath"
)

// Files says where a store keeps what. The zero value of Key and Ledger is beside the database
// itself, where DB is a link to it.
type Files struct {
	DB     string // the database
	Key    string // the key that its values are sealed with; "": DB with ".key"
	Ledger string // who was erased, outside of every copy of the database; "": DB with ".erased"
}

// Whole is the files with nothing left out.
func (f Files) Whole() Files { return f.whole() }

func (f Files) whole() Files {
	itself := f.DB
	if target, err := filepath.EvalSymlinks(f.DB); err == nil {
		itself = target
	}
	f.Key = cmp.Or(f.Key, itself+".key")
	f.Ledger = cmp.Or(f.Ledger, itself+".erased")
	return f
}

// Files says where the store keeps what.
func (s *Store) Files() Files { return s.files }
