// Package progress is the module "lariat:progress": a bar that shows on a terminal how far work has come, below whatever else
// the program prints there.
//
// Why not a library: those that there are cost every program something at its start, whether it has a bar or not, draw by
// timers of their own, and know nothing of what else is printed. What is left is arithmetic (Bar) and a line below the others
// (runtime.Screen).
package progress

import (
	_ "embed"
	"fmt"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/loop"
)

//go:embed progress.d.ts
var types string

// Module is "lariat:progress".
var Module = runtime.Module{Name: "lariat:progress", Types: types, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"progress": bind.Func(rt, "progress", 0, start)}
}

// drawnEvery is how often a bar is drawn at most.
const drawnEvery = 80 * time.Millisecond

// face is a bar as a script has it.
type face struct {
	rt     *runtime.Runtime
	line   *runtime.StatusLine // nil where there is no terminal
	colors bool
	drawn  time.Time
	later  *loop.Timer
	forget func()

	mu   sync.Mutex // the runtime may be closed meanwhile
	bar  *Bar
	over bool
}

// start is progress({ label, total, unit }).
func start(c *bind.Call) (any, error) {
	o := struct {
		Label string  `js:"label"`
		Unit  string  `js:"unit"`
		Total float64 `js:"total"`
	}{Total: -1}
	c.Only(0, &o)
	c.Options(0, &o)
	if o.Total < 0 && o.Total != -1 {
		c.Bad("total", "a number from 0", o.Total)
	}
	rt := c.Runtime()
	f := &face{rt: rt, bar: NewBar(o.Label, o.Unit, o.Total, rt.Loop().Now())}
	if screen := rt.Screen(); screen != nil && rt.HostEnv("TERM") != "dumb" {
		f.line, f.colors = screen.Line(), rt.Colors(rt.Stderr())
	}
	f.forget = rt.OnClose(f.end)
	f.draw()
	return f.object(), nil
}

// object is the function that onProgress calls, with what else there is to do with a bar.
func (f *face) object() *goja.Object {
	obj := bind.Func(f.rt, "bar", 1, f.tell)
	method := func(name string, length int, fn bind.Fn) {
		_ = obj.DefineDataProperty(name, bind.Func(f.rt, name, length, fn), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	end := func(*bind.Call) (any, error) {
		f.end()
		return nil, nil
	}
	method("add", 0, f.add)
	method("end", 0, end)
	_ = obj.SetSymbol(es.SymDispose, bind.Func(f.rt, "[Symbol.dispose]", 0, end))
	for name, read := range map[string]func() float64{
		"done":   func() float64 { return f.bar.Done },
		"failed": func() float64 { return f.bar.Failed },
		"total":  func() float64 { return f.bar.Total },
	} {
		get := bind.Func(f.rt, "get "+name, 0, func(*bind.Call) (any, error) {
			f.mu.Lock()
			defer f.mu.Unlock()
			if n := read(); n >= 0 {
				return n, nil
			}
			return nil, nil
		})
		_ = obj.DefineAccessorProperty(name, get, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	return obj
}

// tell is bar({ done, failed, total }).
func (f *face) tell(c *bind.Call) (any, error) {
	o := struct {
		Done   float64 `js:"done"`
		Failed float64 `js:"failed"`
		Total  float64 `js:"total"`
	}{Done: -1, Total: -1}
	c.Object(0, "state")
	c.Options(0, &o)
	for name, n := range map[string]float64{"done": o.Done, "failed": o.Failed} {
		if n < 0 {
			c.Bad(name, "a number from 0", n)
		}
	}
	f.change(func(b *Bar) {
		b.Done, b.Failed = o.Done, o.Failed
		if o.Total >= 0 {
			b.Total = o.Total
		}
	})
	return nil, nil
}

// add is bar.add(n).
func (f *face) add(c *bind.Call) (any, error) {
	n := 1.0
	if !bind.Nullish(c.Value(0)) {
		n = c.Number(0, "n")
	}
	if n < 0 {
		c.Bad("n", "a number from 0", n)
	}
	f.change(func(b *Bar) { b.Done += n })
	return nil, nil
}

func (f *face) change(edit func(*Bar)) {
	now := f.rt.Loop().Now()
	f.mu.Lock()
	if f.over {
		f.mu.Unlock()
		return
	}
	edit(f.bar)
	f.bar.See(now)
	over := f.bar.Over()
	f.mu.Unlock()
	switch wait := drawnEvery - now.Sub(f.drawn); {
	case over:
		f.end()
	case f.line == nil || f.later != nil:
	case wait <= 0:
		f.draw()
	default:
		f.later = f.rt.Loop().SetTimer(wait, false, func() {
			f.later = nil
			f.draw()
		})
		f.later.Unref()
	}
}

// draw shows the bar as it is now.
func (f *face) draw() {
	f.drawn = f.rt.Loop().Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.line != nil && !f.over {
		f.line.Show(f.bar.Line(f.rt.Screen().Columns(), f.colors))
	}
}

// end takes the bar away and says how it went. Any goroutine.
func (f *face) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over {
		return
	}
	f.over = true
	text := f.bar.Sum(f.rt.Loop().Now())
	if f.line == nil {
		fmt.Fprintln(f.rt.Stderr(), text)
	} else {
		f.line.End(cut(text, f.rt.Screen().Columns()-1))
	}
	if f.forget != nil {
		f.forget()
	}
}
