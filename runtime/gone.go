package runtime

import (
	goruntime "runtime"
	"weak"
)

// AfterGone calls f with to on some goroutine when nobody has v any more, if somebody still has to. Go keeps what a cleanup
// refers to for as long as v is there, which may be in a global variable of a script: its runtime would be there for ever if
// to knew it. f must refer to nothing.
func AfterGone[V, T any](v *V, f func(to *T), to *T) goruntime.Cleanup {
	return goruntime.AddCleanup(v, func(to weak.Pointer[T]) {
		if to := to.Value(); to != nil {
			f(to)
		}
	}, weak.Make(to))
}
