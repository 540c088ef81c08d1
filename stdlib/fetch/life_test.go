package fetch

import (
	"context"
	"errors"
	"net/http/httptrace"
	"sync"
	"testing"
)

var (
	errOne = errors.New("one")
	errTwo = errors.New("two")
)

func TestALifeEndsOnce(t *testing.T) {
	var all lives
	var l life
	all.begin(&l)
	derived, cancel := context.WithCancelCause(&l)
	defer cancel(nil)
	heard := 0
	l.AfterFunc(func() { heard++ })
	stop := l.AfterFunc(func() { t.Error("it was stopped") })
	if !stop() || stop() || l.Err() != nil || derived.Err() != nil {
		t.Error("it has ended before its end")
	}
	l.end(errOne)
	l.end(errTwo)
	<-l.Done()
	<-derived.Done()
	if heard != 1 || context.Cause(&l) != errOne || context.Cause(derived) != errOne || len(all.all) != 0 {
		t.Errorf("told %d times, %v, %v, %d are left", heard, context.Cause(&l), context.Cause(derived), len(all.all))
	}
	late := make(chan bool)
	if l.AfterFunc(func() { close(late) })() {
		t.Error("what came too late was stopped")
	}
	<-late
	<-(&life{cause: errOne}).Done()
}

func TestLivesEndWithTheirRuntime(t *testing.T) {
	var all lives
	three := make([]life, 3)
	for i := range three {
		all.begin(&three[i])
	}
	three[0].end(errOne)
	all.end(errTwo)
	var late life
	all.begin(&late)
	for i, l := range []*life{&three[0], &three[1], &three[2], &late} {
		want := errTwo
		if i == 0 {
			want = errOne
		}
		if !errors.Is(l.Err(), want) {
			t.Errorf("the life %d has ended with %v", i, l.Err())
		}
	}
}

// Requests begin and are cancelled while the runtime ends: every one ends, and so does what net/http derives from it.
func TestLivesHammer(t *testing.T) {
	for range 200 {
		var all lives
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				var l life
				all.begin(&l)
				derived, cancel := context.WithCancelCause(l.hop())
				defer cancel(nil)
				if i%2 == 0 {
					wg.Go(func() { l.end(errOne) })
				}
				<-derived.Done()
				if cause := context.Cause(derived); !errors.Is(cause, errOne) && !errors.Is(cause, errTwo) {
					t.Error(cause)
				}
			})
		}
		wg.Go(func() { all.end(errTwo) })
		wg.Wait()
		if len(all.all) != 0 {
			t.Fatalf("%d are left", len(all.all))
		}
	}
}

func TestAHopHasItsTrace(t *testing.T) {
	h := (&life{}).hop()
	if httptrace.ContextClientTrace(h) != &h.use.trace || h.Value("another key") != nil {
		t.Error("net/http does not find the trace")
	}
}
