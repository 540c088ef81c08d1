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
		return report(stderr, err)
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
	return report(stderr, err)
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
// blocks run, and the second into its end. The result stops listening and returns the signal, if one came.
func handleSignals(rt *runtime.Runtime) (stop func() syscall.Signal) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	done := make(chan struct{})
	got := make(chan syscall.Signal, 1)
	go func() {
		var last syscall.Signal
		defer func() { got <- last }()
		for {
			select {
			case <-done:
				return
			case s := <-signals:
				sig, _ := s.(syscall.Signal)
				if last != 0 {
					rt.Interrupt(fault.Aborted.New("interrupted by %s", signalName(sig)))
					go exitSoon(sig)
					continue
				}
				taken := make(chan bool, 1)
				if rt.Loop().Post(func() {
					hook := rt.Hooks().Signal
					taken <- hook != nil && hook(signalName(sig))
				}) {
					select {
					case t := <-taken:
						if t {
							continue
						}
					case <-time.After(busyAfter):
					case <-done:
						return
					}
				}
				last = sig
				rt.Cancel(fault.Aborted.New("interrupted by %s", signalName(sig)))
			}
		}
	}()
	return func() syscall.Signal {
		signal.Stop(signals)
		close(done)
		return <-got
	}
}

// busyAfter is how long a signal waits for a script that is busy to handle it.
const busyAfter = 200 * time.Millisecond

// exitSoon ends the process when a script does not even stop for an interrupt: a native of the engine may
// take its time.
func exitSoon(sig syscall.Signal) {
	time.Sleep(time.Second)
	os.Exit(128 + int(sig))
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
