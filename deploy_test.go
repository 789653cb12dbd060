package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// knows is whether the program reads that variable.
func knows(t *testing.T, name string) bool {
	t.Helper()
	if slices.Contains([]string{"SLACK_APP_TOKEN_FILE", "SLACK_BOT_TOKEN_FILE", "SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "HTTPS_PROXY"}, name) {
		return true
	}
	parser, err := kong.New(&program{}, kong.Name("catcow"))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok && flag.Tag.Get("var") == name {
			found = true
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// README.md names every variable that the program reads, and none that it does not.
func TestTheReadmeNamesEverySetting(t *testing.T) {
	parser, err := kong.New(&program{}, kong.Name("catcow"))
	if err != nil {
		t.Fatal(err)
	}
	shown := firstCells(section(t, "README.md", "Settings"))
	for _, name := range shown {
		if !knows(t, name) {
			t.Errorf("README.md names %s, which the program does not read", name)
		}
	}
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			if name := flag.Tag.Get("var"); name != "" && !slices.Contains(shown, name) {
				t.Errorf("README.md does not name %s", name)
			}
		}
		return next(nil)
	})
	if err != nil || len(shown) < 10 {
		t.Fatalf("%v: %v", shown, err)
	}
}

// unit is the settings of a systemd unit, by section and name, in order.
func unit(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("deploy/catcow.service")
	if err != nil {
		t.Fatal(err)
	}
	settings, section := map[string][]string{}, ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(name, "]")
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok || section == "" {
			t.Fatalf("deploy/catcow.service: what is %q?", line)
		}
		settings[section+"."+name] = append(settings[section+"."+name], value)
	}
	return settings
}

// What the unit has to say, whatever systemd there is to check it.
func TestTheUnitSaysWhatItHasTo(t *testing.T) {
	has := unit(t)
	for name, want := range map[string]string{
		"Type": "notify-reload", "WatchdogSec": "60", "TimeoutStopSec": "20", "Restart": "always", "RestartSec": "5",
		"RestartPreventExitStatus": strconv.Itoa(exitConfiguration), "StateDirectory": "catcow", "StateDirectoryMode": "0700", "UMask": "0077",
		"DynamicUser": "yes", "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "AmbientCapabilities": "",
		"ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes", "MemoryDenyWriteExecute": "yes",
		"RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX", "SystemCallFilter": "@system-service", "MemoryMax": "256M",
	} {
		if !slices.Contains(has["Service."+name], want) {
			t.Errorf("%s is %q, want %q", name, has["Service."+name], want)
		}
	}
	credentials := map[string]bool{}
	for _, c := range has["Service.LoadCredential"] {
		id, _, _ := strings.Cut(c, ":")
		credentials[id] = true
	}
	for _, line := range has["Service.Environment"] {
		name, value, _ := strings.Cut(line, "=")
		if !knows(t, name) {
			t.Errorf("the program reads no %s", name)
		}
		if strings.HasSuffix(name, "TOKEN") {
			t.Errorf("%s stands in the unit, where every user can read it", name)
		}
		if id, ok := strings.CutPrefix(value, "%d/"); ok && !credentials[id] {
			t.Errorf("%s is of the credential %q, which is not loaded", name, id)
		}
	}
	if len(credentials) < 2 || len(has["Service.Environment"]) < 3 {
		t.Errorf("only the credentials %v and the environment %v", credentials, has["Service.Environment"])
	}
}

