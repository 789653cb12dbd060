package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

func percentile(all []time.Duration, p int) float64 {
	slices.Sort(all)
	return float64(all[min(len(all)-1, len(all)*p/100)].Microseconds()) / 1000
}

// BenchmarkSlashToAnswer is the time from the slash command's envelope to its
// answer on the screen, over loopback sockets, with a commit on disk for each.
func BenchmarkSlashToAnswer(b *testing.B) {
	slack := office(b, func(c *slacksim.Config) { c.NoLimits, c.AckWithin = true, slacksWait })
	env := variables(slack, filepath.Join(b.TempDir(), "catcow.db"))
	env["CATCOW_LOG"] = "warn"
	catcow := start(b, env)
	if err := slack.AwaitSockets(soon(b), 2); err != nil {
		b.Fatal(err)
	}
	ada := person{b, slack, "UADA", "C1"}
	ada.ask("") // the first one also asks Slack for the zone
	var took []time.Duration
	for b.Loop() {
		begun := time.Now()
		ada.ask("")
		took = append(took, time.Since(begun))
	}
	b.ReportMetric(percentile(took, 50), "p50-ms")
	b.ReportMetric(percentile(took, 99), "p99-ms")
	catcow.end(b)
}

// BenchmarkSixtyFourPresses is 64 people who press Did it on one channel prompt
// at the same moment: how long the slowest hundredth waits for the
// acknowledgement. Each of them is credited once, each round.
func BenchmarkSixtyFourPresses(b *testing.B) {
	const crowd = 64
	var day atomic.Int64 // so that each round has a prompt of its own
	now := func() time.Time {
		return time.Date(2026, 3, 2, 10, 29, 0, 0, time.UTC).AddDate(0, 0, int(day.Load()))
	}
	slack := office(b, func(c *slacksim.Config) { c.NoLimits, c.AckWithin, c.Now = true, slacksWait, now })
	var people []string
	for i := range crowd {
		id := fmt.Sprintf("U%03d", i)
		slack.AddUser(slacksim.User{ID: id, Name: id, TZ: "Europe/London"})
		people = append(people, id)
	}
	slack.AddChannel(slacksim.Channel{ID: "C9", Name: "crowd", Members: append(people, slack.BotUser())})
	catcow, end := assembled(b, slack, now)
	person{b, slack, people[0], "C9"}.ask("schedule daily 10:30")
	var took []time.Duration
	for round := 1; b.Loop(); round++ {
		if err := catcow.Tick(b.Context(), now().Add(time.Minute)); err != nil {
			b.Fatal(err)
		}
		day.Add(1)
		prompts := 0
		var prompt slacksim.Message
		person{b, slack, people[0], "C9"}.until("the prompt", func(m slacksim.Message) bool {
			if strings.Contains(m.Text, "Stretch break") && m.TS > prompt.TS {
				prompt, prompts = m, prompts+1
			}
			return prompts >= round
		})
		action := labelled(prompt.Blocks, "Did it")
		outcomes := make(chan slacksim.Outcome, crowd)
		for _, id := range people {
			go func() {
				outcomes <- slack.Press(soon(b), id, slacksim.At{Channel: prompt.Channel, TS: prompt.TS}, action)
			}()
		}
		for range people {
			o := <-outcomes
			if o.Err != "" {
				b.Fatal(o.Err)
			}
			took = append(took, o.AckAfter)
		}
		for _, id := range people {
			p := person{b, slack, id, "C9"}
			credited := func() int {
				return len(slices.DeleteFunc(p.private(), func(m slacksim.Message) bool { return !strings.HasPrefix(m.Text, "Logged: ") }))
			}
			if err := slack.Await(soon(b), func() bool { return credited() >= round }); err != nil || credited() > round {
				b.Fatalf("%s is credited %d times after %d presses", id, credited(), round)
			}
		}
	}
	b.ReportMetric(percentile(took, 50), "ack-p50-ms")
	b.ReportMetric(percentile(took, 99), "ack-p99-ms")
	end()
}

// BenchmarkMemory is the resident memory of a Catcow process that 200 people
// have talked to.
func BenchmarkMemory(b *testing.B) {
	slack := office(b, func(c *slacksim.Config) { c.NoLimits, c.AckWithin = true, slacksWait })
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CATCOW_TEST_CHILD=sound")
	for name, value := range variables(slack, filepath.Join(b.TempDir(), "catcow.db")) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	if err := slack.AwaitSockets(soon(b), 2); err != nil {
		b.Fatal(err)
	}
	for i := range 200 {
		id := fmt.Sprintf("U%03d", i)
		slack.AddUser(slacksim.User{ID: id, Name: id, TZ: "Europe/London"})
		slack.AddChannel(slacksim.Channel{ID: "CH" + id, Name: "ch" + strings.ToLower(id), Members: []string{id}})
		person{b, slack, id, "CH" + id}.ask("")
	}
	for b.Loop() {
		b.ReportMetric(resident(b, cmd.Process.Pid), "MB")
	}
}

// resident is a process's resident memory in MB, as Linux tells it.
func resident(b *testing.B, pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("resident memory is read from /proc, which this system does not have")
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	b.Fatal("no VmRSS in " + string(status))
	return 0
}
