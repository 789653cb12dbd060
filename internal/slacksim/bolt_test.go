//go:build bolt

package slacksim_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"catcow/internal/slacksim"
)

// TestBoltHoldsAConversation needs node, npm and, for npm ci, a package registry. Run it with -tags bolt.
func TestBoltHoldsAConversation(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", ".npmrc", "conversation.mjs"} {
		data, err := os.ReadFile(filepath.Join("bolt", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	install := exec.CommandContext(t.Context(), "npm", "ci")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}

	s, _ := start(t)
	node := exec.Command("node", "conversation.mjs") // ends with its standard input
	node.Dir = dir
	node.Env = append(os.Environ(), "BASE="+s.URL(), "BOT_TOKEN="+slacksim.BotToken, "APP_TOKEN="+slacksim.AppToken)
	node.Stderr, node.Stdout = t.Output(), t.Output()
	stop, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop.Close()
		if err := node.Wait(); err != nil {
			t.Errorf("node: %v", err)
		}
	})
	if err := s.AwaitSockets(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	converse(t, s)
}
