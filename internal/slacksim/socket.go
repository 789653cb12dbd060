package slacksim

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

const (
	maxSockets    = 10
	maxFrame      = 20480 // bytes of one client frame; beyond it Slack closes with 1009
	warnClose     = 10 * time.Second
	closeGrace    = time.Second // how long the other side may take over its half of the close handshake
	writeDeadline = 5 * time.Second
	outboxSize    = 4096
)

// A socket is one Socket Mode connection. Only its write goroutine writes data frames.
type socket struct {
	conn    *websocket.Conn
	out     chan string
	gone    chan struct{}
	since   time.Time // when its hello went out
	leaving bool      // a disconnect frame was sent, or a close frame: it gets envelopes only where no other socket is left
	closing bool
	deaf    bool // closed for a frame too large: nothing it says counts any more
}

// newTicket is the answer of apps.connections.open. The caller holds the lock.
func (s *Server) newTicket() string {
	t := rand.Text()
	s.tickets[t] = true
	return "ws" + strings.TrimPrefix(s.URL(), "http") + "/link/?ticket=" + t + "&app_id=" + appID
}

// serveLink takes a WebSocket handshake: one ticket, one connection.
func (s *Server) serveLink(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	good := s.tickets[ticket] && !s.revoked && !s.closed
	refuse := s.Faults.RefuseSockets
	if !refuse {
		delete(s.tickets, ticket)
	}
	s.mu.Unlock()
	switch {
	case refuse:
		http.Error(w, "service unavailable", http.StatusServiceUnavailable)
		return
	case !good:
		http.Error(w, "invalid ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	conn.SetReadLimit(1 << 20)
	sock := &socket{conn: conn, out: make(chan string, outboxSize), gone: make(chan struct{})}

	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		conn.Close()
		return
	}
	s.work.Add(1)
	defer s.work.Done()
	s.work.Go(func() { s.writeSocket(sock) })
	if len(s.sockets) >= maxSockets || s.Faults.TooManySockets {
		s.put(sock, s.disconnectFrame("too_many_websockets"))
		s.closeSocket(sock, 1000, "")
	} else {
		s.sockets = append(s.sockets, sock)
		sock.since = time.Now()
		s.put(sock, s.helloFrame())
		if s.Faults.CloseAfterHello {
			s.closeSocket(sock, 1000, "")
		} else {
			s.redeliverOrphans()
		}
		s.change()
	}
	s.mu.Unlock()
	s.readSocket(sock)
}

func (s *Server) helloFrame() string {
	return encode(map[string]any{
		"type": "hello", "num_connections": len(s.sockets),
		"debug_info":      map[string]any{"host": "applink-1", "build_number": 10, "approximate_connection_time": 18060},
		"connection_info": map[string]any{"app_id": appID},
	})
}

func (s *Server) disconnectFrame(reason string) string {
	f := map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "applink-1"}}
	if reason == "too_many_websockets" {
		f["num_connections"] = len(s.sockets)
		f["connection_info"] = map[string]any{"app_id": appID}
	}
	return encode(f)
}

// put queues a frame; a client that does not read loses its connection. The caller holds the lock.
func (s *Server) put(sock *socket, frame string) {
	select {
	case sock.out <- frame:
	default:
		sock.conn.Close()
	}
}

func (s *Server) writeSocket(sock *socket) {
	ping := time.NewTicker(s.cfg.PingEvery)
	defer ping.Stop()
	for {
		select {
		case frame := <-sock.out:
			if s.writeFrame(sock, frame) != nil {
				sock.conn.Close()
				return
			}
		case <-ping.C:
			s.mu.Lock()
			quiet := s.Faults.StopPings
			s.mu.Unlock()
			if !quiet {
				sock.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-1"), time.Now().Add(writeDeadline))
			}
		case <-sock.gone:
			return
		case <-s.done:
			return
		}
	}
}

// writeFrame writes one data frame, or, for the frame that closeSocket queues, the close frame.
func (s *Server) writeFrame(sock *socket, frame string) error {
	if text, ok := strings.CutPrefix(frame, closeMark); ok {
		var code int
		var why string
		fmt.Sscanf(text, "%d", &code)
		_, why, _ = strings.Cut(text, " ")
		sock.conn.SetReadDeadline(time.Now().Add(closeGrace))
		return sock.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Now().Add(writeDeadline))
	}
	sock.conn.SetWriteDeadline(time.Now().Add(writeDeadline))
	return sock.conn.WriteMessage(websocket.TextMessage, []byte(frame))
}

// closeMark begins the queued order to close, so that a close frame never overtakes what was sent before it.
const closeMark = "\x00close "

// closeSocket sends a close frame after everything queued; the read side ends when the client answers or after
// closeGrace. The caller holds the lock.
func (s *Server) closeSocket(sock *socket, code int, why string) {
	if !sock.closing {
		sock.closing, sock.leaving = true, true
		s.put(sock, fmt.Sprintf("%s%d %s", closeMark, code, why))
	}
}

func (s *Server) readSocket(sock *socket) {
	for {
		kind, data, err := sock.conn.ReadMessage()
		if err != nil {
			break
		}
		if len(data) > maxFrame {
			s.mu.Lock()
			sock.deaf = true
			s.closeSocket(sock, websocket.CloseMessageTooBig, fmt.Sprintf("Max frame length of %d has been exceeded.", maxFrame))
			s.mu.Unlock()
			continue
		}
		if kind == websocket.TextMessage {
			s.takeFrame(sock, data)
		}
	}
	sock.conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	close(sock.gone)
	s.sockets = slices.DeleteFunc(s.sockets, func(o *socket) bool { return o == sock })
	for _, id := range s.envOrder {
		if e := s.envelopes[id]; e.socket == sock && !e.decided && !s.Faults.LoseDelivered {
			e.socket = nil
			s.orphans = append(s.orphans, e)
		}
	}
	s.redeliverOrphans()
	s.change()
}

// takeFrame reads an acknowledgement.
func (s *Server) takeFrame(sock *socket, data []byte) {
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(data, &ack); err != nil || ack.EnvelopeID == "" {
		s.unknown("client frame " + string(data))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if sock.deaf {
		return
	}
	if s.Faults.DropAcks != 0 {
		if s.Faults.DropAcks > 0 {
			s.Faults.DropAcks--
		}
		return
	}
	if d := s.Faults.AckDelay; d > 0 {
		s.spawn(func() {
			if s.wait(d, nil) {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.acknowledge(ack.EnvelopeID, ack.Payload)
			}
		})
		return
	}
	s.acknowledge(ack.EnvelopeID, ack.Payload)
}

// pick chooses the socket for the next frame: any that is not leaving, else any that is not closing. The caller holds
// the lock.
func (s *Server) pick() *socket {
	for _, fit := range []func(*socket) bool{
		func(k *socket) bool { return !k.leaving },
		func(k *socket) bool { return !k.closing },
	} {
		var fitting []*socket
		for _, k := range s.sockets {
			if fit(k) {
				fitting = append(fitting, k)
			}
		}
		if len(fitting) > 0 {
			return fitting[s.random.IntN(len(fitting))]
		}
	}
	return nil
}

func encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: only values of our own making
	}
	return string(data)
}
