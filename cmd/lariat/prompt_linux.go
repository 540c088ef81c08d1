package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardTyped drops what was typed before a question was there to be read.
func discardTyped(f *os.File) { _ = unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH) }
