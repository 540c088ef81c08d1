package repl

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// presses is how often Ctrl-C is pressed on a piece that does not end before it ends the process.
const presses = 3

// listen hears signals until stop is called. At the prompt of the line editor Ctrl-C is a key, not a signal.
func (r *repl) listen() (stop func()) {
	signals := make(chan os.Signal, 4)
	done := make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		for {
			select {
			case s := <-signals:
				r.signal(s)
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}

func (r *repl) signal(s os.Signal) {
	if s == os.Interrupt {
		n := r.cancelled.Add(1)
		switch {
		case n >= presses:
			r.quit(130)
		case r.session.Cancel():
			if n == presses-1 {
				time.AfterFunc(stuckAfter, func() {
					if r.cancelled.Load() == n && r.session.Busy() {
						_, _ = r.o.Stderr.Write([]byte("\nthe code is inside a native of the engine: Ctrl-C again ends lariat\n"))
					}
				})
			}
		case !r.interactive:
			r.exit(130)
		default:
			r.in.Abort()
		}
		return
	}
	r.exit(143)
}

// stuckAfter is how long code may take to be interrupted.
const stuckAfter = time.Second

// exit ends the program in order if its loop comes to that, and the process otherwise.
func (r *repl) exit(code int) {
	if !r.session.Look(stuckAfter, func() { r.rt.Exit(code) }) {
		r.quit(code)
	}
}

func (r *repl) quit(code int) {
	r.in.Close()
	r.o.Quit(code)
}
