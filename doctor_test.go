package main

import (
	"bytes"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"catcow/internal/slacksim"
	"catcow/storage/bolt"
)

var update = flag.Bool("update", false, "rewrite what the doctor says in testdata/doctor")

// An installation is looked at as it is; what the doctor says of it stands in testdata/doctor,
// to be read as the person who gets it.
func TestWhatTheDoctorSays(t *testing.T) {
	for name, c := range map[string]struct {
		arrange func(t *testing.T, slack *slacksim.Server, env map[string]string)
		code    int
	}{
		"good": {func(t *testing.T, slack *slacksim.Server, env map[string]string) {
			keyed(t, env["CATCOW_DB"])
			backedUp(t, env["CATCOW_DB"], time.Hour)
			env["CATCOW_OPERATOR"], env["CATCOW_HTTP"] = "UADA", ":0"
		}, 0},
		"before the first start": {func(*testing.T, *slacksim.Server, map[string]string) {}, 0},
		"nothing is set": {func(_ *testing.T, _ *slacksim.Server, env map[string]string) {
			delete(env, "SLACK_APP_TOKEN")
			delete(env, "SLACK_BOT_TOKEN")
		}, 78},
		"tokens are swapped": {func(_ *testing.T, _ *slacksim.Server, env map[string]string) {
			env["SLACK_APP_TOKEN"], env["SLACK_BOT_TOKEN"] = env["SLACK_BOT_TOKEN"], env["SLACK_APP_TOKEN"]
		}, 78},
		"tokens are revoked": {func(_ *testing.T, slack *slacksim.Server, _ map[string]string) { slack.Revoke() }, 78},
		"token files are open to all, or missing": {func(t *testing.T, _ *slacksim.Server, env map[string]string) {
			path := filepath.Join(filepath.Dir(env["CATCOW_DB"]), "bot-token")
			write(t, path, env["SLACK_BOT_TOKEN"])
			if err := os.Chmod(path, 0o644); err != nil {
				t.Fatal(err)
			}
			delete(env, "SLACK_BOT_TOKEN")
			delete(env, "SLACK_APP_TOKEN")
			env["SLACK_BOT_TOKEN_FILE"], env["SLACK_APP_TOKEN_FILE"] = path, path+"-of-the-app"
		}, 78},
		"settings are wrong": {func(t *testing.T, _ *slacksim.Server, env map[string]string) {
			env["CATCOW_LOG"], env["CATCOW_SCHEDULERS"], env["CATCOW_OPERATOR"], env["CATCOW_HTTP"] = "loud", "everybody", "@ada", "here"
			mine := filepath.Join(filepath.Dir(env["CATCOW_DB"]), "mine")
			if err := os.MkdirAll(filepath.Join(mine, "exercises"), 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(mine, "exercises", "wave.yaml"), "id: W01\nname: Wave\nstepps: []\n")
			env["CATCOW_CONTENT"] = mine
		}, 78},
		"the operator has left": {func(_ *testing.T, slack *slacksim.Server, env map[string]string) {
			slack.AddUser(slacksim.User{ID: "UGONE", Name: "gone", Deleted: true})
			env["CATCOW_OPERATOR"] = "UGONE"
		}, 78},
		"Slack is out of reach": {func(t *testing.T, _ *slacksim.Server, env map[string]string) {
			env["SLACK_API_URL"] = "http://" + free(t) + "/api/"
		}, 1},
		"somebody looks into the connection": {func(t *testing.T, _ *slacksim.Server, env map[string]string) {
			stranger := httptest.NewTLSServer(http.NotFoundHandler())
			t.Cleanup(stranger.Close)
			env["SLACK_API_URL"] = stranger.URL + "/api/"
		}, 1},
		"the database is damaged and open to all": {func(t *testing.T, _ *slacksim.Server, env map[string]string) {
			write(t, env["CATCOW_DB"], strings.Repeat("dear diary, ", 5000))
			if err := os.Chmod(env["CATCOW_DB"], 0o644); err != nil {
				t.Fatal(err)
			}
			backedUp(t, env["CATCOW_DB"], 50*time.Hour)
		}, 78},
		"the key is that of another": {func(t *testing.T, _ *slacksim.Server, env map[string]string) {
			sealed(t, env["CATCOW_DB"])
			other := filepath.Join(t.TempDir(), "other.db")
			sealed(t, other)
			text, err := os.ReadFile(other + ".key")
			if err != nil {
				t.Fatal(err)
			}
			write(t, env["CATCOW_DB"]+".key", string(text))
			backedUp(t, env["CATCOW_DB"], time.Hour)
		}, 78},
		"the database is gone": {func(t *testing.T, _ *slacksim.Server, env map[string]string) {
			sealed(t, env["CATCOW_DB"])
			if err := os.Remove(env["CATCOW_DB"]); err != nil {
				t.Fatal(err)
			}
		}, 78},
		"no backup": {func(t *testing.T, _ *slacksim.Server, env map[string]string) { keyed(t, env["CATCOW_DB"]) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			slack := office(t, nil)
			env := variables(slack, filepath.Join(t.TempDir(), "catcow.db"))
			delete(env, "CATCOW_LOG")
			c.arrange(t, slack, env)
			before := files(t, filepath.Dir(env["CATCOW_DB"]))
			code, said := doctor(t, env)
			if code != c.code {
				t.Errorf("code %d, want %d", code, c.code)
			}
			if after := files(t, filepath.Dir(env["CATCOW_DB"])); strings.Join(before, "\n") != strings.Join(after, "\n") {
				t.Errorf("the disk has changed:\nbefore %v\nafter  %v", before, after)
			}
			for _, token := range []string{slacksim.AppToken, slacksim.BotToken} {
				if strings.Contains(said, token) {
					t.Errorf("it tells a token:\n%s", said)
				}
			}
			said = strings.ReplaceAll(said, filepath.Dir(env["CATCOW_DB"]), "/var/lib/catcow")
			said = regexp.MustCompile(`catcow \S+, go\S+, database schema \d+`).ReplaceAllString(said, "catcow v1, go1, database schema N")
			said = regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(said, "127.0.0.1:PORT")
			said = regexp.MustCompile(`sound, \d+ kB`).ReplaceAllString(said, "sound, 64 kB")
			said = regexp.MustCompile(`key id \w{8} expected, \w{8} given`).ReplaceAllString(said, "key id THIS expected, THAT given")
			golden := filepath.Join("testdata", "doctor", strings.ReplaceAll(name, " ", "-")+".txt")
			if *update {
				if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
					t.Fatal(err)
				}
				write(t, golden, said)
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if said != string(want) {
				t.Errorf("it says\n%s\nnot\n%s", said, want)
			}
		})
	}
}

