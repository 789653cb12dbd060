package habit

import (
	"math"
	"math/bits"
)

// Steadiness is a score from 0 to 1 of how regular somebody is, which a single missed day
// lowers only a little. Every active or missed day moves it towards 1 or 0, by as much as
// halves the distance in about thirteen days. All other days leave it alone.
//
// The formula is that of Loop, a habit tracker: prev*m + done*(1-m), with
// m = 0.5^(sqrt(workdays a week / 7)/13).
func (h History) Steadiness(today Day) float64 {
	w, score := h.walk(today), 0.0
	kept, workdays := 0.0, Weekdays(0) // how much of the score a day keeps, with these workdays
	for day := w.first; day <= w.today; day++ {
		verdict := w.verdict(day)
		if verdict != Active && verdict != Missed {
			continue
		}
		if w.workdays != workdays {
			workdays = w.workdays
			often := float64(bits.OnesCount8(uint8(workdays))) / 7
			kept = math.Pow(0.5, math.Sqrt(often)/13)
		}
		score *= kept
		if verdict == Active {
			score += 1 - kept
		}
	}
	return score
}
