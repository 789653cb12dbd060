package commands_test

import (
	"context"
	"fmt"
	"math/bits"
	"regexp"
	"strconv"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

const crew = 12

// Twelve people answer a channel's prompt, week by week.
type twelve struct {
	t     *testing.T
	set   *commands.Set
	store storage.Store
	week  int
}

func newTwelve(t *testing.T) *twelve {
	c := &twelve{t: t}
	c.set, c.store = newSet(t)
	begin := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	wednesdays := habit.Plan{Days: habit.WeekdaysOf(time.Wednesday), At: []habit.Minute{630}, Zone: "UTC"}
	fridays := habit.Plan{Days: habit.WeekdaysOf(time.Friday), At: []habit.Minute{960}, Zone: "UTC"}
	channel := storage.Channel{ID: "C1", Present: true}.With(storage.Schedule{Plan: wednesdays, Decided: begin.AddDate(200, 0, 0)})
	channel.Roundup = storage.Schedule{Plan: fridays, Decided: begin}
	if err := c.store.Update(t.Context(), func(tx storage.Tx) error { return tx.PutChannel(channel) }); err != nil {
		t.Fatal(err)
	}
	return c
}

// live is a week in which those of the set took part, once each, all with a back as stiff as
// the week is old; it returns what the channel is told on Friday.
func (c *twelve) live(who uint) (told string) {
	c.t.Helper()
	wednesday := time.Date(2026, 3, 4, 10, 30, 0, 0, time.UTC).AddDate(0, 0, 7*c.week)
	c.week++
	key := storage.KeyOf(storage.Prompt, "C1", habit.Slot{Day: habit.DayOf(wednesday), Minute: 630, At: wednesday})
	err := c.store.Update(c.t.Context(), func(tx storage.Tx) error {
		errs := []error{tx.PutSlot(storage.Slot{Key: key, State: storage.Sent, Due: wednesday, At: wednesday, Exercise: "V13"})}
		for i := range crew {
			if who&(1<<i) == 0 {
				continue
			}
			id := habit.UserID(fmt.Sprint("U", i))
			_, err := tx.AddSession(storage.Session{User: id, Cause: string(key), Day: habit.DayOf(wednesday), At: wednesday, Prompt: key})
			errs = append(errs, err, tx.PutCheckIn(storage.CheckIn{User: id, Cause: string(key), At: wednesday, Score: c.week % 11}))
		}
		return errorsOf(errs...)
	})
	if err != nil {
		c.t.Fatal(err)
	}
	for post, err := range c.set.Due(context.Background(), wednesday.AddDate(0, 0, 2).Add(330*time.Minute)) {
		if err != nil {
			c.t.Fatal(err)
		}
		told += blockkit.Text(post.Message)
	}
	return told
}

var number = regexp.MustCompile(`\d+`)

// Row 45: every group of twelve people, each in a week of its own. The channel is told numbers
// of those who took part, from five on, and nothing of how stiff anybody is. From what it
// is told nobody can work out that somebody took no part, be they themselves among the
// twelve; that somebody did, only where everybody did.
func TestNobodyCanBeWorkedOutOfTheWeek(t *testing.T) {
	t.Parallel()
	c := newTwelve(t)
	worlds := map[string][]uint{} // by what is told
	for who := range uint(1 << crew) {
		told := c.live(who)
		worlds[told] = append(worlds[told], who)
		people := bits.OnesCount(who)
		if (told != "") != (people >= 5) {
			t.Fatalf("of %d people the channel is told %q", people, told)
		}
		for _, n := range number.FindAllString(told, -1) {
			if v, _ := strconv.Atoi(n); v != people { // each took part once
				t.Fatalf("of %d people the channel is told %q", people, told)
			}
		}
	}
	attacks, who := workedOut(worlds)
	if who != "" {
		t.Fatal(who)
	}
	t.Logf("%d groups, %d attacks, %d different texts", 1<<crew, attacks, len(worlds))
}

// workedOut tries, for whoever it may be, what the channel is told and what they know of
// themselves, to say of another whether they took part; it says of whom that succeeds.
func workedOut(worlds map[string][]uint) (attacks int, success string) {
	for told, all := range worlds {
		everybody := bits.OnesCount(all[0]) >= crew-1
		for knower := -1; knower < crew; knower++ { // -1: somebody from outside
			for own := range uint(2) {
				for victim := range crew {
					if victim == knower {
						continue
					}
					attacks++
					with, without := 0, 0
					for _, world := range all {
						switch {
						case knower >= 0 && world>>knower&1 != own: // they know what they did
						case world>>victim&1 == 1:
							with++
						default:
							without++
						}
					}
					if with == 0 && without > 0 || without == 0 && with > 0 && !everybody {
						return attacks, fmt.Sprintf("whoever is %d and did %d knows of %d from %q", knower, own, victim, told)
					}
				}
			}
		}
	}
	return attacks, ""
}

// The attack can succeed: against sums of fewer than five it does.
func TestTheAttackSucceedsAgainstSmallGroups(t *testing.T) {
	worlds := map[string][]uint{}
	for who := range uint(1 << crew) {
		told := fmt.Sprint(bits.OnesCount(who))
		worlds[told] = append(worlds[told], who)
	}
	if _, who := workedOut(worlds); who == "" {
		t.Error("a group of one gives nobody away")
	}
}
