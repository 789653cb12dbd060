package demo

import (
	"fmt"
	"net"
	"net/http"
	"strings"
)

// guard lets only this machine's own pages in: the address that was asked for must be a loopback one, whatever name
// pointed there; changes must come from the page itself; and nothing but the page's own files may run or load.
func guard(next http.Handler) http.Handler {
	own := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
			"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !loopback(hostOf(r.Host)) {
			http.Error(w, "The demo answers to this machine's own address alone.", http.StatusForbidden)
			return
		}
		if o := r.Header.Get("Origin"); o != "" && o != "http://"+r.Host {
			http.Error(w, "The demo answers to its own page alone.", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		own.ServeHTTP(w, r)
	})
}

// hostOf is an address without its port.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return strings.Trim(address, "[]")
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// listen opens the page's address, or a free port beside it when anyPort is set and the address is taken.
func listen(address string, anyPort bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !loopback(host) {
		return nil, fmt.Errorf("the demo is for this machine alone: listen on 127.0.0.1:8080 or another loopback address, not on %q", address)
	}
	l, err := net.Listen("tcp", address)
	if err != nil && anyPort {
		l, err = net.Listen("tcp", net.JoinHostPort(host, "0"))
	}
	if err != nil {
		return nil, fmt.Errorf("the demo cannot listen on %s: %w", address, err)
	}
	return l, nil
}
