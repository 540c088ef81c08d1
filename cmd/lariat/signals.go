package main

import (
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/cputime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// handleSignals turns the first Ctrl-C into the cancellation of the program's scope, so that its finally
// blocks run, and the second, or the end of the grace period, into the program's end. The result ends
// that, when the program has ended, and returns the signal, if one came that the script does not handle itself.
func handleSignals(rt *runtime.Runtime) (stop func() syscall.Signal) {
	h := &signals{
		rt: rt, in: make(chan os.Signal, 4), answer: make(chan bool, 1), done: make(chan struct{}), got: make(chan syscall.Signal, 1),
		others: make(chan os.Signal, 16), ended: make(chan syscall.Signal, 1),
	}
	signal.Notify(h.in, ending...)
	rt.Hooks().Listen = h.hear
	go h.listen()
	return func() syscall.Signal {
		close(h.done)
		return <-h.got
	}
}

const (
	// echoTime is how long after a signal the same one is no new one: what runs the program, such as timeout or npm, often
	// passes a signal on that the whole process group has got.
	echoTime = 100 * time.Millisecond
	// answerTime is how long a script may take to answer a signal when the next one comes.
	answerTime = 200 * time.Millisecond
	// grace is how long a program may take to hear of a signal and to unwind; the runtime's own grace period
	// ends before it.
	grace = 6 * time.Second
	// computing is how much time of a processor a program may spend before it hears of a signal that it does not listen to.
	computing = time.Second
	// lookTime is how often that is looked at.
	lookTime = 250 * time.Millisecond
	// stuckAfter is how long an interrupted script may sit in a native of the engine.
	stuckAfter = time.Second
)

// signals hears the signals of one program. All but the job of ask runs on the goroutine of listen.
type signals struct {
	rt *runtime.Runtime
	in chan os.Signal
	// answer says whether the script handles the signal that it was asked about.
	answer chan bool
	asking bool
	done   chan struct{}
	got    chan syscall.Signal
	// others are the signals that are heard because the script listens to them; ended is one that ends the program, since the
	// script does not any more.
	others chan os.Signal
	ended  chan syscall.Signal
	heard  bool     // loop goroutine only
	names  sync.Map // from syscall.Signal to string
	// first is the signal that ends the program, or that the script has yet to answer.
	first syscall.Signal
	since time.Time     // when first came
	spent time.Duration // what the process had spent by then
	late  <-chan time.Time
}

func (h *signals) listen() {
	interrupted := false
	defer h.over()
	for {
		select {
		case <-h.done:
			return
		case handled := <-h.answer:
			h.answered(handled)
			continue
		case sig := <-h.ended:
			if h.first == 0 {
				h.first, h.since, h.late = sig, time.Now(), time.After(grace)
			}
			continue
		case s := <-h.in:
			at := time.Now()
			if h.asking {
				select {
				case handled := <-h.answer:
					h.answered(handled)
				case <-time.After(answerTime):
				case <-h.done:
					return
				}
			}
			if h.first == 0 {
				h.ask(s)
				continue
			}
			if s == h.first && at.Sub(h.since) < echoTime {
				continue
			}
		case <-h.late:
			if !interrupted && h.patient() {
				continue
			}
		}
		if interrupted {
			os.Exit(128 + int(h.first))
		}
		interrupted = true
		h.rt.Interrupt(fault.Aborted.New("interrupted by %s", h.nameOf(h.first)))
		h.late = time.After(stuckAfter)
	}
}

// patient reports whether a program may take longer: to hear of the signal, or to unwind. One that computes and does not listen
// will not hear of it; how long that has been is told in time of the processor, which a busy machine does not make longer.
func (h *signals) patient() bool {
	if h.asking {
		select {
		case handled := <-h.answer:
			if h.answered(handled); handled {
				return true
			}
		default:
		}
	}
	left := grace - time.Since(h.since)
	_, listens := h.names.Load(h.first)
	if left <= 0 || h.asking && !listens && cputime.Used()-h.spent >= computing {
		return false
	}
	h.late = time.After(min(left, lookTime))
	return true
}

// over hears the signals of a program that has ended and cleans up: to leave that to the system again would take longer.
func (h *signals) over() {
	h.got <- h.first
	for s := range h.in {
		if s != h.first || time.Since(h.since) >= echoTime {
			sig, _ := s.(syscall.Signal)
			os.Exit(128 + int(sig))
		}
	}
}

// ask gives a signal to the script, as soon as that is not busy, and cancels the program if the script does not
// handle it.
func (h *signals) ask(s os.Signal) {
	sig, _ := s.(syscall.Signal)
	h.first, h.since, h.spent, h.asking, h.late = sig, time.Now(), cputime.Used(), true, time.After(lookTime)
	h.rt.Loop().Post(func() {
		hook := h.rt.Hooks().Signal
		handled := hook != nil && hook(h.nameOf(sig))
		if !handled {
			h.rt.Cancel(fault.Aborted.New("interrupted by %s", h.nameOf(sig)))
		}
		h.answer <- handled
	})
}

// hear begins to hear a signal that the script listens to. Loop goroutine only.
func (h *signals) hear(name string, number int) {
	sig := syscall.Signal(number)
	h.names.Store(sig, name)
	if slices.Contains(ending, os.Signal(sig)) {
		return
	}
	if !h.heard {
		h.heard = true
		go h.pass()
	}
	signal.Notify(h.others, sig)
}

// pass gives the other signals to the script. One whose listener is gone does again what it does to a program.
func (h *signals) pass() {
	for {
		select {
		case <-h.done:
			signal.Stop(h.others)
			return
		case s := <-h.others:
			sig, _ := s.(syscall.Signal)
			h.rt.Loop().Post(func() {
				if hook := h.rt.Hooks().Signal; (hook != nil && hook(h.nameOf(sig))) || harmless(sig) {
					return
				}
				h.rt.Cancel(fault.Aborted.New("interrupted by %s", h.nameOf(sig)))
				select {
				case h.ended <- sig:
				default: // it ends already
				}
			})
		}
	}
}

func (h *signals) answered(handled bool) {
	h.asking = false
	if handled {
		h.first, h.late = 0, nil
	}
}

func (h *signals) nameOf(s syscall.Signal) string {
	if name, ok := h.names.Load(s); ok {
		return name.(string) //nolint:forcetypeassert // as hear stores it
	}
	switch s {
	case syscall.SIGINT:
		return "SIGINT"
	case syscall.SIGTERM:
		return "SIGTERM"
	}
	return s.String()
}
