// Package habit decides when and how often: days, plans, streaks and pauses, as pure values.
package habit

// UserID is a person, as Slack names them: "U024BE7LH".
type UserID string

// ChannelID is a place to talk, as Slack names it: "C024BE91L" a channel, "D..." a direct message.
type ChannelID string
