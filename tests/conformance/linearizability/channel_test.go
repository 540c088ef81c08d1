package linearizability

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/lariatjs/lariat/bindings/queue"
	"github.com/lariatjs/lariat/runtime/fault"
)

// conduit is the channel or the queue that actors use.
type conduit interface {
	Send(ctx context.Context, by queue.Party, item int, priority float64, done func(struct{}, error))
	Receive(ctx context.Context, by queue.Party, done func(queue.Received[int], error))
	TrySend(item int, priority float64) bool
	ReceiveNow() (queue.Received[int], bool)
	Joined(ctx context.Context, by queue.Party, done func(struct{}, error))
	TaskDone() error
	Unfinished() int
	Len() int
	Close()
}

// line is a conduit with what the checker wants to know of it.
type line struct {
	conduit
	options queue.Options[int]

	mu      sync.Mutex
	dropped []int
}

func newLine(h *history, order queue.Order, wrap func(conduit) conduit) *line {
	l := &line{}
	l.options = queue.Options[int]{
		Capacity: h.rnd.IntN(5) - 1, Overflow: queue.Overflow(h.rnd.IntN(5)), Order: order,
		OnDrop: func(item int) {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.dropped = append(l.dropped, item)
		},
	}
	if h.rnd.IntN(2) == 0 {
		l.options.Overflow = queue.Wait
	}
	if l.options.Overflow == queue.Latest { // there is always room for the latest, and no more is kept of what is full
		l.options.Capacity = max(l.options.Capacity, 1)
	}
	c, err := queue.NewChannel(l.options)
	if err != nil {
		h.t.Fatal(err)
	}
	l.conduit = wrap(c)
	return l
}

// answered reads the end of a wait.
func answered(err error) any {
	switch {
	case fault.KindOf(err) == fault.Closed:
		return isClosed{}
	case fault.KindOf(err) == fault.QueueFull:
		return isFull{}
	}
	return resultOf(err)
}

// received reads what came.
func received(r queue.Received[int], err error) any {
	switch {
	case err != nil:
		return answered(err)
	case !r.OK:
		return ended{}
	}
	return item(r.Value)
}

func (l *line) use(a *actor) {
	turns := 2 + a.rnd.IntN(8)
	if l.options.Order == queue.LIFO { // in which order two items went in is seen when the last of all comes out
		turns = 1 + a.rnd.IntN(3)
	}
	for range turns {
		a.pause()
		id, rank := a.next(), a.rnd.IntN(3)
		switch a.rnd.IntN(12) {
		case 0:
			do(a, size{}, l.Len)
		case 1:
			do(a, undone{}, l.Unfinished)
		case 2:
			do(a, done{}, func() bool { return l.TaskDone() == nil })
		case 3, 4:
			do(a, trySend{id, rank}, func() bool { return l.TrySend(id, -float64(rank)) })
		case 5:
			var r queue.Received[int]
			out := do(a, tryTake{}, func() any {
				got, now := l.ReceiveNow()
				if r = got; !now {
					return nothing{}
				}
				return received(got, nil)
			})
			l.keep(a, r, out)
		case 6:
			wait(a, false, any(join{id}), any(outcome{id}), func(ctx context.Context, done func(struct{}, error)) {
				l.Joined(ctx, queue.Party{}, done)
			}, func(_ struct{}, err error) any { return answered(err) })
		case 7, 8, 9:
			r, out, _ := wait(a, false, any(receive{id}), any(outcome{id}), func(ctx context.Context, done func(queue.Received[int], error)) {
				l.Receive(ctx, queue.Party{}, done)
			}, received)
			l.keep(a, r, out)
		default:
			wait(a, false, any(send{id, rank}), any(outcome{id}), func(ctx context.Context, done func(struct{}, error)) {
				l.Send(ctx, queue.Party{}, id, -float64(rank), done)
			}, func(_ struct{}, err error) any { return answered(err) })
		}
	}
}

// keep takes what was received, or changes its mind.
func (l *line) keep(a *actor, r queue.Received[int], out any) {
	got, ok := out.(item)
	if !ok {
		return
	}
	if a.chance(6) {
		do(a, putBack{int(got)}, r.Release)
		return
	}
	r.Take()
}

// audit takes what is left out and finds everything in its place.
func (l *line) audit(a *actor, over bool) {
	if over {
		do(a, shut{}, func() any { l.Close(); return nil })
	}
	for {
		out := do(a, tryTake{}, func() any {
			r, now := l.ReceiveNow()
			r.Take()
			if !now {
				return nothing{}
			}
			return received(r, nil)
		})
		if _, more := out.(item); !more {
			break
		}
	}
	for do(a, done{}, func() bool { return l.TaskDone() == nil }) {
	}
	do(a, size{}, l.Len)
	l.mu.Lock()
	defer l.mu.Unlock()
	do(a, thrown{}, func() any { return slices.Clone(l.dropped) })
	l.dropped = nil
}

// runLines makes the whole history, of several channels one after another: each is closed in the end, which some
// actors do while the others go on.
func runLines(h *history, order queue.Order, wrap func(conduit) conduit) bool {
	for h.total < *operations && !h.t.Failed() {
		l := newLine(h, order, wrap)
		rounds := 1 + h.rnd.IntN(8)
		for i := range rounds {
			over := i == rounds-1
			act := l.use
			if over {
				act = func(a *actor) {
					l.use(a)
					do(a, shut{}, func() any { l.Close(); return nil })
					l.use(a)
				}
			}
			if !h.round(channel{options: l.options}, act, func(a *actor) { l.audit(a, over) }) {
				return false
			}
		}
	}
	return true
}

func same(c conduit) conduit { return c }

func testOrder(t *testing.T, order queue.Order) {
	histories(t, func(t *testing.T, seed uint64) { runLines(newHistory(t, seed, channelModel), order, same) })
}

func TestChannel(t *testing.T) { testOrder(t, queue.FIFO) }

func TestLifoQueue(t *testing.T) { testOrder(t, queue.LIFO) }

func TestPriorityQueue(t *testing.T) { testOrder(t, queue.ByPriority) }
