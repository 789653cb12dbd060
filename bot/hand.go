package bot

import (
	"sync"
	"time"

	"catcow/commands"
)

// alertEvery is how often the operator hears of the same cause at most.
const alertEvery = 24 * time.Hour

// told is when the operator was last told of what, by cause.
type told struct {
	mu sync.Mutex
	at map[string]time.Time
}

// Alert tells the operator, if there is one, that something needs a hand: at most once a day
// of each cause while it runs. The message holds nothing about people.
func (b *Bot) Alert(cause string, m commands.Message) {
	now := b.now()
	b.told.mu.Lock()
	defer b.told.mu.Unlock()
	if last, ok := b.told.at[cause]; b.cfg.Operator == "" || ok && now.Sub(last).Abs() < alertEvery {
		return
	}
	if b.told.at == nil {
		b.told.at = map[string]time.Time{}
	}
	b.told.at[cause] = now
	b.post(commands.Post{To: string(b.cfg.Operator), Message: m})
}

// ill says why nothing can be kept at present.
func (b *Bot) ill() error {
	if b.cfg.Ill == nil {
		return nil
	}
	return b.cfg.Ill()
}

// unkept is what a person hears whose change the disk did not take.
func (b *Bot) unkept() string {
	who := "Please tell whoever runs Catcow, and try again in a few minutes."
	if b.cfg.Operator != "" {
		who = "I've told whoever runs Catcow. Please try again in a few minutes."
	}
	return "I can't save anything right now, so nothing was changed. " + who
}
