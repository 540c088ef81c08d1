package lock

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// lockSync blocks the goroutine of a worker until the mutex is taken. Whatever of the same isolate holds it, or
// stands in line already, could not go on meanwhile: that is a deadlock at once.
func (f *faces) lockSync(m *Mutex, c *bind.Call) (any, error) {
	iso := f.rt.Isolate()
	if iso == nil {
		return nil, fault.Type.New("%s: the main program must not block: await lock() instead", c.Name())
	}
	o := struct {
		Timeout time.Duration `js:"timeout"`
	}{Timeout: -1}
	c.Exactly(0, &o)
	if err := f.rt.Scope().Err(); err != nil {
		return nil, err
	}
	by := governor.PartyOf(c)
	if err := m.blocksItself(by); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b := blocked{nap: f.rt.Loop().NewNap()}
	m.Acquire(ctx, by, b.done)
	if !b.over() {
		b.nap.Sleep(o.Timeout, iso.Killed())
	}
	switch t, err := b.leave(); {
	case err != nil:
		return nil, err
	case t != nil:
		return f.gov.Give(t)
	}
	return nil, fault.Timeout.New("%s timed out after %s", c.Name(), runtime.Milliseconds(o.Timeout))
}

// blocksItself is the deadlock that blocking would be.
func (m *Mutex) blocksItself(by Party) error {
	same := func(p Party) bool { return p.Isolate == by.Isolate }
	holders := m.Holders()
	if i := slices.IndexFunc(holders, same); i >= 0 {
		return fault.Deadlock.New("deadlock: %s blocks its isolate, in which %s holds %s", by, holders[i], m.Label())
	}
	if slices.ContainsFunc(m.Waiters(), func(w Waiting) bool { return same(w.By) }) {
		return fault.Deadlock.New("deadlock: %s blocks its isolate, in which others wait for %s before it", by, m.Label())
	}
	return nil
}

// blocked is a caller of lockSync.
type blocked struct {
	nap *loop.Nap

	mu    sync.Mutex
	ended bool // there is an answer
	left  bool // and nobody waits for it
	token *Token
	err   error
}

// done takes the answer of the mutex, on any goroutine. A token that comes too late is given back.
func (b *blocked) done(t *Token, err error) {
	b.mu.Lock()
	late := b.left
	b.ended, b.token, b.err = true, t, err
	b.mu.Unlock()
	if late && t != nil {
		t.Release()
	}
	b.nap.Wake()
}

func (b *blocked) over() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ended
}

// leave ends the wait and returns the answer, if there is one.
func (b *blocked) leave() (*Token, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = true
	return b.token, b.err
}
