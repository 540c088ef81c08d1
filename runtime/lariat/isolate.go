package lariat

import (
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/lariatjs/lariat/runtime"
)

// kit is what all isolates of a program have of the host.
type kit struct {
	classes *classes
	log     *slog.Logger
}

// isolate is one isolate, the main program or a worker, for what goes in and out of it.
type isolate struct {
	*kit
	core *runtime.Runtime
}

// life is until when an isolate runs.
type life struct {
	over chan struct{}
	once sync.Once
}

func (l *life) end() { l.once.Do(func() { close(l.over) }) }

type lifeKey struct{}

// lifeOf is that of an isolate. Loop goroutine only, or while it does not run yet.
func lifeOf(core *runtime.Runtime) *life {
	return runtime.Local(core, lifeKey{}, func() *life {
		l := &life{over: make(chan struct{})}
		core.OnClose(l.end)
		return l
	})
}

type openKey struct{}

// open tells whether the host has been given something through which it may settle what scripts wait for.
func (i isolate) open() *atomic.Bool {
	return runtime.Shared(i.core, openKey{}, func() *atomic.Bool { return &atomic.Bool{} })
}
