package habit

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestZonesAreFoundByTheirNameInAnyCase(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Europe/Berlin", "Europe/Berlin"},
		{"europe/berlin", "Europe/Berlin"},
		{"AMERICA/NEW YORK", "America/New_York"},
		{"america/port-au-prince", "America/Port-au-Prince"},
		{"Asia/Calcutta", "Asia/Calcutta"},
		{"Etc/UTC", "Etc/UTC"},
		{"utc", "UTC"},
	}
	for _, tt := range tests {
		for range 2 { // the second time from memory
			loc, err := Zone(tt.name)
			if err != nil || loc.String() != tt.want {
				t.Errorf("Zone(%q) = %v, %v, want %s", tt.name, loc, err, tt.want)
			}
		}
	}
}

func TestNamesThatAreNoZoneAreRefused(t *testing.T) {
	for _, name := range []string{"", "Local", "CET", "EST", "GMT", "Berlin", "UTC+2", "+02:00", "Europe/", "/etc/localtime", "../Berlin", "posix/Europe/Berlin", "right/Europe/Berlin"} {
		loc, err := Zone(name)
		if err == nil {
			t.Errorf("Zone(%q) = %s", name, loc)
			continue
		}
		checkMistake(t, err)
	}
}

func TestZonesAreFoundByTheirCity(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Berlin", "Europe/Berlin"},
		{"new york", "America/New_York"},
		{"new_york", "America/New_York"},
		{"St. John's", "America/St_Johns"},
		{"Zürich", "Europe/Zurich"},
		{"BOGOTÁ", "America/Bogota"},
		{"port au prince", "America/Port-au-Prince"},
		{"Buenos Aires", "America/Argentina/Buenos_Aires"},
		{"Istanbul", "Europe/Istanbul"},
		{"İstanbul", "Europe/Istanbul"},
		{"Kiev", "Europe/Kyiv"},
		{"Bratislava", "Europe/Bratislava"},
		{"Japan", "Asia/Tokyo"},
		{"Singapore", "Asia/Singapore"},
	}
	for _, tt := range tests {
		loc, err := findZone(tt.text)
		if err != nil || loc.String() != tt.want {
			t.Errorf("findZone(%q) = %v, %v, want %s", tt.text, loc, err, tt.want)
		}
	}
}

func TestACityOfSeveralZonesIsAskedBack(t *testing.T) {
	var many []string
	for city, names := range zones().cities {
		if len(names) < 2 {
			continue
		}
		many = append(many, city)
		_, err := findZone(city)
		if want := quote(city) + " can be " + either(names) + "; write the one you mean."; err == nil || err.Error() != want {
			t.Errorf("findZone(%q) = %v, want %s", city, err, want)
		}
	}
	slices.Sort(many)
	if got, want := strings.Join(many, " "), "central eastern mountain pacific west"; got != want {
		t.Errorf("cities of several zones: %s, want %s", got, want)
	}
}

func TestTheListOfZonesIsSound(t *testing.T) {
	var names []string
	for line := range strings.Lines(zoneFile) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		name, current := fields[0], fields[len(fields)-1]
		names = append(names, name)
		old, err := Zone(name)
		if err != nil || old.String() != name {
			t.Errorf("Zone(%q) = %v, %v", name, old, err)
			continue
		}
		now, err := Zone(current)
		if err != nil {
			t.Errorf("%s stands for %s: %v", name, current, err)
			continue
		}
		for at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2030; at = at.Add(7 * 24 * time.Hour) {
			if offset(at.Unix(), old) != offset(at.Unix(), now) {
				t.Errorf("%s is not %s at %s", name, current, at)
				break
			}
		}
	}
	if !slices.IsSorted(names) || len(names) < 500 {
		t.Errorf("%d names, sorted %t", len(names), slices.IsSorted(names))
	}
}
