package loader

import (
	"errors"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// world is a bare VM with a loader, a console and timers that fire in order as soon as nothing else is left.
type world struct {
	t      testing.TB
	vm     *goja.Runtime
	l      *Loader
	realm  *es.Realm
	out    strings.Builder
	jobs   []func()
	timers []timer
}

type timer struct {
	at int64
	f  func()
}

func newWorld(t testing.TB, s *Store) *world {
	w := &world{t: t, vm: goja.New()}
	w.vm.SetParserOptions(ParserOptions()...)
	w.realm = es.Install(w.vm, w)
	w.l = New(w.vm, s, w)
	console := w.vm.NewObject()
	_ = console.Set("log", func(c goja.FunctionCall) goja.Value {
		var parts []string
		for _, a := range c.Arguments {
			parts = append(parts, a.String())
		}
		w.out.WriteString(strings.Join(parts, " ") + "\n")
		return goja.Undefined()
	})
	_ = w.vm.Set("console", console)
	_ = w.vm.Set("setTimeout", func(c goja.FunctionCall) goja.Value {
		f := c.Argument(0).Export().(func(goja.FunctionCall) goja.Value)
		w.timers = append(w.timers, timer{c.Argument(1).ToInteger(), func() { f(goja.FunctionCall{}) }})
		return goja.Undefined()
	})
	return w
}

// Builtin serves one module, "host:demo", also known as "demo".
func (w *world) Builtin(name string) (*goja.Object, error) {
	if name == "host:broken" {
		return nil, fault.Module.New("module %q is broken", name)
	}
	obj := w.vm.NewObject()
	_ = obj.Set("add", func(c goja.FunctionCall) goja.Value {
		return w.vm.ToValue(c.Argument(0).ToInteger() + c.Argument(1).ToInteger())
	})
	_ = obj.Set("name", name)
	return obj, nil
}

func demoNames(s string) (string, bool) {
	switch s {
	case "demo", "host:demo":
		return "host:demo", true
	case "host:broken":
		return s, true
	}
	return "", false
}

func (w *world) ErrorValue(err error) goja.Value {
	class := "Error"
	var f *fault.Error
	if errors.As(err, &f) {
		switch f.Kind.Class {
		case "SyntaxError", "TypeError", "RangeError":
			class = f.Kind.Class
		}
	}
	obj, newErr := w.vm.New(w.vm.Get(class), w.vm.ToValue(err.Error()))
	if newErr != nil {
		panic(newErr)
	}
	if f != nil {
		_ = obj.Set("code", f.Kind.Code)
		for k, v := range f.Props {
			_ = obj.Set(k, v)
		}
	}
	return obj
}

func (w *world) Post(job func()) { w.jobs = append(w.jobs, job) }

// drain runs microtasks, then jobs and timers, until nothing is left.
func (w *world) drain() {
	for {
		if _, err := w.vm.RunString(""); err != nil {
			w.t.Fatal(err)
		}
		switch {
		case len(w.jobs) > 0:
			job := w.jobs[0]
			w.jobs = w.jobs[1:]
			job()
		case len(w.timers) > 0:
			sort.SliceStable(w.timers, func(i, j int) bool { return w.timers[i].at < w.timers[j].at })
			first := w.timers[0]
			w.timers = w.timers[1:]
			if ex := w.vm.Try(first.f); ex != nil {
				w.t.Error(ex)
			}
		default:
			return
		}
	}
}

// settled drains and returns how a promise ended.
func (w *world) settled(v goja.Value) (goja.Value, error) {
	p := v.Export().(*goja.Promise)
	w.drain()
	switch p.State() {
	case goja.PromiseStateFulfilled:
		return p.Result(), nil
	case goja.PromiseStateRejected:
		return nil, &rejection{p.Result()}
	}
	return nil, errPending
}

var errPending = errors.New("the promise is still pending")

type rejection struct{ value goja.Value }

func (r *rejection) Error() string { return r.value.String() }

func (r *rejection) get(name string) string {
	if v := r.value.(*goja.Object).Get(name); v != nil {
		return v.String()
	}
	return ""
}

// files writes a tree of files and returns its folder.
func files(t testing.TB, tree map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range tree {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// words puts bars between printed words, so that a repeated one looks like no slip of the pen.
func words(out string) string { return strings.ReplaceAll(out, " ", "|") }

// program runs the main file of a tree and returns what it printed and how it ended.
func program(t testing.TB, tree map[string]string, main string) (*world, string, error) {
	t.Helper()
	dir := files(t, tree)
	w := newWorld(t, NewStore(Config{Dir: dir, Builtin: demoNames, Names: []string{"host:demo"}}))
	_, err := w.settled(w.l.Main(filepath.Join(dir, main)))
	return w, strings.ReplaceAll(w.out.String(), dir, "DIR"), err
}
