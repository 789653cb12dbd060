package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// bbolt trusts its file: on a damaged one it panics, faults or loops for ever. So the pages
// are first walked here: each at most once, no offset believed, nothing mapped into memory.
// The layout is that of bbolt's file format 2, in the byte order of the machine.

const (
	magic      = 0xED0CDAED
	version    = 2
	noFreelist = ^uint64(0)

	headerSize  = 16 // of a page: id, flags, count, overflow
	metaSize    = 64
	elementSize = 16 // of a branch or a leaf
	bucketSize  = 16 // root, sequence

	branchPage = 0x01
	leafPage   = 0x02
	bucketLeaf = 0x01
)

var native = binary.NativeEndian

// header is what a meta page says, as far as it is needed.
type header struct {
	pageSize uint32
	root     uint64
	freelist uint64
	pages    uint64 // the high-water mark: every page is below
	txid     uint64
}

// image is a database file as it lies on the disk.
type image struct {
	file io.ReaderAt
	header
	seen []bool // pages, by number
}

// readMeta reads the meta page at an offset.
func readMeta(file io.ReaderAt, offset int64) (header, error) {
	b := make([]byte, metaSize)
	if _, err := file.ReadAt(b, offset+headerSize); err != nil {
		return header{}, damaged("the file is cut off")
	}
	if native.Uint32(b) != magic || native.Uint32(b[4:]) != version {
		return header{}, damaged("it does not begin as a database does")
	}
	sum := fnv.New64a()
	sum.Write(b[:metaSize-8])
	if sum.Sum64() != native.Uint64(b[metaSize-8:]) {
		return header{}, damaged("the checksum of a header does not match")
	}
	return header{
		pageSize: native.Uint32(b[8:]),
		root:     native.Uint64(b[16:]),
		freelist: native.Uint64(b[32:]),
		pages:    native.Uint64(b[40:]),
		txid:     native.Uint64(b[48:]),
	}, nil
}

// recognize looks at what never changes in a file, so that it needs no lock: does it begin as
// a bbolt file, and are both headers there?
func recognize(file *os.File) error {
	b := make([]byte, headerSize+12)
	if _, err := file.ReadAt(b, 0); err != nil && err != io.EOF {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	b = b[headerSize:]
	switch {
	case native.Uint32(b) != magic || native.Uint32(b[4:]) != version:
		return damaged("it does not begin as a database does")
	case info.Size() < 2*int64(native.Uint32(b[8:])):
		return damaged("the file is cut off")
	}
	return nil
}

// openImage reads both meta pages. Both must be sound: bbolt would go back by a commit
// if the newer is damaged, and lose what was confirmed. No crash does that to
// them: what counts of a meta page lies in its first sector, which disks write whole.
func openImage(file *os.File) (*image, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	first, err := readMeta(file, 0)
	if err != nil {
		return nil, err
	}
	second, err := readMeta(file, int64(first.pageSize))
	if err != nil {
		return nil, err
	}
	newest := first
	if second.txid > first.txid {
		newest = second
	}
	switch {
	case first.pageSize != second.pageSize || first.txid == second.txid:
		return nil, damaged("its two headers disagree")
	case newest.freelist != noFreelist:
		return nil, damaged("another program has written to it")
	case newest.pages > uint64(info.Size())/uint64(newest.pageSize):
		return nil, damaged("the file is cut off")
	}
	return &image{file, newest, make([]bool, newest.pages)}, nil
}

// visitor gets each entry of a bucket; nested tells that the value is a bucket.
type visitor func(key, value []byte, nested bool) error

// bucket walks the bucket that the value of an entry is.
func (m *image) bucket(value []byte, visit visitor) error {
	if len(value) < bucketSize {
		return damaged("a bucket is cut off")
	}
	if root := native.Uint64(value); root != 0 {
		return m.page(root, nil, nil, visit)
	}
	body := value[bucketSize:]
	if len(body) < headerSize || native.Uint16(body[8:]) != leafPage {
		return damaged("a small bucket is not one")
	}
	return leaf(body, nil, nil, visit)
}

// page walks a page and what is below it. Every key is at least low, and
// less than high; nil is no bound.
func (m *image) page(id uint64, low, high []byte, visit visitor) error {
	b, err := m.load(id)
	if err != nil {
		return err
	}
	switch native.Uint16(b[8:]) {
	case leafPage:
		err = leaf(b, low, high, visit)
	case branchPage:
		err = m.branch(b, low, high, visit)
	default:
		err = damaged("it is of no known type")
	}
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

// load reads a page with those it flows over into.
func (m *image) load(id uint64) ([]byte, error) {
	if id >= m.pages {
		return nil, damaged("page %d is outside the file", id)
	}
	offset, size := int64(id)*int64(m.pageSize), int64(m.pageSize)
	var head [headerSize]byte
	if _, err := m.file.ReadAt(head[:], offset); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	more := uint64(native.Uint32(head[12:]))
	if native.Uint64(head[:]) != id || more >= m.pages-id {
		return nil, damaged("page %d has a wrong header", id)
	}
	for i := id; i <= id+more; i++ {
		if m.seen[i] {
			return nil, damaged("page %d is used twice", i)
		}
		m.seen[i] = true
	}
	b := make([]byte, size*int64(1+more))
	if _, err := m.file.ReadAt(b, offset); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	return b, nil
}

func (m *image) branch(b, low, high []byte, visit visitor) error {
	type child struct {
		key []byte
		id  uint64
	}
	var children []child
	for i := range int(native.Uint16(b[10:])) {
		base := headerSize + i*elementSize
		if base+elementSize > len(b) {
			return damaged("it is cut off")
		}
		e := b[base:]
		key, _, err := cut(e, native.Uint32(e), native.Uint32(e[4:]))
		if err != nil {
			return err
		}
		if err := inOrder(key, low, high, i > 0); err != nil {
			return err
		}
		children = append(children, child{key, native.Uint64(e[8:])})
		low = key
	}
	for i, c := range children {
		end := high
		if i+1 < len(children) {
			end = children[i+1].key
		}
		if err := m.page(c.id, c.key, end, visit); err != nil {
			return err
		}
	}
	return nil
}

func leaf(b, low, high []byte, visit visitor) error {
	for i := range int(native.Uint16(b[10:])) {
		base := headerSize + i*elementSize
		if base+elementSize > len(b) {
			return damaged("it is cut off")
		}
		e := b[base:]
		key, rest, err := cut(e, native.Uint32(e[4:]), native.Uint32(e[8:]))
		if err != nil {
			return err
		}
		value, _, err := cut(rest, 0, native.Uint32(e[12:]))
		if err != nil {
			return err
		}
		if err := inOrder(key, low, high, i > 0); err != nil {
			return err
		}
		if err := visit(key, value, native.Uint32(e)&bucketLeaf != 0); err != nil {
			return err
		}
		low = key
	}
	return nil
}

// cut takes n bytes at an offset, and what follows them.
func cut(b []byte, offset, n uint32) (taken, rest []byte, err error) {
	end := uint64(offset) + uint64(n)
	if end > uint64(len(b)) {
		return nil, nil, damaged("an entry lies outside its page")
	}
	return b[offset:end:end], b[end:], nil
}

// inOrder tells whether a key may follow low: it is greater, or, unless strict, the same.
func inOrder(key, low, high []byte, strict bool) error {
	order := bytes.Compare(key, low)
	if len(key) == 0 || order < 0 || (strict && order == 0) || (high != nil && bytes.Compare(key, high) >= 0) {
		return damaged("its keys are out of order")
	}
	return nil
}
