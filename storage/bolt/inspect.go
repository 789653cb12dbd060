package bolt

import (
	"fmt"
	"os"
	"slices"
	"strconv"

	"catcow/storage"
)

// inspect reads every entry of the file, and refuses it unless it is Catcow's, whole and of
// a known schema. The file must not change meanwhile.
func inspect(file *os.File) error {
	m, err := openImage(file)
	if err != nil {
		return err
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
		return err
	}
	sealed, err := m.identify(found[meta])
	if err != nil {
		return err
	}
	if len(found) != len(tables) {
		return damaged("it has %d tables instead of %d", len(found), len(tables))
	}
	counted := seal{commit: m.txid}
	for tab, value := range found {
		if !slices.Contains(tables, tab) {
			return damaged("it has an unknown table")
		}
		if tab == meta {
			continue
		}
		if err := m.entries(tab, value, func(_, _ []byte, sum uint32) { counted.add(sum) }); err != nil {
			return fmt.Errorf("table %s: %w", tab, err)
		}
	}
	if counted != sealed {
		return damaged("entries are missing or out of date")
	}
	return nil
}

// identify reads what the file says of itself in the bucket meta; nil if there is none.
func (m *image) identify(bucket []byte) (seal, error) {
	if bucket == nil {
		return seal{}, fmt.Errorf("another program's database: %w", storage.ErrForeign)
	}
	said := map[string]string{}
	err := m.entries(meta, bucket, func(key, value []byte, _ uint32) { said[string(key)] = string(value) })
	if err != nil {
		return seal{}, err
	}
	if said[string(keyApp)] != app {
		return seal{}, fmt.Errorf("another program's database: %w", storage.ErrForeign)
	}
	number, err := strconv.Atoi(said[string(keySchema)])
	switch {
	case err != nil || number < 1:
		return seal{}, damaged("it has no schema")
	case number < Schema:
		return seal{}, damaged("the file has schema %d, of before the first release; this Catcow reads schema %d alone", number, Schema)
	case number > Schema:
		return seal{}, fmt.Errorf("the file has schema %d, this Catcow knows schemas up to %d; use the newer one: %w", number, Schema, storage.ErrNewer)
	}
	sealed, err := sealOf([]byte(said[string(keySeal)]))
	if err != nil {
		return seal{}, damaged("%w", err)
	}
	return sealed, nil
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
