package task

import (
	"errors"
	"io"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestTallyCountsFailuresAndForgivesEchoes(t *testing.T) {
	for _, c := range []struct {
		policy Policy
		cancel bool
		count  int
	}{{Cancel, true, 2}, {Collect, false, 2}, {Supervise, false, 0}} {
		tally := tally{policy: c.policy}
		if cancel, echo := tally.fail(io.EOF); cancel != c.cancel || echo {
			t.Errorf("%s: first failure: cancel %v, echo %v", c.policy, cancel, echo)
		}
		tally.cause = fault.Aborted.New("the group was cancelled")
		if cancel, echo := tally.fail(fault.Closed.New("cleanup: %w", tally.cause)); cancel || !echo {
			t.Errorf("%s: the group's own cancellation counted as a failure", c.policy)
		}
		if cancel, _ := tally.fail(io.ErrClosedPipe); cancel {
			t.Errorf("%s: a second failure cancels again", c.policy)
		}
		if len(tally.errs) != c.count {
			t.Errorf("%s: %d failures, want %d", c.policy, len(tally.errs), c.count)
		}
	}
}

func TestTallyOutcome(t *testing.T) {
	tally := tally{policy: Collect}
	if several, one := tally.outcome(); one != nil || several != nil {
		t.Error("an empty account has an outcome")
	}
	tally.fail(io.EOF)
	if several, one := tally.outcome(); !errors.Is(one, io.EOF) || several != nil {
		t.Errorf("one failure: %v %v", one, several)
	}
	tally.fail(io.ErrNoProgress)
	if several, one := tally.outcome(); one != nil || len(several) != 2 {
		t.Errorf("two failures: %v %v", one, several)
	}
}

func TestParsePolicyNamesTheChoices(t *testing.T) {
	if _, err := parsePolicy("ignore"); !errors.Is(err, fault.Type) {
		t.Errorf("got %v", err)
	}
	if p, err := parsePolicy(""); p != Cancel || err != nil {
		t.Errorf("got %q, %v", p, err)
	}
}
