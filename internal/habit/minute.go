package habit

import (
	"fmt"
	"strconv"
	"strings"
)

// Minute is a time on the wall, in minutes after midnight: 0 to 1439.
type Minute int

// String returns the time as "15:00".
func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// parseMinute reads a time of day; it is not ok if the word looks like none.
func parseMinute(word string) (m Minute, ok bool, err error) {
	switch word {
	case "noon", "midday":
		return 12 * 60, true, nil
	case "midnight":
		return 0, true, nil
	}
	if !isDigit(word[0]) {
		return 0, false, nil
	}
	bad := mistake("%s is not a time; write it as 10:30 or 3pm.", quote(word))
	clock, half := word, ""
	if n := len(word) - 2; n > 0 && (word[n:] == "am" || word[n:] == "pm") {
		clock, half = word[:n], word[n:]
	}
	hours, minutes, whole := clock, "00", true
	if i := strings.IndexAny(clock, ":.h"); i >= 0 {
		hours, minutes, whole = clock[:i], clock[i+1:], false
		if clock[i] == 'h' && minutes == "" {
			minutes = "00"
		}
	}
	h, err1 := strconv.ParseUint(hours, 10, 8)
	past, err2 := strconv.ParseUint(minutes, 10, 8)
	if err1 != nil || err2 != nil || len(hours) > 2 || len(minutes) != 2 || h > 23 || past > 59 {
		return 0, false, bad
	}
	switch {
	case half != "" && (h < 1 || h > 12):
		return 0, false, bad
	case half == "pm":
		h = h%12 + 12
	case half == "am":
		h %= 12
	case whole && h >= 1 && h <= 12:
		return 0, false, mistake("%s does not say which half of the day; write %d:00, %dam or %dpm.", quote(word), h, h, h)
	case whole:
		return 0, false, mistake("%s is not a time yet; write %d:00.", quote(word), h)
	}
	return Minute(h*60 + past), true, nil
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
