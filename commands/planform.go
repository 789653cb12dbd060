package commands

import (
	"errors"
	"slices"
	"strings"

	"catcow/internal/habit"
)

// planForm is Change times: one form for a channel's prompts, nudges and
// check-ins. Value is "remind", "checkin" or "schedule/C1".
func (t *talk) planForm() (Reply, error) {
	plan, title, err := t.planOf()
	if err != nil {
		return Reply{}, err
	}
	days, times := "weekdays", "10:30 15:00"
	if t.r.Value == "checkin" {
		days, times = "Mon, Wed, Fri", "14:00"
	}
	zone := t.me.Zone
	if !plan.IsZero() {
		days, zone = plan.Days.String(), plan.Zone
		var at []string
		for _, m := range plan.At {
			at = append(at, m.String())
		}
		times = strings.Join(at, " ")
	}
	return Reply{Form: &Form{Do: "planned", Value: t.r.Value, Title: title, Submit: "Save", Message: Message{Parts: []Part{
		daysChoice(days),
		Input{ID: "times", Label: "Times", Value: times, Hint: "one or more, such as 10:30 3pm"},
		Input{ID: "zone", Label: "Time zone", Value: zone, Hint: "a city such as Berlin, or a name such as Europe/Berlin; empty for your own", Optional: true},
	}}}}, nil
}

// daysChoice offers the usual days, and those that are set.
func daysChoice(days string) Choice {
	options := []Option{
		{"Monday to Friday", "weekdays"}, {"Every day", "daily"}, {"Saturday and Sunday", "weekends"}, {"Monday, Wednesday, Friday", "Mon, Wed, Fri"},
	}
	if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == days }) {
		options = append(options, Option{days, days})
	}
	return Choice{ID: "days", Label: "Days", Options: options, Chosen: days, Hint: "Other days can be typed, such as `schedule tue thu 11:00`."}
}

// planOf is the plan that the form changes, and the form's title.
func (t *talk) planOf() (habit.Plan, string, error) {
	what, id, _ := strings.Cut(t.r.Value, "/")
	switch what {
	case "remind":
		return t.me.Nudges.Plan, "My nudges", nil
	case "checkin":
		return t.me.CheckIns.Plan, "My check-ins", nil
	case "schedule":
		channel, err := t.tx.Channel(habit.ChannelID(id))
		if err == nil && !channel.Present {
			err = notHere
		}
		return channel.Schedule(1).Plan, "Stretch prompts", err
	}
	return habit.Plan{}, "", &Problem{Text: "This button is from an older Catcow. Type `/stretch help` for what works now."}
}

// planned is the form, submitted.
func (t *talk) planned() (Reply, error) {
	if _, _, err := t.planOf(); err != nil {
		return Reply{}, err
	}
	f := t.r.Fields
	plan, wrong := readPlan(f["days"], f["times"], f["zone"], zoneOf(t.me).String())
	if strings.TrimSpace(f["zone"]) == "" && t.me.Zone == "" {
		wrong["zone"] = "Slack has not told me your time zone: write a city, such as Berlin."
	}
	if len(wrong) > 0 {
		return Reply{Errors: wrong}, nil
	}
	switch what, id, _ := strings.Cut(t.r.Value, "/"); what {
	case "remind":
		return t.setNudges(plan)
	case "checkin":
		return t.setCheckins(plan)
	default:
		channel, err := t.tx.Channel(habit.ChannelID(id))
		if err != nil {
			return Reply{}, err
		}
		return t.setPrompts(channel, plan)
	}
}

// readPlan reads three fields as one plan; what can't be read is said by field.
func readPlan(days, times, zone, own string) (habit.Plan, map[string]string) {
	wrong := map[string]string{}
	check := func(field, text string) {
		var mistake *habit.Mistake
		if _, err := habit.ParsePlan(text, own); errors.As(err, &mistake) {
			wrong[field] = strings.ReplaceAll(mistake.Text, "`", "")
		}
	}
	check("days", days+" 12:00")
	check("times", times)
	if strings.TrimSpace(zone) != "" {
		check("zone", "12:00 in "+zone)
		zone = " in " + zone
	}
	if len(wrong) > 0 {
		return habit.Plan{}, wrong
	}
	plan, err := habit.ParsePlan(days+" "+times+zone, own)
	if err != nil {
		wrong["times"] = err.Error()
	}
	return plan, wrong
}
