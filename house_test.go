package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// floors is which package may import what, besides the standard library. An
// arrow goes down only. ARCHITECTURE.md shows the same table.
var floors = map[string][]string{
	"internal/habit":      {},
	"content":             {theYAML},
	"internal/care":       {"internal/habit", "content"},
	"internal/figure":     {"content", theImage},
	"storage":             {"internal/habit", "internal/care"},
	"storage/bolt":        {"storage", "internal/habit", theBbolt, theCrypto},
	"storage/storagetest": {"storage", "internal/habit", "internal/care", "pgregory.net/rapid", "github.com/google/go-cmp"},
	"commands":            {"storage", "internal/care", "internal/habit", "content"},
	"bot/blockkit":        {"commands", theSlack},
	"bot":                 {"bot/blockkit", "commands", "storage", "internal/habit", theSlack, theLog},
	"internal/operate":    {"storage", thePrometheus, theSystemd},
	"internal/slacksim":   {theSocket},
	"internal/story":      {"bot/blockkit", "commands", "storage", "internal/habit"},
	"internal/demo":       {"internal/slacksim", "internal/story", "bot", "bot/blockkit", "commands", "storage", "storage/bolt", "content", theLog},
	"": {"bot", "commands", "content", "storage", "storage/bolt", "internal/demo", "internal/operate", "internal/habit", "internal/figure",
		"github.com/alecthomas/kong", theYAML, theLog},
}

const (
	theYAML   = "go.yaml.in/yaml/v3"
	theBbolt  = "go.etcd.io/bbolt"
	theCrypto = "golang.org/x/crypto"
	theSlack  = "github.com/slack-go/slack"
	theLog    = "github.com/rs/zerolog"
	theSocket = "github.com/gorilla/websocket"
	theImage  = "golang.org/x/image"

	thePrometheus = "github.com/prometheus/client_golang"
	theSystemd    = "github.com/coreos/go-systemd/v22"
)

// owners is who alone may touch what, whatever the floors say.
var owners = map[string][]string{
	theSlack:  {"bot", "bot/blockkit"},
	theBbolt:  {"storage/bolt"},
	theCrypto: {"storage/bolt"},
	theLog:    {"bot", "internal/demo", ""},
	theImage:  {"internal/figure"},

	thePrometheus: {"internal/operate"},
	theSystemd:    {"internal/operate"},
}

// timekeepers may read the clock, set timers and start goroutines.
var timekeepers = []string{"bot", "internal/operate", "internal/slacksim", "internal/demo", "", "storage/storagetest"} // the last is for tests alone

// clockwork is what of package time the others may not use.
var clockwork = []string{"Now", "Since", "Until", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Sleep"}

// timers is what of package context they may not use either.
var timers = []string{"WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause"}

func TestEveryPackageKeepsToItsFloor(t *testing.T) {
	files := source(t, ".")
	for _, pkg := range slices.Sorted(maps.Keys(files)) {
		allowed, known := floors[pkg]
		if !known {
			t.Errorf("package %q stands on no floor: add it to the table here and to ARCHITECTURE.md", pkg)
			continue
		}
		for _, f := range files[pkg] {
			for _, complaint := range complaints(pkg, allowed, f) {
				t.Error(complaint)
			}
		}
	}
	for pkg := range floors {
		if _, ok := files[pkg]; !ok {
			t.Errorf("the table names %q, which does not exist", pkg)
		}
	}
}

// The rules are shown to bite: each of these breaks one.
func TestTheHouseRulesBite(t *testing.T) {
	for name, code := range map[string]string{
		"a forbidden floor":      `import _ "catcow/bot"`,
		"a forbidden library":    `import _ "go.etcd.io/bbolt"`,
		"an unknown library":     `import _ "example.com/anything"`,
		"the clock":              `import "time"; var x = time.Now()`,
		"the clock, renamed":     `import clock "time"; var x = clock.Now`,
		"a timer":                `import "time"; var x = time.AfterFunc`,
		"a context's timer":      `import "context"; var x = context.WithTimeout`,
		"a dot import":           `import . "time"; var x = Now()`,
		"a goroutine":            `func f() { go f() }`,
		"a goroutine of a group": `import "sync"; func f(wg *sync.WaitGroup) { wg.Go(func() {}) }`,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package commands\n"+code, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(complaints("commands", floors["commands"], f)) == 0 {
			t.Errorf("%s in package commands went unnoticed", name)
		}
	}
}

