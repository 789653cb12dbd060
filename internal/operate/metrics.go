package operate

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"catcow/storage"
)

// Bot is what is asked of the bot: numbers, and how it is. Its tallies are named
// "what/label/label", as the tables here say.
type Bot interface {
	Counts() map[string]int
	Timings(func(name string, n uint64, sum float64, buckets map[float64]uint64))
	// Pulse is how many sockets are open, when Slack was last heard on one, and when
	// the clock last made a pass.
	Pulse() (open int, heard, ticked time.Time)
	// Doubted says whether Slack has refused the bot token, and it is not checked yet.
	Doubted() bool
	// Skew is by how much Slack's clock is ahead of this machine's; 0 while nobody knows.
	Skew() time.Duration
}

// A measure is a metric and the names of its labels.
type measure struct {
	name, help string
	labels     []string
}

// tallies are the metrics by the bot's names. What is not in it is no metric.
var tallies = map[string]measure{
	"decisions":      {"catcow_schedule_decisions_total", "Decisions on slots, by kind and decision.", []string{"kind", "decision"}},
	"slack":          {"catcow_slack_requests_total", "Tries of calls to Slack, by method and what became of them.", []string{"method", "outcome"}},
	"envelopes":      {"catcow_envelopes_total", "What Slack delivered over the sockets.", nil},
	"redelivered":    {"catcow_duplicates_suppressed_total", "Deliveries that were answered before.", nil},
	"overflowed":     {"catcow_overflowed_total", "What there was no room for.", nil},
	"unacknowledged": {"catcow_unacknowledged_total", "Acknowledgements that could not be written.", nil},
	"unhandled":      {"catcow_unhandled_total", "Deliveries that nobody understands.", nil},
	"bad_frames":     {"catcow_bad_frames_total", "Frames that are no JSON.", nil},
	"hellos":         {"catcow_socket_hellos_total", "Sockets that Slack greeted.", nil},
	"disconnects":    {"catcow_socket_disconnects_total", "Sockets that Slack ended.", nil},
	"other_copies":   {"catcow_other_copies_total", "Times that Slack knew of more sockets than ours.", nil},
	"denied":         {"catcow_denied_total", "Requests of people who may not.", nil},
	"limited":        {"catcow_hurried_total", "Requests over the rate of one person.", nil},
	"clock_jumps":    {"catcow_clock_jumps_total", "Jumps of the clock.", nil},
	"undrawn":        {"catcow_undrawn_total", "Messages sent again without their charts.", nil},
	"unlooked":       {"catcow_unlooked_total", "Looks at who is busy that would have been too many.", nil},
	"errors":         {"catcow_errors_total", "Errors that are in the log.", nil},
	"panics":         {"catcow_panics_total", "Panics that were survived.", nil},
}

// timings are the histograms by the bot's names.
var timings = map[string]measure{
	"late":  {"catcow_schedule_lateness_seconds", "How long after its time a slot was sent, by kind.", []string{"kind"}},
	"slack": {"catcow_slack_request_duration_seconds", "How long calls to Slack take, by method.", []string{"method"}},
	"ack":   {"catcow_ack_duration_seconds", "From a delivery to its acknowledgement.", nil},
}

// A collector reads everything when it is asked. No metric names a person or a
// channel, and none holds a score.
type collector struct {
	Watched
	known map[string]*prometheus.Desc
}

func newCollector(w Watched) *collector {
	c := &collector{Watched: w, known: map[string]*prometheus.Desc{}}
	for _, table := range []map[string]measure{tallies, sums, timings, gauges} {
		for _, m := range table {
			c.known[m.name] = prometheus.NewDesc(m.name, m.help, m.labels, nil)
		}
	}
	return c
}

// sums are metrics over several of the bot's tallies, by what they end in.
var sums = map[string]measure{
	"unknown": {"catcow_outbox_unknown_total", "Slots of which nobody knows whether their message arrived.", nil},
	"limited": {"catcow_slack_rate_limited_total", "Calls that Slack asked to make later, by method.", []string{"method"}},
}

