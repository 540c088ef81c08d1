package crypto

import (
	"bytes"
	_ "embed"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed agreement.js
var agreementSource string

var agreementScript = bind.NewScript("lariat:crypto/agreement", agreementSource)

// agreementExports adds the part of node:crypto in which two parties agree on a secret.
func agreementExports(rt *runtime.Runtime, exports runtime.Exports) {
	buffer := func(b []byte, ok bool) (any, error) {
		if !ok {
			return nil, nil
		}
		return bind.Buffer(rt, b), nil
	}
	on := func(f func(curve Curve, c *bind.Call) (any, error)) bind.Fn {
		return func(c *bind.Call) (any, error) {
			curve, _ := CurveOf(c.Text(0))
			return f(curve, c)
		}
	}
	made := agreementScript.Run(rt, bind.Host{
		"Buffer":   bind.Need(rt, "node:buffer").Get("Buffer"),
		"hasCurve": func(c *bind.Call) (any, error) { _, ok := CurveOf(c.Text(0)); return ok, nil },
		"generate": on(func(curve Curve, _ *bind.Call) (any, error) {
			b, err := curve.Generate()
			if err != nil {
				return nil, err
			}
			return buffer(b, true)
		}),
		"publicOf": on(func(curve Curve, c *bind.Call) (any, error) { return buffer(curve.Public(given(c, 1))) }),
		"point":    on(func(curve Curve, c *bind.Call) (any, error) { return buffer(curve.Point(given(c, 1))) }),
		"form": on(func(curve Curve, c *bind.Call) (any, error) {
			return buffer(curve.Form(bytes.Clone(given(c, 1)), c.Text(2)), true)
		}),
		"secret": on(func(curve Curve, c *bind.Call) (any, error) { return buffer(curve.Secret(given(c, 1), given(c, 2))) }),
		"groupPrime": func(c *bind.Call) (any, error) {
			prime := GroupPrime(c.Text(0))
			return buffer(prime, prime != nil)
		},
		"safePrime": func(c *bind.Call) (any, error) {
			b, err := SafePrime(c.Int(0, "size", 0))
			if err != nil {
				return nil, err
			}
			return buffer(b, true)
		},
		"exponent": func(c *bind.Call) (any, error) {
			b, err := Exponent(given(c, 0))
			if err != nil {
				return nil, err
			}
			return buffer(b, true)
		},
		"power":   func(c *bind.Call) (any, error) { return buffer(Power(given(c, 0), given(c, 1), given(c, 2)), true) },
		"check":   func(c *bind.Call) (any, error) { return CheckGroup(given(c, 0), given(c, 1)), nil },
		"isBelow": func(c *bind.Call) (any, error) { return below(given(c, 0), given(c, 1)), nil },
	})
	for _, name := range made.Keys() {
		exports[name] = made.Get(name)
	}
}
