// Package meter tells how much memory each of several programs in one process holds. Go does not know whose memory is
// whose, but it keeps the stacks of a sample of all allocations, one for every 512 KB. So a program runs beneath a few
// functions of this package whose names spell its number, and the samples are added up by the numbers in their stacks.
//
// The figures are as of the last finished garbage collection, and those of samples: mostly within a tenth of the truth for a
// hundred megabytes. What is allocated more than some 120 Go calls above the program's own, in built-ins that call each
// other, is nobody's: GODEBUG=profstackdepth=1024 makes that 1,000. Nothing is told if the process does without samples
// (runtime.MemProfileRate).
package meter

import "sync"

// digits are the functions that spell: three of them, one within the other, are a number.
var digits = [...]func(func()){digit0, digit1, digit2, digit3, digit4, digit5, digit6, digit7}

const (
	base   = len(digits)
	places = 3
	// Numbers is how many there are.
	Numbers = base * base * base
)

// The functions differ in their names alone. What they do behind the call keeps their frames on the stack.

//go:noinline
func digit0(f func()) { defer behind(); f() }

//go:noinline
func digit1(f func()) { defer behind(); f() }

//go:noinline
func digit2(f func()) { defer behind(); f() }

//go:noinline
func digit3(f func()) { defer behind(); f() }

//go:noinline
func digit4(f func()) { defer behind(); f() }

//go:noinline
func digit5(f func()) { defer behind(); f() }

//go:noinline
func digit6(f func()) { defer behind(); f() }

//go:noinline
func digit7(f func()) { defer behind(); f() }

func behind() {}

// Under calls f so that what is allocated there counts for n, which is below Numbers.
func Under(n int, f func()) {
	digits[n/base/base](func() { digits[n/base%base](func() { digits[n%base](f) }) })
}

// numbers are those that are taken. They are given out in turn, so that what a program leaves behind is long gone when
// another gets its number.
var numbers struct {
	mu    sync.Mutex
	taken [Numbers]bool
	next  int
}

// Take returns a number that nobody else has; false says that there is none left.
func Take() (n int, ok bool) {
	numbers.mu.Lock()
	defer numbers.mu.Unlock()
	for range Numbers {
		n := numbers.next
		numbers.next = (n + 1) % Numbers
		if !numbers.taken[n] {
			numbers.taken[n] = true
			return n, true
		}
	}
	return 0, false
}

// Give gives a number back.
func Give(n int) {
	numbers.mu.Lock()
	defer numbers.mu.Unlock()
	numbers.taken[n] = false
}
