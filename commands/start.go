package commands

import "catcow/internal/care"

// start is Start, on Home: the move that stands there, ready to do, in a window. Where it
// is no longer suggested, for it hurt or the day has gone on, the next one comes.
func (t *talk) start() (Reply, error) {
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
	v := parseMove(t.r.Value)
	picks, err := t.suggest("", nil)
	if err != nil {
		return Reply{}, err
	}
	for _, p := range picks {
		if p.Exercise.ID != v.last() {
			continue
		}
		if h, err := t.facts(); err != nil {
			return Reply{}, err
		} else if h.On(t.today()).Total == 0 {
			p = beginning(p)
		}
		return t.starting(p), nil
	}
	return t.next("", nil)
}

// beginning is the very first move, of which nothing is there to say that it was not had lately.
func beginning(p care.Pick) care.Pick {
	if p.Seconds <= 60 {
		p.Reason = "A short one to begin with."
	}
	return p
}

func (t *talk) starting(p care.Pick) Reply {
	t.offer(p.Exercise.ID)
	return Reply{Message: t.card(p, move{shown: []string{p.Exercise.ID}}), Personal: true}
}
