package blockkit

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"catcow/commands"
)

// A Look is a kind of block that not every workspace takes.
type Look string

// The looks.
const (
	Charts   Look = "charts"
	Rows     Look = "cards"
	Pictures Look = "pictures"
)

// Looks are those that a message has.
func Looks(m commands.Message) []Look {
	has := map[Look]bool{}
	for _, part := range m.Parts {
		switch p := part.(type) {
		case commands.Chart:
			has[Charts] = true
		case commands.Picture:
			has[Pictures] = has[Pictures] || p.File != ""
		case commands.Cards:
			has[Rows] = has[Rows] || len(p.All) > 0
			for _, card := range p.All {
				has[Pictures] = has[Pictures] || card.Picture.File != ""
			}
		}
	}
	var looks []Look
	for _, look := range []Look{Charts, Rows, Pictures} {
		if has[look] {
			looks = append(looks, look)
		}
	}
	return looks
}

// Without is the message without those looks, all of it said in words.
func Without(m commands.Message, looks ...Look) commands.Message {
	plain := commands.Message{}
	for _, part := range m.Parts {
		switch p := part.(type) {
		case commands.Chart:
			if slices.Contains(looks, Charts) {
				part = commands.Text(mrkdwnOf(p))
			}
		case commands.Picture:
			if slices.Contains(looks, Pictures) {
				p.File = ""
				part = p
			}
		case commands.Actions:
			if slices.Contains(looks, Pictures) {
				part = still(p)
			}
		case commands.Cards:
			if slices.Contains(looks, Rows) {
				plain.Parts = append(plain.Parts, listed(p)...)
				continue
			}
			p.All = slices.Clone(p.All)
			for i := range p.All {
				if slices.Contains(looks, Pictures) {
					p.All[i].Picture.File = ""
				}
			}
			part = p
		}
		plain.Parts = append(plain.Parts, part)
	}
	return plain
}

// still is a row without what would bring a moving picture.
func still(row commands.Actions) commands.Actions {
	return slices.DeleteFunc(slices.Clone(row), func(a commands.Action) bool {
		b, _ := a.(commands.Button)
		return b.Moving != ""
	})
}

// Blamed are the looks that Slack's complaint names, as JSON pointers into the message's
// blocks, and the files of the pictures among them; none when it names none.
func Blamed(m commands.Message, where string) (looks []Look, files []string) {
	var blocks []slack.Block
	for _, found := range pointed.FindAllStringSubmatch(where, -1) {
		if blocks == nil {
			blocks = Blocks(m)
		}
		n, err := strconv.Atoi(found[1])
		if err != nil || n >= len(blocks) {
			continue
		}
		look := lookOf[blocks[n].BlockType()]
		if aPicture.MatchString(found[2]) {
			look = Pictures
		}
		if look != "" && !slices.Contains(looks, look) {
			looks = append(looks, look)
		}
		if id := fileAt(blocks[n], found[2]); id != "" && !slices.Contains(files, id) {
			files = append(files, id)
		}
	}
	return looks, files
}

// fileAt is the file of the picture at a place within a block; "": there is none.
func fileAt(block slack.Block, at string) string {
	switch b := block.(type) {
	case *slack.ImageBlock:
		if b.SlackFile != nil {
			return b.SlackFile.ID
		}
	case *slack.CarouselBlock:
		inside := inRow.FindStringSubmatch(at)
		if inside == nil {
			return ""
		}
		if n, err := strconv.Atoi(inside[1]); err == nil && n < len(b.Elements) && b.Elements[n].HeroImage != nil {
			return b.Elements[n].HeroImage.SlackFile.ID
		}
	}
	return ""
}

var (
	pointed  = regexp.MustCompile(`/blocks/(\d+)([^\]\s]*)`)
	aPicture = regexp.MustCompile(`/(slack_file|hero_image)\b`)
	inRow    = regexp.MustCompile(`^/elements/(\d+)/hero_image\b`)
	lookOf   = map[slack.MessageBlockType]Look{
		slack.MBTDataVisualization: Charts, slack.MBTCard: Rows, slack.MBTCarousel: Rows, slack.MBTImage: Pictures,
	}
)
