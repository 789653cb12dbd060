package care

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestEmergencyNumberFollowsTheCountryOfTheZone(t *testing.T) {
	for zone, want := range map[string]string{
		"Europe/London":       "999 or 112, or your local emergency number",
		"Europe/Berlin":       "112, or your local emergency number",
		"Europe/Dublin":       "112 or 999, or your local emergency number",
		"Europe/Zurich":       "144 or 112, or your local emergency number",
		"America/New_York":    "911, or your local emergency number",
		"US/Pacific":          "911, or your local emergency number",
		"America/Toronto":     "911, or your local emergency number",
		"Australia/Sydney":    "000, or your local emergency number",
		"Pacific/Auckland":    "111, or your local emergency number",
		"Asia/Tokyo":          "119, or your local emergency number",
		"Asia/Kolkata":        "112, or your local emergency number",
		"Asia/Calcutta":       "112, or your local emergency number",
		"America/Sao_Paulo":   "192, or your local emergency number",
		"Africa/Johannesburg": "10177 or 112, or your local emergency number",
		"Iceland":             "112, or your local emergency number",
		"Asia/Kabul":          "your local emergency number",
		"Antarctica/McMurdo":  "your local emergency number",
		"UTC":                 "your local emergency number",
		"Etc/GMT+5":           "your local emergency number",
		"":                    "your local emergency number",
		"Middle/Earth":        "your local emergency number",
	} {
		if got := Emergency(zone); got != want {
			t.Errorf("Emergency(%q) = %q, want %q", zone, got, want)
		}
	}
}

func TestEmergencyTableNamesRealZonesOnce(t *testing.T) {
	seen := map[string]string{}
	for line := range strings.Lines(emergencyTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || len(fields[0]) != 2 || fields[1] != "-" && strings.Trim(fields[1], "0123456789 or") != "" {
			t.Fatalf("line %q", line)
		}
		for zone := range strings.FieldsSeq(fields[2]) {
			if seen[zone] != "" {
				t.Errorf("%s is in %s and in %s", zone, seen[zone], fields[0])
			}
			seen[zone] = fields[0]
			if _, err := time.LoadLocation(zone); err != nil {
				t.Errorf("%s: %v", zone, err)
			}
		}
	}
}

func TestEveryZoneHasItsCountryAndANumberOrADoubt(t *testing.T) {
	country, number := map[string]string{}, map[string]string{}
	for line := range strings.Lines(emergencyTable) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 && !strings.HasPrefix(line, "#") {
			for zone := range strings.FieldsSeq(fields[2]) {
				country[zone], number[zone] = fields[0], fields[1]
			}
		}
	}
	zones, err := os.ReadFile("../habit/zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	known, doubts := 0, 0
	for line := range strings.Lines(string(zones)) {
		names := strings.Fields(line)
		if len(names) == 0 || names[0] == "#" {
			continue
		}
		for _, name := range names {
			if country[name] == "" {
				t.Errorf("%s is in no country", name)
			}
		}
		if current := names[len(names)-1]; country[names[0]] != country[current] {
			t.Errorf("%s is in %s, but %s in %s", names[0], country[names[0]], current, country[current])
		}
		if number[names[0]] == "-" {
			doubts++
		} else {
			known++
		}
	}
	if known < 390 || known < 2*doubts {
		t.Errorf("%d zones with a number, %d in doubt", known, doubts)
	}
}
