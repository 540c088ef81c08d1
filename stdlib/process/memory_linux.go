package process

import (
	"os"
	"strconv"
	"strings"
)

// constraint is how much memory the control group lets the process have, in bytes; 0 if there is no bound.
func constraint() uint64 {
	for _, name := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		// "max", and in the first version a number beyond all memories, stand for none.
		if n, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64); err == nil && n < 1<<60 {
			return n
		}
	}
	return 0
}

// umask is the mask of the modes of new files. The system call that asks for it would set it, for all threads.
func umask() int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0o22
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "Umask:"); ok {
			if n, err := strconv.ParseInt(strings.TrimSpace(value), 8, 32); err == nil {
				return int(n)
			}
		}
	}
	return 0o22
}
