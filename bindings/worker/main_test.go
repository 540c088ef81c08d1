package worker_test

import (
	"os"
	"testing"

	"github.com/lariatjs/lariat/bindings/worker"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib"
)

// TestMain makes the test binary a program whose pools may start it again as a worker.
func TestMain(m *testing.M) {
	if code, child := worker.ServeChild(runtime.WithModules(stdlib.All()...)); child {
		os.Exit(code)
	}
	os.Exit(m.Run())
}
