package node

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed assertionerror.js
var assertionErrorSource string

//go:embed assert.js
var assertSource string

var (
	assertionErrorScript = bind.NewScript("node:assert/error", assertionErrorSource)
	assertScript         = bind.NewScript("node:assert", assertSource)
)

type assertKey struct{}

// assertOf is the function assert in one runtime; assert.strict is the other module.
func assertOf(rt *runtime.Runtime) *goja.Object {
	return runtime.Local(rt, assertKey{}, func() *goja.Object {
		made := assertionErrorScript.Run(rt, bind.Host{"diff": diff, "inspect": rt.Inspector().Function()})
		comparison := comparisonOf(rt)
		return assertScript.Run(rt, bind.Host{
			"AssertionError":    made.Get("AssertionError"),
			"missing":           made.Get("missing"),
			"isDeepEqual":       comparison.Get("isDeepEqual"),
			"isDeepStrictEqual": comparison.Get("isDeepStrictEqual"),
			"isPartlyEqual":     comparison.Get("isPartlyEqual"),
		})
	})
}

func loadAssert(rt *runtime.Runtime) runtime.Exports { return only(assertOf(rt)) }

func loadStrict(rt *runtime.Runtime) runtime.Exports { return only(assertOf(rt).Get("strict")) }

// diff is (actual, expected); it gives the text and whether lines were left out.
func diff(c *bind.Call) (any, error) {
	text, skipped := Diff(c.String(0, "actual"), c.String(1, "expected"))
	return []goja.Value{bind.ToValue(c.Runtime(), text), bind.ToValue(c.Runtime(), skipped)}, nil
}
