package demo

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

// slots is a calendar of times, each due once.
type slots struct {
	open  []time.Time
	ticks []time.Time
}

func (s *slots) next(context.Context) (time.Time, error) {
	if len(s.open) == 0 {
		return time.Time{}, nil
	}
	return s.open[0], nil
}

func (s *slots) tick(_ context.Context, now time.Time) error {
	s.ticks = append(s.ticks, now)
	s.open = slices.DeleteFunc(s.open, func(t time.Time) bool { return !t.After(now) })
	return nil
}

func travelling(s *slots) (*machine, *clock) {
	c := &clock{real: func() time.Time { return noon }}
	return &machine{clock: c, next: s.next, tick: s.tick, moved: func() {}}, c
}

func TestTimeStepsFromDueToDueAndSkipsNone(t *testing.T) {
	h := func(n float64) time.Time { return noon.Add(time.Duration(n * float64(time.Hour))) }
	s := &slots{open: []time.Time{h(-1), h(1), h(1.5), h(24), h(24.1)}}
	m, c := travelling(s)
	if err := m.travel(t.Context(), h(24)); err != nil {
		t.Fatal(err)
	}
	if want := []time.Time{h(0), h(1), h(1.5), h(24)}; !slices.EqualFunc(s.ticks, want, time.Time.Equal) {
		t.Errorf("ticks at %v, want %v: what is overdue at once, the rest each at its own time", s.ticks, want)
	}
	if !c.now().Equal(h(24)) {
		t.Errorf("the clock shows %v, want %v", c.now(), h(24))
	}
	if len(s.open) != 1 {
		t.Errorf("%v is left, want the slot after the target alone", s.open)
	}
}

func TestTimeFlowsOnAfterTheJumpAndNeverBack(t *testing.T) {
	real := noon
	c := &clock{real: func() time.Time { return real }}
	c.forward(noon.Add(time.Hour))
	real = real.Add(time.Minute)
	if want := noon.Add(61 * time.Minute); !c.now().Equal(want) {
		t.Errorf("a minute after the jump the clock shows %v, want %v", c.now(), want)
	}
	if got := c.forward(noon); !got.Equal(noon.Add(61 * time.Minute)) {
		t.Errorf("the clock went back to %v", got)
	}
}

func TestWhatStaysDueEndsTheJourney(t *testing.T) {
	s := &slots{open: []time.Time{noon.Add(time.Hour)}}
	m, c := travelling(s)
	m.tick = func(context.Context, time.Time) error { return nil }
	if err := m.travel(t.Context(), noon.Add(2*time.Hour)); !errors.Is(err, errStuck) {
		t.Errorf("error = %v, want %v", err, errStuck)
	}
	if !c.now().Equal(noon.Add(time.Hour)) {
		t.Errorf("the clock shows %v, want it at what stays due", c.now())
	}
}

func TestErrorOnTheWayStopsTheClockThere(t *testing.T) {
	s := &slots{open: []time.Time{noon.Add(time.Hour)}}
	m, c := travelling(s)
	broken := errors.New("broken")
	m.tick = func(context.Context, time.Time) error { return broken }
	if err := m.travel(t.Context(), noon.Add(24*time.Hour)); !errors.Is(err, broken) {
		t.Errorf("error = %v, want %v", err, broken)
	}
	if !c.now().Equal(noon.Add(time.Hour)) {
		t.Errorf("the clock shows %v", c.now())
	}
}
