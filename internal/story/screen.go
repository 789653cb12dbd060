package story

import (
	"fmt"
	"strings"

	"catcow/commands"
	"catcow/internal/habit"
)

func (s *stage) post(p commands.Post) commands.Place {
	where, to, channel := "in #"+p.To, "", habit.ChannelID(p.To)
	if !strings.HasPrefix(p.To, "wellness") && !strings.HasPrefix(p.To, "general") {
		where, to, channel = p.To+"'s DM", p.To, habit.ChannelID("dm-"+p.To)
	}
	place := s.place(channel)
	s.see(Sight{Where: where, Message: p.Message, Unasked: true})
	s.show(shown{place, to, false, p.Message})
	return place
}

func (s *stage) place(channel habit.ChannelID) commands.Place {
	return commands.Place{Channel: channel, TS: fmt.Sprint(len(s.shown) + 1)}
}

func (s *stage) show(m shown) { s.shown = append(s.shown, m) }

func (s *stage) replace(place commands.Place, m commands.Message) {
	for i := range s.shown {
		if s.shown[i].place == place {
			s.shown[i].message = m
		}
	}
}

func (s *stage) read(place commands.Place) commands.Message {
	for _, m := range s.shown {
		if m.place == place {
			return m.message
		}
	}
	return commands.Message{}
}
