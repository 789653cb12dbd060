package bot

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
)

// A Drawing is a picture of an exercise that can be drawn.
type Drawing struct {
	Exercise string // its id
	Side     int    // 1, 2: done to the first, to the other side; 0: as it is shown first
	Motion   bool   // moving: a GIF; a still is a PNG
	Alt      string // what it shows, in words
	Draw     func() ([]byte, error)
}

// pictures are the drawings that Slack has, each uploaded once for the workspace.
type pictures struct {
	mu      sync.Mutex
	alts    map[string]string // what each shows, in words; by nameOf
	has     map[string]pinned // by nameOf, too
	doubted []string          // files that may be gone
	others  []blockkit.Look   // what it was if none of them is
	renewed map[string]time.Time
	look    chan struct{} // the doubted ones shall be looked at
	quiet   string        // why there are none, as it was last told
}

// A pinned picture is a file of Slack's that a message can show.
type pinned struct {
	file string
	from time.Time // when Slack will have looked at it
}

func newPictures(drawings []Drawing) *pictures {
	p := &pictures{alts: map[string]string{}, has: map[string]pinned{}, renewed: map[string]time.Time{}, look: make(chan struct{}, 1)}
	for _, d := range drawings {
		p.alts[nameOf(d.Exercise, d.Side, d.Motion)] = d.Alt
	}
	return p
}

// nameOf is under which a drawing is remembered.
func nameOf(exercise string, side int, motion bool) string {
	if side > 0 {
		exercise += "/" + strconv.Itoa(side)
	}
	if motion {
		exercise += "/motion"
	}
	return exercise
}

// pictured is the message with the pictures that Slack has now, and without what would
// bring one that it has not. Of a side that it has not, it is the one that is shown first.
func (b *Bot) pictured(m commands.Message) commands.Message {
	parts := slices.Clone(m.Parts)
	for i, part := range parts {
		switch p := part.(type) {
		case commands.Picture:
			parts[i] = b.pictures.fill(p, b.now())
		case commands.Cards:
			p.All = slices.Clone(p.All)
			for n := range p.All {
				p.All[n].Picture = b.pictures.fill(p.All[n].Picture, b.now())
			}
			parts[i] = p
		case commands.Actions:
			parts[i] = commands.Actions(slices.DeleteFunc(slices.Clone(p), func(a commands.Action) bool {
				button, _ := a.(commands.Button)
				return button.Moving != "" && b.pictures.fill(commands.Picture{Exercise: button.Moving, Motion: true}, b.now()).File == ""
			}))
		}
	}
	return commands.Message{Parts: parts}
}

// fill is the picture with what Slack calls it, and with the words of the drawing, which
// know which side it shows.
func (p *pictures) fill(picture commands.Picture, now time.Time) commands.Picture {
	p.mu.Lock()
	defer p.mu.Unlock()
	picture.File = ""
	for _, side := range []int{picture.Side, 0} {
		name := nameOf(picture.Exercise, side, picture.Motion)
		if at, ok := p.has[name]; ok && !at.from.After(now) {
			picture.File, picture.Alt = at.file, cmp.Or(p.alts[name], picture.Alt)
			break
		}
	}
	return picture
}

func (p *pictures) pin(name, file string, from time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.has[name] = pinned{file, from}
}

func (p *pictures) drop(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.has, name)
}

// hide shows those files no more, until they were looked at.
func (p *pictures) hide(files []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.has, func(_ string, at pinned) bool { return slices.Contains(files, at.file) })
}

// doubt has a look at files that Slack would not show, or would not show beside others.
func (p *pictures) doubt(files []string, others []blockkit.Look) {
	p.mu.Lock()
	p.doubted, p.others = append(p.doubted, files...), append(p.others, others...)
	p.mu.Unlock()
	select {
	case p.look <- struct{}{}:
	default:
	}
}

func (p *pictures) doubts() (files []string, others []blockkit.Look) {
	p.mu.Lock()
	defer p.mu.Unlock()
	files, others, p.doubted, p.others = p.doubted, p.others, nil, nil
	return files, others
}

// filesOf are the files that a message shows.
func filesOf(m commands.Message) (files []string) {
	for _, part := range m.Parts {
		switch p := part.(type) {
		case commands.Picture:
			files = append(files, p.File)
		case commands.Cards:
			for _, card := range p.All {
				files = append(files, card.Picture.File)
			}
		}
	}
	return slices.DeleteFunc(files, func(id string) bool { return id == "" })
}
