package es

import (
	"reflect"
	"unsafe"

	"github.com/dop251/goja"
)

// ThenableJobs finds the jobs that will call the then of a foreign thenable. goja carries the context of the
// reactions of a promise, but not of these jobs: a query builder that is awaited would begin its query outside of
// its caller's scope, and without its variables. What tells them apart in the queue is the code that they run.
type ThenableJobs struct {
	queue *[]func()
	code  uintptr
	seen  int // jobs of the queue that have been looked at
}

// ThenableJobs must be called before a script has run. It will find none if goja's queue is not what it was: then the
// jobs run in no context, and a test fails.
func (r *Realm) ThenableJobs() *ThenableJobs {
	field, ok := reflect.TypeFor[goja.Runtime]().FieldByName("jobQueue")
	if !ok || field.Type != reflect.TypeFor[[]func()]() {
		return &ThenableJobs{queue: new([]func())}
	}
	t := &ThenableJobs{queue: (*[]func())(unsafe.Add(unsafe.Pointer(r.vm), field.Offset))}
	thenable := r.vm.CreateObject(nil)
	then := r.vm.ToValue(func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	_ = thenable.DefineDataProperty("then", then, no, no, no)
	before := *t.queue
	resolve, _ := linkResolvers(linkNewPromise(r.vm, r.async.promiseProto))
	r.async.callValue(resolve, goja.Undefined(), thenable)
	if len(*t.queue) != len(before)+1 {
		return &ThenableJobs{queue: new([]func())}
	}
	t.code = jobCode((*t.queue)[len(before)])
	*t.queue = before
	return t
}

// New tells whether jobs have been queued since the last call of Wrap. It is asked before the first job of a batch too,
// for which goja begins the queue anew.
func (t *ThenableJobs) New() bool {
	n := len(*t.queue)
	more := n > t.seen
	if !more {
		t.seen = n
	}
	return more
}

// Wrap replaces those of the new jobs that will call a then.
func (t *ThenableJobs) Wrap(wrap func(job func()) func()) {
	queue := *t.queue
	for i := t.seen; i < len(queue); i++ {
		if jobCode(queue[i]) == t.code {
			queue[i] = wrap(queue[i])
		}
	}
	t.seen = len(queue)
}

// jobCode is the address of the code of a function.
func jobCode(f func()) uintptr { return **(**uintptr)(unsafe.Pointer(&f)) }
