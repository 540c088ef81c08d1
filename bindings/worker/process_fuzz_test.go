package worker

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// frames makes the bytes of frames.
func frames(t testing.TB, write func(w *frameWriter)) []byte {
	t.Helper()
	var b bytes.Buffer
	w := &frameWriter{to: &b}
	write(w)
	w.flush()
	return b.Bytes()
}

func put(w *frameWriter, kind frame, write func(e *encoder)) {
	e := w.begin(kind)
	write(e)
	if err := w.end(e); err != nil {
		panic(err)
	}
}

// portable is a function that travels by source.
func portable(t testing.TB) Portable {
	t.Helper()
	p, err := loader.ReadPortable([]byte(`{"Name":"f","Text":{"Path":"f.js","Source":"(a) => a","Loose":true,"Direct":true},"Offset":1,"Length":8}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// number is a message that holds a number.
func number(t testing.TB, n int) *message {
	t.Helper()
	m, err := wire.Read([]byte{0xCE, 1, 0x80 | byte(n), 0})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCodec(t *testing.T) {
	m := number(t, 7)
	size := func(m *clone.Message) int {
		if m == nil {
			return -1
		}
		return m.Size()
	}
	g := &greeting{
		setup: Setup{
			Name: "n", Module: "./m.js", Referrer: "/r.js", Captured: m, Stack: 5, CPUTime: time.Second, Memory: 6,
			Concurrency: 8,
		},
		modules: []string{"m"}, loading: []string{"l"}, dir: "/d", args: []string{"a", ""}, env: map[string]string{"B": "", "A": "1"}, virtual: 9,
	}
	e := &encoder{}
	e.greeting(g)
	d := &decoder{b: e.b}
	got := d.greeting()
	if d.end() != nil || size(got.setup.Captured) != size(m) {
		t.Fatal(d.err)
	}
	got.setup.Captured = m
	if !reflect.DeepEqual(got, g) {
		t.Errorf("got %+v", got)
	}
	c := Call{ID: 1 << 60, Name: "é", Kind: Stream, Args: m, Index: 3, Lenient: true, Credit: 4}
	e = &encoder{}
	e.call(&c, 99)
	d = &decoder{b: e.b}
	again, n := d.call()
	if d.end() != nil || n != 99 || size(again.Args) != size(m) {
		t.Fatal(d.err)
	}
	again.Args = m
	if !reflect.DeepEqual(again, c) {
		t.Errorf("got %+v", again)
	}
	a := Answer{
		Thrown: m, At: 2, Failures: []Failure{{At: 1, Err: io.EOF}},
		Err: fault.Limit.New("too much: %w", fault.Aborted.New("inner")).With("n", 1.5),
	}
	e = &encoder{}
	e.answer(&a)
	d = &decoder{b: e.b}
	back := d.answer()
	if d.end() != nil || back.Value != nil || size(back.Thrown) != size(m) || back.At != 2 || len(back.Failures) != 1 {
		t.Fatalf("%v: %+v", d.err, back)
	}
	if back.Failures[0].Err.Error() != "EOF" || !errors.Is(back.Err, fault.Limit) || !errors.Is(back.Err, fault.Aborted) ||
		back.Err.Error() != "too much: inner" || back.Err.(*fault.Error).Props["n"] != 1.5 {
		t.Errorf("got %+v", back)
	}
}

func TestProcessesNeedServeChild(t *testing.T) {
	served.Store(false)
	defer served.Store(true)
	_, err := processes(nil, &Setup{}, nil)
	if !errors.Is(err, fault.NotSupported) || !strings.Contains(err.Error(), "call worker.ServeChild at the beginning of main") {
		t.Errorf("got %v", err)
	}
}

// still is the owner of a pool whose jobs nobody runs.
type still struct{}

func (still) Post(func()) bool                   { return true }
func (still) Now() time.Duration                 { return 0 }
func (still) After(time.Duration, func()) func() { return func() {} }

// FuzzFrames is what a process that is out of its mind may send to its pool. It is refused, or heard.
func FuzzFrames(f *testing.F) {
	rt, err := runtime.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = rt.Close() })
	m := number(f, 7)
	f.Add(frames(f, func(w *frameWriter) {
		put(w, readyFrame, func(e *encoder) { e.message(nil); e.fault(nil) })
		put(w, outputFrame, func(e *encoder) { e.bool(true); e.b = append(e.b, "text"...) })
		put(w, emitFrame, func(e *encoder) { e.uint(1); e.message(m) })
		put(w, yieldFrame, func(e *encoder) { e.uint(2); e.message(m) })
		put(w, doneFrame, func(e *encoder) { e.uint(1); e.answer(&Answer{Value: m}) })
		put(w, doneFrame, func(e *encoder) {
			e.uint(2)
			e.answer(&Answer{Err: fault.Limit.New("x"), Failures: []Failure{{Thrown: m}}})
		})
	}))
	f.Add(frames(f, func(w *frameWriter) {
		put(w, readyFrame, func(e *encoder) { e.message(m); e.fault(fault.Type.New("t")) })
		put(w, dyingFrame, func(e *encoder) { e.fault(fault.Limit.New("x").With("a", []int{1})) })
	}))
	f.Add([]byte{255, 255, 255, 255, 'D'})
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &process{rt: rt, setup: &Setup{}, signal: make(chan struct{}, 1), running: map[uint64]*sent{}, rest: rt.StayAwake()}
		defer p.change(func() { p.ended, p.running = true, nil })
		pool := New(Config{Min: 1, Max: 1, Idle: -1, MaxQueue: -1, Concurrency: 4}, still{}, func(seat *Seat) Worker {
			p.seat = seat
			return p
		})
		fn := portable(t)
		for id := range uint64(4) {
			task := &Task{Call: Call{ID: id, Kind: Kind(id), Fn: fn, Credit: 1}}
			if _, err := pool.Submit(task); err != nil {
				t.Fatal(err)
			}
			p.running[id] = &sent{task: task, credit: 1}
		}
		why := p.read(bytes.NewReader(data))
		if why.broken && !errors.Is(why.dying, fault.Internal) && !errors.Is(why.dying, fault.Clone) && !errors.Is(why.dying, fault.Limit) {
			t.Fatal(why.dying)
		}
	})
}

// FuzzChild is the same the other way round: frames for a process, after a greeting.
func FuzzChild(f *testing.F) {
	m, fn := number(f, 7), portable(f)
	hello := frames(f, func(w *frameWriter) {
		put(w, setupFrame, func(e *encoder) {
			e.greeting(&greeting{setup: Setup{Name: "n", Concurrency: 2}, dir: f.TempDir(), virtual: 1})
		})
	})
	f.Add(frames(f, func(w *frameWriter) {
		put(w, functionFrame, func(e *encoder) { e.uint(0); e.function(fn) })
		put(w, taskFrame, func(e *encoder) { e.call(&Call{ID: 1, Args: m}, 0) })
		put(w, cancelFrame, func(e *encoder) { e.uint(1); e.fault(fault.Aborted.New("x")); e.message(m) })
		put(w, creditFrame, func(e *encoder) { e.uint(1); e.int(3) })
		put(w, forgetFrame, func(*encoder) {})
		put(w, closeFrame, func(*encoder) {})
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		var out bytes.Buffer
		if code := serve(io.MultiReader(bytes.NewReader(hello), bytes.NewReader(data)), &out, nil); code != 0 && code != orphaned {
			t.Fatal(code)
		}
		in := newFrameReader(&out)
		for {
			kind, payload, err := in.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			d := &decoder{b: payload}
			switch kind {
			case readyFrame:
				d.message()
				_ = d.fault()
			case doneFrame:
				d.uint()
				d.answer()
			case dyingFrame:
				_ = d.fault()
			default:
				continue
			}
			if d.end() != nil {
				t.Fatalf("%c: %v", kind, d.err)
			}
		}
	})
}
