package worker_test

import (
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// TestFiles runs the tests that are written in JavaScript.
func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }
