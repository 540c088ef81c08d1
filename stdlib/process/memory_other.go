//go:build !linux

package process

// constraint is how much memory the process may have; no system but Linux tells.
func constraint() uint64 { return 0 }

// umask is the mask of the modes of new files, as it is from the start of the system: who asks for it sets it, for all threads.
func umask() int { return 0o22 }
