package lariat

import (
	"context"
	"log/slog"
	"sync/atomic"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
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
	ctx context.Context
	end func()
}

type lifeKey struct{}

// lifeOf is that of an isolate. Loop goroutine only, or while it does not run yet.
func lifeOf(core *runtime.Runtime) *life {
	return runtime.Local(core, lifeKey{}, func() *life {
		ctx, cancel := context.WithCancelCause(context.Background())
		l := &life{ctx, func() { cancel(fault.Closed.New("the runtime has ended")) }}
		core.OnClose(l.end)
		return l
	})
}

type openKey struct{}

// open tells whether the host has been given something through which it may settle what scripts wait for.
func (i isolate) open() *atomic.Bool {
	return runtime.Shared(i.core, openKey{}, func() *atomic.Bool { return &atomic.Bool{} })
}
