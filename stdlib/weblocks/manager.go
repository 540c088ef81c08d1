package weblocks

import (
	"context"
	"slices"
	"sync"
)

// Ask says what lock is wanted, how, and by whom.
type Ask struct {
	// Key identifies the lock; Name is how reports show it.
	Key  any
	Name string
	// Shared locks of a name may be held together.
	Shared bool
	// IfAvailable takes the lock only if nobody has it and nobody waits for it.
	IfAvailable bool
	// Steal takes the lock from whoever holds it, and passes all who wait.
	Steal bool
	By    Holder
}

// Holder is who asks.
type Holder struct {
	// Isolate dies with what it holds.
	Isolate uint64
	// Client is the name of the isolate, and Name that of the lock, as the holder has them.
	Client string
	Name   any
	// Text describes the holder in reports: task "main" (#1) at main.js:3:9. Any goroutine.
	Text func() string
}

// Lock is a lock that was granted.
type Lock struct {
	Ask
	m *Manager

	// m.mu guards what follows.
	held   bool
	stolen bool
	onLoss func()
}

// request is one that waits.
type request struct {
	Ask
	done func(*Lock, error)
	stop func() bool
	ctx  context.Context
}

// resource is a name that is locked or wanted.
type resource struct {
	key     any
	held    []*Lock
	pending []*request
}

// Manager has the locks of one program. No method blocks, and all may be called from any goroutine. Those
// who ask for a name are served in the order of their calls.
type Manager struct {
	mu     sync.Mutex
	byKey  map[any]*resource
	all    []*resource // oldest first
	locked []*Lock     // in the order in which they were granted
}

// NewManager returns a manager without locks.
func NewManager() *Manager { return &Manager{byKey: map[any]*resource{}} }

// calls are what is to be told once the mutex is free.
type calls []func()

func (c calls) make() {
	for _, f := range c {
		f()
	}
}

// Request asks for a lock (https://w3c.github.io/web-locks/#request-a-lock). It calls done once: with the
// lock, with nil if it is not available and was wanted only then, or with the cause of ctx.
func (m *Manager) Request(ctx context.Context, ask Ask, done func(*Lock, error)) {
	m.mu.Lock()
	r := m.byKey[ask.Key]
	if ask.IfAvailable && !ask.Steal && r != nil && (len(r.pending) > 0 || !r.free(ask.Shared)) {
		m.mu.Unlock()
		done(nil, nil)
		return
	}
	if r == nil {
		r = &resource{key: ask.Key}
		m.byKey[ask.Key] = r
		m.all = append(m.all, r)
	}
	q := &request{Ask: ask, done: done, ctx: ctx}
	var tell calls
	if ask.Steal {
		tell = m.rob(r)
		r.pending = slices.Insert(r.pending, 0, q)
	} else {
		r.pending = append(r.pending, q)
	}
	tell = append(tell, m.serve(r)...)
	waits := slices.Contains(r.pending, q)
	m.mu.Unlock()
	tell.make()
	if waits {
		m.watch(q)
	}
}

// watch takes a request out of its line when its context ends.
func (m *Manager) watch(q *request) {
	stop := afterFunc(q.ctx, func() { m.cancel(q) })
	m.mu.Lock()
	q.stop = stop
	r := m.byKey[q.Key]
	waits := r != nil && slices.Contains(r.pending, q)
	m.mu.Unlock()
	if !waits {
		stop()
	}
}

func (m *Manager) cancel(q *request) {
	m.mu.Lock()
	r := m.byKey[q.Key]
	var i int
	if r != nil {
		i = slices.Index(r.pending, q)
	}
	if r == nil || i < 0 {
		m.mu.Unlock()
		return
	}
	r.pending = slices.Delete(r.pending, i, i+1)
	tell := append(calls{func() { q.done(nil, context.Cause(q.ctx)) }}, m.serve(r)...)
	m.mu.Unlock()
	tell.make()
}

// free reports whether a lock of the mode may be added to those that are held.
func (r *resource) free(shared bool) bool {
	return len(r.held) == 0 || shared && r.held[0].Shared
}

