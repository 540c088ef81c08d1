package eventloop

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/loader"
)

type state uint8

const (
	idle    state = iota // not added
	waiting              // for Start
	running
	ended
)

// Task is one call in a loop.
type Task struct {
	// ID is the number of the task, which is unique in the process.
	ID   uint64
	Name string
	Fn   *loader.Portable
	// Args is a list of values; nil when there are none. Vars are the AsyncContext variables that cross, or nil.
	Args, Vars *clone.Message
	// Loading are the modules that are being loaded where the task comes from, see loader.Inherit.
	Loading []string
	// To hears what becomes of the task.
	To Receiver

	// The loop's mutex guards the rest.
	state        state
	session      *Session
	cause        error // why it was cancelled
	began, ended time.Time
}

// inOrder lists tasks in the order in which they were made.
func inOrder[V any](tasks map[*Task]V) []*Task {
	return slices.SortedFunc(maps.Keys(tasks), func(a, b *Task) int { return cmp.Compare(a.ID, b.ID) })
}

// over notes the end. The caller holds the loop's mutex.
func (t *Task) over(now time.Time) {
	t.state, t.ended = ended, now
}

// Receiver hears what becomes of a task, on any goroutine.
type Receiver interface {
	// Started says that the loop was started, if the task has waited for that.
	Started(t *Task)
	// Settled is the end, once. err says why the loop ended the task: it was cancelled, its isolate died. Otherwise answer
	// is that of the task.
	Settled(t *Task, answer Answer, err error)
}

// Answer is how a task ended.
type Answer struct {
	// Value is a list of the one result.
	Value *clone.Message
	// Thrown is what the function threw.
	Thrown *clone.Message
	// Err is set instead when that, or the result, could not be sent.
	Err error
}
