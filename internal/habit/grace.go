package habit

import "time"

// Grace is until when in the night somebody can say that it was still yesterday.
const Grace Minute = 3 * 60

// CountsYesterday reports whether the wall, where now is, shows a time before Grace. It reads
// the wall, so a night in which the clock jumps is a night like any other.
func CountsYesterday(now time.Time) bool {
	return Minute(now.Hour()*60+now.Minute()) < Grace
}
