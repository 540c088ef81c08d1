package inspect_test

import (
	_ "embed"
	"encoding/json"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/inspect"
)

//go:embed testdata/texts.json
var recorded []byte

// record is an expression with the text that Node makes of it.
type record struct{ Expr, Options, Want string }

// setup is what testdata/record.js gives to the expressions as well.
const setup = `
	globalThis.custom = Symbol.for("nodejs.util.inspect.custom");
	globalThis.at = (error, ...lines) => {
		error.stack = error.name + (error.message ? ": " + error.message : "") + lines.map((line) => "\n    at " + line).join("");
		return error;
	};`

// host is a runtime with its inspector.
type host struct {
	*goja.Runtime
	*inspect.Inspector
}

func newHost(t testing.TB) *host {
	t.Helper()
	vm := goja.New()
	h := &host{vm, inspect.New(vm, inspect.Default())}
	h.eval(t, setup)
	if err := h.Set("structuredClone", func(call goja.FunctionCall) goja.Value { // all that is needed of it: it detaches
		list := call.Argument(1).(*goja.Object).Get("transfer").(*goja.Object)
		list.Get("0").Export().(goja.ArrayBuffer).Detach()
		return goja.Undefined()
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *host) eval(t testing.TB, source string) goja.Value {
	t.Helper()
	v, err := h.RunString(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return v
}

func records(t *testing.T) (values, formats []record) {
	t.Helper()
	var all struct{ Inspect, Format []record }
	if err := json.Unmarshal(recorded, &all); err != nil {
		t.Fatal(err)
	}
	return all.Inspect, all.Format
}

// expect is what we want for a record: Node's text, unless ours has another.
func expect(r record) string {
	if o, ok := ours[r.Expr+r.Options]; ok {
		return o.want
	}
	return r.Want
}

func TestInspectsAsNode(t *testing.T) {
	values, _ := records(t)
	for _, r := range values {
		t.Run(r.Expr+" "+r.Options, func(t *testing.T) {
			h := newHost(t)
			o := h.Defaults
			if r.Options != "" {
				o = h.ParseOptions(h.eval(t, "("+r.Options+")").(*goja.Object), o)
			}
			v := h.eval(t, "(function () { return ("+r.Expr+") })()")
			got, err := h.Inspect(v, o)
			if want := expect(r); got != want || err != nil {
				t.Errorf("error %v\ngot  %s\nwant %s", err, got, want)
			}
		})
	}
}

func TestFormatsAsNode(t *testing.T) {
	_, formats := records(t)
	for _, r := range formats {
		t.Run(r.Expr, func(t *testing.T) {
			h := newHost(t)
			var args []goja.Value
			if err := h.ExportTo(h.eval(t, "["+r.Expr+"]"), &args); err != nil {
				t.Fatal(err)
			}
			got, err := h.Format(args, h.Defaults)
			if want := expect(r); got != want || err != nil {
				t.Errorf("error %v\ngot  %s\nwant %s", err, got, want)
			}
		})
	}
}

// own is what we make of an expression in another way than Node, and why.
type own struct{ want, why string }
