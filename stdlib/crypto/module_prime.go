package crypto

import (
	"context"
	_ "embed"
	"math/big"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed primes.js
var primesSource string

var primesScript = bind.NewScript("node:crypto/primes", primesSource)

// primes makes the functions of primes.js when one of them is called.
func primes(rt *runtime.Runtime) bind.Fn {
	return func(*bind.Call) (any, error) {
		host := bind.Host{"Buffer": bind.Need(rt, "node:buffer").Get("Buffer")}
		both(rt, host, "isPrime", func(c *bind.Call) func(context.Context) (any, error) {
			candidate, rounds := numberOf(c, 0), c.Int(1, "checks", 0)
			return func(context.Context) (any, error) { return IsPrime(candidate, rounds) }
		})
		both(rt, host, "prime", func(c *bind.Call) func(context.Context) (any, error) {
			w := PrimeWanted{Bits: c.Int(0, "size", 1), Safe: c.Bool(1), Add: numberOf(c, 2), Rem: numberOf(c, 3)}
			return func(ctx context.Context) (any, error) {
				p, err := GeneratePrime(ctx, w)
				if err != nil {
					return nil, err
				}
				return p.Text(16), nil
			}
		})
		return primesScript.Run(rt, host), nil
	}
}

// both gives the host an operation that is waited for, and one that returns a promise.
func both(rt *runtime.Runtime, host bind.Host, name string, read func(c *bind.Call) func(context.Context) (any, error)) {
	host[name+"Sync"] = bind.Func(rt, name+"Sync", 0, func(c *bind.Call) (any, error) { return read(c)(rt.Scope()) })
	host[name] = bind.AsyncFunc(rt, name, 0, func(c *bind.Call) (any, error) {
		return bind.Go(c, rt.Scope(), read(c), func(v any) (any, error) { return v, nil })
	})
}

// numberOf reads hexadecimal digits; it is nil without any.
func numberOf(c *bind.Call, i int) *big.Int {
	n, ok := new(big.Int).SetString(c.Text(i), 16)
	if !ok {
		return nil
	}
	return n
}
