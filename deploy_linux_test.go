package main

import (
	"debug/elf"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"catcow/internal/slacksim"
)

// nobody is the user of the container.
const nobody = 65532

// asInTheImage is Catcow as the Containerfile builds it, by the same command.
func asInTheImage(t *testing.T, dir string) string {
	t.Helper()
	var command string
	for _, i := range stages(t)[0] {
		if i.name == "RUN" && strings.Contains(i.rest, "go build") {
			command = i.rest
		}
	}
	if command == "" || !strings.Contains(command, "-o /out/catcow") {
		t.Fatalf("the Containerfile builds with %q", command)
	}
	file := filepath.Join(dir, "catcow")
	build := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(command, "/out/catcow", file))
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, out)
	}
	return file
}

// isStatic is whether a program needs no other file to be run.
func isStatic(t *testing.T, file string) bool {
	t.Helper()
	f, err := elf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	needs, err := f.ImportedLibraries()
	if err != nil {
		t.Fatal(err)
	}
	loaded := slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP })
	return len(needs) == 0 && !loaded
}

// room is a folder with what the image holds and nothing else.
func room(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, place := range []string{"data", "run/secrets", "etc/ssl/certs", "proc", "dev"} {
		if err := os.MkdirAll(filepath.Join(dir, place), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dir, "dev/null"), "")
	if err := errors.Join(os.Chmod(filepath.Join(dir, "data"), 0o700), os.Chown(filepath.Join(dir, "data"), nobody, nobody)); err != nil {
		t.Fatal(err)
	}
	for dir := dir; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) { // tests' folders are for their owner alone
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// inside is Catcow where it sees the room alone, with /proc and /dev/null as in a container, as
// the container's user. What is mounted for it goes with it.
func inside(t *testing.T, dir string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	const enter = `mount -t proc proc "$1/proc" && mount --bind /dev/null "$1/dev/null" && exec chroot --userspec=65532:65532 "$@"`
	c := exec.CommandContext(t.Context(), "unshare", append([]string{"-m", "sh", "-c", enter, "sh", dir}, args...)...)
	c.Env = append(env, "PATH="+os.Getenv("PATH"))
	return c
}

// Here is no container daemon; the rest of what the image promises is shown: the
// program that the Containerfile's command builds is whole in itself, and works
// as that user with no file but its own, its volume and its secrets.
func TestWhatTheContainerHoldsIsEnough(t *testing.T) {
	dir := room(t)
	if !isStatic(t, asInTheImage(t, dir)) {
		t.Error("the program is not static")
	}
	if isStatic(t, "/bin/sh") {
		t.Error("a program that needs libraries counts as static")
	}
	if out, err := inside(t, dir, nil, "/catcow", "version").CombinedOutput(); err != nil {
		if os.Getuid() == 0 && !strings.Contains(string(out), "permitted") && !strings.Contains(string(out), "denied") {
			t.Fatalf("%v: %s", err, out)
		}
		t.Skipf("the program is static; to run it where it sees nothing else takes root, and the right to mount: %s", out)
	}
	slack := office(t, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	service := composed(t).Services["catcow"]
	service.Environment["CATCOW_HTTP"] = listener.Addr().String() // this network is not the container's own
	var env []string
	for name, value := range service.Environment {
		env = append(env, name+"="+value)
	}
	env = append(env, "SLACK_API_URL="+slack.APIURL(), "CATCOW_LOG=debug")
	for name, token := range map[string]string{"slack-app-token": slacksim.AppToken, "slack-bot-token": slacksim.BotToken} {
		file := filepath.Join(dir, "run/secrets", name)
		write(t, file, token+"\n")
		if err := os.Chown(file, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	said := &notes{}
	catcow := inside(t, dir, env, "/catcow", "run")
	catcow.Stdout, catcow.Stderr = said, said
	if err := catcow.Start(); err != nil {
		t.Fatal(err)
	}
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	person{t, slack, "UADA", "C1"}.ask("neck")
	if out, err := inside(t, dir, env, service.Healthcheck.Test[1:]...).CombinedOutput(); err != nil || string(out) != "ok\n" {
		t.Errorf("its health: %v: %s", err, out)
	}
	if err := errors.Join(catcow.Process.Signal(syscall.SIGTERM), catcow.Wait()); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		name = strings.TrimPrefix(name, dir)
		if err == nil && !d.IsDir() && name != "/catcow" && name != "/dev/null" && !strings.HasPrefix(name, "/data/") && !strings.HasPrefix(name, "/run/secrets/") {
			t.Errorf("it wrote %s, which is not in its volume", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "data", "catcow.db")); err != nil {
		t.Error(err)
	}
}
