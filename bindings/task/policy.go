package task

import (
	"errors"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Policy says what the failure of one child means for its group.
type Policy string

const (
	// Cancel ends the siblings at the first failure: the default.
	Cancel Policy = "cancel"
	// Collect lets every child end and reports all failures together.
	Collect Policy = "collect"
	// Supervise reports a failure and goes on: the group itself does not fail.
	Supervise Policy = "supervise"
)

// parsePolicy reads the onError option of a group.
func parsePolicy(s string) (Policy, error) {
	switch p := Policy(s); p {
	case "":
		return Cancel, nil
	case Cancel, Collect, Supervise:
		return p, nil
	}
	return "", fault.Type.New(`"onError" must be "cancel", "collect" or "supervise", got %q`, s)
}

// tally is the account of a group's failures.
type tally struct {
	policy Policy
	// cause is why the group cancelled its children; their errors that only echo it do not count.
	cause error
	errs  []error
}

// fail enters a child's error and reports whether the siblings must be cancelled. seen is true for an
// error that only repeats the group's own cancellation.
func (t *tally) fail(err error) (cancel, seen bool) {
	if t.echoes(err) {
		return false, true
	}
	if t.policy == Supervise {
		return false, false
	}
	t.errs = append(t.errs, err)
	return t.policy == Cancel && len(t.errs) == 1, false
}

// echoes reports whether err is the group's own cancellation coming back out of a child.
func (t *tally) echoes(err error) bool { return t.cause != nil && errors.Is(err, t.cause) }

// outcome returns what the group ends with: nothing, one error as it is, or several.
func (t *tally) outcome() (several []error, one error) {
	switch len(t.errs) {
	case 0:
		return nil, nil
	case 1:
		return nil, t.errs[0]
	}
	return t.errs, nil
}
