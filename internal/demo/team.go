package demo

import (
	"strings"
	"time"

	"catcow/internal/slacksim"
)

// team is who works here. Nobody has asked Catcow for anything yet.
var team = []slacksim.User{
	{ID: "U0ADA", Name: "ada", RealName: "Ada Moreau", TZ: "Europe/London", Locale: "en-GB"},
	{ID: "U0BO", Name: "bo", RealName: "Bo Lindqvist", TZ: "America/New_York", Locale: "en-US"},
	{ID: "U0CHIDI", Name: "chidi", RealName: "Chidi Okafor", TZ: "Africa/Lagos", Locale: "en-GB"},
	{ID: "U0DANA", Name: "dana", RealName: "Dana Weiss", TZ: "Europe/Berlin", Locale: "en-GB"},
	{ID: "U0EMI", Name: "emi", RealName: "Emi Sato", TZ: "Asia/Tokyo", Locale: "en-US"},
}

// gather puts the team and its channels into the workspace; Catcow has been invited to #wellness alone.
func gather(s *slacksim.Server, team []slacksim.User) {
	var everyone []string
	for _, u := range team {
		s.AddUser(u)
		everyone = append(everyone, u.ID)
	}
	s.AddChannel(slacksim.Channel{ID: "C0WELLNESS", Name: "wellness", Members: append([]string{s.BotUser()}, everyone...)})
	s.AddChannel(slacksim.Channel{ID: "C0GENERAL", Name: "general", Members: everyone})
	s.AddChannel(slacksim.Channel{ID: "C0DESIGN", Name: "design", Members: everyone})
	for _, u := range team {
		s.DM(u.ID)
	}
}

// first is what a person is called among colleagues.
func first(name string) string {
	name, _, _ = strings.Cut(name, " ")
	return name
}

// initials is what stands in a person's avatar.
func initials(name string) string {
	var s string
	for _, w := range strings.Fields(name) {
		s += string([]rune(w)[:1])
	}
	if r := []rune(s); len(r) > 2 {
		return string(r[:2])
	}
	return s
}

// zone is where a person's clock is read; UTC when Slack does not know.
func zone(u slacksim.User) *time.Location {
	loc, err := time.LoadLocation(u.TZ)
	if err != nil {
		return time.UTC
	}
	return loc
}

// city is the last word of a zone's name: Europe/London is London.
func city(u slacksim.User) string {
	return strings.ReplaceAll(u.TZ[strings.LastIndex(u.TZ, "/")+1:], "_", " ")
}
