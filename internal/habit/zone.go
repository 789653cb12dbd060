package habit

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed zones.txt
var zoneFile string

// Zone returns the location of an IANA name, such as Europe/Berlin, in any case, or of UTC.
// The server's own zone and abbreviations such as CET are refused. Its error is a *Mistake.
func Zone(name string) (*time.Location, error) {
	if loc, ok := locations.Load(name); ok {
		return loc.(*time.Location), nil
	}
	spelled, known := zones().names[fold(name)]
	switch {
	case known:
	case strings.HasPrefix(name, "posix/"), strings.HasPrefix(name, "right/"):
		// Other ways to count seconds, which some systems keep beside the zones.
		return nil, unknownZone(name)
	case strings.Contains(name, "/"):
		spelled = name // perhaps the system knows newer zones than the list
	default:
		return nil, unknownZone(name)
	}
	loc, err := time.LoadLocation(spelled)
	if err != nil {
		return nil, unknownZone(name)
	}
	if loc.String() == name {
		locations.Store(name, loc)
	}
	return loc, nil
}

// findZone returns the location that a person means: what Zone returns, or the zone of a city.
func findZone(text string) (*time.Location, error) {
	key := fold(text)
	if cities := zones().cities[key]; len(cities) == 1 {
		return Zone(cities[0])
	} else if len(cities) > 1 {
		return nil, mistake("%s can be %s; write the one you mean.", quote(text), either(cities))
	}
	return Zone(text)
}

// locations remembers what was loaded, for time.LoadLocation reads a file at each call.
var locations sync.Map

type zoneList struct {
	names  map[string]string   // by folded name
	cities map[string][]string // by folded last element: the zones it can be
}

var zones = sync.OnceValue(func() zoneList {
	list := zoneList{names: map[string]string{"utc": "UTC"}, cities: map[string][]string{}}
	for line := range strings.Lines(zoneFile) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		name, current := fields[0], fields[len(fields)-1]
		list.names[fold(name)] = name
		city := fold(name[strings.LastIndex(name, "/")+1:])
		if !slices.Contains(list.cities[city], current) {
			list.cities[city] = append(list.cities[city], current)
		}
	}
	return list
})

// fold makes ways to write a zone alike: "São Paulo" and "sao_paulo", "St. John's" and "St_Johns".
func fold(name string) string {
	return strings.Join(strings.Fields(folder.Replace(strings.ToLower(name))), " ")
}

var folder = strings.NewReplacer("_", " ", "-", " ", ".", "", "'", "", "’", "",
	"á", "a", "à", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ç", "c", "č", "c", "é", "e", "è", "e",
	"ê", "e", "ë", "e", "í", "i", "î", "i", "ï", "i", "ı", "i", "ñ", "n", "ń", "n", "ó", "o", "ô", "o", "õ", "o", "ö", "o",
	"ø", "o", "ș", "s", "š", "s", "ú", "u", "û", "u", "ü", "u", "ă", "a", "ą", "a", "ł", "l", "\u0307", "")

// unknownZone says why a name is no zone.
func unknownZone(name string) *Mistake {
	lower := strings.ToLower(name)
	switch {
	case name == "":
		return mistake("It needs a time zone; write a city such as Berlin or New York, or a name such as Europe/Berlin.")
	case slices.Contains(zoneAbbreviations, lower):
		return mistake("%s is an abbreviation, which several places share or which ends with summer. Write a city, such as Berlin or New York.", quote(strings.ToUpper(name)))
	case isOffset(lower):
		return mistake("%s does not say when the clocks change; write a city, such as Berlin or New York.", quote(name))
	}
	return mistake("There is no time zone %s. Write a bigger city with the same time, such as Berlin, or a name such as Europe/Berlin.", quote(name))
}

// isOffset reports whether a name is like utc+2, gmt-5 or +02:00.
func isOffset(lower string) bool {
	lower = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(lower, "utc"), "gmt"))
	return strings.HasPrefix(lower, "+") || strings.HasPrefix(lower, "-")
}

var zoneAbbreviations = strings.Fields(`acdt acst adt aedt aest akdt akst ast awst brt bst cat cdt cest cet clt
	cst ct eat edt eest eet est et gmt gst hkt hst ist jst kst mdt mest met msk mst mt ndt nst nzdt nzst
	pdt pht pkt pst pt sast sgt sst wat wet wib`)
