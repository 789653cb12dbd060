package operate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"catcow/storage"
)

// ErrSilent is wrapped where nobody answers on the private socket.
var ErrSilent = errors.New("no Catcow answers there")

// AskBackup asks the Catcow at a private socket for a copy at an absolute path, or, without one,
// for one in its own backup directory.
func AskBackup(ctx context.Context, socket, file string) (made storage.Copied, err error) {
	return made, ask(ctx, socket, http.MethodPost, "/backup", url.Values{"file": {file}}, &made)
}

// AskStatus asks how its file is.
func AskStatus(ctx context.Context, socket string) (s Status, err error) {
	return s, ask(ctx, socket, http.MethodGet, "/status", nil, &s)
}

// AskCompact asks it to rewrite its file.
func AskCompact(ctx context.Context, socket string) (c storage.Condition, err error) {
	return c, ask(ctx, socket, http.MethodPost, "/compact", nil, &c)
}

// AskCheck asks it to read all of its file.
func AskCheck(ctx context.Context, socket string) error {
	return ask(ctx, socket, http.MethodPost, "/check", nil, &struct{}{})
}

func ask(ctx context.Context, socket, method, path string, with url.Values, to any) error {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, "unix", socket)
		if err != nil {
			err = fmt.Errorf("the private socket: %w: %w", ErrSilent, err)
		}
		return conn, err
	}}}
	request, err := http.NewRequestWithContext(ctx, method, "http://catcow"+path, strings.NewReader(with.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := client.Do(request)
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("the private socket %s: %w", socket, err)
	}
	if answer.StatusCode != http.StatusOK {
		return errors.New("the running Catcow says: " + strings.TrimPrefix(strings.TrimSpace(string(body)), "bolt: "))
	}
	return json.Unmarshal(body, to)
}
