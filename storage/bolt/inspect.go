package bolt

import (
	"fmt"
	"os"
	"slices"
	"strconv"

	"catcow/storage"
)

// inspect reads every entry of the file, and refuses it unless it is Catcow's, whole and of
// a known schema. The file must not change meanwhile. It needs no key.
func inspect(file *os.File) error {
	_, err := survey(file)
	return err
}

// said is what a file says of itself.
type said struct {
	schema int
	key    string // the id of the key that it is sealed with; "": it lies open
	open   bool   // what was open before it was sealed may still be read in it
	seal   seal
}

// survey is inspect, and tells what the file is.
func survey(file *os.File) (said, error) {
	m, err := openImage(file)
	if err != nil {
		return said{}, err
	}
	found := map[table][]byte{}
	err = m.page(m.root, nil, nil, func(key, value []byte, nested bool) error {
		if !nested {
			return damaged("it has an entry beside its tables")
		}
		found[table(key)] = value
		return nil
	})
	if err != nil {
		return said{}, err
	}
	what, err := m.identify(found[meta])
	if err != nil {
		return said{}, err
	}
	tables := tablesOf(what.schema)
	if len(found) != len(tables) {
		return said{}, damaged("it has %d tables instead of %d", len(found), len(tables))
	}
	counted := seal{commit: m.txid}
	for tab, value := range found {
		if !slices.Contains(tables, tab) {
			return said{}, damaged("it has an unknown table")
		}
		if tab == meta {
			continue
		}
		if err := m.entries(tab, value, func(_, _ []byte, sum uint32) { counted.add(sum) }); err != nil {
			return said{}, fmt.Errorf("table %s: %w", tab, err)
		}
	}
	if counted != what.seal {
		return said{}, damaged("entries are missing or out of date")
	}
	return what, nil
}

// identify reads what the file says of itself in the bucket meta; nil if there is none.
func (m *image) identify(bucket []byte) (what said, err error) {
	if bucket == nil {
		return what, fmt.Errorf("another program's database: %w", storage.ErrForeign)
	}
	says := map[string]string{}
	err = m.entries(meta, bucket, func(key, value []byte, _ uint32) { says[string(key)] = string(value) })
	if err != nil {
		return what, err
	}
	if says[string(keyApp)] != app {
		return what, fmt.Errorf("another program's database: %w", storage.ErrForeign)
	}
	what.schema, err = strconv.Atoi(says[string(keySchema)])
	switch {
	case err != nil || what.schema < 1:
		return what, damaged("it has no schema")
	case what.schema < oldest:
		return what, damaged("the file has schema %d, of before the first release; this Catcow reads schemas from %d on", what.schema, oldest)
	case what.schema > Schema:
		return what, fmt.Errorf("the file has schema %d, this Catcow knows schemas up to %d; use the newer one: %w", what.schema, Schema, storage.ErrNewer)
	}
	what.key, what.open = says[string(keyKey)], says[string(keyRewrite)] == layOpen
	if sealed := what.schema >= sealedSince; sealed != (what.key != "") {
		return what, damaged("it does not say which key it has")
	}
	if what.seal, err = sealOf([]byte(says[string(keySeal)])); err != nil {
		return what, damaged("%w", err)
	}
	return what, nil
}

// entries walks a table and checks what every entry sums up to.
func (m *image) entries(tab table, bucket []byte, visit func(key, value []byte, sum uint32)) error {
	return m.bucket(bucket, func(key, stored []byte, nested bool) error {
		if nested {
			return damaged("there is a table in a table")
		}
		value, sum, err := tab.split(key, stored)
		if err != nil {
			return damaged("%w", err)
		}
		visit(key, value, sum)
		return nil
	})
}

// damaged is an error of a file that cannot be used.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %w", fmt.Errorf(format, args...), storage.ErrForeign)
}
