package lock

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/lariatjs/lariat/bindings/internal/governor"
)

// KeyedMutex is a mutex for every key, made on demand and freed when nobody holds or wants it.
type KeyedMutex[K comparable] struct {
	governor.Named
	mu      sync.Mutex
	entries map[K]*entry[K]
}

// NewKeyedMutex makes an empty one.
func NewKeyedMutex[K comparable](o Options) *KeyedMutex[K] {
	return &KeyedMutex[K]{Named: governor.NewNamed("KeyedMutex", o.Name), entries: map[K]*entry[K]{}}
}

// entry is the mutex of one key. It owns its tokens, so that it learns of every release.
type entry[K comparable] struct {
	governor.Permits
	keyed *KeyedMutex[K]
	key   K
	users int // who holds it, waits for it or is about to; guarded by keyed.mu
}

// pin finds or makes the entry of a key and keeps it until unpin.
func (m *KeyedMutex[K]) pin(key K) *entry[K] {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entries[key]
	if e == nil {
		e = &entry[K]{keyed: m, key: key}
		e.Init(governor.Setup{Kind: "Mutex", Capacity: 1, Owner: e})
		m.entries[key] = e
	}
	e.users++
	return e
}

func (e *entry[K]) unpin() {
	m := e.keyed
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.users--; e.users == 0 {
		delete(m.entries, e.key)
	}
}

// Free takes a token of the entry back.
func (e *entry[K]) Free(t *Token) {
	e.Permits.Free(t)
	e.unpin()
}

// acquire asks for a pinned entry. The pin goes over to the token, or ends with the request.
func (e *entry[K]) acquire(ctx context.Context, by Party, done func(*Token, error)) {
	e.Permits.Acquire(ctx, by, Want{}, func(t *Token, err error) {
		if err != nil {
			e.unpin()
		}
		done(t, err)
	})
}

// Acquire makes the entry a Governor, for All.
func (e *entry[K]) Acquire(ctx context.Context, by Party, done func(*Token, error)) {
	e.keyed.Acquire(ctx, by, e.key, done)
}

// TryAcquire makes the entry a Governor, for All.
func (e *entry[K]) TryAcquire(by Party) *Token { return e.keyed.TryAcquire(by, e.key) }

// Acquire asks for the mutex of a key. It never blocks.
func (m *KeyedMutex[K]) Acquire(ctx context.Context, by Party, key K, done func(*Token, error)) {
	if ctx.Err() != nil {
		done(nil, context.Cause(ctx))
		return
	}
	e := m.pin(key)
	if t := e.Try(by, Want{}); t != nil {
		done(t, nil)
		return
	}
	e.acquire(ctx, by, done)
}

// TryAcquire takes the mutex of a key if it is free, and is nil if not.
func (m *KeyedMutex[K]) TryAcquire(by Party, key K) *Token {
	e := m.pin(key)
	t := e.Try(by, Want{})
	if t == nil {
		e.unpin()
	}
	return t
}

// AcquireAll asks for the mutexes of several keys. They are taken one after another in an order
// that is the same for all callers, so two of them cannot wait for each other; doubles count once.
// One token stands for all.
func (m *KeyedMutex[K]) AcquireAll(ctx context.Context, by Party, keys []K, done func(*Token, error)) {
	// Pins keep the entries, and with them their order, until all are taken.
	pinned := make(map[K]*entry[K], len(keys))
	governors := make([]Governor, 0, len(keys))
	for _, key := range keys {
		if pinned[key] == nil {
			pinned[key] = m.pin(key)
			governors = append(governors, pinned[key])
		}
	}
	All(governors...).Acquire(ctx, by, func(t *Token, err error) {
		for _, e := range pinned {
			e.unpin()
		}
		done(t, err)
	})
}

// Lock blocks until the mutex of the key is taken or ctx ends.
func (m *KeyedMutex[K]) Lock(ctx context.Context, key K) (*Token, error) {
	return governor.Block(func(done func(*Token, error)) { m.Acquire(ctx, PartyOf(ctx), key, done) })
}

// LockAll blocks until the mutexes of all keys are taken or ctx ends.
func (m *KeyedMutex[K]) LockAll(ctx context.Context, keys ...K) (*Token, error) {
	return governor.Block(func(done func(*Token, error)) { m.AcquireAll(ctx, PartyOf(ctx), keys, done) })
}

// ReleaseDead releases what the tasks of an isolate hold, which is dead, and returns how many mutexes
// that were.
func (m *KeyedMutex[K]) ReleaseDead(isolate uint64) int {
	n := 0
	for _, e := range m.snapshot() {
		n += e.ReleaseDead(isolate, nil)
	}
	return n
}

// snapshot is the entries there are, oldest first.
func (m *KeyedMutex[K]) snapshot() []*entry[K] {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]*entry[K], 0, len(m.entries))
	for _, e := range m.entries {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b *entry[K]) int { return cmp.Compare(a.ID(), b.ID()) })
	return list
}

// Size is the number of keys that are held or wanted.
func (m *KeyedMutex[K]) Size() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.entries)
}

// Holders are the parties that hold any key.
func (m *KeyedMutex[K]) Holders() (list []Party) {
	for _, e := range m.snapshot() {
		list = append(list, e.Holders()...)
	}
	return list
}

// Waiting is the number of waiters for any key.
func (m *KeyedMutex[K]) Waiting() (n int) {
	for _, e := range m.snapshot() {
		n += e.Waiting()
	}
	return n
}

// Waiters describes the waiters for any key.
func (m *KeyedMutex[K]) Waiters() (list []Waiting) {
	for _, e := range m.snapshot() {
		list = append(list, e.Waiters()...)
	}
	return list
}

// Key is what reports say about one key.
func (m *KeyedMutex[K]) Key(key K) governor.Traced { return keyReport[K]{m, key} }

type keyReport[K comparable] struct {
	keyed *KeyedMutex[K]
	key   K
}

func (r keyReport[K]) Label() string {
	return fmt.Sprintf("%s key %q", r.keyed.Label(), fmt.Sprint(r.key))
}

func (r keyReport[K]) entry() *entry[K] {
	r.keyed.mu.Lock()
	defer r.keyed.mu.Unlock()
	return r.keyed.entries[r.key]
}

func (r keyReport[K]) Holders() []Party {
	if e := r.entry(); e != nil {
		return e.Permits.Holders()
	}
	return nil
}

func (r keyReport[K]) Waiting() int {
	if e := r.entry(); e != nil {
		return e.Permits.Waiting()
	}
	return 0
}
