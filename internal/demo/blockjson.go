package demo

import "encoding/json"

// The JSON of Slack, as far as the page shows it.
type (
	jsonText struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	jsonOption struct {
		Text        jsonText `json:"text"`
		Value       string   `json:"value"`
		Description jsonText `json:"description"`
	}
	jsonElement struct {
		Type        string          `json:"type"`
		ActionID    string          `json:"action_id"`
		Text        json.RawMessage `json:"text"` // a string in a context, an object in a button
		Style       string          `json:"style"`
		URL         string          `json:"url"`
		Spoken      string          `json:"accessibility_label"`
		Alt         string          `json:"alt_text"`
		Placeholder jsonText        `json:"placeholder"`
		Options     []jsonOption    `json:"options"`
		Groups      []struct {
			Options []jsonOption `json:"options"`
		} `json:"option_groups"`
		InitialOption  jsonOption   `json:"initial_option"`
		InitialOptions []jsonOption `json:"initial_options"`
		InitialValue   string       `json:"initial_value"`
		Multiline      bool         `json:"multiline"`
		MaxLength      int          `json:"max_length"`
	}
	jsonBlock struct {
		Type      string            `json:"type"`
		ID        string            `json:"block_id"`
		Level     int               `json:"level"`
		Text      jsonText          `json:"text"`
		Fields    []jsonText        `json:"fields"`
		Accessory *jsonElement      `json:"accessory"`
		Elements  []json.RawMessage `json:"elements"`
		Element   *jsonElement      `json:"element"`
		Label     jsonText          `json:"label"`
		Hint      jsonText          `json:"hint"`
		Optional  bool              `json:"optional"`
		Alt       string            `json:"alt_text"`
		Title     json.RawMessage   `json:"title"` // an object on a picture, a string on a chart
		File      jsonFile          `json:"slack_file"`
	}
	jsonFile struct {
		ID string `json:"id"`
	}
	jsonCard struct {
		Type     string        `json:"type"`
		ID       string        `json:"block_id"`
		Hero     *jsonPicture  `json:"hero_image"`
		Title    jsonText      `json:"title"`
		Subtitle jsonText      `json:"subtitle"`
		Body     jsonText      `json:"body"`
		Actions  []jsonElement `json:"actions"`
		Elements []jsonCard    `json:"elements"` // of a carousel
	}
	jsonPicture struct {
		Alt  string   `json:"alt_text"`
		File jsonFile `json:"slack_file"`
	}
	jsonRich struct {
		Type     string            `json:"type"`
		Elements []json.RawMessage `json:"elements"`
		Style    json.RawMessage   `json:"style"` // "bullet" or "ordered" on a list, an object on a text
		Indent   int               `json:"indent"`
		Offset   int               `json:"offset"`
		Text     string            `json:"text"`
		URL      string            `json:"url"`
		Name     string            `json:"name"`
		Unicode  string            `json:"unicode"`
		User     string            `json:"user_id"`
		Channel  string            `json:"channel_id"`
		Range    string            `json:"range"`
	}
)
