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
func (h History) Steadiness(today Day) float64 { return h.now(today).Steady }

// kept is how much of the score a day keeps, with the workdays of the day that was judged last.
func (w *walk) kept() float64 {
	if w.keptWith != w.workdays {
		w.keptWith = w.workdays
		often := float64(bits.OnesCount8(uint8(w.workdays))) / 7
		w.keeps = math.Pow(0.5, math.Sqrt(often)/13)
	}
	return w.keeps
}
