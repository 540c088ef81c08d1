//go:build !linux

package main

// physicalMemory is unknown on this system: no soft limit is set.
func physicalMemory() int64 { return 0 }
