package nodehttp

import (
	"context"
	"io"
	"net/http"
	"slices"
	"sync"

	"github.com/lariatjs/lariat/stdlib/streams"
)

// turns are those of requests that may have a limited number of sockets to each host. They are for virtual time, which
// has to pass for a request that waits for the end of another; in real time the transport looks after it.
type turns struct {
	most int

	mu    sync.Mutex
	hosts map[string]*queue
}

type queue struct {
	used    int
	waiting []*turn
}

// turn is that of one request. A nil turn is there at once.
type turn struct {
	in   *turns
	host string
	by   streams.Waiter
	come chan struct{}
	once sync.Once
}

// join takes a place for a request. by waits for it.
func (t *turns) join(host string, by streams.Waiter) *turn {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.hosts[host]
	if q == nil {
		q = &queue{}
		t.hosts[host] = q
	}
	one := &turn{in: t, host: host, by: by, come: make(chan struct{})}
	if q.used < t.most {
		q.used++
		close(one.come)
	} else {
		q.waiting = append(q.waiting, one)
		by.Unref()
	}
	return one
}

// waiters are what waits for a turn: the request, and who writes its body, if that is written bit by bit.
type waiters struct {
	request streams.Waiter
	body    *pipe
}

// Ref is that of both.
func (w waiters) Ref() {
	w.request.Ref()
	if w.body != nil {
		w.body.Ref()
	}
}

// Unref is that of both.
func (w waiters) Unref() {
	w.request.Unref()
	if w.body != nil {
		w.body.Unref()
	}
}

// wait waits for the turn, which is over with ctx.
func (t *turn) wait(ctx context.Context) error {
	if t == nil {
		return nil
	}
	context.AfterFunc(ctx, t.over)
	select {
	case <-t.come:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// over ends the turn, and lets the next one come.
func (t *turn) over() {
	if t != nil {
		t.once.Do(t.next)
	}
}

func (t *turn) next() {
	t.in.mu.Lock()
	defer t.in.mu.Unlock()
	q := t.in.hosts[t.host]
	if i := slices.Index(q.waiting, t); i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
		t.by.Ref()
		return
	}
	if len(q.waiting) == 0 {
		if q.used--; q.used == 0 {
			delete(t.in.hosts, t.host)
		}
		return
	}
	first := q.waiting[0]
	q.waiting = q.waiting[1:]
	first.by.Ref()
	close(first.come)
}

// until makes the turn last until the body of the answer has been read or closed.
func (t *turn) until(resp *http.Response) {
	switch {
	case t == nil:
	case resp.Body == http.NoBody:
		t.over()
	default:
		resp.Body = &occupying{resp.Body, t}
	}
}

// occupying is a body that occupies a socket.
type occupying struct {
	io.ReadCloser
	turn *turn
}

// Read reads on.
func (b *occupying) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.turn.over()
	}
	return n, err
}

// Close closes the body.
func (b *occupying) Close() error {
	defer b.turn.over()
	return b.ReadCloser.Close()
}

// Waiting is that of the connection.
func (b *occupying) Waiting(by streams.Waiter) (done func()) { return streams.Await(b.ReadCloser, by) }
