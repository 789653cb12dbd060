package commands

import "embed"

// Stories are conversations with Catcow, as testdata/*.txt: what happens, and what people see
// of it. Package internal/story plays them.
//
//go:embed testdata/*.txt
var Stories embed.FS
