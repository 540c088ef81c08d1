package governor

import (
	"slices"
	"sync"
	"sync/atomic"
)

// watchers hear of the tokens that are given back; there is none but when somebody traces a program.
var (
	watchers atomic.Pointer[[]*func(*Token)]
	watching sync.Mutex
)

// Watch calls f for each token of the process that is given back, on whatever goroutine that is, before its owner hears of
// it, until stop is called.
func Watch(f func(t *Token)) (stop func()) {
	change := func(edit func([]*func(*Token)) []*func(*Token)) {
		watching.Lock()
		defer watching.Unlock()
		var list []*func(*Token)
		if old := watchers.Load(); old != nil {
			list = slices.Clone(*old)
		}
		if list = edit(list); len(list) == 0 {
			watchers.Store(nil)
			return
		}
		watchers.Store(&list)
	}
	change(func(list []*func(*Token)) []*func(*Token) { return append(list, &f) })
	return func() {
		change(func(list []*func(*Token)) []*func(*Token) {
			return slices.DeleteFunc(list, func(g *func(*Token)) bool { return g == &f })
		})
	}
}

// watched tells those who watch.
func (t *Token) watched() {
	if list := watchers.Load(); list != nil {
		for _, f := range *list {
			(*f)(t)
		}
	}
}
