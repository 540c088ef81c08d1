package lock

import (
	"context"
	"math"
	"math/big"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
)

// keyedClass is not shared: its keys may be objects, which belong to one isolate.
func (f *faces) keyedClass() *bind.Constructor[*KeyedMutex[any]] {
	type mutex = *KeyedMutex[any]
	return bind.Class[mutex]{
		Name: "KeyedMutex",
		New:  func(c *bind.Call) (mutex, error) { return made(NewKeyedMutex[any](nameOf(c, 0)), nil) },
		Async: map[string]func(mutex, *bind.Call) (any, error){
			"lock": func(m mutex, c *bind.Call) (any, error) {
				by, key := governor.PartyOf(c), keyOf(c, c.Value(0))
				return bind.Await(c, c.Context(1), report(m.Key(key)), func(ctx context.Context, done func(*Token, error)) {
					m.Acquire(ctx, by, key, done)
				}, f.gov.Give)
			},
			"lockAll": func(m mutex, c *bind.Call) (any, error) {
				by := governor.PartyOf(c)
				var keys []any
				c.VM().ForOf(c.Value(0), func(v goja.Value) bool {
					keys = append(keys, keyOf(c, v))
					return true
				})
				return bind.Await(c, c.Context(1), report(m), func(ctx context.Context, done func(*Token, error)) {
					m.AcquireAll(ctx, by, keys, done)
				}, f.gov.Give)
			},
		},
		Methods: map[string]func(mutex, *bind.Call) (any, error){
			"tryLock": func(m mutex, c *bind.Call) (any, error) {
				return f.taken(m.TryAcquire(governor.PartyOf(c), keyOf(c, c.Value(0))))
			},
		},
		Getters: map[string]func(mutex) any{
			"size": func(m mutex) any { return m.Size() }, "name": func(m mutex) any { return m.Name() },
		},
		Lengths: map[string]int{"lock": 1, "lockAll": 1, "tryLock": 1},
	}.In(f.rt)
}

// The keys that have no Go value which compares as JavaScript's Map does.
type (
	bigKey    string                 // a bigint, in digits
	utf16Key  string                 // a string with half a surrogate pair, in UTF-16
	objectKey struct{ *goja.Object } // by identity
	symbolKey struct{ *goja.Symbol } // by identity
	nanKey    struct{}               // equal to itself
)

// String is for reports, which must not run a script's toString.
func (objectKey) String() string { return "[object]" }

func (k symbolKey) String() string { return "Symbol(" + k.Symbol.String() + ")" }

func (nanKey) String() string { return "NaN" }

// keyOf makes a Go map key of a script's value, with the equality of JavaScript's Map: objects and symbols
// are keys by identity, everything else by value.
func keyOf(c *bind.Call, v goja.Value) any {
	switch v := v.(type) {
	case *goja.Object:
		return objectKey{v}
	case *goja.Symbol:
		return symbolKey{v}
	case goja.String:
		return stringKey(v)
	}
	if bind.Nullish(v) {
		c.Wrong("key", "a string, a number or another value, but not undefined or null")
	}
	switch x := v.Export().(type) {
	case int64:
		return float64(x)
	case float64:
		if math.IsNaN(x) {
			return nanKey{}
		}
		return x
	case *big.Int:
		return bigKey(x.String())
	default:
		return x // a boolean
	}
}

func stringKey(v goja.String) any {
	s := v.String()
	if !strings.ContainsRune(s, '\uFFFD') {
		return s
	}
	units := make([]byte, 0, 2*v.Length())
	for i := range v.Length() {
		unit := v.CharAt(i)
		units = append(units, byte(unit>>8), byte(unit))
	}
	return utf16Key(units)
}
