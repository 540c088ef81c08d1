// Package guide shows that the faults of the programs that lariat was born from, a guide to concurrency in Python, are
// not here: one test each, named after the fault.
package guide

import (
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFaults(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }
