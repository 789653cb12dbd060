package bolt

import "cmp"

// Files says where a store keeps what. The zero value of Key and Ledger is beside the database.
type Files struct {
	DB     string // the database
	Key    string // the key that its values are sealed with; "": DB with ".key"
	Ledger string // who was erased, outside of every copy of the database; "": DB with ".erased"
}

// whole is the files with nothing left out.
func (f Files) whole() Files {
	f.Key = cmp.Or(f.Key, f.DB+".key")
	f.Ledger = cmp.Or(f.Ledger, f.DB+".erased")
	return f
}