var gauges = map[string]measure{
	"rows":      {"catcow_outbox_rows", "Slots that are not decided yet, by state.", []string{"state"}},
	"oldest":    {"catcow_outbox_oldest_seconds", "How long the oldest of them has been due.", nil},
	"connected": {"catcow_socket_connected", "Open sockets.", nil},
	"heard":     {"catcow_socket_last_ping_timestamp_seconds", "When Slack was last heard.", nil},
	"ticked":    {"catcow_clock_last_pass_timestamp_seconds", "When the clock last made a pass.", nil},
	"jump":      {"catcow_clock_jump_seconds", "By how much the clock jumped the last time.", nil},
	"skew":      {"catcow_clock_skew_seconds", "By how much Slack's clock is ahead of this machine's.", nil},
	"readonly":  {"catcow_readonly", "1 while nothing can be kept, 0 otherwise.", nil},
	"probed":    {"catcow_db_last_probe_timestamp_seconds", "When a probe of the database was last kept.", nil},
	"commits":   {"catcow_db_commit_duration_seconds", "How long commits take, with their wait for others.", nil},
	"size":      {"catcow_db_size_bytes", "Size of the database file.", nil},
	"free":      {"catcow_db_free_ratio", "The part of the room for the database that is left: of the disk, or of the most that the file may grow to, whichever is less.", nil},
	"backup":    {"catcow_backup_last_success_timestamp_seconds", "When a backup was last made; 0: never since the start.", nil},
	"verified":  {"catcow_backup_verified", "1 if that backup was read back and is whole.", nil},
}

func (c *collector) Describe(to chan<- *prometheus.Desc) {
	for _, name := range slices.Sorted(maps.Keys(c.known)) {
		to <- c.known[name]
	}
}

func (c *collector) Collect(to chan<- prometheus.Metric) {
	counts := c.Bot.Counts()
	for name, m := range tallies {
		if m.labels == nil { // also while it is 0
			to <- prometheus.MustNewConstMetric(c.known[m.name], prometheus.CounterValue, float64(counts[name]))
		}
	}
	unknown := 0
	for key, n := range counts {
		name, rest, _ := strings.Cut(key, "/")
		labels := strings.Split(rest, "/")
		if m, known := tallies[name]; known && m.labels != nil && len(labels) == len(m.labels) {
			to <- prometheus.MustNewConstMetric(c.known[m.name], prometheus.CounterValue, float64(n), labels...)
		}
		switch last := labels[len(labels)-1]; {
		case name == "decisions" && last == "unknown":
			unknown += n
		case name == "slack" && last == "limited":
			to <- prometheus.MustNewConstMetric(c.known[sums["limited"].name], prometheus.CounterValue, float64(n), labels[0])
		}
	}
	to <- prometheus.MustNewConstMetric(c.known[sums["unknown"].name], prometheus.CounterValue, float64(unknown))
	c.Bot.Timings(func(key string, n uint64, sum float64, buckets map[float64]uint64) {
		name, rest, _ := strings.Cut(key, "/")
		m, known := timings[name]
		if !known {
			return
		}
		labels := strings.Split(rest, "/")[:len(m.labels)]
		to <- prometheus.MustNewConstHistogram(c.known[m.name], n, sum, buckets, labels...)
	})
	c.gauges(to, counts)
}

func (c *collector) gauges(to chan<- prometheus.Metric, counts map[string]int) {
	set := func(name string, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(c.known[gauges[name].name], prometheus.GaugeValue, value, labels...)
	}
	open, heard, ticked := c.Bot.Pulse()
	set("connected", float64(open))
	set("heard", unix(heard))
	set("ticked", unix(ticked))
	set("jump", float64(counts["clock_jump"]))
	set("skew", c.Bot.Skew().Seconds())
	set("readonly", one(c.Disk.Ill() != nil))
	set("probed", unix(c.Disk.Probes()))
	n, sum, buckets := c.Disk.commits()
	to <- prometheus.MustNewConstHistogram(c.known[gauges["commits"].name], n, sum, buckets)
	if size, free, known := room(c.Path); known {
		set("size", float64(size))
		set("free", free)
	}
	if c.Backup != nil {
		at, verified := c.Backup()
		set("backup", unix(at))
		set("verified", one(verified))
	}
	slots, err := c.open()
	if err != nil {
		to <- prometheus.NewInvalidMetric(c.known[gauges["rows"].name], err)
		return
	}
	rows, oldest := map[storage.State]int{storage.Planned: 0, storage.Sending: 0}, 0.0
	for _, s := range slots {
		rows[s.State]++
		oldest = max(oldest, c.Now().Sub(s.Due).Seconds())
	}
	for state, n := range rows {
		set("rows", float64(n), string(state))
	}
	set("oldest", oldest)
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
