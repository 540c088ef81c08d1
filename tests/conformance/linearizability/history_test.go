// Package linearizability checks that many callers at once see what they would see one after another: the histories
// of locks, semaphores, channels, queues, pools and rate limiters, which goroutines and isolates use together and leave
// at any moment, are held against models by porcupine.
//
// A model is the whole contract, the strict order of the waiters too. Everything that waits is two operations: the
// request, which ends with the call, and its answer, which comes later. So a model needs no guesses: a request is
// served, in the model, by the very step that makes it possible, and an answer has to tell what the model knows.
package linearizability

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/lariatjs/lariat/runtime/fault"
)

var (
	seeds      = flag.Int("seeds", 2, "how many histories there are of each kind")
	operations = flag.Int("operations", 10_000, "how many operations a history has")
)

// patience is how long porcupine may take for one round, which takes milliseconds but for a very few.
const patience = 20 * time.Second

// undecided and decided count the rounds of all histories.
var undecided, decided atomic.Int64

// history is what the actors did to one object. It falls into rounds: at the end of each nobody waits and nobody holds
// anything, so the checker may begin anew from there.
type history struct {
	t      testing.TB
	rnd    *rand.Rand
	model  porcupine.Model
	clock  atomic.Int64
	actors []*actor
	total  int
	broken bool // the object is expected to be refused
}

// actor is one goroutine of a round.
type actor struct {
	*history
	rnd *rand.Rand
	id  int
	ops []*porcupine.Operation
	ids int
}

// newHistory begins one. The model has no Init: each round has its own.
func newHistory(t testing.TB, seed uint64, model porcupine.Model) *history {
	h := &history{t: t, rnd: rand.New(rand.NewPCG(seed, 0)), model: model}
	for i := range 12 {
		h.actors = append(h.actors, &actor{history: h, rnd: rand.New(rand.NewPCG(seed, uint64(i+1))), id: i})
	}
	return h
}

// round lets some of the actors act at the same time, then has audit look at the object alone, and checks the
// operations against the model, which begins with state. It reports whether the model agrees.
func (h *history) round(state any, act func(*actor), audit func(*actor)) bool {
	var wg sync.WaitGroup
	begin := make(chan struct{})
	for _, a := range h.actors[1 : 3+h.rnd.IntN(len(h.actors)-2)] {
		wg.Go(func() {
			<-begin
			act(a)
		})
	}
	close(begin)
	wg.Wait()
	audit(h.actors[0])
	var ops []porcupine.Operation
	for _, a := range h.actors {
		for _, op := range a.ops {
			ops = append(ops, *op)
		}
		a.ops = a.ops[:0]
	}
	h.total += len(ops)
	model := h.model
	model.Init = func() any { return state }
	result := porcupine.CheckOperationsTimeout(model, ops, patience)
	switch {
	case result == porcupine.Unknown: // whether there is an order, of all that are possible, took too long to tell
		undecided.Add(1)
		h.t.Logf("undecided after %s: a round of %d operations", patience, len(ops))
		return true
	case result == porcupine.Illegal && !h.broken:
		h.t.Errorf("no order of the operations agrees with the model, which follows up to\n%s", explain(model, ops))
	}
	decided.Add(1)
	return result == porcupine.Ok
}

// TestMain fails when too much was left undecided.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if n, all := undecided.Load(), decided.Load(); n*1000 > all {
		fmt.Fprintf(os.Stderr, "%d rounds were not decided, and %d were\n", n, all)
		code = max(code, 1)
	} else if testing.Verbose() {
		fmt.Fprintf(os.Stderr, "%d rounds were decided, %d were not\n", all, n)
	}
	os.Exit(code)
}

