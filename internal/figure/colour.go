package figure

import "image/color"

// theme is the colours of a background, light or dark. All figures share them;
// only the skin differs from move to move.
type theme struct {
	page, panel                             color.RGBA // around the panels, and behind the figure
	floor, prop                             color.RGBA
	propEdge, mat, matEdge                  color.RGBA
	propTop                                 color.RGBA // lit from above
	shirt, trousers, shoe, hair, skin       color.RGBA // of what is near
	farShirt, farTrousers, farShoe, farSkin color.RGBA // of limbs on the far side
	ghost                                   color.RGBA // the pose before
	accent                                  color.RGBA // outline of what moves, and arrows
	mark                                    color.RGBA // contact marks
	badge, digit                            color.RGBA
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

// skins are of the figures, light theme and dark; which one a move gets follows
// from its id.
var skins = [][2]uint32{{0xa8694c, 0xdba183}, {0x8d5438, 0xb57a58}, {0x6b3f2a, 0xa8714d}, {0x9c6038, 0xc9905f}}

func themeOf(dark bool, id string) theme {
	n := 0
	for _, c := range id {
		n = n*3 + int(c)
	}
	skin := skins[n%len(skins)]
	if dark {
		t := theme{
			page: rgb(0x1a1d21), panel: rgb(0x232830), floor: rgb(0x3a414c), prop: rgb(0x566171), propEdge: rgb(0x6d7a8c), mat: rgb(0x3b4663),
			shirt: rgb(0x4fb3a5), trousers: rgb(0x8f9fe0), shoe: rgb(0xdfe3ea), hair: rgb(0xb9a58f), skin: rgb(skin[1]),
			ghost: rgb(0x3d4653), accent: rgb(0xffb454), mark: rgb(0x9fb0c4), badge: rgb(0xdfe3ea), digit: rgb(0x232830),
		}
		t.fade(0.25)
		return t
	}
	t := theme{
		page: rgb(0xffffff), panel: rgb(0xf3f5f4), floor: rgb(0xcfd6d6), prop: rgb(0xb9c3c6), propEdge: rgb(0x97a4a8), mat: rgb(0xc9d3ea),
		shirt: rgb(0x1f7a72), trousers: rgb(0x38407a), shoe: rgb(0x23262f), hair: rgb(0x3b3230), skin: rgb(skin[0]),
		ghost: rgb(0xd5dbdc), accent: rgb(0xd2570c), mark: rgb(0x5d6d73), badge: rgb(0x23262f), digit: rgb(0xffffff),
	}
	t.fade(0.25)
	return t
}

// fade makes the far colours: nearer to the panel, at three to one or more.
func (t *theme) fade(k float64) {
	t.farShirt, t.farTrousers = mixColour(t.shirt, t.panel, k), mixColour(t.trousers, t.panel, k*1.5)
	t.propTop, t.matEdge = mixColour(t.prop, rgb(0xffffff), 0.3), mixColour(t.mat, t.trousers, 0.3)
	t.farShoe, t.farSkin = mixColour(t.shoe, t.panel, k*1.5), mixColour(t.skin, t.panel, k*0.4)
}

func mixColour(a, b color.RGBA, k float64) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8(float64(x)*(1-k) + float64(y)*k + 0.5) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}
