package clone_test

import (
	"errors"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

func bytesOf(t *testing.T, v goja.Value) []byte {
	t.Helper()
	b, ok := v.Export().(goja.ArrayBuffer)
	if !ok {
		t.Fatalf("%v is not an ArrayBuffer", v)
	}
	return b.Bytes()
}

func TestTransferMovesTheBytes(t *testing.T) {
	from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
	source := from.eval(t, `globalThis.view = new Uint8Array([1, 2, 3]); view.buffer`)
	data := bytesOf(t, source)
	m, err := from.realm.Encode(source, clone.Options{Transfer: []goja.Value{source}})
	if err != nil {
		t.Fatal(err)
	}
	if got := from.eval(t, `view.length + "," + view.byteOffset + "," + view.buffer.byteLength`).String(); got != "0,0,0" {
		t.Errorf("the source still shows %s", got)
	}
	if m.Size() < 3 {
		t.Errorf("size %d", m.Size())
	}
	v, err := to.realm.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	if got := bytesOf(t, v); &got[0] != &data[0] {
		t.Error("the bytes were copied")
	}
	if _, err := to.realm.Decode(m); !errors.Is(err, fault.Clone) {
		t.Errorf("received twice: %v", err)
	}
}

func TestCopyDoesNotShareTheBytes(t *testing.T) {
	from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
	source := from.eval(t, `new Uint8Array([1, 2, 3]).buffer`)
	m, err := from.realm.Encode(source, clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[*byte]bool{&bytesOf(t, source)[0]: true}
	for range 3 {
		v, err := to.realm.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		b := bytesOf(t, v)
		if seen[&b[0]] || string(b) != "\x01\x02\x03" {
			t.Errorf("shared, or wrong: %v", b)
		}
		seen[&b[0]] = true
		b[0] = 99
	}
}

func TestOnceHandsTheCopyOver(t *testing.T) {
	v := newVM(t, clone.Hooks{})
	m, err := v.realm.Encode(v.eval(t, `new Uint8Array(4)`), clone.Options{Once: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.realm.Decode(m); err != nil {
		t.Fatal(err)
	}
	if _, err := v.realm.Decode(m); !errors.Is(err, fault.Clone) {
		t.Errorf("decoded twice: %v", err)
	}
}

// TestFailedEncodeMovesNothing: neither an error of the value nor one of the list may cost the script its buffers.
func TestFailedEncodeMovesNothing(t *testing.T) {
	v := newVM(t, clone.Hooks{})
	good, bad := v.eval(t, `new ArrayBuffer(4)`), v.eval(t, `globalThis.bad = new ArrayBuffer(4)`)
	if _, err := v.realm.Encode(v.eval(t, `() => 1`), clone.Options{Transfer: []goja.Value{good}}); !errors.Is(err, fault.Clone) {
		t.Fatalf("got %v", err)
	}
	if err := v.Set("detach", func(goja.FunctionCall) goja.Value {
		bad.Export().(goja.ArrayBuffer).Detach()
		return goja.Undefined()
	}); err != nil {
		t.Fatal(err)
	}
	_, err := v.realm.Encode(v.eval(t, `({get a() { detach() }})`), clone.Options{Transfer: []goja.Value{good, bad}})
	if !errors.Is(err, fault.Clone) || err.Error() != "transfer[1] is a detached ArrayBuffer and cannot be transferred" {
		t.Fatalf("got %v", err)
	}
	if good.Export().(goja.ArrayBuffer).Detached() {
		t.Error("the buffer is gone although nothing was sent")
	}
}

func TestEmptyBuffers(t *testing.T) {
	for _, o := range []clone.Options{{}, {Once: true}} {
		v := newVM(t, clone.Hooks{})
		list := v.eval(t, `[new ArrayBuffer(), new Uint8Array(0).buffer]`).(*goja.Object)
		first := list.Get("0")
		o.Transfer = append(o.Transfer, first)
		m, err := v.realm.Encode(list, o)
		if err != nil {
			t.Fatal(err)
		}
		x, err := v.realm.Decode(m)
		const want = `= #0=Array{"0": #1=ArrayBuffer(){}, "1": #2=ArrayBuffer(){}, "length"hf: 2}`
		if got := v.text(t, x, err); got != want {
			t.Errorf("got %s", got)
		}
		if err := v.Set("x", x); err != nil {
			t.Fatal(err)
		}
		v.eval(t, `new Uint8Array(x[0]); new DataView(x[1])`)
	}
}

// TestGetterMayClone: an encode inside an encode has its own memory of what was seen.
func TestGetterMayClone(t *testing.T) {
	v := newVM(t, clone.Hooks{})
	if err := v.Set("clone", func(call goja.FunctionCall) goja.Value {
		x, err := v.realm.Clone(call.Argument(0), clone.Options{})
		if err != nil {
			t.Error(err)
			return goja.Undefined()
		}
		return x
	}); err != nil {
		t.Fatal(err)
	}
	got := roundTrip(t, v, newVM(t, clone.Hooks{}), `(() => {
		const shared = {x: 1};
		return {shared, get again() { return clone([shared, shared]) }, last: shared};
	})()`)
	const want = `= #0=Object{"shared": #1=Object{"x": 1}, ` +
		`"again": #2=Array{"0": #3=Object{"x": 1}, "1": #3, "length"hf: 2}, "last": #1}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
