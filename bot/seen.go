package bot

import "sync"

// seen remembers the last few thousand deliveries that were acknowledged, so
// that one that comes again is not answered again. What it forgets is
// harmless: what a request changes is keyed by its cause.
type seen struct {
	mu          sync.Mutex
	now, before map[string]bool
}

const generation = 4096

func (s *seen) has(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now[name] || s.before[name]
}

func (s *seen) add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil || len(s.now) >= generation {
		s.before, s.now = s.now, map[string]bool{}
	}
	s.now[name] = true
}
