package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib"
)

// run runs the program to its end.
func (p *program) run(stdin io.Reader, stdout, stderr io.Writer) int {
	rt, err := runtime.New(p.options(stdin, stdout, stderr)...)
	if err != nil {
		return fail(stderr, err)
	}
	stop := handleSignals(rt)
	if p.source != nil {
		err = rt.Eval(context.Background(), p.name, *p.source)
	} else {
		err = rt.Run(context.Background(), p.file)
	}
	interrupted := stop()
	if err == nil {
		err = rt.Close()
	}
	if interrupted != 0 {
		return 128 + int(interrupted)
	}
	return reporter{stderr, source(rt)}.report(err)
}

// source finds the texts of a program: a file that does not compile was not loaded, but is there.
func source(rt *runtime.Runtime) func(name string) (string, bool) {
	return func(name string) (string, bool) {
		if text, ok := rt.Loader().Store().Source(name); ok {
			return text, true
		}
		if !filepath.IsAbs(name) {
			return "", false
		}
		b, err := os.ReadFile(name)
		return string(b), err == nil
	}
}

func (p *program) options(stdin io.Reader, stdout, stderr io.Writer) []runtime.Option {
	exe, err := os.Executable()
	if err != nil {
		exe = os.Args[0]
	}
	script := p.file
	if script == "" {
		script = p.name
	}
	options := []runtime.Option{
		runtime.WithModules(stdlib.All()...),
		runtime.WithStdio(stdin, stdout, stderr),
		runtime.WithArgs(append([]string{exe, script}, p.args...)...),
		runtime.WithEnv(environment()),
		runtime.WithCache(cacheDir()),
	}
	if base := filepath.Base(p.file); strings.Contains(base, ".test.") {
		options = append(options, runtime.WithClock(loop.NewVirtual(time.Now(), true)))
	}
	return options
}

func environment() map[string]string {
	env := map[string]string{}
	for _, pair := range os.Environ() {
		if name, value, ok := strings.Cut(pair, "="); ok && name != "" {
			env[name] = value
		}
	}
	return env
}

func cacheDir() string {
	switch dir := os.Getenv("LARIAT_CACHE"); dir {
	case "off":
		return ""
	case "":
		base, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		return filepath.Join(base, "lariat")
	default:
		return dir
	}
}

// handleSignals turns the first Ctrl-C into the cancellation of the program's scope, so that its finally
// blocks run, and the second, or the end of the grace period, into the program's end. The result stops
// listening and returns the signal, if one came.
func handleSignals(rt *runtime.Runtime) (stop func() syscall.Signal) {
	h := &signals{rt: rt, in: make(chan os.Signal, 4), done: make(chan struct{}), got: make(chan syscall.Signal, 1)}
	signal.Notify(h.in, syscall.SIGINT, syscall.SIGTERM)
	go h.listen()
	return func() syscall.Signal {
		signal.Stop(h.in)
		close(h.done)
		return <-h.got
	}
}

const (
	// busyAfter is how long a signal waits for a script that is busy to say whether it handles it.
	busyAfter = 200 * time.Millisecond
	// grace is how long a cancelled program may take; the runtime's own grace period ends before it.
	grace = 6 * time.Second
	// stuckAfter is how long an interrupted script may sit in a native of the engine.
	stuckAfter = time.Second
)

type signals struct {
	rt   *runtime.Runtime
	in   chan os.Signal
	done chan struct{}
	got  chan syscall.Signal
}

func (h *signals) listen() {
	var first syscall.Signal
	var late <-chan time.Time
	interrupted := false
	defer func() { h.got <- first }()
	for {
		select {
		case <-h.done:
			return
		case s := <-h.in:
			sig, _ := s.(syscall.Signal)
			if first == 0 {
				if h.taken(sig) {
					continue
				}
				first = sig
				h.rt.Cancel(fault.Aborted.New("interrupted by %s", signalName(sig)))
				late = time.After(grace)
				continue
			}
		case <-late:
		}
		if interrupted {
			os.Exit(128 + int(first))
		}
		interrupted = true
		h.rt.Interrupt(fault.Aborted.New("interrupted by %s", signalName(first)))
		late = time.After(stuckAfter)
	}
}

// taken asks the script whether it handles the signal itself.
func (h *signals) taken(sig syscall.Signal) bool {
	answer := make(chan bool, 1)
	if !h.rt.Loop().Post(func() {
		hook := h.rt.Hooks().Signal
		answer <- hook != nil && hook(signalName(sig))
	}) {
		return false
	}
	select {
	case taken := <-answer:
		return taken
	case <-time.After(busyAfter):
	case <-h.done:
	}
	return false
}

func signalName(s syscall.Signal) string {
	switch s {
	case syscall.SIGINT:
		return "SIGINT"
	case syscall.SIGTERM:
		return "SIGTERM"
	}
	return s.String()
}
