//go:build unix

package hostile

import "syscall"

// makePipe makes a named pipe: whoever opens one to read waits for somebody who writes.
func makePipe(path string) error { return syscall.Mkfifo(path, 0o600) }
