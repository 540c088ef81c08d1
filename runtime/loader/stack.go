package loader

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// Frame is one line of a stack. goja's positions are those of the sources already: the loader puts them
// into the compiled code.
type Frame struct {
	// Function is the name of the function; empty at the top level of a file and in functions without one.
	Function string
	// File is a path, or the name that was given to Eval; empty for a built-in function.
	File string
	// Line and Column count from 1; columns count characters. They are 0 for a built-in function.
	Line, Column int
	// Submitted: it is no frame but the place that handed the work over, to a worker or a queue.
	Submitted bool
}

// String writes a frame as V8 does.
func (f Frame) String() string {
	place := "native"
	if f.File != "" {
		place = f.File + ":" + strconv.Itoa(f.Line) + ":" + strconv.Itoa(f.Column)
	}
	if f.Function == "" {
		return place
	}
	return f.Function + " (" + place + ")"
}

// ownNames begin the names under which the host compiles JavaScript of its own.
var ownNames = []string{"lariat:", "node:", "web:"}

// ParseStack reads the property "stack" of an error: its frames without goja's program counters, without
// the loader's own frames and without the names of Go functions.
func ParseStack(stack string) []Frame {
	_, frames := splitStack(stack)
	return frames
}

// CleanStack writes the property "stack" of an error anew: the message as it is and the frames that ParseStack
// gives, each on a line that begins with four spaces and "at".
func CleanStack(stack string) string {
	message, frames := splitStack(stack)
	var b strings.Builder
	b.WriteString(message)
	for _, f := range frames {
		word := "at "
		if f.Submitted {
			word = submitted
		}
		b.WriteString("\n    " + word + f.String())
	}
	return b.String()
}

// Stack returns the frames of an exception: those of its error, if it is one with a stack, else those of
// the place where it was thrown.
func Stack(ex *goja.Exception) []Frame {
	if obj, ok := ex.Value().(*goja.Object); ok && obj.ClassName() == "Error" {
		if s, ok := obj.Get("stack").(goja.String); ok {
			if frames := ParseStack(s.String()); len(frames) > 0 {
				return frames
			}
		}
	}
	return framesOf(ex.Stack())
}

// framesOf are the script's own frames of a stack.
func framesOf(stack []goja.StackFrame) []Frame {
	var frames []Frame
	for _, f := range stack {
		at := f.Position()
		frame := Frame{Function: functionName(f.FuncName()), File: at.Filename, Line: at.Line, Column: at.Column}
		if f.SrcName() == "<native>" {
			frame = Frame{Function: frame.Function}
		}
		frames = append(frames, frame)
	}
	return shown(frames)
}

// splitStack takes the message, which may have many lines, off the frames.
func splitStack(stack string) (message string, frames []Frame) {
	lines := strings.Split(strings.TrimRight(stack, "\n"), "\n")
	first := len(lines)
	for first > 0 && isFrameLine(lines[first-1]) {
		first--
	}
	for _, line := range lines[first:] {
		text := strings.TrimSpace(line)
		f := parseFrame(strings.TrimPrefix(strings.TrimPrefix(text, submitted), "at "))
		f.Submitted = strings.HasPrefix(text, submitted)
		frames = append(frames, f)
	}
	return strings.Join(lines[:first], "\n"), shown(frames)
}

// submitted begins the line of a stack that says who handed the work over.
const submitted = "submitted at "

func isFrameLine(line string) bool {
	return strings.HasPrefix(line, "    "+submitted) || strings.HasPrefix(line, "\tat ") || strings.HasPrefix(line, "    at ")
}

// parseFrame reads "name (file:1:2(3))", "file:1:2(3)" and "name (native)".
func parseFrame(s string) Frame {
	place := s
	var f Frame
	if i := strings.Index(s, " ("); i >= 0 && strings.HasSuffix(s, ")") {
		f.Function, place = functionName(s[:i]), s[i+2:len(s)-1]
	}
	if place == "native" {
		return f
	}
	if i := strings.LastIndexByte(place, '('); i > 0 && strings.HasSuffix(place, ")") {
		place = place[:i]
	}
	rest, column, ok1 := cutNumber(place)
	file, line, ok2 := cutNumber(rest)
	if !ok1 || !ok2 {
		return Frame{Function: f.Function}
	}
	f.File, f.Line, f.Column = file, line, column
	return f
}

// cutNumber takes ":12" off the end.
func cutNumber(s string) (rest string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil
}

// functionName is empty for names that goja or Go made up.
func functionName(name string) string {
	if name == "<anonymous>" || name == "<native>" || strings.Contains(name, "/") ||
		strings.Contains(name, ".func") || strings.HasPrefix(name, "%") {
		return ""
	}
	return name
}

// shown leaves out frames that are none of the script's: those of the host's JavaScript with the natives that
// it calls, code that has no place in a source, and natives without a name.
func shown(frames []Frame) []Frame {
	var list []Frame
	own := false
	for _, f := range slices.Backward(frames) {
		switch {
		case f.File == "" && (own || f.Function == "" || f.Function == "native"):
			continue
		case f.File != "":
			own = slices.ContainsFunc(ownNames, func(prefix string) bool { return strings.HasPrefix(f.File, prefix) })
			if own || f.Column == 0 {
				continue
			}
		}
		list = append(list, f)
	}
	slices.Reverse(list)
	return list
}
