package bolt

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"

	"catcow/internal/habit"
	"catcow/storage"
)

// Values lie sealed in the file: encrypted, and bound to their place. Each person has a key of
// their own, which goes when they are forgotten; what is of nobody has the store's. These
// keys stand in the table keys, sealed with the key of the key file.

// A holder is whose key a value is sealed with. It is also the key of the row that the key stands in.
type holder string

const (
	nobody   holder = ""  // the value is not sealed
	theStore holder = "s" // what is of no person
)

func holderOf(user habit.UserID) holder { return holder("p" + user) }

// person is whose holder it is; ok is false for one that is no person's.
func (h holder) person() (user habit.UserID, ok bool) {
	if h == nobody || h[0] != 'p' {
		return "", false
	}
	return habit.UserID(h[1:]), true
}

// holder is whose the value under a key is.
func (tab table) holder(key []byte) holder {
	switch tab {
	case meta, keys, due, took, unsettled: // what the file says of itself; keys, which are; and rows without a value
		return nobody
	case members:
		return holderOf(habit.UserID(key))
	case sessions, causes, checkins, answers:
		user, _ := cutText(key)
		return holderOf(habit.UserID(user))
	case slots:
		kind, rest := cutText(key)
		owner, _ := cutText(rest)
		for _, k := range personal {
			if string(k) == kind {
				return holderOf(habit.UserID(owner))
			}
		}
	}
	return theStore
}

// cutText is the inverse of appendText.
func cutText(key []byte) (text string, rest []byte) {
	if len(key) < 2 {
		return "", nil
	}
	n := min(2+int(binary.BigEndian.Uint16(key)), len(key))
	return string(key[2:n]), key[n:]
}

// sealedSince is the schema since which values are sealed in this way; it is part of what binds them.
const sealedSince = 4

const (
	nonceSize = chacha20poly1305.NonceSizeX
	sealCost  = nonceSize + chacha20poly1305.Overhead // bytes that sealing adds
)

// bound is what binds a value to where it stands: schema, table, whose it is, and its key.
func bound(tab table, who holder, key []byte) []byte {
	b := appendText([]byte{sealedSince}, string(tab))
	return append(appendText(b, string(who)), key...)
}

// cipherOf makes the sealing of a key.
func cipherOf(key []byte) cipher.AEAD {
	c, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic(err) // every key here has been measured
	}
	return c
}

// enclose seals a value, with chance of its own for each.
func enclose(c cipher.AEAD, value, place []byte) []byte {
	nonce := make([]byte, nonceSize, sealCost+len(value)+sumSize)
	copy(nonce, randomly(nonceSize))
	return c.Seal(nonce, nonce, value, place)
}

var errSealed = errors.New("an entry does not open with its key: it was changed, or moved from elsewhere")

// disclose is the inverse of enclose.
func disclose(c cipher.AEAD, sealed, place []byte) ([]byte, error) {
	if len(sealed) < sealCost {
		return nil, errSealed
	}
	value, err := c.Open(nil, sealed[:nonceSize], sealed[nonceSize:], place)
	if err != nil {
		return nil, errSealed
	}
	return value, nil
}

// open is the value of an entry that was read.
func (r *reader) open(tab table, key, sealed []byte) ([]byte, error) {
	who := tab.holder(key)
	if who == nobody {
		return sealed, nil
	}
	c, err := r.cipher(who)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, fmt.Errorf("bolt: table %s: the key of an entry is not there: %w", tab, storage.ErrForeign)
	}
	value, err := disclose(c, sealed, bound(tab, who, key))
	if err != nil {
		return nil, fmt.Errorf("bolt: table %s: %w", tab, err)
	}
	return value, nil
}

// cipher is the sealing of a holder, nil if it has none yet. It is kept until the transaction ends.
func (r *reader) cipher(who holder) (cipher.AEAD, error) {
	if c := r.ciphers[who]; c != nil {
		return c, nil
	}
	wrapped, err := r.read(keys, []byte(who))
	if wrapped == nil || err != nil {
		return nil, err
	}
	key, err := disclose(r.wrap, wrapped, bound(keys, who, nil))
	if err != nil || len(key) != secretSize {
		return nil, fmt.Errorf("bolt: table %s: %w", keys, errSealed)
	}
	return r.keep(who, key), nil
}

func (r *reader) keep(who holder, key []byte) cipher.AEAD {
	c := cipherOf(key)
	if r.ciphers == nil {
		r.ciphers = map[holder]cipher.AEAD{}
	}
	r.ciphers[who] = c
	return c
}

// close seals a value that is to be stored.
func (t *tx) close(tab table, key, value []byte) ([]byte, error) {
	who := tab.holder(key)
	if who == nobody {
		return value, nil
	}
	c, err := t.cipherFor(who)
	if err != nil {
		return nil, err
	}
	return enclose(c, value, bound(tab, who, key)), nil
}

// cipherFor is cipher for writing: it makes a holder a key if they have none.
func (t *tx) cipherFor(who holder) (cipher.AEAD, error) {
	if c, err := t.cipher(who); c != nil || err != nil {
		return c, err
	}
	fresh := randomly(secretSize)
	if err := t.put(keys, []byte(who), enclose(t.wrap, fresh, bound(keys, who, nil))); err != nil {
		return nil, err
	}
	return t.keep(who, fresh), nil
}

// loseKey makes everything unreadable for ever that is sealed with the key of a holder.
func (t *tx) loseKey(who holder) error {
	delete(t.ciphers, who)
	return t.drop(keys, []byte(who))
}
