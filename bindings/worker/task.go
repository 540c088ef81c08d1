package worker

import (
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
)

// state is how far a task has come.
type state uint8

const (
	idle state = iota // not submitted
	queued
	running
	over
)

// Task is one call on its way through a pool. What is exported is set before Submit and not changed after it.
type Task struct {
	Call
	// Priority puts a task before those that have less; they rise with time if the pool ages.
	Priority float64
	// Affinity, if it is not empty, sends all tasks with the same text to the same worker while that lives.
	Affinity string
	// Limit is how long the task may run, without the time in the queue; 0 is no limit.
	Limit time.Duration
	// Grace is how long a cancelled task may take to unwind before its worker is killed; negative is for ever.
	Grace time.Duration
	// Exempt tasks are let into a full queue and are never dropped: whoever submits them counts them itself.
	Exempt bool
	// To hears what becomes of the task.
	To Receiver

	// The pool's mutex guards the rest.
	state      state
	seat       *Seat // where it runs, or must run
	pinned     bool  // it must run on seat
	rank       float64
	seq        uint64
	index      int // in the heap
	prev, next *Task
	cause      error  // why it was cancelled while it ran
	stop       func() // stops the timer of the limit or the grace

	queuedAt, startedAt, endedAt time.Duration
}

// Receiver hears what becomes of a task. Its methods are called on the owner's goroutine, in the order in which
// things happened.
type Receiver interface {
	// Yielded is the next value of a stream.
	Yielded(t *Task, value *clone.Message)
	// Emitted is a message of the task.
	Emitted(t *Task, message *clone.Message)
	// Settled is the end, once. err says why the pool ended the task: it was cancelled, dropped, its worker
	// died. Otherwise answer is the worker's.
	Settled(t *Task, answer Answer, err error)
}

// Times says when the task was queued, taken and ended, on the clock of the owner; zero for what has not been.
type Times struct{ Queued, Started, Ended time.Duration }

// Look returns the state of a task, the number of its worker (0 for none yet) and its times.
func (p *Pool) Look(t *Task) (waiting, ended bool, worker uint64, times Times) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.seat != nil && t.state >= running {
		worker = t.seat.ID
	}
	return t.state <= queued, t.state == over, worker, Times{t.queuedAt, t.startedAt, t.endedAt}
}
