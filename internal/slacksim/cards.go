package slacksim

import (
	"crypto/rand"
	"fmt"
	"slices"
)

// inCard are the members of a card.
const inCard = "hero_image icon slack_icon title subtitle body subtext actions"

// card checks one card. Slack's documents name no limit of its subtext; two buttons are what was seen to show.
func card(c *checker, at string, m map[string]any) {
	if m["hero_image"] == nil && m["title"] == nil && m["body"] == nil && m["actions"] == nil {
		c.fail(at, "must define at least one of `hero_image`, `title`, `actions` and `body`")
	}
	if m["icon"] != nil && m["slack_icon"] != nil {
		c.fail(at, "must define at most one of `icon` and `slack_icon`")
	}
	for _, name := range []string{"hero_image", "icon"} {
		if v, there := m[name]; there {
			if image := c.object(at+"/"+name, v, "type alt_text", "image_url slack_file"); image != nil {
				picture(c, at+"/"+name, image)
			}
		}
	}
	if v, there := m["slack_icon"]; there {
		c.object(at+"/slack_icon", v, "type name", "")
	}
	c.words(at, m, "title", "", 150)
	c.words(at, m, "subtitle", "", 150)
	c.words(at, m, "body", "", 200)
	c.words(at, m, "subtext", "", 200)
	list := c.list(at, m, "actions", 1, 2)
	where := make([]string, len(list))
	for i := range list {
		where[i] = fmt.Sprintf("%s/actions/%d", at, i)
	}
	c.within(where, list, "button")
}

// carousel checks a row of cards, each of which is a block of its own.
func carousel(c *checker, at string, m map[string]any) {
	for i, v := range c.list(at, m, "elements", 1, 10) {
		where := fmt.Sprintf("%s/elements/%d", at, i)
		if o, ok := v.(map[string]any); ok && o["type"] != "card" {
			c.unsupported(where, fmt.Sprint(o["type"]))
			continue
		}
		c.block(where, v)
	}
}

// cardsIn are the cards of a block: itself, or those of a carousel.
func cardsIn(block map[string]any) []map[string]any {
	if block["type"] == "card" {
		return []map[string]any{block}
	}
	var all []map[string]any
	if block["type"] == "carousel" {
		list, _ := block["elements"].([]any)
		for _, v := range list {
			if m, ok := v.(map[string]any); ok {
				all = append(all, m)
			}
		}
	}
	return all
}

// nameCards gives the cards of a carousel the ids that were left out.
func nameCards(block map[string]any) {
	for _, m := range cardsIn(block) {
		if m["block_id"] == nil || m["block_id"] == "" {
			m["block_id"] = rand.Text()[:5]
		}
	}
}

// buttonsIn are the elements of the cards of a block.
func buttonsIn(block map[string]any) []element {
	var all []element
	for _, m := range cardsIn(block) {
		id, _ := m["block_id"].(string)
		list, _ := m["actions"].([]any)
		for _, v := range list {
			def, _ := v.(map[string]any)
			if action, _ := def["action_id"].(string); action != "" {
				kind, _ := def["type"].(string)
				all = append(all, element{blockID: id, actionID: action, kind: kind, def: def, dispatches: true})
			}
		}
	}
	return slices.Clip(all)
}
