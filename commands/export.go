package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// exportVersion is the version of the file for programs. It grows when a program that read
// the one before would read this one wrongly.
const exportVersion = 1

// export is all that is held, as files in the person's direct messages. What is put
// into them is read when they are made: see Set.Export.
func (t *talk) export(string) (Reply, error) {
	h, err := hold(t.tx, t.me.ID)
	if err != nil {
		return Reply{}, err
	}
	t.bare = true
	if h.empty() {
		t.gone = true // asking leaves nothing behind
		return Reply{Message: Message{Parts: []Part{Text("There is nothing to export: I hold nothing about you.")}}, Personal: true}, nil
	}
	return Reply{Export: true, Message: Message{Parts: []Part{
		Text("I'm putting together all that I hold about you. It comes into our direct messages in a moment, as two files: one to read, one for programs."),
	}}, Personal: true}, nil
}

// exportPressed is Export.
func (t *talk) exportPressed() (Reply, error) {
	reply, err := t.export("")
	return reply.instead(t.r), err
}

// Export is all that is held about somebody, ready to be handed to them.
type Export struct {
	Message            // stands above the files
	Files    []File    // the one to read, the one for programs
	Pieces   []Message // the first one in messages, where Slack takes no files
	Unfiled  Message   // stands above them, and says what is missing
	NotTaken Message   // said where neither came through
}

// Export reads it in one moment.
func (s *Set) Export(ctx context.Context, id habit.UserID, now time.Time) (Export, error) {
	var h holding
	err := s.store.View(ctx, func(r storage.Reader) (err error) {
		h, err = hold(r, id)
		return err
	})
	if err != nil {
		return Export{}, err
	}
	return exported(s.known(), h, now)
}

func exported(library *content.Library, h holding, now time.Time) (Export, error) {
	about := map[string]string{}
	for name, label := range labels {
		about[name] = label
	}
	data, err := json.MarshalIndent(struct {
		Version int               `json:"catcow_export"`
		Made    time.Time         `json:"made"`
		About   map[string]string `json:"about"` // what each field means
		holding
	}{exportVersion, now.UTC(), about, h}, "", " ")
	if err != nil {
		return Export{}, fmt.Errorf("commands: export: %w", err)
	}
	zone := zoneOf(h.Member)
	text := speaker{library, zone}.text(h, now)
	name := "catcow-" + habit.DayOf(now.In(zone)).String()
	return Export{
		Message: Message{Parts: []Part{
			Text("Here is all that I hold about you, as you asked."),
			Note("Only you and I are in these direct messages. Slack keeps the two files as it keeps any message, until you type `forget me`."),
		}},
		Files: []File{
			{Name: name + ".txt", Title: "All that Catcow holds about you, to read", Content: []byte(text)},
			{Name: name + ".json", Title: "The same, for programs", Content: data},
		},
		Unfiled: Message{Parts: []Part{
			Text("Here is all that I hold about you, as you asked. Slack lets me send no files here, so it comes as messages. The file for programs can't come."),
			Note("Whoever runs Catcow can change that: the app needs the scope `files:write`, as its manifest names it. Then `export` brings both."),
		}},
		Pieces: pieces(text),
		NotTaken: Message{Parts: []Part{
			Text("Slack did not take the files, so nothing, or not all of it, has come. All of it is still here. Please type `export` again in a while."),
		}},
	}, nil
}

// longestPiece is how many bytes of a file a message holds.
const longestPiece = 2500

// pieces is a text as messages that can be read one after the other. Nothing is left out.
func pieces(text string) (all []Message) {
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			all = append(all, Message{Parts: []Part{Text(b.String())}})
			b.Reset()
		}
	}
	for line := range strings.Lines(text) {
		for line = Plain(line); len(line) > longestPiece; {
			cut := strings.LastIndexByte(line[:longestPiece], ' ')
			if cut < 1 {
				break // one word; it stays whole
			}
			flush()
			b.WriteString(line[:cut])
			flush()
			line = line[cut:]
		}
		if b.Len()+len(line) > longestPiece {
			flush()
		}
		b.WriteString(line + "\n")
	}
	flush()
	return all
}

// ExportedJustNow is for somebody who has had their files moments ago.
func ExportedJustNow() Message {
	return Message{Parts: []Part{
		Text("Your files are on their way, or came within the last ten minutes: they stand in our direct messages. In a while `export` makes new ones."),
	}}
}
