package habit

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// ParsePlan reads "[DAYS] TIMES... [in ZONE]", as people write it:
//
//	weekdays 10:30 15:00 in Berlin
//	mon, wed 3pm
//	every day at noon in America/New_York
//
// DAYS are daily, weekdays, weekends, or days and ranges of them; without any they are
// weekdays. ZONE is an IANA name, UTC, or a city that stands for exactly one; without any it
// is the zone given. Its error is a *Mistake.
func ParsePlan(text, zone string) (Plan, error) {
	words, place := cutZone(text)
	r := planReader{words: planWords(words)}
	if err := r.read(); err != nil {
		return Plan{}, err
	}
	plan := Plan{Days: r.days, At: r.at}
	if plan.Days == 0 {
		plan.Days = Workweek
	}
	loc, err := Zone(zone)
	if place != "" {
		loc, err = findZone(place)
		if err != nil && strings.ContainsFunc(place, unicode.IsDigit) && !isOffset(strings.ToLower(place)) {
			err = mistake("The zone comes last; write it as weekdays 10:30 in Berlin.")
		}
	}
	if err != nil {
		return Plan{}, err
	}
	plan.Zone = loc.String()
	return plan, nil
}

// cutZone separates what stands before the word "in" from what stands after it.
func cutZone(text string) (before, zone string) {
	fields := strings.Fields(text)
	i := slices.IndexFunc(fields, func(word string) bool { return strings.EqualFold(word, "in") })
	if i < 0 {
		return text, ""
	}
	zone = strings.Trim(strings.Join(fields[i+1:], " "), " ,.!?\"'“”‘’`")
	if i == len(fields)-1 || zone == "" {
		return strings.Join(fields, " "), "" // "in" is then a word that nobody understands
	}
	if n := len(zone) - len(" time"); n > 0 && strings.EqualFold(zone[n:], " time") {
		zone = zone[:n]
	}
	return strings.Join(fields[:i], " "), zone
}

// planWords splits text into words, with "-" for every way to write a range, and each time in
// one word: "3 p.m." is "3pm".
func planWords(text string) []string {
	text = planCleaner.Replace(strings.ToLower(text))
	var words []string
	for _, word := range strings.Fields(text) {
		word = strings.Trim(word, ".!?\"'“”‘’`")
		half := strings.ReplaceAll(word, ".", "")
		switch {
		case word == "":
		case strings.HasSuffix(half, "am"), strings.HasSuffix(half, "pm"):
			if last := len(words) - 1; len(half) == 2 && last >= 0 && isDigit(words[last][len(words[last])-1]) {
				words[last] += half
				continue
			}
			if strings.HasSuffix(word, ".m") {
				word = strings.TrimSuffix(word, ".m") + "m"
			}
			words = append(words, word)
		default:
			words = append(words, word)
		}
	}
	return words
}

var planCleaner = strings.NewReplacer(",", " ", ";", " ", "&", " ", "+", " ",
	"-", " - ", "–", " - ", "—", " - ", "−", " - ", "‑", " - ")

// planReader collects days and times from words.
type planReader struct {
	words []string
	days  Weekdays
	at    []Minute

	led      bool // days stood before the first time
	followed bool // days stood after a time
}

func (r *planReader) read() error {
	all := strings.Join(r.words, " ")
	for len(r.words) > 0 {
		word := r.words[0]
		r.words = r.words[1:]
		if slices.Contains(fillers, word) {
			continue
		}
		if days, ok := dayWords[word]; ok {
			if err := r.readDays(word, days); err != nil {
				return err
			}
			continue
		}
		if slices.Contains(rangeWords, word) {
			return mistake("%s does not join times; write each time by itself, as 10:30 15:00.", quote(word))
		}
		m, ok, err := parseMinute(word)
		if err != nil {
			return err
		}
		if !ok {
			return r.unknown(word)
		}
		if r.followed {
			return errMixed
		}
		r.at = append(r.at, m)
	}
	slices.Sort(r.at)
	r.at = slices.Compact(r.at)
	switch {
	case len(r.at) > MostTimes:
		return mistake("That is %d times a day; write at most %d.", len(r.at), MostTimes)
	case len(r.at) == 0 && all == "":
		return mistake("Write days and times, such as weekdays 10:30 15:00.")
	case len(r.at) == 0:
		return mistake("There is no time in %s; add one, such as 10:30 or 3pm.", quote(all))
	}
	return nil
}

// readDays takes the days of a word, or of the range that begins with it.
func (r *planReader) readDays(word string, days Weekdays) error {
	if len(r.at) > 0 {
		if r.led {
			return errMixed
		}
		r.followed = true
	} else {
		r.led = true
	}
	if len(r.words) > 0 && slices.Contains(rangeWords, r.words[0]) {
		if len(r.words) == 1 {
			return mistake("%s needs a last day; write it as mon-thu.", quote(word+" "+r.words[0]))
		}
		last := dayWords[r.words[1]]
		if !single(days) || !single(last) {
			return mistake("%s is not a range of days; write it as mon-thu.", quote(word+" "+r.words[0]+" "+r.words[1]))
		}
		r.words = r.words[2:]
		for days&last == 0 {
			days |= Everyday & (days<<1 | days>>6)
		}
	}
	r.days |= days
	return nil
}

func (r *planReader) unknown(word string) error {
	if word == "in" {
		return mistake("There is no zone after in. Write a city such as Berlin or New York, or a name such as Europe/Berlin.")
	}
	rest := strings.Join(append([]string{word}, r.words...), " ")
	if loc, err := findZone(rest); err == nil {
		return mistake("%s is a zone; write it after the word in, as in %s.", quote(rest), loc)
	}
	if slices.Contains(zoneAbbreviations, word) {
		return unknownZone(word)
	}
	return mistake("%s is neither a day nor a time; write days and times as mon-fri 10:30 15:00.", quote(word))
}

var errMixed = mistake("One plan has the same times on each of its days. Write the days once, as mon,wed 10:30, and make a second plan for other times.")

func single(days Weekdays) bool { return days != 0 && days&(days-1) == 0 }

var (
	fillers    = []string{"at", "on", "every", "each", "and", "the", "from"}
	rangeWords = []string{"-", "to", "through", "thru", "till", "until"}

	dayWords = func() map[string]Weekdays {
		words := map[string]Weekdays{
			"daily": Everyday, "everyday": Everyday, "day": Everyday, "days": Everyday,
			"weekday": Workweek, "weekdays": Workweek, "workday": Workweek, "workdays": Workweek,
			"weekend": Weekend, "weekends": Weekend,
			"tues": WeekdaysOf(time.Tuesday), "weds": WeekdaysOf(time.Wednesday),
			"thur": WeekdaysOf(time.Thursday), "thurs": WeekdaysOf(time.Thursday),
		}
		for day := time.Sunday; day <= time.Saturday; day++ {
			name := strings.ToLower(day.String())
			for _, word := range []string{name, name + "s", name[:3]} {
				words[word] = WeekdaysOf(day)
			}
		}
		return words
	}()
)
