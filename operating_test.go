package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"catcow/internal/slacksim"
)

// blocks are the blocks of a document that begin with that word, in order.
func blocks(document, word string) (all []string) {
	for _, part := range strings.Split(document, "\n```"+word+"\n")[1:] {
		text, _, _ := strings.Cut(part, "\n```")
		all = append(all, text+"\n")
	}
	return all
}

// A terminal is one shell that types what a document says, block by block.
type terminal struct {
	cmd   *exec.Cmd
	typed *os.File
	lines *bufio.Scanner
}

// thatsAll marks in what the shell says that a block has ended.
const thatsAll = "the block has ended"

// sit opens a shell in a folder, in which catcow is this test's own program.
func sit(t *testing.T, dir string, slack *slacksim.Server) *terminal {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "catcow")
	write(t, bin, fmt.Sprintf("#!/bin/sh\nCATCOW_TEST_CHILD=stopping exec '%s' \"$@\"\n", os.Args[0]))
	if err := os.Chmod(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	term := &terminal{cmd: exec.CommandContext(t.Context(), "sh", "-eu")}
	term.cmd.Dir = dir
	term.cmd.Env = []string{"PATH=" + filepath.Dir(bin) + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + dir, "SLACK_API_URL=" + slack.APIURL()}
	typed, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	term.cmd.Stdin, term.typed = typed, in
	out, said, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	term.cmd.Stdout, term.cmd.Stderr, term.lines = said, said, bufio.NewScanner(out)
	if err := term.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	typed.Close()
	said.Close()
	t.Cleanup(func() {
		in.Close()
		term.cmd.Process.Kill()
		term.cmd.Wait()
	})
	return term
}

// run types a block and returns what it said; an error when a command of it failed.
func (term *terminal) run(block string) (said string, err error) {
	fmt.Fprintf(term.typed, "%s\necho %s\n", block, thatsAll)
	for term.lines.Scan() {
		if term.lines.Text() == thatsAll {
			return said, nil
		}
		said += term.lines.Text() + "\n"
	}
	return said, fmt.Errorf("the shell ended in\n%s%s", block, said)
}

// Somebody who has only docs/operating.md installs Catcow, backs it up, breaks it,
// restores it, changes its key, moves it and takes it away. What people did is there all the
// time, and who was forgotten after the backup is not there after the restore.
func TestOperatingWithNothingButTheDocument(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the document is for machines with a shell")
	}
	text, err := os.ReadFile("docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	slack, dir := office(t, nil), filepath.Join(t.TempDir(), "here")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "slack-app-token"), slacksim.AppToken+"\n")
	write(t, filepath.Join(dir, "slack-bot-token"), slacksim.BotToken+"\n")
	ada, bo := person{t, slack, "UADA", "C1"}, person{t, slack, "UBO", "C1"}
	term, starts := sit(t, dir, slack), 0
	for _, block := range blocks(string(text), "sh") {
		said, err := term.run(block)
		t.Logf("%s\n%s", block, said)
		if err != nil {
			log, _ := os.ReadFile(filepath.Join(dir, "catcow.log"))
			t.Fatalf("%v\n%s", err, log)
		}
		if strings.Contains(block, "catcow backup by-hand.db") {
			bo.press(bo.ask("forget me"), "Erase it all")
			bo.until("the end of it", saying("I hold nothing about you any more"))
		}
		if strings.Contains(block, "catcow restore by-hand.db") && !strings.Contains(said, "One person, who was erased after the backup was made, is erased again.") {
			t.Errorf("the restore says\n%s", said)
		}
		if !strings.Contains(block, "catcow run") {
			continue
		}
		if err := slack.AwaitSockets(soon(t), 2); err != nil {
			log, _ := os.ReadFile(filepath.Join(dir, "catcow.log"))
			t.Fatalf("after\n%s%v\n%s", block, err, log)
		}
		if starts++; starts == 1 {
			ada.ask("done cat cow")
			bo.ask("done cat cow")
			continue
		}
		if days := ada.ask("streak").Text; !strings.Contains(days, "1 ") {
			t.Errorf("after\n%swhat was done is gone: %s", block, days)
		}
	}
	if starts < 4 {
		t.Errorf("Catcow was started only %d times", starts)
	}
	err = slack.Await(soon(t), func() bool { return slack.Sockets() == 0 })
	if err != nil {
		t.Error("at the end it still runs")
	}
	left, err := os.ReadDir(filepath.Join(filepath.Dir(dir), "elsewhere"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range left {
		if name := file.Name(); name != "move.db" && name != "move.db.sha256" && name != "catcow.log" {
			t.Errorf("%s is left in the end", name)
		}
	}
}

func TestACommandThatFailsEndsTheOperating(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the document is for machines with a shell")
	}
	slack := office(t, nil)
	for _, block := range []string{"catcow runn\n", "catcow version\nfalse\n", "echo $nothing\n"} {
		if said, err := sit(t, t.TempDir(), slack).run(block); err == nil {
			t.Errorf("%sgoes unnoticed: %s", block, said)
		}
	}
	if said, err := sit(t, t.TempDir(), slack).run("catcow version\n"); err != nil || !strings.Contains(said, "schema") {
		t.Errorf("%v\n%s", err, said)
	}
}

// What the document says that Catcow says is what it says.
func TestOperatingQuotesWhatCatcowSays(t *testing.T) {
	var said []string
	for _, files := range source(t, ".") {
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil {
						said = append(said, text)
					}
				}
				return true
			})
		}
	}
	says := func(quoted string) bool {
		return !slices.ContainsFunc(strings.Split(quoted, "…"), func(part string) bool {
			part = strings.Trim(part, " ;")
			return !slices.ContainsFunc(said, func(text string) bool { return strings.Contains(text, part) })
		})
	}
	quotes := firstCells(section(t, "docs/operating.md", "When it refuses to start"))
	for _, quoted := range quotes {
		if !says(quoted) {
			t.Errorf("nothing in Catcow says %q", quoted)
		}
	}
	if len(quotes) < 12 || says("the moon … is full") {
		t.Errorf("only %q was read", quotes)
	}
}

// The commands that take root or a daemon are not run here: they are read by a
// shell, and what they take from the repository is there.
func TestOtherCommandsOfOperatingCanBeRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the document is for machines with a shell")
	}
	text, err := os.ReadFile("docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	reads := func(block string) error {
		cmd := exec.Command("sh", "-n")
		cmd.Stdin = strings.NewReader(block)
		return cmd.Run()
	}
	all := blocks(string(text), "shell")
	for _, block := range all {
		if err := reads(block); err != nil {
			t.Errorf("%v in\n%s", err, block)
		}
		for _, word := range strings.Fields(block) {
			if strings.HasPrefix(word, "deploy/") && !strings.Contains(word, "slack-") && word != "deploy/" {
				if _, err := os.Stat(word); err != nil {
					t.Error(err)
				}
			}
		}
	}
	if len(all) < 6 || reads("if true; then\n") == nil {
		t.Errorf("only %d blocks were read", len(all))
	}
}
