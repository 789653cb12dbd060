// Package operate keeps Catcow running: whether it lives, whether it works, and
// its numbers, over HTTP; its backups and the upkeep of its file, also over a private socket.
package operate

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"catcow/storage"
)

// How long what may be silent, or wrong, before something is.
const (
	tickWithin  = time.Minute      // the clock
	heardWithin = 90 * time.Second // Slack
	dueWithin   = 10 * time.Minute // a slot that is due
	skewWithin  = 2 * time.Minute  // the clock may differ from Slack's
)

// Address is where to listen: a bare port is on this machine alone.
func Address(text string) string {
	if strings.HasPrefix(text, ":") {
		return "127.0.0.1" + text
	}
	return text
}

// Watched is what is watched over.
type Watched struct {
	Bot   Bot
	Disk  *Disk
	Path  string            // of the database file
	Build map[string]string // which Catcow this is
	Now   func() time.Time  // by the machine's own clock
	// Backup says when one was last made, and whether it was read back; nil: none are made.
	Backup func() (at time.Time, verified bool)
}

// Handler serves /livez, /readyz and /metrics. A failing check answers 503 and
// says what is wrong, a line each.
func Handler(w Watched) http.Handler {
	numbers := prometheus.NewPedanticRegistry()
	numbers.MustRegister(newCollector(w))
	numbers.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "catcow_build_info", Help: "Which Catcow this is; always 1.", ConstLabels: w.Build,
	}, func() float64 { return 1 }))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(numbers, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /livez", says(w.Alive))
	mux.HandleFunc("GET /readyz", says(func() error { return errors.Join(w.Alive(), w.Ready()) }))
	return mux
}

// open are the slots that are planned or on their way.
func (w Watched) open() (slots []storage.Slot, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err = w.Disk.View(ctx, func(r storage.Reader) error {
		slots, err = r.Unsettled()
		return err
	})
	return slots, err
}

func says(check func() error) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		if err := check(); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, err)
			return
		}
		fmt.Fprintln(w, "ok")
	}
}

// Alive says why a restart would help, if it would. It never depends on Slack: a restart
// would not mend that.
func (w Watched) Alive() error {
	now := w.Now()
	if _, _, ticked := w.Bot.Pulse(); now.Sub(ticked) > tickWithin {
		return fmt.Errorf("the clock has made no pass for %s", since(now, ticked))
	}
	return nil
}

// Ready says why Catcow cannot do what it is for, if it cannot; a line each.
func (w Watched) Ready() error {
	return errors.Join(w.slack(), w.kept(), w.sane(), w.prompt())
}

func (w Watched) slack() error {
	now := w.Now()
	sockets, heard, _ := w.Bot.Pulse()
	switch {
	case w.Bot.Doubted():
		return errors.New("the bot token is refused by Slack")
	case sockets == 0:
		return errors.New("no socket to Slack is open")
	case now.Sub(heard) > heardWithin:
		return fmt.Errorf("no word from Slack for %s", since(now, heard))
	}
	return nil
}

func (w Watched) kept() error {
	now := w.Now()
	if ill := w.Disk.Ill(); ill != nil {
		return fmt.Errorf("nothing can be kept: %w", ill)
	}
	if probed := w.Disk.Probes(); now.Sub(probed) > probeOld {
		return fmt.Errorf("the database has kept no probe for %s", since(now, probed))
	}
	return nil
}

func (w Watched) sane() error {
	if skew := w.Bot.Skew(); skew.Abs() > skewWithin {
		return fmt.Errorf("this machine's clock is %s off Slack's", skew.Round(time.Second).Abs())
	}
	return nil
}

func (w Watched) prompt() error {
	now := w.Now()
	slots, err := w.open()
	if err != nil {
		return fmt.Errorf("the database can't be read: %w", err)
	}
	for _, s := range slots {
		if s.State == storage.Planned && now.After(s.Until) && now.Sub(s.Due) > dueWithin {
			return fmt.Errorf("a slot has been due for %s", since(now, s.Due))
		}
	}
	return nil
}

func since(now, then time.Time) string {
	if then.IsZero() {
		return "as long as it runs"
	}
	return now.Sub(then).Round(time.Second).String()
}

// Listen opens the address, for Serve.
func Listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", Address(address))
	if err != nil {
		return nil, fmt.Errorf("CATCOW_HTTP is %q: %w", address, err)
	}
	return listener, nil
}

// Serve answers until ctx is done.
func Serve(ctx context.Context, on net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	if err := server.Serve(on); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
