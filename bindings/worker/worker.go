package worker

import (
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/permit"
)

// Worker is where the tasks of a pool run: an isolate on a goroutine of its own, or a child process. A pool
// makes one with a Start function and talks to it by these methods; the worker answers by way of its Seat.
//
// No method blocks, all may be called from any goroutine, also after the worker has ended, and the pool calls
// none of them with its lock held. So a worker may call its seat from inside of them.
type Worker interface {
	// Wake says that there may be a task: the worker calls Seat.Take until that gives nil. The pool calls it
	// after Seat.Ready, and whenever there is something to take and the worker has room.
	Wake()
	// Cancel ends the scope of a running task: its waits reject with reason or, if that is nil, with an error for
	// cause, which is a fault; its finally blocks run. The worker answers as always, with Seat.Done. A stream's
	// generator is returned. A task that is not there any more is no mistake.
	Cancel(t *Task, cause error, reason *clone.Message)
	// Credit allows a stream to yield n more values. It begins with Call.Credit.
	Credit(t *Task, n int)
	// Close ends the worker when its running tasks are over. It takes no more.
	Close()
	// Kill ends the worker at once, in the middle of a loop that never waits too. Its tasks are settled already:
	// what it still says of them is not heard.
	Kill(cause error)
}

// Start makes a worker for a seat. It returns at once and calls nothing of the seat itself: the worker calls
// Ready when it is set up, on a goroutine of its own, and Ended when it is over, whatever the reason was.
type Start func(seat *Seat) Worker

// Setup is what every worker of a pool begins with. It never changes.
type Setup struct {
	// Name is the pool's, for messages and the worker's own name.
	Name string
	// Module is imported first, by the file Referrer; empty for none.
	Module, Referrer string
	// Initializer is called then, with InitArgs, a list of values; nil for none.
	Initializer Portable
	// Captured holds the initializer's captured variables: an object, or nil.
	Captured, InitArgs *clone.Message
	// Env is the environment; nil is the parent's.
	Env map[string]string
	// Permissions are what its scripts may do; nil is what the parent's may.
	Permissions *permit.Set
	// Stack is the limit of the call stack, 0 for the parent's.
	Stack int
	// CPUTime and Memory are limits that only a process keeps; 0 is none.
	CPUTime time.Duration
	Memory  int64
	// Concurrency is how many tasks the worker runs at once.
	Concurrency int
}

// Kind is how a call's arguments are meant.
type Kind uint8

// The kinds of calls.
const (
	// Single calls the function once: fn(...args).
	Single Kind = iota
	// Each calls it for each of args, one after another: fn(item, index). The result is the list of results.
	Each
	// Spread is Each for lists of arguments: fn(...list).
	Spread
	// Stream calls a generator function once: fn(...args), and yields its values, one for each credit.
	Stream
)

// Call is what a task asks of a worker. It is immutable from the moment at which it is queued.
type Call struct {
	// ID is the number of the task, which is unique in the process.
	ID   uint64
	Name string
	Kind Kind
	Fn   Portable
	// Captured holds the captured variables, as an object; nil when there are none.
	Captured *clone.Message
	// Args is a list of values (clone.EncodeList); nil when there are none.
	Args *clone.Message
	// Index is that of the first item of an Each.
	Index int
	// Lenient goes on after an item that failed: its error is in Answer.Failures.
	Lenient bool
	// Vars are the transferable AsyncContext variables: an object of values by name; nil for none.
	Vars *clone.Message
	// Credit is how many values a stream may yield to begin with.
	Credit int
}

// Answer is the end of a task.
type Answer struct {
	// Value is a list of the one result, or of those of an Each, with undefined in the place of an item that failed.
	Value *clone.Message
	// Thrown is what the function threw, for an Each the first item that failed if it is not Lenient.
	Thrown *clone.Message
	// At is the index within the chunk of the item that threw; 0 for a Single.
	At int
	// Failures are the items of a Lenient chunk that threw.
	Failures []Failure
	// Err is set instead of Thrown when the worker could not even call the function or send its result: it is a
	// fault, which the caller's side makes an error of.
	Err error
}

// Failure is an item of a chunk that threw.
type Failure struct {
	// At is the index within the chunk.
	At int
	// Thrown is what the function threw; Err is set instead when that could not be sent.
	Thrown *clone.Message
	Err    error
}

// Portable is a function on its way to a worker.
type Portable = *loader.Portable