// catcow-do gives a command what the unit gives the service. Here is no systemd that
// runs: a program in its place says what it was asked.
func TestCommandsRunAsTheServiceDoes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is neither systemd nor a shell on Windows")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "systemd-run"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
	if err := os.Chmod(filepath.Join(dir, "systemd-run"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("deploy/catcow-do", "backup", "/var/lib/catcow/a file")
	cmd.Env = []string{"PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	asked := strings.Split(strings.TrimSpace(string(out)), "\n")
	is := unit(t)
	for _, name := range []string{"DynamicUser", "User", "StateDirectory", "StateDirectoryMode", "UMask", "LoadCredential", "EnvironmentFile"} {
		if len(is["Service."+name]) == 0 {
			t.Errorf("the unit has no %s", name)
		}
		for _, value := range is["Service."+name] {
			if !slices.Contains(asked, "--property="+name+"="+value) {
				t.Errorf("the service has %s=%s, a command has not: %q", name, value, asked)
			}
		}
	}
	for _, variable := range is["Service.Environment"] {
		variable = strings.NewReplacer("%d", "/run/credentials/catcow-do.service", "%S", "/var/lib").Replace(variable)
		if !slices.Contains(asked, "--setenv="+variable) {
			t.Errorf("the service has %s, a command has not: %q", variable, asked)
		}
	}
	program := strings.Fields(is["Service.ExecStart"][0])[0]
	if want := []string{program, "backup", "/var/lib/catcow/a file"}; !slices.Equal(asked[max(0, len(asked)-3):], want) {
		t.Errorf("asked for %q, want %q at the end", asked, want)
	}
	if out, err := exec.Command("deploy/catcow-do").CombinedOutput(); err == nil || !strings.Contains(string(out), "doctor") {
		t.Errorf("without a command: %v\n%s", err, out)
	}
}

// exposure is how much systemd thinks that a unit could do, in tenths: 0 is nothing, 100 everything.
// systemd 252 gives the unit 11; what is left is that it may use the network, which is what it is for.
const exposure = 13

func TestSystemdTakesTheUnit(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not on this machine; TestTheUnitSaysWhatItHasTo has read the file without it")
	}
	version, err := exec.Command(analyze, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(strings.Fields(string(version))[1])
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("deploy/catcow.service")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable() // verify looks whether there is such a program
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(data), "/usr/local/bin/catcow", self)
	if number < 253 {
		t.Logf("systemd %d knows no Type=notify-reload: the copy that it checks says notify", number)
		text = strings.ReplaceAll(text, "Type=notify-reload", "Type=notify")
	}
	try := func(text string, args ...string) (string, error) {
		file := filepath.Join(t.TempDir(), "catcow.service")
		write(t, file, text)
		out, err := exec.Command(analyze, append(args, file)...).CombinedOutput()
		return string(out), err
	}
	if out, err := try(text, "verify"); err != nil || strings.TrimSpace(out) != "" {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	if out, err := try(text+"Surprise=yes\n", "verify"); err == nil && strings.TrimSpace(out) == "" {
		t.Error("verify lets an unknown setting pass")
	}
	if number < 250 {
		t.Skipf("systemd %d can't judge a file's security; it took the unit", number)
	}
	judge := []string{"security", "--offline=true", "--no-pager", "--threshold=" + strconv.Itoa(exposure)}
	out, err := try(text, judge...)
	if err != nil {
		t.Errorf("the unit could do more than it should:\n%s", out)
	}
	t.Log(strings.TrimSpace(out[max(0, strings.LastIndex(out, "→")):]))
	for _, less := range []string{"CapabilityBoundingSet=", "SystemCallFilter=@system-service", "DynamicUser=yes\nUser=catcow"} {
		if out, err := try(strings.Replace(text, less+"\n", "", 1), judge...); err == nil {
			t.Errorf("nobody notices that %s is gone:\n%s", less, out[max(0, strings.LastIndex(out, "→")):])
		}
	}
}

// An instruction is one of a Containerfile, continued lines joined.
type instruction struct{ name, rest string }

// stages is a Containerfile, parted where each FROM begins.
func stages(t *testing.T) (all [][]instruction) {
	t.Helper()
	data, err := os.ReadFile("deploy/Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"ARG", "FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "ENTRYPOINT", "CMD"}
	all = [][]instruction{nil}
	for line := range strings.Lines(strings.ReplaceAll(string(data), "\\\n", " ")) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, rest, _ := strings.Cut(line, " ")
		if !slices.Contains(known, name) {
			t.Fatalf("deploy/Containerfile: what is %q?", line)
		}
		if name == "FROM" {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], instruction{name, strings.TrimSpace(rest)})
	}
	return all[1:]
}

func TestTheContainerHoldsOneProgramThatIsNotRoot(t *testing.T) {
	all := stages(t)
	last := map[string][]string{}
	for _, i := range all[len(all)-1] {
		last[i.name] = append(last[i.name], i.rest)
	}
	for name, want := range map[string][]string{
		"FROM": {"scratch"}, "USER": {"65532:65532"}, "VOLUME": {`["/data"]`}, "ENTRYPOINT": {`["/catcow"]`}, "CMD": {`["run"]`}, "RUN": nil,
	} {
		if !slices.Equal(last[name], want) {
			t.Errorf("%s is %q, want %q", name, last[name], want)
		}
	}
	for _, stage := range all {
		for _, i := range stage {
			name, _, _ := strings.Cut(i.rest, "=")
			if i.name == "ENV" && !knows(t, name) {
				t.Errorf("the program reads no %s", name)
			}
			if i.name == "ENV" && strings.Contains(name, "TOKEN") {
				t.Errorf("%s would stay in the image", name)
			}
		}
	}
	wants := regexp.MustCompile(`(?m)^go (\d+\.\d+)`)
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("deploy/Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	if version := wants.FindStringSubmatch(string(mod))[1]; !strings.Contains(string(text), "golang:"+version+"\n") {
		t.Errorf("go.mod wants Go %s, the Containerfile has another", version)
	}
}

