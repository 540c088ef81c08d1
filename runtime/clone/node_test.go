package clone_test

import (
	_ "embed"
	"encoding/json"
	"errors"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed testdata/clones.json
var recorded []byte

//go:embed testdata/describe.js
var describeSource string

// ours lists the cases in which we do not do what Node does, with the reason.
var ours = map[string]struct{ want, why string }{
	`/a\/b[/]\n/gimsuy`: {`= #0=RegExp("a\u005c/b[\u005cu002f]\u005cn"gimsuy 0){}`, "goja's RegExp.prototype.source escapes / so"},
	`new RegExp("/")`:   {`= #0=RegExp("\u005cu002f" 0){}`, "the same"},
	`(() => { const e = new Error("a", {cause: 1}); e.cause = e; return e })()`: {
		`= #0=Error{stackh: string, "message"h: "a", "cause"h: #0}`, "V8 cannot read its own cyclic cause back",
	},
	`(() => { const b = new ArrayBuffer(2); structuredClone(b, {transfer: [b]}); transfer(b); return 1 })()`: {
		"! DataCloneError", "the standard wants it; Node lets a detached buffer in the transfer list pass",
	},
}

// vm is a runtime with its realm and the description function of testdata.
type vm struct {
	*goja.Runtime
	realm    *clone.Realm
	describe goja.Callable
}

func newVM(t testing.TB, hooks clone.Hooks) *vm {
	t.Helper()
	rt := goja.New()
	v, err := rt.RunString(describeSource)
	if err != nil {
		t.Fatal(err)
	}
	describe, _ := goja.AssertFunction(v)
	return &vm{rt, clone.New(rt, hooks), describe}
}

func (v *vm) eval(t testing.TB, source string) goja.Value {
	t.Helper()
	x, err := v.RunString(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return x
}

// text describes a value, or the error that came instead of it.
func (v *vm) text(t testing.TB, x goja.Value, err error) string {
	t.Helper()
	mark := "= "
	if errors.Is(err, fault.Clone) {
		return "! DataCloneError"
	}
	var ex *goja.Exception
	if errors.As(err, &ex) {
		mark, x = "! ", ex.Value()
	} else if err != nil {
		t.Fatal(err)
	}
	d, err := v.describe(goja.Undefined(), x)
	if err != nil {
		t.Fatal(err)
	}
	return mark + d.String()
}

// TestClonesAsNode clones every recorded value into another runtime and compares all that a script can see of it.
func TestClonesAsNode(t *testing.T) {
	var cases []struct{ Expr, Want string }
	if err := json.Unmarshal(recorded, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Expr, func(t *testing.T) {
			want := c.Want
			if own, ok := ours[c.Expr]; ok {
				want = own.want
			}
			from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
			if got := roundTrip(t, from, to, c.Expr); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func roundTrip(t *testing.T, from, to *vm, expr string) string {
	t.Helper()
	var o clone.Options
	transfer := func(call goja.FunctionCall) goja.Value {
		o.Transfer = append(o.Transfer, call.Arguments...)
		return goja.Undefined()
	}
	structuredClone := func(call goja.FunctionCall) goja.Value {
		list := call.Argument(1).(*goja.Object).Get("transfer")
		var transfer []goja.Value
		if err := from.ExportTo(list, &transfer); err != nil {
			t.Fatal(err)
		}
		v, err := from.realm.Clone(call.Argument(0), clone.Options{Transfer: transfer})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for name, f := range map[string]any{"transfer": transfer, "structuredClone": structuredClone} {
		if err := from.Set(name, f); err != nil {
			t.Fatal(err)
		}
	}
	m, err := from.realm.Encode(from.eval(t, "(function () { return ("+expr+") })()"), o)
	if err != nil {
		return from.text(t, nil, err)
	}
	v, err := to.realm.Decode(m)
	return to.text(t, v, err)
}
