package websocket

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	ws "github.com/coder/websocket"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Message is one message of a connection.
type Message struct {
	Text bool
	Data []byte
}

// Hearer is told what becomes of a connection, on any goroutine, one thing after the other.
type Hearer interface {
	// Opened says that messages may come and go. protocol and extensions are what both sides have agreed on, or empty.
	Opened(protocol, extensions string)
	// Heard hands over a message. Taken has to be called once it has been dealt with.
	Heard(m Message)
	// Over is the last call, also for a connection that was never open.
	Over(e End)
}

// Codes of RFC 6455 (section 7.4.1) that no side sends, or that this one sends by itself.
const (
	normal    = 1000
	goingAway = 1001
	noStatus  = 1005
	abnormal  = 1006
)

// unreadLimit is how many bytes of messages may wait to be dealt with. Beyond it nothing is read: the other side has to
// wait, and memory does not fill up for a script that is slow. messageCost is what a message takes besides its data.
const (
	unreadLimit = 1 << 20
	messageCost = 256
)

// Socket is one connection, of a client or of a server. All methods may be called from any goroutine; none blocks but
// run.
type Socket struct {
	hear   Hearer
	spawn  func(func())
	client bool
	max    int64 // the longest message, in bytes
	ctx    context.Context
	cancel context.CancelCauseFunc

	buffered atomic.Int64
	active   atomic.Bool // something has come since the last look
	taken    atomic.Bool // the server has begun to answer

	mu      sync.Mutex
	conn    *ws.Conn // nil before it is open
	queue   []outgoing
	writing bool
	closing bool // nothing is sent or told any more
	ended   bool
	unread  int
	room    chan struct{} // closed when there is room again; nil if nobody waits
	said    chan End      // how the goodbye of this side was answered; nil before it
}

// outgoing is a message, or the end.
type outgoing struct {
	Message
	end *End
}

// newSocket makes a socket. spawn runs what blocks on a goroutine.
func newSocket(hear Hearer, spawn func(func()), client bool, maxMessage int64) *Socket {
	s := &Socket{hear: hear, spawn: spawn, client: client, max: maxMessage}
	s.ctx, s.cancel = context.WithCancelCause(context.Background())
	return s
}

// Buffered is the number of bytes that were sent and are not with the system yet.
func (s *Socket) Buffered() int64 { return s.buffered.Load() }

// Send puts a message in line. After Close it counts as buffered for ever, as the standard has it.
func (s *Socket) Send(m Message) {
	s.buffered.Add(int64(len(m.Data)))
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing && s.conn != nil {
		s.put(outgoing{Message: m})
	}
}

// Close says goodbye once everything has been sent. What comes meanwhile is not told any more. noStatus gives no code.
func (s *Socket) Close(code int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return
	}
	s.closing = true
	s.makeRoom()
	if s.conn == nil && s.client {
		s.cancel(fault.Network.New("the WebSocket was closed before the connection was established"))
		return
	}
	s.said = make(chan End, 1)
	s.put(outgoing{end: &End{Code: code, Reason: reason}})
}

// Kill breaks the connection off.
func (s *Socket) Kill(cause error) { s.cancel(cause) }

// put adds to the line. The caller holds s.mu.
func (s *Socket) put(o outgoing) {
	s.queue = append(s.queue, o)
	s.work()
}

// work has the line worked off. The caller holds s.mu.
func (s *Socket) work() {
	if len(s.queue) > 0 && !s.writing && s.conn != nil {
		s.writing = true
		s.spawn(s.write)
	}
}

// write works the line off.
func (s *Socket) write() {
	for {
		s.mu.Lock()
		if len(s.queue) == 0 {
			s.queue, s.writing = nil, false
			s.mu.Unlock()
			return
		}
		next := s.queue[0]
		s.queue[0] = outgoing{}
		s.queue = s.queue[1:]
		s.mu.Unlock()
		if next.end != nil {
			s.said <- s.bye(*next.end)
			continue
		}
		kind := ws.MessageBinary
		if next.Text {
			kind = ws.MessageText
		}
		if s.conn.Write(s.ctx, kind, next.Data) == nil { // the reader hears of an error, too
			s.buffered.Add(-int64(len(next.Data)))
		}
	}
}

// run reads a connection to its end.
func (s *Socket) run(conn *ws.Conn, extensions string, idle time.Duration) {
	conn.SetReadLimit(s.max)
	s.mu.Lock()
	s.conn = conn
	s.work()
	s.mu.Unlock()
	s.hear.Opened(conn.Subprotocol(), extensions)
	stop := s.watch(conn, idle)
	err := s.read(conn)
	stop()
	end := s.ending(err)
	s.mu.Lock()
	said := s.said
	s.mu.Unlock()
	if errors.Is(err, net.ErrClosed) && s.ctx.Err() == nil && said != nil { // by the goodbye, which knows why
		end = <-said
	}
	_ = conn.CloseNow()
	s.over(end)
}

// over tells of the end, once, and lets go of everything.
func (s *Socket) over(end End) {
	s.mu.Lock()
	told := s.ended
	s.closing, s.ended, s.queue = true, true, nil
	s.mu.Unlock()
	s.cancel(nil)
	if !told {
		s.hear.Over(end)
	}
}

func (s *Socket) read(conn *ws.Conn) error {
	for {
		s.waitForRoom()
		kind, r, err := conn.Reader(s.ctx)
		if err != nil {
			return err
		}
		s.active.Store(true)
		data, err := io.ReadAll(r)
		switch {
		case errors.Is(err, ws.ErrMessageTooBig):
			_ = conn.Close(ws.StatusMessageTooBig, "")
			return fault.Limit.New("a message has more than %d bytes", s.max)
		case err != nil:
			return err
		case kind == ws.MessageText && !utf8.Valid(data):
			_ = conn.Close(ws.StatusInvalidFramePayloadData, "")
			return fault.Network.New("a text message is no valid UTF-8")
		}
		if s.take(len(data)) {
			s.hear.Heard(Message{kind == ws.MessageText, data})
		}
	}
}

// take counts a message that is to be told; false says that nobody wants to hear it.
func (s *Socket) take(n int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing {
		s.unread += n + messageCost
	}
	return !s.closing
}

// Taken says that a message has been dealt with.
func (s *Socket) Taken(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unread -= len(m.Data) + messageCost; s.unread <= unreadLimit/2 {
		s.makeRoom()
	}
}

// makeRoom wakes the reader up. The caller holds s.mu.
func (s *Socket) makeRoom() {
	if s.room != nil {
		close(s.room)
		s.room = nil
	}
}

func (s *Socket) waitForRoom() {
	s.mu.Lock()
	if s.unread < unreadLimit || s.closing {
		s.mu.Unlock()
		return
	}
	room := make(chan struct{})
	s.room = room
	s.mu.Unlock()
	select {
	case <-room:
	case <-s.ctx.Done():
	}
	s.active.Store(true)
}

// stalled reports whether the reader waits for the script.
func (s *Socket) stalled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.room != nil
}
