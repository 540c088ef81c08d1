package shared

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// Watch looks at the values of one key as they change. A watcher that is slower than the changes sees the newest one
// only. Close must be called in the end.
func (m *Map) Watch(key any) *Watch {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.slot(key)
	s.watchers++
	return &Watch{m: m, s: s}
}

// Watch is one who watches a key. One goroutine uses it.
type Watch struct {
	m      *Map
	s      *slot
	begun  bool
	seen   uint64
	closed bool
}

// Next calls done when there is something to Take: the first time at once, and then as soon as the value has changed. It
// never blocks, and must not be called again before done was.
func (w *Watch) Next(ctx context.Context, by Party, done func(struct{}, error)) {
	if ctx.Err() != nil {
		done(struct{}{}, context.Cause(ctx))
		return
	}
	w.m.mu.Lock()
	if !w.begun || w.seen != w.s.version {
		w.m.mu.Unlock()
		done(struct{}{}, nil)
		return
	}
	// A writer changes the version under the map's mutex, so it finds this waiter when it tells of the change.
	w.s.list.Lock()
	waiter := w.s.list.Add(ctx, waitlist.Ask{By: by}, done)
	w.m.mu.Unlock()
	w.s.list.UnlockAndWatch(waiter)
}

// Take is the newest value; ok says whether there is one.
func (w *Watch) Take() (value any, ok bool) {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	w.begun, w.seen = true, w.s.version
	return w.s.value, w.s.present
}

// Close ends the watch.
func (w *Watch) Close() {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	if !w.closed {
		w.closed = true
		w.s.watchers--
		w.m.forget(w.s)
	}
}
