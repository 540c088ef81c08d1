package http

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// Server hands the requests of a listener to handlers. Its methods may be called from any goroutine.
type Server struct {
	listener net.Listener
	srv      *http.Server
	maxBody  int64
	origin   fetch.Origin
	own      *fetch.Own

	mu       sync.Mutex
	handlers []*place
	next     int

	protocols map[fetch.Protocol]bool // those that have a connection

	begin sync.Once
	ready chan struct{} // closed once there is a handler, or none will come

	// OnIdle is called when no request waits for a handler any more, or, after that, one does again, on any goroutine; nil if
	// nobody asks.
	OnIdle func()

	visits   visits
	handling atomic.Int64 // how many requests wait for a handler
	closing  atomic.Bool
	life     context.Context // ends when everything is broken off
	end      context.CancelFunc
	bells    sync.Pool // of channels for the answers of exchanges
}

// bell is a channel for one answer. Once that was taken from it, it is there for another exchange.
func (s *Server) bell() chan struct{} {
	if bell, ok := s.bells.Get().(chan struct{}); ok {
		return bell
	}
	return make(chan struct{}, 1)
}

// place is where a handler stands, with the number of requests that it has.
type place struct {
	handler Handler
	load    int
}

// Times of a connection: how long the head of a request may take, and how long a client may be idle.
const (
	headTime = 60 * time.Second
	idleTime = 75 * time.Second
)

// NewServer makes a server for a listener and a program, whose fetch.OwnOf it is given. A nil config is plain HTTP; a
// negative maxBody is no limit.
func NewServer(listener net.Listener, config *tls.Config, maxBody int64, own *fetch.Own) *Server {
	s := &Server{listener: listener, maxBody: maxBody, own: own, protocols: map[fetch.Protocol]bool{}, ready: make(chan struct{})}
	s.life, s.end = context.WithCancel(context.Background())
	s.srv = &http.Server{
		Handler: s, ReadHeaderTimeout: headTime, IdleTimeout: idleTime, TLSConfig: config,
		ErrorLog: log.New(io.Discard, "", 0), //nolint:forbidigo // net/http takes no other; a client that breaks off is no news
	}
	s.origin = fetch.Origin{Scheme: "http", Address: listener.Addr().String()}
	if config != nil {
		s.origin.Scheme = "https"
	}
	if own != nil {
		s.HTTP1()
	}
	return s
}

// Add gives the server one more handler. remove takes it back.
func (s *Server) Add(h Handler) (remove func()) {
	p := &place{handler: h}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers = append(s.handlers, p)
	s.start()
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for i, q := range s.handlers {
			if q == p {
				s.handlers = append(s.handlers[:i:i], s.handlers[i+1:]...)
				return
			}
		}
	}
}

// Limit changes how long the head of a request may take, and how long a client may be idle; zero is for ever. Before Serve.
func (s *Server) Limit(head, idle time.Duration) {
	s.srv.ReadHeaderTimeout, s.srv.IdleTimeout = head, idle
}

// HTTP1 makes the server speak no HTTP/2. Before Serve.
func (s *Server) HTTP1() {
	s.srv.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
	if s.srv.TLSConfig != nil {
		s.srv.TLSConfig.NextProtos = []string{"http/1.1"}
	}
}

// CloseIdle closes the connections that have no request.
func (s *Server) CloseIdle() {
	s.srv.SetKeepAlivesEnabled(false) // which closes them
	s.srv.SetKeepAlivesEnabled(true)
}

// start lets Serve go on.
func (s *Server) start() { s.begin.Do(func() { close(s.ready) }) }

