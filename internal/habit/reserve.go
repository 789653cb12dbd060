package habit

// The reserve is counted in points: an active day earns one, a freeze costs five, and there
// are never more than ten, which is where it begins. So two freezes are held at most, and
// one comes back with every five active days.
const (
	fullReserve = 10
	freezeCost  = 5
)

// earned and spent are the reserve after an active and after a frozen day.
func earned(points int) int { return min(points+1, fullReserve) }
func spent(points int) int  { return max(points-freezeCost, 0) }

// Reserve returns how many freezes are left on today: 0, 1 or 2.
func (h History) Reserve(today Day) int { return h.now(today).Points / freezeCost }

// Settle decides what the streak forgives, and returns the marks to be added, oldest first.
//
// Of the days from the first up to yesterday, a missed one is frozen while there is a streak
// to hold and a freeze in the reserve. The missed day after that, which ends the streak, is
// repaired by the next active day from the first up to today, if no other was missed in
// between; once, until the reserve has a freeze again.
func (h History) Settle(from, today Day) []Mark {
	var marks []Mark
	w, first := h.walk(today), from.number()
	past := h.Past.begin()
	points, length := past.Points, past.Length
	fresh, mended := minDay, minDay // the last day with a freeze in the reserve, and the last one repaired
	if past.Mended {
		mended = fresh + 1
	}
	broken, lost := minDay, 0 // the day that can be repaired, and the streak that it ended
	for day := w.first; day <= w.today; day++ {
		switch w.verdict(day) {
		case Active:
			if lost > 0 && day >= first {
				marks = append(marks, Mark{dayAt(broken), Repaired})
				length, mended = lost, max(mended, broken)
			}
			lost = 0
			length++
			points = earned(points)
		case Frozen:
			points = spent(points)
		case Repaired:
			mended = day
		case Missed:
			if day >= first && length > 0 && points >= freezeCost {
				marks = append(marks, Mark{dayAt(day), Frozen})
				points = spent(points)
				break
			}
			broken, lost = day, length
			if mended > fresh {
				lost = 0
			}
			length = 0
		}
		if points >= freezeCost {
			fresh = day
		}
	}
	return marks
}
