// Package node holds the behaviour of modules of Node against that of Node v20, which testdata/record.mjs wrote down on
// Linux.
package node

import (
	goruntime "runtime"
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestNode(t *testing.T) {
	if goruntime.GOOS != "linux" {
		t.Log("what was recorded has the names and the numbers of Linux")
		return
	}
	runtimetest.RecordedLive(t, stdlib.All()...)
}
