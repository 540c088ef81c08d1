package main

import "io"

// verb carries out what a command line asks for, if that is not to run a program, and returns the exit code.
type verb func(args []string, stdin io.Reader, stdout, stderr io.Writer) int

// verbOf finds the verb of a command line and its arguments; nil means that a program is to be run.
func verbOf(args []string) (verb, []string) {
	if len(args) == 0 {
		return runREPL, nil
	}
	switch args[0] {
	case "repl":
		return runREPL, args[1:]
	}
	return nil, args
}
