package bolt

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"iter"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// table is a bbolt bucket. Each entry is key and value, and after the value four
// bytes of checksum.
type table string

const (
	meta      table = "meta"      // what the file is: app, schema, created, key, seal
	members   table = "members"   // user: when due, document
	channels  table = "channels"  // channel: when due, document
	due       table = "due"       // instant, sort, id
	sessions  table = "sessions"  // user, day, instant, cause: session
	causes    table = "causes"    // user, cause of a session: day, instant
	took      table = "took"      // prompt, user
	checkins  table = "checkins"  // user, instant, cause: check-in
	answers   table = "answers"   // user, cause of a check-in: instant
	slots     table = "slots"     // kind, owner, wall time: slot
	unsettled table = "unsettled" // kind, owner, wall time of an open slot
	life      table = "life"      // one entry: the Life
	audits    table = "audits"    // channel, instant, number: audit
	keys      table = "keys"      // holder: the key that its values are sealed with, itself sealed
	erased    table = "erased"    // name of somebody who was erased: when
)

var tables = []table{meta, members, channels, due, sessions, causes, took, checkins, answers, slots, unsettled, life, audits, keys, erased}

// tablesOf is the tables of a file of that schema.
func tablesOf(schema int) []table {
	if schema < sealedSince {
		return tables[:slices.Index(tables, keys)]
	}
	return tables
}

var (
	keyApp     = []byte("app")
	keySchema  = []byte("schema")
	keyCreated = []byte("created")
	keySeal    = []byte("seal")
	keyKey     = []byte("key")     // the id of the key that the others are sealed with
	keyRewrite = []byte("rewrite") // there is something in the file that is erased or replaced, until it is written anew
	keyLife    = []byte("life")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const sumSize = 4

// sum is the checksum of an entry: of the table, the length of the key, key and value.
func (tab table) sum(key, value []byte) uint32 {
	sum := crc32.Update(0, castagnoli, []byte(tab))
	sum = crc32.Update(sum, castagnoli, binary.BigEndian.AppendUint32(nil, uint32(len(key))))
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, value)
}

// split parts a stored value into what was put and its checksum.
func (tab table) split(key, stored []byte) (value []byte, sum uint32, err error) {
	if len(stored) < sumSize {
		return nil, 0, fmt.Errorf("bolt: table %s: an entry is cut off", tab)
	}
	value, tail := stored[:len(stored)-sumSize], stored[len(stored)-sumSize:]
	sum = binary.BigEndian.Uint32(tail)
	if sum != tab.sum(key, value) {
		return nil, 0, fmt.Errorf("bolt: table %s: an entry does not match its checksum", tab)
	}
	return value, sum, nil
}

// seal sums up every entry outside meta: how many, the sum of their checksums, and the
// number of the commit. An entry that is gone, or back, breaks it, and so does
// a page from before the commit.
type seal struct{ commit, count, sum uint64 }

func (s *seal) add(sum uint32)    { s.count++; s.sum += uint64(sum) }
func (s *seal) remove(sum uint32) { s.count--; s.sum -= uint64(sum) }

func (s seal) bytes() []byte {
	var b []byte
	for _, n := range []uint64{s.commit, s.count, s.sum} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return b
}

func sealOf(b []byte) (seal, error) {
	if len(b) != 24 {
		return seal{}, fmt.Errorf("bolt: the seal has %d bytes", len(b))
	}
	return seal{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:]), binary.BigEndian.Uint64(b[16:])}, nil
}

type reader struct {
	btx     *bbolt.Tx
	wrap    cipher.AEAD            // of the key file's key; nil will do where nothing is sealed
	ciphers map[holder]cipher.AEAD // those that were needed so far
}

// read returns what was put under the key, nil if nothing was. It is valid until the
// transaction ends or writes.
func (r *reader) read(tab table, key []byte) ([]byte, error) {
	stored := r.btx.Bucket([]byte(tab)).Get(key)
	if stored == nil {
		return nil, nil
	}
	value, _, err := tab.split(key, stored)
	if err != nil {
		return nil, err
	}
	return r.open(tab, key, value)
}

// entry is a key without the prefix that was asked for, and its value.
type entry struct{ key, value []byte }

