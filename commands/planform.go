package commands

import (
	"errors"
	"strings"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// planForm is Change times: the form of nudges and check-ins, and that of a
// channel's prompts. Value is "remind", "checkin" or "schedule/C1/2".
func (t *talk) planForm() (Reply, error) {
	if place, ok := strings.CutPrefix(t.r.Value, "schedule/"); ok {
		return t.scheduleForm(place)
	}
	kind, schedule, title, err := t.planOf()
	if err != nil {
		return Reply{}, err
	}
	plan := schedule.Plan
	parts, err := t.preview(kind, string(t.me.ID), schedule)
	if err != nil {
		return Reply{}, err
	}
	days, times := habit.Workweek, "11:00"
	if t.r.Value == "checkin" {
		days, times = habit.WeekdaysOf(time.Monday, time.Wednesday, time.Friday), "14:00"
	}
	return Reply{Form: &Form{Do: "planned", Value: t.r.Value, Title: title, Submit: "Save", Message: Message{
		Parts: append(t.planFields(plan, days, times), parts...),
	}}}, nil
}

// planFields are the fields of a plan; days and times are suggested where none is set.
func (t *talk) planFields(plan habit.Plan, days habit.Weekdays, times string) []Part {
	zone := t.me.Zone
	if !plan.IsZero() {
		days, zone = plan.Days, plan.Zone
		var at []string
		for _, m := range plan.At {
			at = append(at, m.String())
		}
		times = strings.Join(at, " ")
	}
	return []Part{
		Choices{ID: "days", Label: "Days", Some: true, Options: weekdays(), Chosen: namesOf(days), Hint: "one or more"},
		Input{ID: "times", Label: "Times", Value: times, Hint: "one or more, such as 10:30 3pm"},
		Input{ID: "zone", Label: "Time zone", Value: zone, Hint: "a city such as Berlin, or a name such as Europe/Berlin; empty for your own", Optional: true},
	}
}

// preview is the next three times of a schedule as it is set now; nothing where none is.
func (t *talk) preview(kind storage.Kind, owner string, s storage.Schedule) ([]Part, error) {
	if s.Plan.IsZero() {
		return nil, nil
	}
	next, err := t.upcoming(kind, owner, s)
	return []Part{Text("As it is set now, the next ones are:"), next}, err
}

// planOf is the schedule that the form changes, and the form's title.
func (t *talk) planOf() (storage.Kind, storage.Schedule, string, error) {
	switch t.r.Value {
	case "remind":
		return storage.Nudge, t.me.Nudges, "My nudges", nil
	case "checkin":
		return storage.Asking, t.me.CheckIns, "My check-ins", nil
	}
	return "", storage.Schedule{}, "", &Problem{Text: "This button is from an older Catcow. Type `/stretch help` for what works now."}
}

// planned is the form, submitted.
func (t *talk) planned() (Reply, error) {
	if place, ok := strings.CutPrefix(t.r.Value, "schedule/"); ok {
		return t.scheduleSet(place)
	}
	if _, _, _, err := t.planOf(); err != nil {
		return Reply{}, err
	}
	plan, wrong := t.readPlan()
	if len(wrong) > 0 {
		return Reply{Errors: wrong}, nil
	}
	if t.r.Value == "remind" {
		return t.setNudges(plan)
	}
	return t.setCheckins(plan)
}

// readPlan reads the fields of a plan.
func (t *talk) readPlan() (habit.Plan, map[string]string) {
	f := t.r.Fields
	plan, wrong := readPlan(strings.ReplaceAll(f["days"], ",", " "), f["times"], f["zone"], zoneOf(t.me).String())
	if strings.TrimSpace(f["zone"]) == "" && t.me.Zone == "" {
		wrong["zone"] = "Slack has not told me your time zone: write a city, such as Berlin."
	}
	return plan, wrong
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
	if strings.TrimSpace(days) == "" {
		wrong["days"] = "Choose at least one day, such as Monday."
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
