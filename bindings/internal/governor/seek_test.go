package governor

import (
	goruntime "runtime"
	"testing"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// TestAStepThatIsDueIsNoDeadlock has another goroutine be at the steps of an isolate: whoever comes then has not even
// begun to wait for a lock, and must not be taken for one whose wait nobody can end.
func TestAStepThatIsDueIsNoDeadlock(t *testing.T) {
	const isolate = 4711
	begun, over := make(chan bool), make(chan bool)
	go seekers.do(isolate, func() {
		close(begun)
		<-over
	})
	<-begun
	mutex := newPlain()
	by := waitlist.Party{Isolate: isolate, Task: 1}
	held := mutex.TryAcquire(by)
	s := &seek{all: All(mutex, newCounted(1)).(*all)}
	got := make(chan *Token, 1)
	s.Acquire(t.Context(), by, func(token *Token, _ error) { got <- token }) // left to the other goroutine
	if !s.Timed() || len(s.Holders()) > 0 {
		t.Error("a step that is due waits for somebody")
	}
	close(over)
	for s.Timed() { // until it stands in the line of the mutex
		goruntime.Gosched()
	}
	if len(s.Holders()) != 1 {
		t.Errorf("it waits for %v", s.Holders())
	}
	held.Release()
	(<-got).Release()
}
