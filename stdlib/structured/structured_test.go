package structured_test

import (
	"errors"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	"github.com/lariatjs/lariat/stdlib/structured"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// port is the Go half of an object that moves.
type port struct{ moved *port }

// Transfer moves the port.
func (p *port) Transfer() (any, error) {
	if p.moved != nil {
		return nil, fault.Clone.New("the port has been moved already")
	}
	p.moved = &port{}
	return p.moved, nil
}

// things is a module with one class of each kind.
func things() runtime.Module {
	return runtime.Module{
		Name: "test:things", Globals: []string{"Shared", "Own", "Port"}, Wraps: []any{(*shared)(nil), (*port)(nil)},
		Load: func(rt *runtime.Runtime) runtime.Exports {
			return runtime.Exports{
				"Shared": bind.Class[*shared]{
					Name: "Shared", Shared: true, New: func(*bind.Call) (*shared, error) { return &shared{}, nil },
					Methods: map[string]func(*shared, *bind.Call) (any, error){
						"add": func(s *shared, _ *bind.Call) (any, error) { s.n++; return s.n, nil },
					},
				}.In(rt).Value,
				"Own":  bind.Class[*own]{Name: "Own", New: func(*bind.Call) (*own, error) { return &own{}, nil }}.In(rt).Value,
				"Port": bind.Class[*port]{Name: "Port", New: func(*bind.Call) (*port, error) { return &port{}, nil }}.In(rt).Value,
			}
		},
	}
}

type (
	shared struct{ n int }
	own    struct{}
)

// script evaluates an expression on the loop goroutine of a new runtime.
func script(t *testing.T, source string, do func(rt *runtime.Runtime, v goja.Value) error) {
	t.Helper()
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(things(), structured.Module))
	err := rt.Do(t.Context(), func(vm *goja.Runtime) error {
		v, err := vm.RunString(source)
		if err != nil {
			return err
		}
		return do(rt, v)
	})
	if err != nil {
		t.Error(err)
	}
}

// TestSharedObjectsReachAnotherRuntime decodes in a runtime that has not loaded the class yet.
func TestSharedObjectsReachAnotherRuntime(t *testing.T) {
	var message *clone.Message
	var twice []goja.Value
	const sent = `globalThis.s = new Shared(); s.add(); ({ a: s, b: [s], error: new TypeError("x") })`
	script(t, sent, func(rt *runtime.Runtime, v goja.Value) (err error) {
		message, err = rt.Cloner().Encode(v, clone.Options{})
		return err
	})
	const look = `(v) => [v.a === v.b[0], v.a instanceof Shared, v.a.add(), v.error instanceof TypeError]`
	script(t, look, func(rt *runtime.Runtime, f goja.Value) error {
		for range 2 {
			v, err := rt.Cloner().Decode(message)
			if err != nil {
				return err
			}
			got, err := rt.Call(f, goja.Undefined(), v)
			if err != nil {
				return err
			}
			if want := []string{"true,true,2,true", "true,true,3,true"}[len(twice)]; got.String() != want {
				t.Errorf("got %s, want %s", got, want)
			}
			twice = append(twice, v.(*goja.Object).Get("a"))
		}
		return nil
	})
	if len(twice) == 2 && twice[0] != twice[1] {
		t.Error("one Go value is two objects in one runtime")
	}
}

func TestWhatIsNotSharedIsRefused(t *testing.T) {
	script(t, `({ deep: [new Own()] })`, func(rt *runtime.Runtime, v goja.Value) error {
		_, err := rt.Cloner().Encode(v, clone.Options{})
		if !errors.Is(rt.Thrown(rt.ErrorValue(err)), fault.Clone) {
			t.Errorf("got %v", err)
		}
		return nil
	})
}

func TestATransferableObjectIsMoved(t *testing.T) {
	script(t, `
		const port = new Port();
		const copy = structuredClone({ port, again: port }, { transfer: [port] });
		const errors = [() => structuredClone(port), () => structuredClone(1, { transfer: [port] })].map((f) => {
			try { f(); } catch (error) { return error instanceof Error && error.name; }
		});
		[copy.port instanceof Port, copy.port === copy.again, copy.port !== port, ...errors].join()
	`, func(_ *runtime.Runtime, v goja.Value) error {
		if want := "true,true,true,DataCloneError,DataCloneError"; v.String() != want {
			t.Errorf("got %s, want %s", v, want)
		}
		return nil
	})
}

func BenchmarkStructuredClone(b *testing.B) {
	var out runtimetest.Output
	rt := runtimetest.New(b, &out, runtime.WithModules(structured.Module))
	err := rt.Do(b.Context(), func(vm *goja.Runtime) error {
		f, err := vm.RunString(`(n) => {
			const value = { id: 1, tags: ["a", "b"], nested: { x: [1, 2, { y: "z" }], when: new Date(0) } };
			for (let i = 0; i < n; i++) structuredClone(value);
		}`)
		if err != nil {
			return err
		}
		b.ReportAllocs()
		b.ResetTimer()
		_, err = rt.Call(f, goja.Undefined(), vm.ToValue(b.N))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
