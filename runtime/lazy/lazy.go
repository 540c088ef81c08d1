// Package lazy has values that are made when they are first asked for. A package-level variable of this kind is laid out
// by the linker: unlike a map literal or the function that sync.OnceValue returns it costs a program that has no use for
// it nothing when it starts. TestInitialization holds the packages of lariat to that.
package lazy

import "sync"

// Value is what Make returns, called once. Make must be set before the first Get and not panic.
type Value[T any] struct {
	Make func() T

	once  sync.Once
	value T
}

// Get returns the value. It is safe from any goroutine.
func (v *Value[T]) Get() T {
	v.once.Do(func() { v.value = v.Make() })
	return v.value
}