// explain says how far the model can follow, and what it cannot have next.
func explain(model porcupine.Model, ops []porcupine.Operation) string {
	_, info := porcupine.CheckOperationsVerbose(model, ops, patience)
	var longest []porcupine.Operation
	for _, sequence := range info.PartialLinearizationsOperations()[0] {
		if len(sequence) > len(longest) {
			longest = sequence
		}
	}
	var b strings.Builder
	state, followed := model.Init(), map[int64]bool{}
	for i, op := range longest {
		followed[op.Call] = true
		if _, state = model.Step(state, op.Input, op.Output); i >= len(longest)-15 {
			show(&b, op)
		}
	}
	fmt.Fprintf(&b, "which makes %+v, but none of these can follow:\n", state)
	slices.SortFunc(ops, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	end := int64(math.MaxInt64)
	for _, op := range ops {
		if !followed[op.Call] && op.Call < end {
			end = min(end, op.Return)
			show(&b, op)
		}
	}
	return b.String()
}

func show(b *strings.Builder, op porcupine.Operation) {
	fmt.Fprintf(b, "%6d to %6d, actor %2d: %T%+v -> %T%+v\n", op.Call, op.Return, op.ClientId, op.Input, op.Input, op.Output, op.Output)
}

// pause lets others go on now and then.
func (a *actor) pause() {
	for range a.rnd.IntN(4) {
		goruntime.Gosched()
	}
}

// chance is true once in n times.
func (a *actor) chance(n int) bool { return a.rnd.IntN(n) == 0 }

// next is a number that nothing else in the history has.
func (a *actor) next() int {
	a.ids++
	return a.id*1_000_000 + a.ids
}

// do records an operation that answers at once.
func do[In, Out any](a *actor, in In, call func() Out) Out {
	op := &porcupine.Operation{ClientId: a.id, Input: in, Call: a.clock.Add(1)}
	out := call()
	op.Output, op.Return = out, a.clock.Add(1)
	a.ops = append(a.ops, op)
	return out
}

// wait records a request, which start makes, and its answer. The actor loses patience at some time, unless it is
// firm. read turns what came into the answer of the model; refused says that the request was never made.
func wait[In, T, Out any](
	a *actor, firm bool, ask, answer In, start func(ctx context.Context, done func(T, error)), read func(T, error) Out,
) (value T, out Out, refused bool) {
	w := newWhim(a, firm && !a.broken)
	defer w.cancel(nil)
	request := &porcupine.Operation{ClientId: a.id, Input: ask, Call: a.clock.Add(1)}
	got := &porcupine.Operation{ClientId: a.id, Input: answer, Call: a.clock.Add(1)}
	came := make(chan T, 1)
	start(w.context(), func(v T, err error) {
		got.Output = read(v, err)
		got.Return = a.clock.Add(1)
		if err != nil {
			got.Call = max(got.Call, w.cancelled.Load())
		}
		came <- v
	})
	request.Return = a.clock.Add(1)
	w.losePatience()
	value = <-came
	out = got.Output.(Out)
	if w.refused() {
		return value, out, true
	}
	a.ops = append(a.ops, request, got)
	return value, out, false
}

// whim is a context that ends when its actor feels like it. Some have the AfterFunc of the engine's scopes, which runs
// on the goroutine that cancels, and some are like any other of Go.
type whim struct {
	context.Context
	a         *actor
	end       context.CancelCauseFunc
	firm      bool
	turns     int
	elsewhere bool
	cancelled atomic.Int64
	asked     atomic.Bool
	early     atomic.Bool

	mu    sync.Mutex
	hooks []*func()
	over  bool
}

// errImpatient is why an actor leaves.
var errImpatient = fault.Aborted.New("the actor has lost its patience")

func newWhim(a *actor, firm bool) *whim {
	ctx, end := context.WithCancelCause(context.Background())
	w := &whim{Context: ctx, a: a, end: end, firm: firm, turns: a.rnd.IntN(6), elsewhere: a.chance(3)}
	if !firm && a.chance(40) {
		w.cancel(errImpatient)
	}
	return w
}

// Err notes whether the context had ended when it was asked first: then there was no request.
func (w *whim) Err() error {
	err := w.Context.Err()
	if !w.asked.Swap(true) {
		w.early.Store(err != nil)
	}
	return err
}

func (w *whim) refused() bool { return w.early.Load() }

// plain hides AfterFunc.
type plain struct{ context.Context }

// hooked has AfterFunc.
type hooked struct{ *whim }

func (w *whim) context() context.Context {
	if w.a.chance(2) {
		return plain{w}
	}
	return hooked{w}
}

// AfterFunc calls f when the context ends, on the goroutine that ends it.
func (h hooked) AfterFunc(f func()) (stop func() bool) {
	w := h.whim
	hook := &f
	w.mu.Lock()
	over := w.over
	if !over {
		w.hooks = append(w.hooks, hook)
	}
	w.mu.Unlock()
	if over {
		f()
	}
	return func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		before := len(w.hooks)
		w.hooks = slices.DeleteFunc(w.hooks, func(h *func()) bool { return h == hook })
		return len(w.hooks) < before
	}
}

func (w *whim) cancel(cause error) {
	w.cancelled.CompareAndSwap(0, w.a.clock.Add(1))
	w.end(cause)
	w.mu.Lock()
	hooks := w.hooks
	w.hooks, w.over = nil, true
	w.mu.Unlock()
	for _, f := range hooks {
		(*f)()
	}
}

// losePatience cancels after a while, on this goroutine or on another one.
func (w *whim) losePatience() {
	if w.firm {
		return
	}
	for range w.turns {
		goruntime.Gosched()
	}
	if w.elsewhere {
		go w.cancel(errImpatient)
		return
	}
	w.cancel(errImpatient)
}

// result is how a wait ended.
type result string

const (
	served    result = "served"
	left      result = "left" // the actor lost its patience
	refusedAs result = "refused"
	unknown   result = "unknown"
)

// resultOf reads the error of a wait.
func resultOf(err error) result {
	switch {
	case err == nil:
		return served
	case err == errImpatient:
		return left
	case fault.KindOf(err) == fault.Closed:
		return refusedAs
	}
	return unknown
}

// histories runs a test for each seed.
func histories(t *testing.T, f func(t *testing.T, seed uint64)) {
	for seed := range uint64(*seeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			f(t, seed)
		})
	}
}
