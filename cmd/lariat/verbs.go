package main

import "io"

// verb carries out what a command line asks for, if that is not to run a program, and returns the exit code.
type verb func(args []string, stdin io.Reader, stdout, stderr io.Writer) int

// verbOf finds the verb of a command line and its arguments; nil means that a program is to be run, or the usage shown.
func verbOf(args []string) (verb, []string) {
	if len(args) == 0 {
		return runREPL, nil
	}
	rest := args[1:]
	switch args[0] {
	case "repl":
		return runREPL, rest
	case "test":
		return runTests, rest
	case "check":
		return check, rest
	case "types":
		return writeTypes, rest
	case "trace":
		return drawTrace, rest
	case "init":
		return initProject, rest
	case "-v", "--version", "version":
		return showVersion, rest
	case "completions":
		return completions, rest
	case "help":
		if len(rest) == 1 && rest[0] == "test" { // what lariat:test has is found by "lariat help lariat:test"
			return runTests, []string{"--help"}
		}
		if len(rest) > 0 {
			return help, rest
		}
	}
	return nil, args
}
