package clone_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// lock stands for a Go object that several runtimes share.
type lock struct{ name string }

// host wraps locks in instances of a JavaScript class, as the runtime's kit does.
type host struct {
	*vm
	symbol  *goja.Symbol
	wrapped map[*lock]*goja.Object
}

func newHost(t *testing.T) *host {
	h := &host{symbol: goja.NewSymbol("handle"), wrapped: map[*lock]*goja.Object{}}
	h.vm = newVM(t, clone.Hooks{
		Handle: func(o *goja.Object) (any, error) {
			v := o.GetSymbol(h.symbol)
			if v == nil {
				return nil, nil
			}
			l, ok := v.Export().(*lock)
			if !ok {
				return nil, clone.Refuse("is a stuck lock and cannot be cloned: open it")
			}
			return l, nil
		},
		Wrap: func(handle any) (goja.Value, error) {
			l, ok := handle.(*lock)
			if !ok {
				return nil, fault.Module.New("unknown handle %T", handle)
			}
			return h.wrap(t, l), nil
		},
	})
	h.eval(t, `globalThis.Lock = class Lock { get [Symbol.toStringTag]() { return "Lock" } }`)
	return h
}

func (h *host) wrap(t *testing.T, l *lock) *goja.Object {
	if o := h.wrapped[l]; o != nil {
		return o
	}
	o, err := h.New(h.Get("Lock"))
	if err != nil {
		t.Fatal(err)
	}
	if err := o.SetSymbol(h.symbol, h.ToValue(l)); err != nil {
		t.Fatal(err)
	}
	h.wrapped[l] = o
	return o
}

