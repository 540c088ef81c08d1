package worker

import (
	"fmt"
	"os"

	"github.com/lariatjs/lariat/runtime/fault"
)

// canStartProcesses says why a pool cannot have processes.
func canStartProcesses() error {
	return fault.NotSupported.New(`isolation "process" is not available on Windows: use "worker"`)
}

func executable() string { return os.Args[0] }

func status(state *os.ProcessState) string {
	return fmt.Sprintf("it exited with status %d", state.ExitCode())
}

func signalOf(*os.ProcessState) string { return "" }

func childPipes() (in, out *os.File, ok bool) { return nil, nil, false }
