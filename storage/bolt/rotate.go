package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"catcow/storage"
)

// Rotated is what RotateKey did.
type Rotated struct {
	Old, New string // ids of keys
	Wrapped  int    // keys that were sealed with the old one
}

// RotateKey gives a database that nobody has open a new key. Values keep the keys that they are
// sealed with; these are sealed with the new one. The old one stays in the key file, for backups.
//
// The new key is in the key file before the database knows of it. A crash in between leaves one that
// opens, and the next RotateKey goes on with the same key. Its errors are those of Open.
func RotateKey(files Files) (Rotated, error) {
	files = files.whole()
	r, err := rotate(files)
	if errors.Is(err, bolterrors.ErrTimeout) {
		err = fmt.Errorf("a running Catcow is using it, stop that first: %w", storage.ErrBusy)
	}
	if err != nil {
		return Rotated{}, fmt.Errorf("bolt: rotate the key of %s: %w", files.DB, err)
	}
	return r, nil
}

func rotate(files Files) (r Rotated, err error) {
	if _, err := os.Stat(files.DB); err != nil {
		return r, err
	}
	what, err := openFile(files)
	if err != nil {
		return r, err
	}
	if what.schema < Schema {
		return r, fmt.Errorf("it has schema %d: let this Catcow run once, then it has schema %d", what.schema, Schema)
	}
	with, err := secretsOf(files.Key, what.key)
	if err != nil {
		return r, err
	}
	if err := rewrap(files, with, what.key, &r); err != nil {
		return r, err
	}
	// What is free in the file still holds the keys as the old key sealed them.
	return r, rewrite(files.DB, maxSize)
}

func rewrap(files Files, with secrets, id string, r *Rotated) (err error) {
	db, err := reopen(files.DB, maxSize)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if with.id() == id { // else one was cut off after this
		with.keys = append([]secret{newSecret()}, with.keys...)
		if err := replaceSecrets(files.Key, with); err != nil {
			return fmt.Errorf("the key file can't be replaced; rotate the key where it is kept: %w", err)
		}
	}
	reached("key file")
	old, _ := with.find(id)
	r.Old, r.New = id, with.id()
	err = db.Update(func(btx *bbolt.Tx) error {
		t, err := begin(btx)
		if err != nil {
			return err
		}
		if now, err := t.read(meta, keyKey); string(now) != id || err != nil {
			return fmt.Errorf("it has another key since just now: %w", storage.ErrBusy)
		}
		from, to := cipherOf(old.key), cipherOf(with.keys[0].key)
		found, err := t.keysOf(keys, nil)
		if err != nil {
			return err
		}
		for _, who := range found {
			wrapped, err := t.read(keys, who)
			if err != nil {
				return err
			}
			key, err := disclose(from, wrapped, bound(keys, holder(who), nil))
			if err != nil {
				return damaged("table %s: %w", keys, err)
			}
			if err := t.put(keys, who, enclose(to, key, bound(keys, holder(who), nil))); err != nil {
				return err
			}
			r.Wrapped++
		}
		err = errors.Join(t.write(meta, keyKey, []byte(with.id())), t.leaveTraces(), t.finish())
		reached("wrapped")
		return err
	})
	reached("rotated")
	return err
}

// replaceSecrets puts a new key file in the place of one, with the mode and the owner of that.
func replaceSecrets(path string, s secrets) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := sweep(path, suffixKey); err != nil {
		return err
	}
	tmp, err := unfinished(path, suffixKey)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // in vain once it has its name
	_, err = tmp.Write(s.text())
	if err := errors.Join(err, giveTo(tmp, info), tmp.Chmod(info.Mode().Perm()), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	reached("new key")
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