func TestHandlesTravelAsTheyAre(t *testing.T) {
	from, to := newHost(t), newHost(t)
	shared := &lock{"shared"}
	if err := from.Set("lock", from.wrap(t, shared)); err != nil {
		t.Fatal(err)
	}
	m, err := from.realm.Encode(from.eval(t, `({a: lock, b: [lock], m: new Map([[lock, 1]])})`), clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := to.realm.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Set("got", v); err != nil {
		t.Fatal(err)
	}
	ok := to.eval(t, `got.a instanceof Lock && got.a === got.b[0] && got.m.get(got.a) === 1`)
	if !ok.ToBoolean() || to.wrapped[shared] == nil {
		t.Error("the lock did not arrive as the same lock")
	}
}

func TestProxyOfHandleIsRefused(t *testing.T) {
	from := newHost(t)
	if err := from.Set("lock", from.wrap(t, &lock{})); err != nil {
		t.Fatal(err)
	}
	_, err := from.realm.Encode(from.eval(t, `new Proxy(lock, {get() { throw 1 }})`), clone.Options{})
	if !errors.Is(err, fault.Clone) {
		t.Errorf("got %v", err)
	}
}

func TestRefusedHandleIsNamedByItsPath(t *testing.T) {
	from := newHost(t)
	stuck := from.wrap(t, &lock{})
	if from.Set("lock", stuck) != nil || stuck.SetSymbol(from.symbol, from.ToValue("stuck")) != nil {
		t.Fatal("set")
	}
	_, err := from.realm.Encode(from.eval(t, `({a: [lock]})`), clone.Options{})
	if !errors.Is(err, fault.Clone) || err.Error() != "value.a[0] is a stuck lock and cannot be cloned: open it" {
		t.Errorf("got %v", err)
	}
}

func TestUnknownHandle(t *testing.T) {
	from := newHost(t)
	if err := from.Set("lock", from.wrap(t, &lock{})); err != nil {
		t.Fatal(err)
	}
	m, err := from.realm.Encode(from.eval(t, `({lock, u: new Uint8Array(2)})`), clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newVM(t, clone.Hooks{}).realm.Decode(m); !errors.Is(err, fault.Clone) {
		t.Errorf("without a hook: got %v", err)
	}
	other := newVM(t, clone.Hooks{Wrap: func(any) (goja.Value, error) { return nil, fault.Module.New("not here") }})
	if _, err := other.realm.Decode(m); !errors.Is(err, fault.Module) {
		t.Errorf("a failing hook: got %v", err)
	}
}

// TestHandleForABuffer is how a SharedArrayBuffer travels: the view is cloned, the memory under it is the host's.
func TestHandleForABuffer(t *testing.T) {
	memory := make([]byte, 8)
	hooks := func(v **vm) clone.Hooks {
		return clone.Hooks{
			Handle: func(o *goja.Object) (any, error) {
				if b, ok := o.Export().(goja.ArrayBuffer); ok && &b.Bytes()[0] == &memory[0] {
					return memory, nil
				}
				return nil, nil
			},
			Wrap: func(any) (goja.Value, error) { return (*v).ToValue((*v).NewArrayBuffer(memory)), nil },
		}
	}
	var from, to *vm
	from, to = newVM(t, hooks(&from)), newVM(t, hooks(&to))
	if err := from.Set("shared", from.NewArrayBuffer(memory)); err != nil {
		t.Fatal(err)
	}
	m, err := from.realm.Encode(from.eval(t, `[new Uint8Array(shared, 2), new DataView(shared)]`), clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := to.realm.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Set("got", v); err != nil {
		t.Fatal(err)
	}
	to.eval(t, `got[0][1] = 42`)
	if memory[3] != 42 {
		t.Error("the view does not show the shared memory")
	}
	if got := to.eval(t, `got[1].getUint8(3)`).ToInteger(); got != 42 {
		t.Errorf("the DataView sees %d", got)
	}
}

// ports is a host whose objects with a property "port" can be moved, twice in all.
type ports struct {
	*vm
	taken []string
}

var errMoved = fault.Closed.New("moved already")

func newPorts(t *testing.T) *ports {
	p := &ports{}
	p.vm = newVM(t, clone.Hooks{Transfer: func(o *goja.Object) (func() (any, error), bool) {
		name := o.Get("port")
		if name == nil {
			return nil, false
		}
		return func() (any, error) {
			if len(p.taken) > 1 {
				return nil, errMoved
			}
			p.taken = append(p.taken, name.String())
			return name.String(), nil
		}, true
	}})
	p.eval(t, `globalThis.p = {port: "p"}; globalThis.q = {port: "q"}`)
	return p
}

// send encodes the value of an object with value and transfer.
func (p *ports) send(t *testing.T, source string) (*clone.Message, error) {
	t.Helper()
	o := clone.Options{}
	message := p.eval(t, "("+source+")").(*goja.Object)
	if err := p.ExportTo(message.Get("transfer"), &o.Transfer); err != nil {
		t.Fatal(err)
	}
	return p.realm.Encode(message.Get("value"), o)
}

func TestTransferHook(t *testing.T) {
	from := newPorts(t)
	var to *vm
	to = newVM(t, clone.Hooks{Wrap: func(h any) (goja.Value, error) {
		o := to.NewObject()
		return o, o.Set("received", h)
	}})
	m, err := from.send(t, `{value: {q, again: [q]}, transfer: [p, q]}`)
	if err != nil {
		t.Fatal(err)
	}
	v, moved, err := to.realm.Receive(m)
	const want = `= #0=Object{"v": #1=Object{"q": #2=Object{"received": "q"}, "again": #3=Array{"0": #2, "length"hf: 1}}, ` +
		`"moved": #4=Array{"0": #5=Object{"received": "p"}, "1": #2, "length"hf: 2}}`
	both := to.NewObject()
	if both.Set("v", v) != nil || both.Set("moved", to.NewArray(moved[0], moved[1])) != nil {
		t.Fatal("set")
	}
	if got := to.text(t, both, err); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := strings.Join(from.taken, " "); got != "p q" {
		t.Errorf("taken: %s", got)
	}
	if _, err := from.send(t, `{value: 1, transfer: [p]}`); !errors.Is(err, errMoved) {
		t.Errorf("moved twice: %v", err)
	}
}

func TestRefusedTransferTakesNothing(t *testing.T) {
	for source, want := range map[string]string{
		`{value: () => 1, transfer: [p]}`: "value is a function and cannot be cloned: send data, and import the function on the other side",
		`{value: 1, transfer: [p, p]}`:    "transfer[1] is in the transfer list twice",
		`{value: 1, transfer: [p, {}]}`:   "transfer[1] cannot be transferred",
		`{value: 1, transfer: [p, 1]}`:    "transfer[1] is not an object and cannot be transferred",
	} {
		from := newPorts(t)
		if _, err := from.send(t, source); !errors.Is(err, fault.Clone) || err.Error() != want || len(from.taken) != 0 {
			t.Errorf("%s: %v, %q", source, err, from.taken)
		}
	}
}

// env is a dynamic object, such as process.env.
type env map[string]string

func (e env) Get(key string) goja.Value {
	if s, ok := e[key]; ok {
		return goja.StringFromUTF16([]uint16{uint16(s[0])})
	}
	return nil
}
func (env) Set(string, goja.Value) bool { return false }
func (e env) Has(key string) bool       { _, ok := e[key]; return ok }
func (env) Delete(string) bool          { return false }
func (e env) Keys() []string            { return []string{"A", "B"} }

func TestDynamicObjectsAreCopied(t *testing.T) {
	from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
	if err := from.Set("env", from.NewDynamicObject(env{"A": "x", "B": "y"})); err != nil {
		t.Fatal(err)
	}
	if got := roundTrip(t, from, to, `[env]`); got != `= #0=Array{"0": #1=Object{"A": "x", "B": "y"}, "length"hf: 1}` {
		t.Errorf("got %s", got)
	}
}

func TestDecodeFromManyGoroutines(t *testing.T) {
	from := newVM(t, clone.Hooks{})
	if err := from.Set("lazy", strings.Repeat("imported from Go, ", 3)+"é"); err != nil {
		t.Fatal(err)
	}
	const expr = `({lazy, big: 2n ** 80n, list: [1, lazy, {lazy}], map: new Map([[lazy, new Set([lazy])]]), flat: [1, 2, 3],
		u: new Uint8Array([1, 2, 3]), e: new TypeError(lazy, {cause: [1]}), d: new Date(0), r: /x/g})`
	m, err := from.realm.Encode(from.eval(t, `globalThis.o = `+expr+`; o.self = o`), clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := from.realm.Decode(m)
	want := from.text(t, v, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			to := newVM(t, clone.Hooks{})
			for range 20 {
				v, err := to.realm.Decode(m)
				if got := to.text(t, v, err); got != want {
					t.Errorf("got  %s\nwant %s", got, want)
					return
				}
				if err := to.Set("v", v); err != nil {
					t.Error(err)
				}
				to.eval(t, `v.u[0]++; v.flat.push(4); v.flat[0] = {}; v.list.length = 0; v.map.clear(); v.e.cause[0] = 9`)
			}
		})
	}
	wg.Wait()
}