// serve grants what can be granted, in order. The caller holds m.mu.
func (m *Manager) serve(r *resource) (tell calls) {
	for len(r.pending) > 0 && r.free(r.pending[0].Shared) {
		q := r.pending[0]
		r.pending = slices.Delete(r.pending, 0, 1)
		l := &Lock{Ask: q.Ask, m: m, held: true}
		r.held = append(r.held, l)
		m.locked = append(m.locked, l)
		stop := q.stop
		tell = append(tell, func() {
			if stop != nil {
				stop()
			}
			q.done(l, nil)
		})
	}
	if len(r.held) == 0 && len(r.pending) == 0 {
		delete(m.byKey, r.key)
		m.all = slices.DeleteFunc(m.all, func(o *resource) bool { return o == r })
	}
	return tell
}

// drop takes a lock from its holder. The caller holds m.mu.
func (m *Manager) drop(r *resource, l *Lock) {
	l.held = false
	r.held = slices.DeleteFunc(r.held, func(o *Lock) bool { return o == l })
	m.locked = slices.DeleteFunc(m.locked, func(o *Lock) bool { return o == l })
}

// rob takes all locks of a name from their holders. The caller holds m.mu.
func (m *Manager) rob(r *resource) (tell calls) {
	for _, l := range slices.Clone(r.held) {
		m.drop(r, l)
		l.stolen = true
		if l.onLoss != nil {
			tell = append(tell, l.onLoss)
		}
	}
	return tell
}

// Release gives the lock back. It reports whether it was held: not if it was stolen or given back before.
func (l *Lock) Release() bool {
	if l == nil {
		return false
	}
	m := l.m
	m.mu.Lock()
	if !l.held {
		m.mu.Unlock()
		return false
	}
	r := m.byKey[l.Key]
	m.drop(r, l)
	tell := m.serve(r)
	m.mu.Unlock()
	tell.make()
	return true
}

// OnLoss has f called when the lock is stolen, at once if it has been. Later calls replace f.
func (l *Lock) OnLoss(f func()) {
	l.m.mu.Lock()
	l.onLoss = f
	stolen := l.stolen
	l.m.mu.Unlock()
	if stolen {
		f()
	}
}

// ReleaseDead gives back what an isolate holds and takes its requests out of their lines; nobody there is
// told. It returns the number of locks.
func (m *Manager) ReleaseDead(isolate uint64) (n int) {
	m.mu.Lock()
	var tell calls
	for _, r := range slices.Clone(m.all) {
		r.pending = slices.DeleteFunc(r.pending, func(q *request) bool { return q.By.Isolate == isolate })
		for _, l := range slices.Clone(r.held) {
			if l.By.Isolate == isolate {
				m.drop(r, l)
				n++
			}
		}
		tell = append(tell, m.serve(r)...)
	}
	m.mu.Unlock()
	tell.make()
	return n
}

// Query lists what is held, in the order in which it was granted, and what is waited for, in the order in
// which the names came up and in which it was asked for.
func (m *Manager) Query() (held, pending []Ask) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, l := range m.locked {
		held = append(held, l.Ask)
	}
	for _, r := range m.all {
		for _, q := range r.pending {
			pending = append(pending, q.Ask)
		}
	}
	return held, pending
}

// Holders describes who holds the lock of a name.
func (m *Manager) Holders(key any) (list []string) {
	m.mu.Lock()
	var held []*Lock
	if r := m.byKey[key]; r != nil {
		held = slices.Clone(r.held)
	}
	m.mu.Unlock()
	for _, l := range held {
		list = append(list, l.By.Text())
	}
	return list
}

// afterFunc calls f once when ctx ends, perhaps before it returns. The engine's scopes do so by themselves,
// on the goroutine of their loop; context.AfterFunc would start one.
func afterFunc(ctx context.Context, f func()) (stop func() bool) {
	if own, ok := ctx.(interface {
		AfterFunc(f func()) (stop func() bool)
	}); ok {
		return own.AfterFunc(f)
	}
	return context.AfterFunc(ctx, f)
}
