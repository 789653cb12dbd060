package bolt

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

const nameSize = sha256.Size

// of is a keyed hash of an id, for one purpose.
func (n names) of(purpose, id string) []byte {
	sum := hmac.New(sha256.New, n)
	sum.Write([]byte(purpose + "|" + id))
	return sum.Sum(nil)
}

// Name is a short pseudonym of a person, a channel or whatever else has an id, for logs: always the
// same in one installation, and of no use to whoever has not its key file.
func (s *Store) Name(id string) string { return hex.EncodeToString(s.names.of("log", id))[:10] }
