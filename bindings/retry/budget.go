package retry

import (
	"math"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Budget caps retries to a share of the calls, so that they cannot multiply the load of what is failing already. Many
// users may share one. All methods may be called from any goroutine.
type Budget struct {
	ratio, floor float64
	clock        loop.Clock
	mu           sync.Mutex
	meter        meter
}

// BudgetOptions configure a Budget.
type BudgetOptions struct {
	// Ratio is how many retries there may be for each call. 0 is none beyond MinPerSecond.
	Ratio float64
	// MinPerSecond is how many retries there may be in any case.
	MinPerSecond float64
	// Clock is the budget's time; nil is the machine's.
	Clock loop.Clock
}

// budgetWindow is the time over which a budget looks back.
const budgetWindow = 10 * time.Second

// NewBudget makes a budget that nothing has been spent of.
func NewBudget(o BudgetOptions) (*Budget, error) {
	if !(o.Ratio >= 0) || !(o.MinPerSecond >= 0) { // NaN fails both
		return nil, fault.Range.New("RetryBudget: \"ratio\" (%v) and \"minPerSecond\" (%v) must not be negative", o.Ratio, o.MinPerSecond)
	}
	if o.Clock == nil {
		o.Clock = loop.Real()
	}
	return &Budget{ratio: o.Ratio, floor: o.MinPerSecond * budgetWindow.Seconds(), clock: o.Clock, meter: newMeter(budgetWindow)}, nil
}

// Call notes a first attempt.
func (b *Budget) Call() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.meter.add(b.clock.Now(), 1, 0)
}

// Retry asks for a retry, and notes it if there may be one.
func (b *Budget) Retry() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	calls, retries := b.meter.sum(now)
	if float64(retries+1) > math.Max(b.ratio*float64(calls), b.floor) {
		return false
	}
	b.meter.add(now, 0, 1)
	return true
}

// Rate is how many retries there were for each call lately.
func (b *Budget) Rate() float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	calls, retries := b.meter.sum(b.clock.Now())
	if calls == 0 {
		return 0
	}
	return float64(retries) / float64(calls)
}
