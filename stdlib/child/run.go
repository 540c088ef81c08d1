package child

import (
	"context"
	"sync"
	"syscall"
	"time"
)

// Limits are those of Run.
type Limits struct {
	// Timeout is how long the program may run, Output how many bytes it may write to each stream; 0 means no limit.
	Timeout time.Duration
	Output  int
	// Signal ends a program that is over a limit.
	Signal syscall.Signal
}

// Result is what became of a program.
type Result struct {
	End
	Pid      int
	Out, Err []byte
	// Problem is "timeout" or "output" for a program that was ended, otherwise empty.
	Problem string
}

// Run starts a program, gives it the input and waits until it has ended.
func Run(o Options, input []byte, limits Limits) (Result, error) {
	c, err := Start(context.Background(), o)
	if err != nil {
		return Result{}, err
	}
	var (
		streams sync.WaitGroup
		mu      sync.Mutex
		problem string
	)
	stop := func(why string) {
		mu.Lock()
		defer mu.Unlock()
		if problem == "" {
			problem = why
			c.Signal(limits.Signal)
			c.Close() // what it has started may hold the pipes
		}
	}
	full := func() { stop("output") }
	out, errs := &gathering{limit: limits.Output, full: full}, &gathering{limit: limits.Output, full: full}
	if c.In != nil {
		streams.Go(func() {
			_, _ = c.In.Write(input) // a program need not read all of it
			_ = c.In.Close()
		})
	}
	if c.Out != nil {
		streams.Go(func() { out.from(c.Out) })
	}
	if c.Err != nil {
		streams.Go(func() { errs.from(c.Err) })
	}
	if limits.Timeout > 0 {
		timer := time.AfterFunc(limits.Timeout, func() { stop("timeout") })
		defer timer.Stop()
	}
	<-c.Ended()
	streams.Wait()
	mu.Lock()
	defer mu.Unlock()
	return Result{End: c.End(), Pid: c.Pid(), Out: out.data, Err: errs.data, Problem: problem}, nil
}

// gathering is what a program has written, up to a limit.
type gathering struct {
	data  []byte
	limit int
	full  func()
}

func (g *gathering) from(r interface{ Read([]byte) (int, error) }) {
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		if room := g.limit - len(g.data); g.limit > 0 && n > room {
			g.data = append(g.data, buf[:room]...)
			g.full()
			return
		}
		g.data = append(g.data, buf[:n]...)
		if err != nil {
			return
		}
	}
}
