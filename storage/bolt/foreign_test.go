package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"catcow/storage"
)

func TestForeignFileIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	file, _ := sound(t, path)
	size := os.Getpagesize()
	noise := make([]byte, 1<<16)
	rand.NewChaCha8([32]byte{}).Read(noise)
	small := bytes.Clone(file[:2048])
	native.PutUint32(small[headerSize+8:], 1024)
	for name, file := range map[string][]byte{
		"empty":                   nil,
		"one byte":                {'x'},
		"text":                    []byte("dear diary\n"),
		"long text":               bytes.Repeat([]byte("dear diary\n"), 10_000),
		"zeros":                   make([]byte, 1<<16),
		"noise":                   noise,
		"headers alone":           file[:2*size],
		"one header alone":        file[:size],
		"headers and noise":       append(bytes.Clone(file[:2*size]), noise...),
		"headers and zeros":       append(bytes.Clone(file[:2*size]), make([]byte, 1<<20)...),
		"a header of zeros":       append(make([]byte, size), file[size:]...),
		"another header of zeros": append(append(bytes.Clone(file[:size]), make([]byte, size)...), file[2*size:]...),
		"small headers":           small,
	} {
		t.Run(name, func(t *testing.T) {
			write(t, path, file)
			if outcome(t, name, path, file, nil) == nil {
				t.Errorf("Open = nil, want ErrForeign")
			}
		})
	}
}

// TestHeaderThatLiesIsRefused changes headers and gives them the checksum that fits.
func TestHeaderThatLiesIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	file, _ := sound(t, path)
	size := os.Getpagesize()
	newest, oldest := 0, size
	if a, b := native.Uint64(file[headerSize+48:]), native.Uint64(file[size+headerSize+48:]); a < b {
		newest, oldest = size, 0
	}
	both := []int{newest, oldest}
	for name, lie := range map[string]struct {
		offsets  []int
		at       int
		value    uint64
		checksum bool
	}{
		"pages of no size":          {both, 8, 0, true},
		"pages of an odd size":      {both, 8, 5000, true},
		"pages of a great size":     {both, 8, 1 << 17, true},
		"pages of half the size":    {both, 8, uint64(size) / 2, true},
		"pages of another size":     {[]int{newest}, 8, uint64(size) / 2, true},
		"newer pages of no size":    {[]int{newest}, 8, 0, true},
		"a newer format":            {[]int{newest}, 4, 3, true},
		"another format":            {both, 4, 3, true},
		"the root before the pages": {both, 16, 1, true},
		"no root":                   {both, 16, 0, true},
		"the root past the pages":   {both, 16, 1 << 40, true},
		"a freelist":                {both, 32, 2, true},
		"more pages than there are": {both, 40, 1 << 60, true},
		"no pages":                  {both, 40, 0, true},
		"the same commit twice":     {both, 48, 77, true},
		"a later commit":            {[]int{newest}, 48, 1 << 20, true},
		"an older root":             {[]int{oldest}, 48, 1 << 20, true},
		"no checksum on either":     {both, 16, 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			lied := bytes.Clone(file)
			for _, offset := range lie.offsets {
				b := lied[offset+headerSize:]
				if lie.at < 16 {
					native.PutUint32(b[lie.at:], uint32(lie.value))
				} else {
					native.PutUint64(b[lie.at:], lie.value)
				}
				if lie.checksum {
					sum := fnv.New64a()
					sum.Write(b[:metaSize-8])
					native.PutUint64(b[metaSize-8:], sum.Sum64())
				}
			}
			write(t, path, lied)
			if outcome(t, name, path, lied, nil) == nil {
				t.Errorf("Open = nil, want ErrForeign")
			}
		})
	}
}

// edited is a database that was changed past Catcow, which keeps no freelist.
func edited(t *testing.T, freelist bool, change func(*bbolt.Tx) error) (path string, file []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "catcow.db")
	if err := create(Files{DB: path}.whole()); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoFreelistSync: !freelist})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(change), db.Close()); err != nil {
		t.Fatal(err)
	}
	if file, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, file
}

