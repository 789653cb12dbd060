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

// How long what may be silent before something is wrong.
const (
	tickWithin  = time.Minute      // the clock
	heardWithin = 90 * time.Second // Slack
	dueWithin   = 10 * time.Minute // a slot that is due
)

// Address is where to listen: a bare port is on this machine alone.
func Address(text string) string {
	if strings.HasPrefix(text, ":") {
		return "127.0.0.1" + text
	}
	return text
}

// Handler serves /livez, /readyz and /metrics. A failing check answers 503 and
// says what is wrong, a line each. now is the time by the machine's own clock.
func Handler(bot Bot, store storage.Store, build map[string]string, now func() time.Time) http.Handler {
	open := func() (slots []storage.Slot, err error) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = store.View(ctx, func(r storage.Reader) error {
			slots, err = r.Unsettled()
			return err
		})
		return slots, err
	}
	numbers := prometheus.NewPedanticRegistry()
	numbers.MustRegister(newCollector(bot, open, now))
	numbers.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "catcow_build_info", Help: "Which Catcow this is; always 1.", ConstLabels: build,
	}, func() float64 { return 1 }))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(numbers, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /livez", says(func() error { return alive(bot, now()) }))
	mux.HandleFunc("GET /readyz", says(func() error { return errors.Join(alive(bot, now()), ready(bot, open, now())) }))
	return mux
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

// alive never depends on Slack: a restart would not mend that.
func alive(bot Bot, now time.Time) error {
	if _, _, ticked := bot.Pulse(); now.Sub(ticked) > tickWithin {
		return fmt.Errorf("the clock has made no pass for %s", since(now, ticked))
	}
	return nil
}

func ready(bot Bot, open func() ([]storage.Slot, error), now time.Time) (err error) {
	sockets, heard, _ := bot.Pulse()
	switch {
	case sockets == 0:
		err = errors.New("no socket to Slack is open")
	case now.Sub(heard) > heardWithin:
		err = fmt.Errorf("no word from Slack for %s", since(now, heard))
	}
	slots, failed := open()
	if failed != nil {
		return errors.Join(err, fmt.Errorf("the database can't be read: %w", failed))
	}
	for _, s := range slots {
		if s.State == storage.Planned && now.After(s.Until) && now.Sub(s.Due) > dueWithin {
			return errors.Join(err, fmt.Errorf("a slot has been due for %s", since(now, s.Due)))
		}
	}
	return err
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
