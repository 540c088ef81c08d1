package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/inspect"
	"github.com/lariatjs/lariat/runtime/loader"
)

// reporter says how a program ended.
type reporter struct {
	to io.Writer
	// source gives the text of a file that was loaded, or of code without a file.
	source func(name string) (string, bool)
	// waiting gives the places of the top-level awaits that a program hangs in.
	waiting func() []loader.Frame
	// colors says that to is a terminal.
	colors bool
}

// newReporter makes one for a program of a runtime.
func newReporter(rt *runtime.Runtime, to io.Writer) reporter {
	return reporter{to, source(rt), rt.Loader().Waiting, rt.Colors(to)}
}

// report writes how a program ended and returns the exit code that says so.
func (r reporter) report(err error) int {
	if err == nil {
		return 0
	}
	var exit *runtime.ExitError
	if errors.As(err, &exit) {
		return exit.Code
	}
	text := shortened(r.describe(err))
	if r.colors {
		text = inspect.PaintReport(text)
	}
	fmt.Fprintf(r.to, "%s\n", text)
	return exitCode(err)
}

// maxReport is the length from which a report is cut, in the middle: the end has the stack.
const (
	maxReport  = 64 << 10
	reportTail = 16 << 10
)

func shortened(text string) string {
	text = fewerCalls(text)
	if len(text) <= maxReport {
		return text
	}
	head, tail := maxReport-reportTail, len(text)-reportTail
	for !utf8.RuneStart(text[head]) {
		head--
	}
	for !utf8.RuneStart(text[tail]) {
		tail++
	}
	return fmt.Sprintf("%s\n... %d more bytes ...\n%s", text[:head], tail-head, text[tail:])
}

// describe writes an error with the line of source it happened at, its stack and its causes.
func (r reporter) describe(err error) string {
	var js *runtime.JSError
	if !errors.As(err, &js) {
		var f *fault.Error
		errors.As(err, &f)
		place, message := r.told(f, err.Error())
		if errors.Is(err, fault.Unsettled) {
			for _, at := range r.waiting() {
				place += r.place([]loader.Frame{at})
			}
		}
		return place + classOf(f) + ": " + message + bug(f)
	}
	f, _ := js.Unwrap().(*fault.Error) //nolint:errorlint // what is beneath an AggregateError is told by its text
	if f != nil && (f.Kind == fault.Syntax || f.Kind == fault.Module) {
		return r.unloadable(js, f)
	}
	return r.place(js.Stack) + uncaught(js) + js.Text + bug(f)
}

// The calls of one stack that a report shows, if there are more than maxCalls: those of a recursion look alike.
const (
	maxCalls   = 60
	innerCalls = 30
	outerCalls = 10
)

// fewerCalls leaves calls out of the stacks in a text.
func fewerCalls(text string) string {
	var out []string
	lines := strings.Split(text, "\n")
	for len(lines) > 0 {
		calls := 0
		for calls < len(lines) && strings.HasPrefix(strings.TrimLeft(lines[calls], " "), "at ") {
			calls++
		}
		if calls > maxCalls {
			out = append(out, lines[:innerCalls]...)
			out = append(out, fmt.Sprintf("    ... %d more calls ...", calls-innerCalls-outerCalls))
			lines, calls = lines[calls-outerCalls:], outerCalls
		}
		calls = max(calls, 1)
		out, lines = append(out, lines[:calls]...), lines[calls:]
	}
	return strings.Join(out, "\n")
}

// classOf is what an error about a file is called, whether the file was run or checked; any other is an error.
func classOf(f *fault.Error) string {
	if f != nil && f.Props["line"] != nil && (f.Kind == fault.Syntax || f.Kind == fault.Module) {
		return f.Kind.Class
	}
	return "error"
}

// uncaught is the word before an error that says how it got away.
func uncaught(js *runtime.JSError) string {
	if js.Rejection {
		return "Uncaught (in promise) "
	}
	return "Uncaught "
}

// unloadable is about a file that cannot be loaded, or an import that leads nowhere; a call of require has a
// stack that leads to it.
func (r reporter) unloadable(js *runtime.JSError, f *fault.Error) string {
	place, message := r.told(f, js.Message)
	if place == "" {
		place = r.place(js.Stack)
	}
	if place == "" && f.Props["specifier"] != nil && f.Props["referrer"] == nil {
		return "lariat: " + message + meantVerb(f, message) // the file that was to be run
	}
	text := place + js.Name + ": " + message
	for _, frame := range js.Stack {
		text += fmt.Sprintf("\n    at %s", frame)
	}
	return text
}

// meantVerb hints at a verb that the name of a file which is not there resembles.
func meantVerb(f *fault.Error, message string) string {
	name, _ := f.Props["specifier"].(string)
	near := loader.Nearest(filepath.Base(name), strings.Fields(verbNames))
	if near == "" || strings.Contains(message, "did you mean") {
		return ""
	}
	return fmt.Sprintf("; did you mean the command \"lariat %s\"?", near)
}

// told is the place that an error tells in its properties, and its message without it.
func (r reporter) told(f *fault.Error, message string) (place, rest string) {
	if f == nil {
		return "", message
	}
	file, _ := f.Props["file"].(string)
	line, _ := f.Props["line"].(int)
	column, _ := f.Props["column"].(int)
	if file == "" || line < 1 {
		return "", message
	}
	at := fmt.Sprintf("%s:%d:%d", file, line, column)
	return at + "\n" + r.frame(file, line, column), strings.TrimPrefix(message, at+": ")
}

// place shows the innermost frame whose source is known. An error is thrown where its constructor is called,
// not where that calls the constructor of Error.
func (r reporter) place(stack []loader.Frame) string {
	for i, at := range stack {
		frame := r.frame(at.File, at.Line, at.Column)
		if frame == "" || i+1 < len(stack) && callsSuper().MatchString(frame) {
			continue
		}
		return fmt.Sprintf("%s:%d:%d\n%s", at.File, at.Line, at.Column, frame)
	}
	return ""
}

// callsSuper finds a code frame whose line begins with a call of super, which the mark below points at.
var callsSuper = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^> *\d+ \| (\s*)super\(.*\n +\| \s*\^`) })

// frame is a code frame with an empty line below it; empty if the source is not known.
func (r reporter) frame(file string, line, column int) string {
	source, ok := r.source(file)
	if !ok {
		return ""
	}
	frame := loader.CodeFrame(source, line, column)
	if frame != "" {
		frame += "\n"
	}
	return frame
}

// bug asks for a report of what is no fault of the script.
func bug(f *fault.Error) string {
	if f == nil || f.Kind != fault.Internal {
		return ""
	}
	text := "\nThis is a bug in lariat or its engine: please report it."
	if stack, ok := f.Props["goStack"].(string); ok && os.Getenv("LARIAT_DEBUG") != "" {
		text += "\n" + stack
	}
	return text
}

// exitCode derives the exit status from the kind of error.
func exitCode(err error) int {
	if code, ok := limited(err); ok {
		return code
	}
	switch {
	case errors.Is(err, fault.Internal):
		return 70
	case errors.Is(err, fault.Unsettled), errors.Is(err, fault.Deadlock):
		return 13
	case errors.Is(err, fault.Permission):
		return 3
	}
	return 1
}