// Serve accepts connections until Close or Kill, and returns when no request is left. Clients that come before the first
// handler wait for it.
func (s *Server) Serve() error {
	<-s.ready
	var err error
	if s.srv.TLSConfig != nil {
		err = s.srv.ServeTLS(s.listener, "", "")
	} else {
		err = s.srv.Serve(s.listener)
	}
	s.visits.wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Inflight counts the requests that are not answered yet.
func (s *Server) Inflight() int { return s.visits.count() }

// Addr is where the server listens.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Close takes no more requests and waits for those that are under way, until ctx ends; then it breaks them off.
func (s *Server) Close(ctx context.Context) {
	s.start()
	over := make(chan struct{})
	go func() {
		s.visits.wait()
		close(over)
	}()
	s.leaveProtocols(fetch.Protocol.Leave)
	_ = s.srv.Shutdown(ctx)
	s.leaveProtocols(fetch.Protocol.Leave) // of those that came meanwhile
	select {                               // Shutdown does not wait for other protocols
	case <-over:
	case <-ctx.Done():
	}
	s.Kill()
	<-over
}

// Kill breaks everything off.
func (s *Server) Kill() {
	s.start()
	s.closing.Store(true)
	s.end() // first: who cannot write any more must know why
	_ = s.srv.Close()
	s.leaveProtocols(fetch.Protocol.Kill)
}

// ServeHTTP gives a request to the handler that has least to do, and writes what that answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.visits.come()
	defer s.visits.leave()
	x := &Exchange{Request: r, answers: s.bell(), server: s}
	defer x.end()
	if !s.open(w, x) {
		return
	}
	s.handling.Add(1)
	p := s.dispatch(x)
	if p == nil {
		s.handling.Add(-1)
		http.Error(w, "Service Unavailable", http.StatusServiceUnavailable)
		return
	}
	defer s.leave(p)
	if x.wait() {
		s.bells.Put(x.answers)
		s.write(w, x, x.answer)
		return
	}
	x.leave()
	x.Fail(x.Cause()) // whatever comes now is too late
	<-x.answers
	x.answer.close()
	panic(http.ErrAbortHandler) //nolint:forbidigo // how net/http is told to break off
}

// open finds out the body of a request. A body that says that it is too long is refused.
func (s *Server) open(w http.ResponseWriter, x *Exchange) bool {
	r := x.Request
	if r.Body == nil || r.Body == http.NoBody {
		return true
	}
	body := r.Body
	if r.ProtoMajor == 1 { // net/http closes it after the answer; before, it would wait for what the client still sends
		body = io.NopCloser(body)
	}
	from := s.own.Arrive(r, body)
	body = from
	if s.maxBody >= 0 {
		if r.ContentLength > s.maxBody {
			w.Header().Set("Connection", "close")
			http.Error(w, tooLarge(s.maxBody).Error(), http.StatusRequestEntityTooLarge)
			return false
		}
		body = http.MaxBytesReader(w, body, s.maxBody)
	}
	x.Body = &upload{ReadCloser: body, from: from, of: x, control: http.NewResponseController(w)}
	return true
}

func tooLarge(limit int64) error {
	return fault.Limit.New("the body of the request has more than %d bytes, which is the server's maxBody", limit)
}

// dispatch gives an exchange to the handler that has least to do; those with the same take turns. It returns where that
// stands, nil if there is none.
func (s *Server) dispatch(x *Exchange) *place {
	for range 3 { // one that has just ended is replaced
		p := s.pick()
		if p == nil || p.handler.Take(x) {
			return p
		}
		s.leave(p)
	}
	return nil
}

func (s *Server) pick() *place {
	s.mu.Lock()
	defer s.mu.Unlock()
	var best *place
	for i := range s.handlers {
		p := s.handlers[(s.next+i)%len(s.handlers)]
		if best == nil || p.load < best.load {
			best = p
		}
	}
	if best != nil {
		best.load++
		s.next++
	}
	return best
}

func (s *Server) leave(p *place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.load--
}

// Unref notes that a request waits for a handler again: the stream that it has answered with has nothing yet. In real
// time nobody says so.
func (s *Server) Unref() {
	if s.handling.Add(1) == 1 && s.OnIdle != nil {
		s.OnIdle()
	}
}

// Ref notes that a handler has answered, or its stream has.
func (s *Server) Ref() {
	if s.handling.Add(-1) == 0 && s.OnIdle != nil {
		s.OnIdle()
	}
}

// Handling counts the requests that wait for handlers.
func (s *Server) Handling() int { return int(s.handling.Load()) }
