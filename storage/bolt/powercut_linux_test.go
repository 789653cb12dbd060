package bolt

import (
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"catcow/storage"
)

func init() {
	roles["unsynced"] = func(path string) error { return acknowledgeUnsynced(path) }
}

// acknowledgeUnsynced acknowledges what the disk has not been asked to keep.
func acknowledgeUnsynced(path string) error {
	s, err := Open(path)
	if err != nil {
		return err
	}
	s.db.now.Load().NoSync = true
	return acknowledgeIn(s, false)
}

// A machine is a file system of its own, whose power can be cut.
type machine struct{ image, at string }

// newMachine mounts one, or says why that can't be.
func newMachine(t *testing.T) *machine {
	t.Helper()
	if os.Getenv("CATCOW_POWERCUT") == "" {
		t.Skip("a power cut needs root, a loop device and half a minute: CATCOW_POWERCUT=1 runs it")
	}
	m := &machine{filepath.Join(t.TempDir(), "disk"), t.TempDir()}
	for _, command := range [][]string{{"truncate", "-s", "64M", m.image}, {"mkfs.ext4", "-q", m.image}} {
		if said, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Skipf("a power cut needs a disk of its own, and %s failed: %v: %s", command[0], err, said)
		}
	}
	if said, err := exec.Command("mount", "-o", "loop", m.image, m.at).CombinedOutput(); err != nil {
		t.Skipf("a power cut needs a disk of its own, and it can't be mounted, which takes root and a loop device: %v: %s", err, said)
	}
	t.Cleanup(func() { exec.Command("umount", m.at).Run() })
	return m
}

func (m *machine) on(t *testing.T) {
	t.Helper()
	if said, err := exec.Command("mount", "-o", "loop", m.image, m.at).CombinedOutput(); err != nil {
		t.Fatalf("mount: %v: %s", err, said)
	}
}

func (m *machine) off(t *testing.T) {
	t.Helper()
	if said, err := exec.Command("umount", m.at).CombinedOutput(); err != nil {
		t.Fatalf("umount: %v: %s", err, said)
	}
}

// cut loses everything that was not asked to be kept: what is in memory, and the journal too.
func (m *machine) cut() error {
	dir, err := os.Open(m.at)
	if err != nil {
		return err
	}
	defer dir.Close()
	const shutdown, noLogFlush = 0x8004587d, 2 // FS_IOC_SHUTDOWN of linux/fs.h, and ext4's flag
	how := uint32(noLogFlush)
	_, _, number := syscall.Syscall(syscall.SYS_IOCTL, dir.Fd(), shutdown, uintptr(unsafe.Pointer(&how)))
	if number != 0 {
		return number
	}
	return nil
}

// cuts lets a process write in a role, cuts the power, and counts what is lost of what was
// acknowledged, as often as that. What no longer opens at all has lost all of it.
func (m *machine) cuts(t *testing.T, role string, times int) (acknowledged, missing int) {
	t.Helper()
	path := filepath.Join(m.at, "catcow.db")
	chance := rand.New(rand.NewPCG(1, 2))
	for range times {
		other := start(t, role, path)
		var said []string
		for range 1 + chance.IntN(60) {
			line, ok := other.said(t)
			if !ok {
				t.Fatal("the other process ended")
			}
			said = append(said, line)
		}
		if err := m.cut(); err != nil {
			t.Fatalf("the power can't be cut here: %v", err)
		}
		if err := other.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		other.Wait() // killed; what it said after the cut is not counted
		m.off(t)
		m.on(t)
		acknowledged += len(said)
		if s, err := Open(path); err != nil {
			if role != "unsynced" {
				t.Fatalf("after a cut: %v", err)
			}
			missing += len(said)
			left, _ := filepath.Glob(path + "*")
			for _, name := range left {
				os.Remove(name)
			}
			continue
		} else if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		missing += lost(t, path, said)
	}
	return acknowledged, missing
}

// TestAcknowledgedFactSurvivesPowerCut cuts the power of a file system sixty times. It needs root and
// a loop device, and half a minute, so it runs when CATCOW_POWERCUT=1 asks for it.
func TestAcknowledgedFactSurvivesPowerCut(t *testing.T) {
	for _, c := range []struct {
		role  string
		times int
	}{{"write", 60}, {"unsynced", 15}} {
		m := newMachine(t)
		acknowledged, missing := m.cuts(t, c.role, c.times)
		t.Logf("%s: %d facts acknowledged in %d cuts, %d lost", c.role, acknowledged, c.times, missing)
		if sound := c.role == "write"; (missing == 0) != sound {
			t.Errorf("%s: %d of %d facts are lost, want none if the disk was asked to keep them, and some if not", c.role, missing, acknowledged)
		}
	}
}

// TestPlacedCopySurvivesPowerCut cuts the power right after a copy and a compaction: what has its name
// is whole.
func TestPlacedCopySurvivesPowerCut(t *testing.T) {
	m := newMachine(t)
	for i := range 10 {
		path := filepath.Join(m.at, "catcow.db")
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		populate(t, s)
		copied := filepath.Join(m.at, "copy"+strings.Repeat("x", i))
		if _, err := s.Copy(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		if err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.Forget("U3", monday) }); err != nil {
			t.Fatal(err)
		}
		if err := s.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := remembered(t, s)
		if err := m.cut(); err != nil {
			t.Fatal(err)
		}
		s.Close() // in vain: its disk is gone
		m.off(t)
		m.on(t)
		if r, err := Look(t.Context(), copied, path+".key", false); err != nil || !r.Summed || !r.Opened {
			t.Errorf("the copy after a cut: %+v, %v", r, err)
		}
		s, err = Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if after := remembered(t, s); len(after) != len(before) {
			t.Errorf("%d entries before the cut, %d after", len(before), len(after))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
