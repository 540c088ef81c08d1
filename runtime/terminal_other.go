//go:build !linux && !darwin && !windows

package runtime

func isTerminal(uintptr) bool { return false }

func columns(uintptr) int { return 0 }
