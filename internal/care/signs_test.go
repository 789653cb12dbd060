package care

import (
	"slices"
	"testing"
)

func TestTableOfSignsHoldsTogether(t *testing.T) {
	s := knownSigns()
	var used marks
	for _, r := range s.rules {
		used = used.and(r.need.kinds).and(r.unless)
	}
	for _, p := range s.pairs {
		used.set(p.first)
		used.set(p.second)
	}
	for i, kind := range s.kinds {
		if !used.has(i) {
			t.Errorf("no rule uses %q", kind)
		}
		if slices.Index(s.kinds, kind) != i {
			t.Errorf("%q stands there twice", kind)
		}
	}
	for phrase, word := range s.phrases {
		if word != "" && s.words[word] == (marks{}) {
			t.Errorf("%q is read as %q, which says nothing", phrase, word)
		}
	}
	for _, meant := range s.slips {
		for _, word := range meant {
			if s.words[word] == (marks{}) {
				t.Errorf("a slip leads to %q, which says nothing", word)
			}
		}
	}
}

func TestOneSlipIsOneSlip(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"fever", "fever", true}, {"fevr", "fever", true}, {"feever", "fever", true}, {"fevar", "fever", true},
		{"fveer", "fever", true}, {"fvere", "fever", false}, {"fe", "fever", false}, {"feevver", "fever", false}, {"", "a", true},
	} {
		if got := oneSlip(c.a, c.b); got != c.want {
			t.Errorf("oneSlip(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