// scan yields the entries whose key begins with the prefix, from prefix and start on, in order.
func (r *reader) scan(tab table, prefix, start []byte) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		c := r.btx.Bucket([]byte(tab)).Cursor()
		k, v := c.Seek(bytes.Join([][]byte{prefix, start}, nil))
		r.walk(tab, prefix, k, v, c.Next, yield)
	}
}

// keysOf is every key that begins with the prefix: first all of them, for a cursor may skip what
// a delete moves.
func (r *reader) keysOf(tab table, prefix []byte) (found [][]byte, err error) {
	c := r.btx.Bucket([]byte(tab)).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix) && k != nil; k, v = c.Next() {
		if _, _, err := tab.split(k, v); err != nil {
			return nil, err
		}
		found = append(found, bytes.Clone(k))
	}
	return found, nil
}

// scanBack yields the entries whose key begins with the prefix, in reverse order.
// What follows the prefix is text, which has no byte 0xff.
func (r *reader) scanBack(tab table, prefix []byte) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		c := r.btx.Bucket([]byte(tab)).Cursor()
		back := c.Prev
		if k, _ := c.Seek(append(bytes.Clone(prefix), 0xff)); k == nil {
			back = c.Last
		}
		k, v := back()
		r.walk(tab, prefix, k, v, c.Prev, yield)
	}
}

func (r *reader) walk(tab table, prefix, k, v []byte, step func() (key, value []byte), yield func(entry, error) bool) {
	for ; bytes.HasPrefix(k, prefix) && k != nil; k, v = step() {
		value, _, err := tab.split(k, v)
		if err == nil {
			value, err = r.open(tab, k, value)
		}
		if !yield(entry{k[len(prefix):], value}, err) || err != nil {
			return
		}
	}
}

// tx adds writing to reader.
type tx struct {
	reader
	seal   seal
	writes int // tries to change an entry
	grown  int // bytes of entries that came, less those that went
	limit  int // bytes that the file may have; 0: as it was opened
	names  names
	erased map[string]time.Time // who is erased by it
	traces bool                 // something is erased or swept by it
}

func begin(btx *bbolt.Tx) (*tx, error) {
	t := &tx{reader: reader{btx: btx}}
	value, err := t.read(meta, keySeal)
	if err != nil {
		return nil, err
	}
	t.seal, err = sealOf(value)
	return t, err
}

// reserve is the bytes that a file of that size may have beyond it, for changes that leave less than
// they found: a tree has to be copied before it can shrink, so that in a full file nothing could go.
func reserve(size int) int { return max(size/16, 1<<18) }

// finish seals what was written.
func (t *tx) finish() error {
	if t.limit > 0 {
		db := t.btx.DB()
		db.MaxSize = t.limit
		if t.grown <= 0 || t.traces {
			db.MaxSize += reserve(t.limit)
		}
	}
	t.seal.commit = uint64(t.btx.ID())
	return t.write(meta, keySeal, t.seal.bytes())
}

// put keeps or replaces an entry.
func (t *tx) put(tab table, key, value []byte) error {
	t.writes++
	value, err := t.close(tab, key, value)
	if err != nil {
		return err
	}
	if _, err := t.unseal(tab, key); err != nil {
		return err
	}
	t.seal.add(tab.sum(key, value))
	t.grown += len(key) + len(value) + sumSize
	return t.write(tab, key, value)
}

// drop removes an entry; absent is fine.
func (t *tx) drop(tab table, key []byte) error {
	t.writes++
	stored, err := t.unseal(tab, key)
	if !stored || err != nil {
		return err
	}
	return t.btx.Bucket([]byte(tab)).Delete(key)
}

// unseal takes the entry that is stored under the key, if any, out of the seal.
func (t *tx) unseal(tab table, key []byte) (stored bool, err error) {
	old := t.btx.Bucket([]byte(tab)).Get(key)
	if old == nil {
		return false, nil
	}
	_, sum, err := tab.split(key, old)
	if err != nil {
		return false, err
	}
	t.seal.remove(sum)
	t.grown -= len(key) + len(old)
	return true, nil
}

// write is put without the seal, for meta.
func (t *tx) write(tab table, key, value []byte) error {
	stored := make([]byte, 0, len(value)+sumSize)
	stored = binary.BigEndian.AppendUint32(append(stored, value...), tab.sum(key, value))
	return t.btx.Bucket([]byte(tab)).Put(key, stored)
}
