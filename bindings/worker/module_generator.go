package worker

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// streamRun is a stream in the runtime that makes its values: one for each credit that the consumer has given.
type streamRun struct {
	r         *runner
	j         *job
	iterator  *goja.Object
	next      raw
	credit    int
	busy      bool // next or return has not answered
	leaving   bool // the consumer wants no more
	returning bool // return was called
	late      bool
	answer    Answer
	ended     bool
}

// stream takes the values of the iterable that the function returned.
func (r *runner) stream(j *job, v goja.Value) (Answer, bool) {
	it, err := r.iterate(j, v)
	if err != nil {
		return r.thrown(err), true
	}
	s := &streamRun{r: r, j: j, iterator: it, credit: j.task.Credit}
	if s.next = r.rt.Raw(it.Get("next")); s.next == nil {
		return r.thrown(fault.Type.New("%s: the iterator has no next method", j.task.label())), true
	}
	j.stream = s
	s.pump()
	s.late = true
	return s.answer, s.ended
}

// iterate opens the iterable.
func (r *runner) iterate(j *job, v goja.Value) (*goja.Object, error) {
	obj, ok := v.(*goja.Object)
	if ok {
		method := obj.GetSymbol(es.SymAsyncIterator)
		if bind.Nullish(method) {
			method = obj.GetSymbol(goja.SymIterator)
		}
		if open := r.rt.Raw(method); open != nil {
			var it goja.Value
			if ex := r.rt.VM().Try(func() {
				r.rt.Under(&j.frame, func() { it = open(goja.FunctionCall{This: obj}) })
			}); ex != nil {
				return nil, r.rt.Thrown(ex.Value())
			}
			if obj, ok := it.(*goja.Object); ok {
				return obj, nil
			}
		}
	}
	return nil, fault.Type.New("%s: stream needs a generator function, or one that returns an iterable", j.task.label())
}

// pump takes values for as long as there is credit.
func (s *streamRun) pump() {
	for !s.busy && !s.ended && !s.leaving && s.credit > 0 {
		s.credit--
		s.step(s.next)
	}
	if s.leaving && !s.busy && !s.ended {
		s.unwind()
	}
}

// unwind returns the generator, so that its finally blocks run.
func (s *streamRun) unwind() {
	var method goja.Value
	if ex := s.r.rt.VM().Try(func() { method = s.iterator.Get("return") }); ex != nil || s.returning || bind.Nullish(method) {
		s.end(Answer{Value: undefinedResult})
		return
	}
	s.returning = true
	if fn := s.r.rt.Raw(method); fn != nil {
		s.step(fn)
		return
	}
	s.end(Answer{Value: undefinedResult})
}

// step calls next or return and looks at what it gives.
func (s *streamRun) step(method raw) {
	s.busy = true
	v, err := s.call(method)
	if err == nil {
		s.r.rt.Under(&s.j.frame, func() { bind.Settle(s.r.rt, v, s.result) })
		return
	}
	s.result(nil, err)
}

func (s *streamRun) call(method raw) (v goja.Value, err error) {
	bound := func(c goja.FunctionCall) goja.Value {
		return method(goja.FunctionCall{This: s.iterator, Arguments: c.Arguments})
	}
	return transit.Call(s.r.rt, &s.j.frame, bound)
}

// result takes an iterator result, and goes on if it came late.
func (s *streamRun) result(v goja.Value, err error) {
	if s.j.over {
		return
	}
	late := s.late
	s.busy = false
	s.unpack(v, err)
	if late {
		s.pump()
	}
}

func (s *streamRun) unpack(v goja.Value, err error) {
	var value goja.Value
	end := false
	if err == nil {
		obj, ok := v.(*goja.Object)
		if !ok {
			err = fault.Type.New("%s: the iterator result is not an object", s.j.task.label())
		} else if ex := s.r.rt.VM().Try(func() {
			if d := obj.Get("done"); d != nil {
				end = d.ToBoolean()
			}
			value = obj.Get("value")
		}); ex != nil {
			err = s.r.rt.Thrown(ex.Value())
		}
	}
	switch {
	case err != nil:
		s.end(s.r.thrown(err))
	case end || s.returning:
		s.end(Answer{Value: undefinedResult})
	case s.leaving:
	default:
		m, err := s.r.encode([]goja.Value{value})
		if err != nil { // the generator hears of it, and the consumer
			s.fail(transit.Uncloned(err, "value[0]", "the yielded value"))
			return
		}
		s.j.hears.Yield(s.j.task, m)
	}
}

// fail ends a stream one of whose values cannot be sent.
func (s *streamRun) fail(err error) {
	a := s.r.thrown(err)
	s.leaving, s.returning = true, true
	if fn := s.r.rt.Raw(s.iterator.Get("return")); fn != nil {
		if v, err := s.call(fn); err == nil {
			bind.Settle(s.r.rt, v, func(goja.Value, error) {})
		}
	}
	s.end(a)
}

func (s *streamRun) end(a Answer) {
	if s.ended {
		return
	}
	s.ended, s.answer = true, a
	if s.late {
		s.j.done(s.j, a)
	}
}

// more gives credit.
func (s *streamRun) more(n int) {
	s.credit += n
	s.pump()
}

// leave says that the consumer wants no more.
func (s *streamRun) leave() {
	s.leaving = true
	s.pump()
}
