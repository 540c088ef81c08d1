package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

const limitUsage = `
Limits are flags, too. What goes beyond one is ended; there are none but that of the call stack unless they are given.
  --timeout TIME       of the whole program: 30s, 1m30s, 500ms; its finally blocks run, for another --grace at most
  --grace TIME         the default is 400ms
  --turn TIME          of code between two waits, in the program or in a worker
  --memory SIZE        256M, 1G; it implies --isolate where the system bounds processes
  --stack N            calls within calls; the default is 3000, and beyond 4000 it takes seconds to unwind them
  --max-output SIZE    written to standard output and standard error
  --max-workers N      --max-timers N      --max-handles N (requests, files, servers)      --max-queue N (events that wait)
  --isolate            run it in a process of its own: what would kill that is an error with an exit status
`

const (
	// limitGrace is how long a program may take to unwind when its time is over.
	limitGrace = 400 * time.Millisecond
	// limitPatience is how long an interrupted script may sit in a native of the engine when a limit has ended it, and how long
	// its workers and files may take to close.
	limitPatience = 150 * time.Millisecond
)

// limitFlags are the flags that set a limit, by their names.
func (p *program) limitFlags() map[string]func(string) error {
	l := &p.limits
	return map[string]func(string) error{
		"--timeout": duration(&l.Time), "--grace": duration(&l.Grace), "--turn": duration(&l.Turn), "--memory": size(&l.Memory),
		"--max-output": size(&l.Output), "--stack": count(&l.Stack), "--max-workers": count(&l.Workers),
		"--max-timers": count(&l.Timers), "--max-handles": count(&l.Handles), "--max-queue": count(&l.Queue),
	}
}

func duration(to *time.Duration) func(string) error {
	return func(value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return fmt.Errorf("needs a time such as 30s or 500ms, got %q", value)
		}
		*to = d
		return nil
	}
}

func count(to *int) func(string) error {
	return func(value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n <= 0 {
			return fmt.Errorf("needs a whole number from 1, got %q", value)
		}
		*to = n
		return nil
	}
}

func size(to *int64) func(string) error {
	return func(value string) error {
		n, err := parseSize(value)
		if err != nil {
			return err
		}
		*to = n
		return nil
	}
}

// parseSize reads a number of bytes, with K, M or G behind it for 2 to the power of 10, 20 and 30 of them.
func parseSize(value string) (int64, error) {
	digits, shift := strings.ToUpper(value), 0
	digits = strings.TrimSuffix(strings.TrimSuffix(digits, "B"), "I")
	for i, unit := range []string{"K", "M", "G"} {
		if rest, ok := strings.CutSuffix(digits, unit); ok {
			digits, shift = rest, 10*(i+1)
			break
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt64>>shift {
		return 0, fmt.Errorf("needs a size such as 256M or 1G, got %q", value)
	}
	return n << shift, nil
}

// memoryLimit is what --memory says, 0 without it.
var memoryLimit atomic.Int64

// bind sets up what the limits of the command line need, and returns them.
func (p *program) bind() runtime.Limits {
	l := p.limits
	if l.Grace == 0 {
		l.Grace = limitGrace
	}
	if l.Memory > 0 {
		l.Process = true
		memoryLimit.Store(l.Memory)
		if isolated {
			confine(l.Memory)
		}
		debug.SetMemoryLimit(l.Memory)
	}
	return l
}

// endings decides between the two who may say how the program ended: the goroutine that runs it, and whoever sees that this
// one does not come back.
type endings struct{ over atomic.Bool }

// first reports whether nobody else was.
func (e *endings) first() bool { return e.over.CompareAndSwap(false, true) }

// leave ends the process when a program that a limit has ended does not let go of its goroutine.
func (r reporter) leave(e *endings) func(cause error) {
	return func(cause error) {
		if e.first() {
			os.Exit(r.report(cause))
		}
	}
}

// limited returns the exit code for a limit; ok is false for other errors.
func limited(err error) (code int, ok bool) {
	var f *fault.Error
	switch {
	case !errors.Is(err, fault.Limit):
		return 0, false
	case errors.As(err, &f) && (f.Props["limit"] == "time" || f.Props["limit"] == "turn"):
		return 4, true
	}
	return 5, true
}
