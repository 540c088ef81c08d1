// Package cancellation cancels small programs at each of their steps, one after another, and looks whether what they
// used is whole afterwards: no permit, item, slot or waiter may be lost, wherever a task is when it has to leave.
package cancellation

import (
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestPrograms(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }
