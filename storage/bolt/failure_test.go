package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	bolterrors "go.etcd.io/bbolt/errors"

	"catcow/storage"
)

func TestFailureSaysWhetherThereIsNoRoomOrTheDiskFails(t *testing.T) {
	writing := func(number syscall.Errno) error { return &os.PathError{Op: "write", Path: "catcow.db", Err: number} }
	for _, c := range []struct {
		err  error
		want error
	}{
		{bolterrors.ErrMaxSizeReached, storage.ErrFull},
		{writing(syscall.ENOSPC), storage.ErrFull},
		{writing(syscall.EDQUOT), storage.ErrFull},
		{writing(syscall.EFBIG), storage.ErrFull},
		{fmt.Errorf("file resize error: %s", writing(syscall.ENOSPC)), storage.ErrFull},
		{fmt.Errorf("file sync error: %s", writing(syscall.ENOSPC)), storage.ErrBroken},
		{syscall.ENOSPC, storage.ErrBroken}, // of a sync: what was written may be gone
		{syscall.EIO, storage.ErrBroken},
		{writing(syscall.EIO), storage.ErrBroken},
		{fmt.Errorf("file resize error: %s", writing(syscall.EIO)), storage.ErrBroken},
	} {
		got := failure(c.err)
		if !errors.Is(got, c.want) || errors.Is(got, storage.ErrFull) == errors.Is(got, storage.ErrBroken) {
			t.Errorf("failure(%v) = %v, want one that wraps %v alone", c.err, got, c.want)
		}
	}
}

func TestProbeWritesALittle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := opened(t, path)
	populate(t, s)
	before := contents(t, s)
	for i := range 3 {
		if err := s.Probe(t.Context(), monday.Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	after := contents(t, s)
	if len(after) != len(before)+1 {
		t.Errorf("%d entries before, %d after, want one more", len(before), len(after))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Probe(t.Context(), monday); !errors.Is(err, storage.ErrClosed) {
		t.Errorf("Probe of a closed store = %v, want ErrClosed", err)
	}
}

func TestProbeSeesThatTheFileWasReplaced(t *testing.T) {
	for _, name := range []string{"gone", "another"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "catcow.db")
			s, err := Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := s.Probe(t.Context(), monday); err != nil {
				t.Fatalf("Probe = %v, want nil while all is well", err)
			}
			if err := os.Rename(path, path+".away"); err != nil {
				t.Fatal(err)
			}
			if name == "another" {
				write(t, path, nil)
			}
			if err := s.Probe(t.Context(), monday); !errors.Is(err, storage.ErrReplaced) {
				t.Errorf("Probe = %v, want ErrReplaced", err)
			}
			if err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(member("U1", monday)) }); err != nil {
				t.Errorf("Update = %v: it is the probe that has to see it", err)
			}
		})
	}
}

func TestAfterTheDiskHasFailedNothingIsWritten(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	populate(t, s)
	before := contents(t, s)
	if err := s.fails(syscall.EIO); !errors.Is(err, storage.ErrBroken) {
		t.Fatal(err)
	}
	put := func(tx storage.Tx) error { return tx.PutMember(member("U99", monday)) }
	if err := s.Update(t.Context(), put); !errors.Is(err, storage.ErrBroken) {
		t.Errorf("Update = %v, want ErrBroken", err)
	}
	if _, err := s.commit([]*change{{ctx: t.Context(), do: put}}); !errors.Is(err, storage.ErrBroken) {
		t.Errorf("a commit for many = %v, want ErrBroken", err)
	}
	if after := contents(t, s); len(after) != len(before) {
		t.Errorf("%d entries before, %d after", len(before), len(after))
	}
}
