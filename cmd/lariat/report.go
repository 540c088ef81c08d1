package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// report writes how a program ended and returns the exit code that says so.
func report(stderr io.Writer, err error) int {
	if err == nil {
		return 0
	}
	var exit *runtime.ExitError
	if errors.As(err, &exit) {
		return exit.Code
	}
	fmt.Fprintf(stderr, "%s\n", describe(err))
	return exitCode(err)
}

// describe writes an error with the line of source it happened at, its stack and its causes.
func describe(err error) string {
	var js *runtime.JSError
	if !errors.As(err, &js) {
		return "error: " + err.Error()
	}
	var b strings.Builder
	if len(js.Stack) > 0 {
		at := js.Stack[0]
		if source, readErr := os.ReadFile(at.File); readErr == nil {
			fmt.Fprintf(&b, "%s:%d:%d\n%s\n", at.File, at.Line, at.Column, loader.CodeFrame(string(source), at.Line, at.Column))
		}
	}
	fmt.Fprintf(&b, "Uncaught %s", js.Text)
	return b.String()
}

// exitCode derives the exit status from the kind of error.
func exitCode(err error) int {
	switch {
	case errors.Is(err, fault.Internal):
		return 70
	case errors.Is(err, fault.Unsettled), errors.Is(err, fault.Deadlock):
		return 13
	case errors.Is(err, fault.Limit):
		return 5
	case errors.Is(err, fault.Permission):
		return 3
	}
	return 1
}