// keyed is a database with its key beside it.
func keyed(t *testing.T, db string) {
	t.Helper()
	prepared(t, db)
	if _, err := os.Stat(db + ".key"); err != nil {
		write(t, db+".key", strings.Repeat("k", 32))
	}
}

// sealed is a database as the first start makes it.
func sealed(t *testing.T, db string) {
	t.Helper()
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

// doctor is what it says, and its exit code.
func doctor(t *testing.T, env map[string]string) (int, string) {
	t.Helper()
	var said, failed bytes.Buffer
	code := run(soon(t), []string{"doctor"}, from(env), &said, &failed)
	if failed.Len() > 0 {
		t.Errorf("on standard error: %s", &failed)
	}
	return code, said.String()
}

// backedUp puts a backup of that age where they lie.
func backedUp(t *testing.T, db string, age time.Duration) {
	t.Helper()
	folder := filepath.Join(filepath.Dir(db), "backups")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "catcow-2026-11-24.db")
	write(t, file, "a copy")
	then := time.Now().Add(-age)
	if err := os.Chtimes(file, then, then); err != nil {
		t.Fatal(err)
	}
}

// Beside a Catcow that runs, its database and its address are in use, and that is well.
func TestTheDoctorLooksAtACatcowThatRuns(t *testing.T) {
	slack := office(t, nil)
	db, address := filepath.Join(t.TempDir(), "catcow.db"), free(t)
	child(t, slack, db, "sound", "CATCOW_HTTP="+address)
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	backedUp(t, db, 0)
	env := variables(slack, db)
	env["CATCOW_LOG"], env["CATCOW_HTTP"] = "info", address
	code, said := doctor(t, env)
	if code != 0 || !strings.Contains(said, db+" is in use: a Catcow runs") || !strings.Contains(said, "served at "+address) {
		t.Errorf("code %d:\n%s", code, said)
	}
}

// What scopes the token has is held against the manifest, both ways.
func TestTheDoctorComparesScopes(t *testing.T) {
	all := scopesFound([]string{"chat:write", "commands", "im:write", "im:history"})
	if len(all) != 2 || !strings.Contains(all[0].says, "missing: app_mentions:read, channels:read") || all[1].says != "more than Catcow needs: im:write" || all[0].cure == "" || all[1].cure == "" {
		t.Errorf("%+v", all)
	}
}

// A clock that is off is seen, in both directions.
func TestTheDoctorSeesAClockThatIsOff(t *testing.T) {
	for skew, want := range map[time.Duration]string{5 * time.Minute: "5m0s behind Slack's", -time.Hour: "1h0m0s ahead of Slack's", 2 * time.Second: "agrees"} {
		if f := clockOf(skew); !strings.Contains(f.says, want) || (f.cure == "") != (want == "agrees") {
			t.Errorf("%v: %+v", skew, f)
		}
	}
}
