// Package flow is the module "lariat:flow": streams that are pulled, with the names of the iterator helpers of
// ECMAScript, and generators that are driven by hand.
//
// The stages are JavaScript, because what they call is: a stage in Go would cross the border twice an item. Go gives
// what JavaScript cannot have: scopes, shields, timers, and lines of bytes.
package flow

import (
	_ "embed"
	"math"
	"time"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

//go:embed flow.d.ts
var types string

// The parts in the order in which they build on each other: each gets what the host and the ones before it give.
var (
	//go:embed options.js
	optionsSource string
	//go:embed pull.js
	pullSource string
	//go:embed stages.js
	stagesSource string
	//go:embed chains.js
	chainsSource string
	//go:embed work.js
	workSource string
	//go:embed mapping.js
	mappingSource string
	//go:embed joins.js
	joinsSource string
	//go:embed timed.js
	timedSource string
	//go:embed origins.js
	originsSource string
	//go:embed hub.js
	hubSource string
	//go:embed ends.js
	endsSource string
	//go:embed sink.js
	sinkSource string
	//go:embed stream.js
	streamSource string
	//go:embed producing.js
	producingSource string
	//go:embed consuming.js
	consumingSource string
	//go:embed coroutine.js
	coroutineSource string
)

var parts = []*bind.Script{
	bind.NewScript("lariat:flow/options", optionsSource),
	bind.NewScript("lariat:flow/pull", pullSource),
	bind.NewScript("lariat:flow/stages", stagesSource),
	bind.NewScript("lariat:flow/chains", chainsSource),
	bind.NewScript("lariat:flow/work", workSource),
	bind.NewScript("lariat:flow/mapping", mappingSource),
	bind.NewScript("lariat:flow/joins", joinsSource),
	bind.NewScript("lariat:flow/timed", timedSource),
	bind.NewScript("lariat:flow/origins", originsSource),
	bind.NewScript("lariat:flow/hub", hubSource),
	bind.NewScript("lariat:flow/ends", endsSource),
	bind.NewScript("lariat:flow/sink", sinkSource),
	bind.NewScript("lariat:flow/stream", streamSource),
	bind.NewScript("lariat:flow/producing", producingSource),
	bind.NewScript("lariat:flow/consuming", consumingSource),
	bind.NewScript("lariat:flow/coroutine", coroutineSource),
}

// Module is "lariat:flow".
var Module = runtime.Module{Name: "lariat:flow", Types: types, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &face{rt: rt}
	f.regions, f.frames, f.timers, f.splitters = f.regionClass(), f.frameClass(), timerClass(rt), splitterClass(rt)
	f.askers, f.pullers = f.askerClass(), f.pullerClass()
	host := bind.Host{
		"AsyncIteratorPrototype": rt.Realm().AsyncIteratorPrototype(),
		"region":                 f.region, "frame": f.frame, "shield": f.shield, "cancelled": f.cancelled,
		"asker": f.asker, "given": f.given, "puller": f.puller, "wait": f.wait, "turn": f.turn, "timer": f.timer,
		"now": f.now, "splitter": f.splitter, "milliseconds": milliseconds, "error": makeError, "need": need,
	}
	for _, part := range parts {
		made := part.Run(rt, host)
		for _, name := range made.Keys() {
			host[name] = made.Get(name)
		}
	}
	exports := runtime.Exports{}
	for _, name := range []string{"Stream", "stream", "lines", "jsonLines", "coroutine"} {
		exports[name] = host[name].(goja.Value)
	}
	return exports
}

// face is the module in one runtime.
type face struct {
	rt        *runtime.Runtime
	regions   *bind.Constructor[*region]
	frames    *bind.Constructor[*place]
	timers    *bind.Constructor[*alarm]
	splitters *bind.Constructor[*Splitter]
	askers    *bind.Constructor[*asker]
	pullers   *bind.Constructor[*es.Puller]
}

// kinds are the errors that the parts in JavaScript make.
var kinds = lazy.Value[map[string]*fault.Kind]{Make: func() map[string]*fault.Kind {
	return map[string]*fault.Kind{
		"type": fault.Type, "range": fault.Range, "closed": fault.Closed, "timeout": fault.Timeout, "module": fault.Module,
		"aborted": fault.Aborted,
	}
}}

// makeError is error(kind, message).
func makeError(c *bind.Call) (any, error) {
	return c.Runtime().ErrorValue(kinds.Get()[c.String(0, "kind")].New("%s", c.Text(1))), nil
}

// need is need(name): the exports of another module.
func need(c *bind.Call) (any, error) { return bind.Need(c.Runtime(), c.String(0, "name")), nil }

// milliseconds is milliseconds(duration, what).
func milliseconds(c *bind.Call) (any, error) {
	d, err := bind.DurationOf(c.Value(0))
	switch {
	case err != nil:
		return nil, fault.KindOf(err).New("%s %s", c.Text(1), err)
	case d < 0:
		return math.Inf(1), nil
	}
	return float64(d) / float64(time.Millisecond), nil
}

// now is the time of the loop in milliseconds.
func (f *face) now(*bind.Call) (any, error) {
	return float64(f.rt.Loop().Elapsed()) / float64(time.Millisecond), nil
}

// alarm is a timer of a stage.
type alarm struct{ timer *loop.Timer }

// timerClass is what timer gives: stop() takes it back.
func timerClass(rt *runtime.Runtime) *bind.Constructor[*alarm] {
	return bind.Class[*alarm]{
		Name: "FlowTimer", Light: true,
		Methods: map[string]func(*alarm, *bind.Call) (any, error){
			"stop": func(a *alarm, _ *bind.Call) (any, error) { a.timer.Stop(); return nil, nil },
		},
	}.In(rt)
}

// timer is timer(ms, fn): fn is called once, under the frame of this moment.
func (f *face) timer(c *bind.Call) (any, error) {
	ms, fn := c.Number(0, "ms"), c.Function(1, "fn")
	d := time.Duration(min(ms*float64(time.Millisecond), float64(1<<62)))
	return f.timers.Wrap(&alarm{f.rt.Loop().SetTimer(d, false, func() { f.call(fn) })}), nil
}

// many is what as many items take, about, as a stage takes in a row.
const many = 5 * time.Millisecond

// turn is turn(fn): fn is called when all others had a turn. Virtual time, which passes only when nothing is left to do,
// goes on meanwhile: who takes an endless stream for a second would never be told of its end.
func (f *face) turn(c *bind.Call) (any, error) {
	fn, l := c.Function(0, "fn"), f.rt.Loop()
	if f.rt.VirtualClock() == nil {
		hold := l.Hold("operation", "a stream")
		l.Post(func() {
			hold.Release()
			f.call(fn)
		})
		return nil, nil
	}
	stay := func() bool { return false }
	timer := l.SetTimer(many, false, func() {
		stay()
		f.call(fn)
	})
	stay = f.rt.Scope().AfterFunc(func() {
		timer.Stop()
		l.Post(func() { f.call(fn) }) // who is cancelled does not wait
	})
	return nil, nil
}

// call calls a function of the parts. It has nobody to throw to, and a user's errors do not reach it.
func (f *face) call(fn *bind.Function, args ...goja.Value) {
	if _, err := fn.Call(args...); err != nil {
		f.rt.ReportUncaught(f.rt.ErrorValue(err))
	}
}

// splitterClass is the Splitter behind lines.
func splitterClass(rt *runtime.Runtime) *bind.Constructor[*Splitter] {
	return bind.Class[*Splitter]{
		Name: "LineSplitter", Light: true,
		Methods: map[string]func(*Splitter, *bind.Call) (any, error){
			"add": func(s *Splitter, c *bind.Call) (any, error) {
				if text, ok := c.Value(0).(goja.String); ok {
					return s.Add([]byte(text.String())), nil
				}
				b, ok := bind.BytesOf(c.Value(0))
				if !ok {
					return nil, fault.Type.New("lines: a chunk must be a Uint8Array or a string")
				}
				return s.Add(b), nil
			},
			"end": func(s *Splitter, _ *bind.Call) (any, error) { return s.End(), nil },
		},
	}.In(rt)
}

func (f *face) splitter(*bind.Call) (any, error) { return f.splitters.Wrap(&Splitter{}), nil }
