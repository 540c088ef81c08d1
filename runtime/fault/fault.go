// Package fault is the one table of lariat's errors. A row names the Go sentinel, the JavaScript class
// and the stable code of one kind of failure, so that errors.Is(err, fault.Closed) in Go and
// err instanceof ClosedError in JavaScript speak of the same thing. No errors are declared elsewhere.
package fault

import (
	"context"
	"errors"
	"fmt"
)

// Kind is one row of the table. It is itself an error, the sentinel for errors.Is.
type Kind struct {
	// Class is the JavaScript class: a subclass of LariatError, TypeError, RangeError or DOMException.
	Class string
	// Name is the DOMException name; empty for every other class.
	Name string
	// Code is the stable machine-readable code; empty for a DOMException.
	Code string
	// text is the message of the bare sentinel.
	text string
}

// Error returns the text of the bare sentinel.
func (k *Kind) Error() string { return k.text }

// The table. Codes never change; exit codes of the lariat command derive from them.
var (
	Aborted       = &Kind{"DOMException", "AbortError", "", "the operation was aborted"}
	Timeout       = &Kind{"DOMException", "TimeoutError", "", "the operation timed out"}
	Clone         = &Kind{"DOMException", "DataCloneError", "", "the value cannot be cloned"}
	Character     = &Kind{"DOMException", "InvalidCharacterError", "", "the string has a character that does not belong there"}
	Quota         = &Kind{"DOMException", "QuotaExceededError", "", "more was asked for than one call gives"}
	NotSupported  = &Kind{"DOMException", "NotSupportedError", "", "the operation is not supported"}
	InvalidState  = &Kind{"DOMException", "InvalidStateError", "", "the object is not in a state for that"}
	Mismatch      = &Kind{"DOMException", "TypeMismatchError", "", "an object has the wrong type"}
	DOMSyntax     = &Kind{"DOMException", "SyntaxError", "", "a name or a text is not valid"}
	InvalidAccess = &Kind{"DOMException", "InvalidAccessError", "", "the object does not support the operation or the argument"}
	Operation     = &Kind{"DOMException", "OperationError", "", "the operation failed"}
	Modification  = &Kind{"DOMException", "InvalidModificationError", "", "the object cannot be changed in this way"}
	Data          = &Kind{"DOMException", "DataError", "", "the data is not what it should be"}
	Closed        = &Kind{"ClosedError", "", "ERR_CLOSED", "used after close"}
	NotOwner      = &Kind{"OwnershipError", "", "ERR_NOT_OWNER", "released by a task that does not hold it"}
	OverRelease   = &Kind{"OverReleaseError", "", "ERR_OVER_RELEASE", "released above its bound"}
	QueueFull     = &Kind{"QueueFullError", "", "ERR_QUEUE_FULL", "the queue is full"}
	Deadlock      = &Kind{"DeadlockError", "", "ERR_DEADLOCK", "every task waits for another"}
	Capture       = &Kind{"CaptureError", "", "ERR_CAPTURE", "the function uses variables from outside"}
	Worker        = &Kind{"WorkerCrashError", "", "ERR_WORKER_CRASHED", "the worker died under the task"}
	Poisoned      = &Kind{"PoisonedError", "", "ERR_POISONED", "the holder died while it held the lock"}
	BrokenBarrier = &Kind{"BrokenBarrierError", "", "ERR_BROKEN_BARRIER", "a party left the barrier"}
	RateLimited   = &Kind{"RateLimitError", "", "ERR_RATE_LIMITED", "the limiter is full"}
	CircuitOpen   = &Kind{"CircuitOpenError", "", "ERR_CIRCUIT_OPEN", "the circuit is open"}
	Retries       = &Kind{"RetryError", "", "ERR_RETRIES_EXHAUSTED", "gave up retrying"}
	Permission    = &Kind{"PermissionError", "", "ERR_PERMISSION", "permission is not granted"}
	Limit         = &Kind{"LimitError", "", "ERR_LIMIT", "a limit of the runtime was reached"}
	Module        = &Kind{"ModuleError", "", "ERR_MODULE", "the module is not available"}
	Syntax        = &Kind{"SyntaxError", "", "ERR_SYNTAX", "the source is not valid"}
	Type          = &Kind{"TypeError", "", "ERR_ARG_TYPE", "an argument has the wrong type"}
	Range         = &Kind{"RangeError", "", "ERR_ARG_RANGE", "an argument is out of range"}
	System        = &Kind{"Error", "", "", "a system call failed"}
	Network       = &Kind{"TypeError", "", "", "the network failed"}
	Unsettled     = &Kind{"LariatError", "", "ERR_UNSETTLED", "the program ended before its top-level await settled"}
	Internal      = &Kind{"InternalError", "", "ERR_INTERNAL", "a bug in lariat: please report it"}
)

// Kinds lists the table in order, for the classes that "lariat:errors" exports.
func Kinds() []*Kind {
	return []*Kind{
		Aborted, Timeout, Clone, Character, Quota, NotSupported, InvalidState, Mismatch, DOMSyntax, InvalidAccess, Operation,
		Modification, Data,
		Closed, NotOwner, OverRelease, QueueFull, Deadlock, Capture, Worker, Poisoned, BrokenBarrier, RateLimited, CircuitOpen,
		Retries, Permission, Limit, Module, Syntax, Type, Range, System, Network, Unsettled, Internal,
	}
}

// Error is a failure of one Kind with its own message, its cause and its extra properties.
type Error struct {
	Kind    *Kind
	Message string
	// Cause is the error beneath, or nil; JavaScript sees it as error.cause.
	Cause error
	// Props are further own properties of the JavaScript error ("retryAfter", "waits"); values are plain Go data.
	Props map[string]any
}

// Error returns the message; an empty one falls back on the sentinel's text.
func (e *Error) Error() string {
	if e.Message == "" {
		return e.Kind.text
	}
	return e.Message
}

// Is makes errors.Is(err, fault.Closed) true for every error of the kind.
func (e *Error) Is(target error) bool {
	switch target {
	case context.Canceled:
		return e.Kind == Aborted
	case context.DeadlineExceeded:
		return e.Kind == Timeout
	}
	return target == e.Kind
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New returns an error of the kind with a formatted message. A %w verb sets the cause.
func (k *Kind) New(format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: k, Message: err.Error(), Cause: errors.Unwrap(err)}
}

// With adds an own property to the error and returns it.
func (e *Error) With(name string, value any) *Error {
	if e.Props == nil {
		e.Props = map[string]any{}
	}
	e.Props[name] = value
	return e
}

// KindOf finds the row that an error belongs to: its own kind, or the one that a context error stands for.
// It is nil for a foreign error.
func KindOf(err error) *Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	var k *Kind
	if errors.As(err, &k) {
		return k
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	case errors.Is(err, context.Canceled):
		return Aborted
	}
	return nil
}
