package habit

import (
	"testing"
)

func TestTheNightBelongsToYesterdayUntilThree(t *testing.T) {
	tests := []struct {
		at, zone string
		want     bool
	}{
		{"2026-11-23T00:00:00+01:00", "Europe/Berlin", true},
		{"2026-11-23T02:59:59+01:00", "Europe/Berlin", true},
		{"2026-11-23T03:00:00+01:00", "Europe/Berlin", false},
		{"2026-11-23T03:30:00+01:00", "Europe/Berlin", false},
		{"2026-11-23T23:59:59+01:00", "Europe/Berlin", false},
		{"2026-11-23T02:00:00Z", "Europe/Berlin", false},     // where now is, it is three
		{"2026-03-29T01:59:59+01:00", "Europe/Berlin", true}, // the clock jumps to three
		{"2026-03-29T03:00:00+02:00", "Europe/Berlin", false},
		{"2026-10-25T02:59:59+02:00", "Europe/Berlin", true}, // and is two once more
		{"2026-10-25T02:59:59+01:00", "Europe/Berlin", true},
		{"2026-10-25T03:00:00+01:00", "Europe/Berlin", false},
	}
	for _, tt := range tests {
		if got := CountsYesterday(at(t, tt.at).In(mustZone(t, tt.zone))); got != tt.want {
			t.Errorf("%s in %s: %t, want %t", tt.at, tt.zone, got, tt.want)
		}
	}
}
