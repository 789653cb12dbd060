package slacksim

import (
	"context"
	"net"
	"slices"
)

// Sockets is the number of open sockets that can still receive.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, k := range s.sockets {
		if !k.closing {
			n++
		}
	}
	return n
}

// AwaitSockets returns nil as soon as n sockets or more are open.
func (s *Server) AwaitSockets(ctx context.Context, n int) error {
	return s.Await(ctx, func() bool { return s.Sockets() >= n })
}

// Disconnect sends a disconnect frame on all sockets and closes them: for warning and refresh_requested after ten
// seconds (Faults.WarnClose), for every other reason at once.
func (s *Server) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sock := range slices.Clone(s.sockets) {
		s.dismiss(sock, reason)
	}
	s.change()
}

// DisconnectOldest does the same to the socket that is open longest, as Slack renews one after the other.
func (s *Server) DisconnectOldest(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sock := range s.sockets {
		if !sock.leaving {
			s.dismiss(sock, reason)
			break
		}
	}
	s.change()
}

// dismiss sends one socket the disconnect frame. The caller holds the lock.
func (s *Server) dismiss(sock *socket, reason string) {
	s.put(sock, s.disconnectFrame(reason))
	sock.leaving = true
	if reason != "warning" && reason != "refresh_requested" {
		s.closeSocket(sock, 1000, "")
		return
	}
	after := s.Faults.WarnClose
	if after == 0 {
		after = warnClose
	}
	s.spawn(func() {
		if s.wait(after, sock.gone) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.closeSocket(sock, 1000, "")
		}
	})
}

// ResetSockets resets the n oldest connections that are not on their way out (TCP's RST): what
// was under way in them is gone.
func (s *Server) ResetSockets(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sock := range s.sockets {
		if n == 0 {
			break
		}
		if sock.closing {
			continue
		}
		n--
		sock.closing, sock.leaving = true, true
		if tcp, ok := sock.conn.NetConn().(*net.TCPConn); ok {
			tcp.SetLinger(0)
		}
		sock.conn.NetConn().Close()
	}
	s.change()
}

// DropSockets cuts every connection without a close frame.
func (s *Server) DropSockets() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sock := range s.sockets {
		sock.closing, sock.leaving = true, true
		sock.conn.NetConn().Close()
	}
	s.change()
}

// Inject sends a raw text frame on one socket. It does nothing where no socket is open.
func (s *Server) Inject(frame string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sock := s.pick(); sock != nil {
		s.put(sock, frame)
	}
}
