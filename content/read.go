package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxFile is the size of a content file, in bytes, beyond which it is not read.
const maxFile = 256 << 10

// reader reads one file and collects what is wrong with it.
type reader struct {
	file     string
	problems []Problem
}

func (r *reader) problem(line int, format string, args ...any) {
	r.problems = append(r.problems, Problem{r.file, line, fmt.Sprintf(format, args...)})
}

// root opens the file and returns its one document, or nil when it has none
// that can be read.
func (r *reader) root(fsys fs.FS) *yaml.Node {
	f, err := fsys.Open(r.file)
	if err != nil {
		r.problem(0, "cannot be opened: %v", cause(err))
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		r.problem(0, "cannot be read: %v", cause(err))
		return nil
	}
	return r.parse(data)
}

// cause is the reason alone: the file's name stands before it already.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func (r *reader) parse(data []byte) *yaml.Node {
	if len(data) > maxFile {
		r.problem(0, "larger than %d KiB: split or shorten it", maxFile>>10)
		return nil
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		switch {
		case !utf8.Valid(line):
			r.problem(i+1, "not UTF-8 text: save the file as UTF-8")
			return nil
		case bytes.ContainsRune(line, '\t'):
			r.problem(i+1, "a tab: write spaces instead")
			return nil
		}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	if err := decoder.Decode(&doc); errors.Is(err, io.EOF) {
		r.problem(0, "empty: write the item, or remove the file")
		return nil
	} else if err != nil {
		r.syntax(data, err)
		return nil
	}
	if err := decoder.Decode(&second); err == nil {
		r.problem(second.Line, "a second document begins: one file holds one, so remove the --- line")
		return nil
	} else if !errors.Is(err, io.EOF) {
		r.syntax(data, err)
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		r.problem(0, "empty: write the item, or remove the file")
		return nil
	}
	if !r.plain(doc.Content[0]) {
		return nil
	}
	return doc.Content[0]
}

var yamlLine = regexp.MustCompile(`^yaml: (?:unmarshal errors:\s+)?(?:line (\d+): )?`)

var (
	parserSays    = regexp.MustCompile(`^did not find expected (<|node content|'-' indicator|key|',' or)`)
	unknownAnchor = regexp.MustCompile(`^unknown anchor '(.+)' referenced`)
)

func (r *reader) syntax(data []byte, err error) {
	text := err.Error()
	m := yamlLine.FindStringSubmatch(text)
	line := 0
	if m != nil {
		line, _ = strconv.Atoi(m[1])
		text = text[len(m[0]):]
	}
	if parserSays.MatchString(text) {
		line++ // the library counts these lines from 0
	}
	if m := unknownAnchor.FindStringSubmatch(text); m != nil { // and gives none for these
		before, _, _ := bytes.Cut(data, []byte("*"+m[1]))
		line = 1 + bytes.Count(before, []byte("\n"))
	}
	hint := "check the indentation and the quotes around here"
	switch {
	case strings.Contains(text, "mapping values are not allowed"):
		hint = `put a text that holds ": " in quotes`
	case strings.HasPrefix(text, "unknown anchor"), strings.Contains(text, "alphabetic or numeric"), strings.Contains(text, "cannot start any token"):
		hint = "put a text that begins with a sign in quotes"
	}
	r.problem(line, "not YAML (%s): %s", text, hint)
}

// plain refuses what makes a file mean more than it shows: anchors, aliases,
// tags, and keys given twice.
func (r *reader) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode, n.Anchor != "":
		r.problem(n.Line, "an anchor or alias (& or *): write the text out, or put it in quotes")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		r.problem(n.Line, "a tag (!): remove it, or put the text in quotes")
		return false
	}
	if n.Kind == yaml.MappingNode {
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			k := n.Content[i]
			if k.Kind != yaml.ScalarNode {
				r.problem(k.Line, "a key must be one word")
				return false
			}
			if seen[k.Value] {
				r.problem(k.Line, "%q is given twice: keep one", k.Value)
				return false
			}
			seen[k.Value] = true
		}
	}
	for _, c := range n.Content {
		if !r.plain(c) {
			return false
		}
	}
	return true
}
