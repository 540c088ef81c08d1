package messaging

import (
	"slices"
	"sync"

	"github.com/lariatjs/lariat/runtime/clone"
)

// Hub joins the BroadcastChannels of a program by their names. It may be used from any goroutine.
type Hub struct {
	mu      sync.Mutex
	members map[string][]*Member
}

// NewHub returns a hub that nobody has joined.
func NewHub() *Hub { return &Hub{members: map[string][]*Member{}} }

// Member is one BroadcastChannel.
type Member struct {
	hub  *Hub
	name string
	box  mailbox
}

// Join adds a member to those of a name. It hears nothing before Listen says so.
func (h *Hub) Join(name string, in *Inbox) *Member {
	m := &Member{hub: h, name: name}
	m.box.mu, m.box.owner, m.box.inbox = &h.mu, m, in
	h.mu.Lock()
	h.members[name] = append(h.members[name], m)
	alive := in.keep(m)
	h.mu.Unlock()
	if !alive {
		m.Close()
	}
	return m
}

// Listen says who hears the messages of the others, on the goroutine of the isolate; nil is nobody, and
// what is said meanwhile is lost.
func (m *Member) Listen(deliver func(Item)) {
	m.hub.mu.Lock()
	defer m.hub.mu.Unlock()
	m.box.deliver, m.box.open = deliver, deliver != nil
	if deliver == nil {
		m.box.empty()
	}
}

// Send sends a message to all others of the same name, in the order in which they have joined. All of them
// get the messages in the same order. False says that the member is closed.
func (m *Member) Send(message *clone.Message) bool {
	m.hub.mu.Lock()
	defer m.hub.mu.Unlock()
	if m.box.closed {
		return false
	}
	for _, other := range m.hub.members[m.name] {
		if other != m && other.box.open {
			other.box.inbox.wake(&other.box, other.box.put(Item{Message: message}))
		}
	}
	return true
}

// Closed reports whether the member has left.
func (m *Member) Closed() bool {
	m.hub.mu.Lock()
	defer m.hub.mu.Unlock()
	return m.box.closed
}

// Close leaves the hub; what has not been delivered is dropped.
func (m *Member) Close() {
	h := m.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if m.box.closed {
		return
	}
	m.box.closed = true
	m.box.empty()
	m.box.deliver, m.box.open = nil, false
	m.box.inbox.forget(m)
	rest := slices.DeleteFunc(slices.Clone(h.members[m.name]), func(o *Member) bool { return o == m })
	if h.members[m.name] = rest; len(rest) == 0 {
		delete(h.members, m.name)
	}
}

// forsake has nothing to do: who has left hears nothing.
func (m *Member) forsake() {}