func complaints(pkg string, allowed []string, f *ast.File) (list []string) {
	clock, contexts := "", ""
	for _, spec := range f.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		if imported == "time" {
			clock = "time"
			if spec.Name != nil {
				clock = spec.Name.Name
			}
		}
		if imported == "context" {
			contexts = "context"
			if spec.Name != nil {
				contexts = spec.Name.Name
			}
		}
		if spec.Name != nil && spec.Name.Name == "." {
			list = append(list, pkg+" may not import "+imported+" by a dot: nobody sees what comes from it")
		}
		if own, ok := strings.CutPrefix(imported, "catcow/"); ok {
			if !slices.Contains(allowed, own) {
				list = append(list, pkg+" may not import "+imported)
			}
			continue
		}
		if !strings.Contains(imported, ".") {
			continue // the standard library
		}
		if !slices.ContainsFunc(allowed, func(a string) bool { return imported == a || strings.HasPrefix(imported, a+"/") }) {
			list = append(list, pkg+" may not import "+imported)
		}
		for library, who := range owners {
			if (imported == library || strings.HasPrefix(imported, library+"/")) && !slices.Contains(who, pkg) {
				list = append(list, "only "+strings.Join(who, ", ")+" may import "+library+", not "+pkg)
			}
		}
	}
	if slices.Contains(timekeepers, pkg) {
		return list
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			list = append(list, pkg+" may not start a goroutine")
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && clock != "" && id.Name == clock && slices.Contains(clockwork, n.Sel.Name) {
				list = append(list, pkg+" may not use time."+n.Sel.Name+": now is an argument")
			}
			if id, ok := n.X.(*ast.Ident); ok && contexts != "" && id.Name == contexts && slices.Contains(timers, n.Sel.Name) {
				list = append(list, pkg+" may not use context."+n.Sel.Name+": timers belong to bot")
			}
			if n.Sel.Name == "Go" {
				list = append(list, pkg+" may not start a goroutine")
			}
		}
		return true
	})
	return list
}

func TestEveryPackageHasOnePackageComment(t *testing.T) {
	for pkg, files := range source(t, ".") {
		comments := 0
		for _, f := range files {
			if f.Doc != nil {
				comments++
			}
		}
		if comments != 1 {
			t.Errorf("package %q has %d package comments, want 1", pkg, comments)
		}
	}
}

// ARCHITECTURE.md shows the same table as floors, row by row.
func TestArchitectureShowsTheFloors(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || !strings.Contains(cells[2], "`") {
			continue
		}
		pkg := strings.Trim(cells[2], " `")
		if pkg == "main" {
			pkg = ""
		}
		shown[pkg] = ticked.FindAllString(cells[4], -1)
	}
	for pkg, allowed := range floors {
		row, ok := shown[pkg]
		if !ok {
			t.Errorf("ARCHITECTURE.md has no row for %q", pkg)
			continue
		}
		var want []string
		for _, a := range allowed {
			want = append(want, "`"+a+"`")
		}
		slices.Sort(want)
		slices.Sort(row)
		if !slices.Equal(row, want) {
			t.Errorf("ARCHITECTURE.md lets %q import %v, the house %v", pkg, row, want)
		}
		delete(shown, pkg)
	}
	for pkg := range shown {
		t.Errorf("ARCHITECTURE.md has a row for %q, which does not exist", pkg)
	}
}

// ARCHITECTURE.md shows what bot asks of commands, call by call, and names no
// file of a part that is not there.
func TestArchitectureShowsWhatLiesBetween(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, between, _ := strings.Cut(string(text), "\n## Between the floors\n")
	between, _, _ = strings.Cut(between, "\n## ")
	var shown []string
	files, in := 0, ""
	for line := range strings.Lines(between) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 {
			continue
		}
		if name := strings.Trim(cells[1], " `"); strings.HasPrefix(name, "internal/") {
			in = name
		} else if strings.Contains(cells[1], "`") {
			shown = append(shown, name)
		}
		if in == "" {
			continue
		}
		for _, file := range ticked.FindAllString(cells[3], -1) {
			files++
			if _, err := os.Stat(filepath.Join(in, strings.Trim(file, "`")+".go")); err != nil {
				t.Errorf("ARCHITECTURE.md names a part that is not there: %v", err)
			}
		}
	}
	if files < 20 {
		t.Errorf("only %d files of parts were read", files)
	}
	asked := methods(t, "bot", "Commands")
	slices.Sort(asked)
	slices.Sort(shown)
	if len(asked) == 0 || !slices.Equal(asked, shown) {
		t.Errorf("bot asks %v of commands, ARCHITECTURE.md shows %v", asked, shown)
	}
}

// methods are the names of those of an interface, in whichever file of a package it stands.
func methods(t *testing.T, pkg, name string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(pkg, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || spec.Name.Name != name {
				return true
			}
			for _, m := range spec.Type.(*ast.InterfaceType).Methods.List {
				names = append(names, m.Names[0].Name)
			}
			return false
		})
	}
	return names
}

var ticked = regexp.MustCompile("`[^`]+`")

// Every link from one of our documents to another leads somewhere.
func TestDocumentsLinkToWhatExists(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	links := 0
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") || strings.Contains(name, "node_modules") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			links++
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links to %s: %v", name, m[1], err)
			}
		}
		return nil
	})
	if err != nil || links < 10 {
		t.Fatalf("%d links read, %v", links, err)
	}
}

// source is every file that is built into a program, by package folder.
func source(t *testing.T, root string) map[string][]*ast.File {
	t.Helper()
	files := map[string][]*ast.File{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || d.Name() == "testdata" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(name))
		if pkg == "." {
			pkg = ""
		}
		files[pkg] = append(files[pkg], f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