// A container, a release and whoever checks one build by the same command.
func TestEverybodyBuildsAlike(t *testing.T) {
	const flags = `go build -trimpath -ldflags="-s -w -buildid="`
	for _, file := range []string{"deploy/Containerfile", "deploy/release", "SECURITY.md", "docs/operating.md"} {
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), flags) || !strings.Contains(string(text), "CGO_ENABLED=0") {
			t.Errorf("%s does not build by %s: %v", file, flags, err)
		}
	}
}

// compose is what of a compose file Catcow's uses; another key is a mistake.
type compose struct {
	Name     string
	Services map[string]struct {
		Build           struct{ Context, Dockerfile string }
		Image           string
		Environment     map[string]string
		Secrets         []string
		Volumes         []string
		Restart         string
		StopGracePeriod string `yaml:"stop_grace_period"`
		User            string
		ReadOnly        bool `yaml:"read_only"`
		Tmpfs           []string
		CapDrop         []string `yaml:"cap_drop"`
		SecurityOpt     []string `yaml:"security_opt"`
		MemLimit        string   `yaml:"mem_limit"`
		PidsLimit       int      `yaml:"pids_limit"`
		Healthcheck     struct {
			Test              []string
			Interval, Timeout string
			StartPeriod       string `yaml:"start_period"`
			Retries           int
		}
		Logging struct {
			Driver  string
			Options map[string]string
		}
	}
	Volumes map[string]struct{}
	Secrets map[string]struct{ File string }
}

func composed(t *testing.T) (c compose) {
	t.Helper()
	file, err := os.Open("deploy/compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	d := yaml.NewDecoder(file)
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil {
		t.Fatal(err)
	}
	if err := d.Decode(&c); err != io.EOF {
		t.Fatalf("deploy/compose.yml goes on: %v", err)
	}
	return c
}

func TestComposeGivesCatcowNothingItDoesNotNeed(t *testing.T) {
	c := composed(t)
	s := c.Services["catcow"]
	if !s.ReadOnly || s.User != "65532:65532" || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Equal(s.SecurityOpt, []string{"no-new-privileges:true"}) {
		t.Errorf("it may do too much: %+v", s)
	}
	if s.StopGracePeriod != "20s" || s.MemLimit != "256m" || s.PidsLimit == 0 || !slices.Equal(s.Volumes, []string{"data:/data"}) || len(c.Volumes) != 1 {
		t.Errorf("it gets something else than it should: %+v", s)
	}
	health := s.Healthcheck.Test
	if len(health) < 3 || health[0] != "CMD" || health[1] != "/catcow" || s.Environment["CATCOW_HTTP"] == "" {
		t.Errorf("nobody asks whether it works: %q", health)
	} else if parser, err := kong.New(&program{}, kong.Name("catcow")); err != nil {
		t.Error(err)
	} else if _, err := parser.Parse(health[2:]); err != nil {
		t.Errorf("its health is asked by %q: %v", health, err)
	}
	if _, err := os.Stat(filepath.Join("deploy", s.Build.Context, s.Build.Dockerfile)); err != nil {
		t.Error(err)
	}
	for name, value := range s.Environment {
		if !knows(t, name) {
			t.Errorf("the program reads no %s", name)
		}
		if secret, ok := strings.CutPrefix(value, "/run/secrets/"); ok && (!slices.Contains(s.Secrets, secret) || c.Secrets[secret].File != "./"+secret) {
			t.Errorf("%s is of the secret %q, which is not given", name, secret)
		}
		if strings.HasPrefix(value, "xapp-") || strings.HasPrefix(value, "xoxb-") {
			t.Errorf("%s stands in the file", name)
		}
	}
	for _, file := range []string{".gitignore", ".dockerignore"} { // the two files that must get nowhere
		if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), "slack-*-token") {
			t.Errorf("%s lets the tokens pass: %v", file, err)
		}
	}
	text, err := os.ReadFile("deploy/compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`# (CATCOW_\w+):`).FindAllStringSubmatch(string(text), -1) {
		if !knows(t, m[1]) {
			t.Errorf("the program reads no %s", m[1])
		}
	}
}
