package care

import (
	_ "embed"
	"strings"
	"sync"
)

// Emergency says what to call in the country of an IANA zone, ready to be put
// after "call": "999 or 112, or your local emergency number". A zone that it
// does not know, such as UTC, or whose number is in doubt, gives "your local
// emergency number" alone: the person may be anywhere, and the zone is only a
// guess at where.
func Emergency(zone string) string {
	const local = "your local emergency number"
	if number := emergencies()[zone]; number != "" {
		return number + ", or " + local
	}
	return local
}

//go:embed emergency.txt
var emergencyTable string

// emergencies are the numbers by zone.
var emergencies = sync.OnceValue(func() map[string]string {
	numbers := map[string]string{}
	for line := range strings.Lines(emergencyTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if fields[1] == "-" {
			continue
		}
		for zone := range strings.FieldsSeq(fields[2]) {
			numbers[zone] = fields[1]
		}
	}
	return numbers
})