func TestAnotherProgramsDatabaseIsRefused(t *testing.T) {
	reseal := func(btx *bbolt.Tx) error {
		own, err := begin(btx)
		if err != nil {
			return err
		}
		return own.finish()
	}
	for name, edit := range map[string]struct {
		change func(btx *bbolt.Tx) error
		sealed bool
		says   string
	}{
		"without meta": {func(btx *bbolt.Tx) error { return btx.DeleteBucket([]byte(meta)) }, false, "another program"},
		"of another app": {func(btx *bbolt.Tx) error {
			return (&tx{reader: reader{btx: btx}}).write(meta, keyApp, []byte("dogcow"))
		}, true, "another program"},
		"without a schema": {func(btx *bbolt.Tx) error { return btx.Bucket([]byte(meta)).Delete(keySchema) }, true, "no schema"},
		"of an older schema": {func(btx *bbolt.Tx) error {
			return (&tx{reader: reader{btx: btx}}).write(meta, keySchema, []byte(strconv.Itoa(oldest-1)))
		}, true, fmt.Sprintf("the file has schema %d", oldest-1)},
		"without a seal":  {func(btx *bbolt.Tx) error { return btx.Bucket([]byte(meta)).Delete(keySeal) }, false, "the seal has 0 bytes"},
		"without a table": {func(btx *bbolt.Tx) error { return btx.DeleteBucket([]byte(slots)) }, true, fmt.Sprintf("%d tables instead of %d", len(tables)-1, len(tables))},
		"with a table more": {func(btx *bbolt.Tx) error {
			_, err := btx.CreateBucket([]byte("cats"))
			return err
		}, true, fmt.Sprintf("%d tables instead of %d", len(tables)+1, len(tables))},
		"with another table": {func(btx *bbolt.Tx) error {
			_, err := btx.CreateBucket([]byte("cats"))
			return errors.Join(err, btx.DeleteBucket([]byte(slots)))
		}, true, "unknown table"},
		"with a table in a table": {func(btx *bbolt.Tx) error {
			_, err := btx.Bucket([]byte(slots)).CreateBucket([]byte("cats"))
			return err
		}, true, "a table in a table"},
		"with an entry beside the tables": {func(btx *bbolt.Tx) error {
			return btx.Cursor().Bucket().Put([]byte("k"), []byte("v"))
		}, true, "an entry beside its tables"},
		"with an entry more": {func(btx *bbolt.Tx) error {
			return (&tx{reader: reader{btx: btx}}).write(slots, []byte("k"), nil)
		}, true, "missing or out of date"},
		"with an entry of no sum": {func(btx *bbolt.Tx) error { return btx.Bucket([]byte(slots)).Put([]byte("k"), []byte("v")) }, true, "cut off"},
		"with an entry of a wrong sum": {func(btx *bbolt.Tx) error {
			return btx.Bucket([]byte(slots)).Put([]byte("k"), []byte("value"))
		}, true, "does not match its checksum"},
		"with the seal of the commit before": {func(*bbolt.Tx) error { return nil }, false, "missing or out of date"},
	} {
		t.Run(name, func(t *testing.T) {
			path, file := edited(t, false, func(btx *bbolt.Tx) error {
				if err := edit.change(btx); err != nil || !edit.sealed {
					return err
				}
				return reseal(btx)
			})
			err := outcome(t, name, path, file, nil)
			if err == nil || !strings.Contains(err.Error(), edit.says) {
				t.Errorf("Open = %v, want an error that says %q", err, edit.says)
			}
		})
	}
	path, _ := edited(t, false, reseal)
	opened(t, path) // so it is the change that was refused

	path, file := edited(t, true, reseal)
	err := outcome(t, "with a freelist", path, file, nil)
	if err == nil || !strings.Contains(err.Error(), "another program has written to it") {
		t.Errorf("Open of a file with a freelist = %v, want that another program has written to it", err)
	}
}

func TestNewerSchemaIsRefusedNamingBothNumbers(t *testing.T) {
	path, file := edited(t, false, func(btx *bbolt.Tx) error {
		if _, err := btx.CreateBucket([]byte("horoscopes")); err != nil { // whatever a later schema adds
			return err
		}
		return (&tx{reader: reader{btx: btx}}).write(meta, keySchema, []byte(strconv.Itoa(Schema+6)))
	})
	_, err := Open(path)
	if !errors.Is(err, storage.ErrNewer) || errors.Is(err, storage.ErrForeign) {
		t.Fatalf("Open = %v, want ErrNewer", err)
	}
	for _, part := range []string{path, fmt.Sprint("schema ", Schema+6), fmt.Sprint("up to ", Schema)} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("Open = %v, want it to name %q", err, part)
		}
	}
	if left, _ := os.ReadFile(path); !bytes.Equal(left, file) {
		t.Error("the refused file has changed")
	}
}
