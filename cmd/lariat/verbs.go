package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// verb carries out what a command line asks for, if that is not to run a program, and returns the exit code.
type verb func(args []string, stdin io.Reader, stdout, stderr io.Writer) int

// verbOf finds the verb of a command line and its arguments; nil means that a program is to be run, or the usage shown.
func verbOf(args []string) (verb, []string) {
	if len(args) == 0 {
		return runREPL, nil
	}
	rest := args[1:]
	if len(rest) == 1 && (rest[0] == "--help" || rest[0] == "-h") && args[0] != "test" && slices.Contains(strings.Fields(verbNames), args[0]) {
		return showUsage, nil
	}
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

// showUsage is lariat VERB --help: the page tells of all verbs.
func showUsage(_ []string, _ io.Reader, stdout, _ io.Writer) int {
	fmt.Fprint(stdout, usage)
	return 0
}
