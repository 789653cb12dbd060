package habit

import "time"

// probe is how far to look to both sides of a wall time for the offsets around it, in
// seconds. Offsets lie between -12 h and +14 h, so 26 h stays 12 h clear of the instant
// that is sought.
const probe = 26 * 60 * 60

// Resolve returns the instant at which clocks in loc show the minute on the day. Where the
// clock jumps over it, that is as much later as the jump is long (02:30 becomes 03:30), but
// not later than the first instant of the next day. Where the clock shows it twice, it is
// the first time. It is false for a day that the zone left out as a whole.
//
// time.Date does not serve here: in a gap and in an overlap its choice depends on the zone.
func Resolve(day Day, m Minute, loc *time.Location) (time.Time, bool) {
	naive := day.naive(m)
	if at, ok := wall(naive, loc); ok {
		return at, true
	}
	// A gap. RFC 5545, 3.3.5: read the wall time with the offset before it.
	at := time.Unix(naive-offset(naive-probe, loc), 0).In(loc)
	if DayOf(at) == day {
		return at, true
	}
	// The gap reaches midnight: the jump itself still ends the requested day.
	jump, _ := at.ZoneBounds()
	if !jump.IsZero() && DayOf(jump.Add(-1)) == day {
		return jump, true
	}
	return time.Time{}, false
}

// wall returns the first instant that clocks in loc show the naive time, if they ever do.
func wall(naive int64, loc *time.Location) (time.Time, bool) {
	a, b := naive-offset(naive-probe, loc), naive-offset(naive+probe, loc)
	early, late := min(a, b), max(a, b)
	if shows(early, naive, loc) {
		return time.Unix(early, 0).In(loc), true
	}
	if late != early && shows(late, naive, loc) {
		return time.Unix(late, 0).In(loc), true
	}
	// Perhaps two changes of offset lie close together.
	for at := naive - probe; at <= naive+probe; at += 15 * 60 {
		if c := naive - offset(at, loc); shows(c, naive, loc) {
			return time.Unix(c, 0).In(loc), true
		}
	}
	return time.Time{}, false
}

// shows reports whether clocks in loc read the naive time, to the minute, at the instant.
func shows(instant, naive int64, loc *time.Location) bool {
	reads := instant + offset(instant, loc)
	return reads >= naive && reads < naive+60
}

func offset(instant int64, loc *time.Location) int64 {
	_, seconds := time.Unix(instant, 0).In(loc).Zone()
	return int64(seconds)
}
