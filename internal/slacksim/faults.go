package slacksim

import (
	"net/http"
	"time"
)

// Faults is what breaks. The zero value is a healthy Slack.
type Faults struct {
	// Methods breaks single Web API methods; "response_url" counts as one.
	Methods map[string]*MethodFault
	// Choose breaks single calls, call by call, where Methods breaks none. It is called with the server's lock held, as
	// Config.Now is; its Times does not matter.
	Choose func(Call) MethodFault

	// StopPings ends the server's WebSocket pings.
	StopPings bool
	// RefuseSockets answers 503 to every WebSocket handshake.
	RefuseSockets bool
	// CloseAfterHello closes each new socket right after its hello.
	CloseAfterHello bool
	// TooManySockets closes each new socket as the eleventh is closed: with a disconnect frame, too_many_websockets.
	TooManySockets bool
	// LoseDelivered keeps nothing of what went out on a socket that then closed; otherwise the next connection gets it.
	LoseDelivered bool
	// DelayDelivery holds every envelope back for so long, in real time; its deadline is already running.
	DelayDelivery time.Duration
	// DuplicateDelivery sends every envelope twice, each time to a socket of its own choice.
	DuplicateDelivery bool
	// DropAcks ignores so many acknowledgements; -1 ignores all.
	DropAcks int
	// AckDelay takes every acknowledgement only so much later, in real time.
	AckDelay time.Duration
	// WarnClose is the real time between the disconnect frame and the closing of the socket, for the reasons warning and
	// refresh_requested; 0 means Slack's 10 s.
	WarnClose time.Duration

	// RefuseBlocks lists block types this workspace does not take, as workspaces do during a phased roll-out.
	RefuseBlocks []string
}

// A MethodFault breaks one method. Its fields combine in the order: Delay, Drop, Status, CommitLate, Error, then the commit.
type MethodFault struct {
	// Times is how many further calls break; 0 none, -1 all.
	Times int
	// Status is the HTTP status to answer, with RetryAfter in seconds for 429.
	Status     int
	RetryAfter int
	// Error is the error of an answer with ok false.
	Error string
	// Delay is real time before anything happens.
	Delay time.Duration
	// Drop closes the connection without an answer and without an effect.
	Drop bool
	// CommitLate carries the call out only so much later, in real time, and also when the caller has left by then.
	CommitLate time.Duration
	// CommitThenHang carries the call out and never answers it.
	CommitThenHang bool
	// DropAfterCommit carries the call out and closes the connection.
	DropAfterCommit bool
}

// Fault changes the faults.
func (s *Server) Fault(change func(*Faults)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.Faults)
}

// takeFault uses up one of the method's faults. The caller holds the lock.
func (s *Server) takeFault(c Call) MethodFault {
	f := s.Faults.Methods[c.Method]
	if f == nil || f.Times == 0 {
		if s.Faults.Choose != nil {
			return s.Faults.Choose(c)
		}
		return MethodFault{}
	}
	if f.Times > 0 {
		f.Times--
	}
	return *f
}

// wait lets real time pass, and reports false when the server closed or the caller left first.
func (s *Server) wait(d time.Duration, left <-chan struct{}) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-left:
	case <-s.done:
	}
	return false
}

// meet dates a call beside the Web API's and takes the fault that waits for it. over: the
// fault was the answer.
func (s *Server) meet(w http.ResponseWriter, r *http.Request, call *Call) (f MethodFault, over bool) {
	s.mu.Lock()
	call.At = s.cfg.Now()
	f = s.takeFault(*call)
	s.mu.Unlock()
	switch {
	case !s.wait(f.Delay, r.Context().Done()) || f.Drop:
		s.drop(w, *call)
		return f, true
	case f.Status != 0:
		s.fail(w, *call, f)
		return f, true
	}
	return f, false
}
