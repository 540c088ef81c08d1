package repl

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/inspect"
	"github.com/lariatjs/lariat/runtime/loader"
)

// report tells of an error; it goes on after that.
func (r *repl) report(err error) {
	text := r.describe(err)
	if r.rt.Colors(r.rt.Stderr()) {
		text = inspect.PaintReport(text)
	}
	fmt.Fprintln(r.rt.Stderr(), text)
}

func (r *repl) describe(err error) string {
	if r.cancelled.Load() > 0 && errors.Is(err, fault.Aborted) {
		return "Interrupted"
	}
	var js *runtime.JSError
	var f *fault.Error
	errors.As(err, &f)
	if !errors.As(err, &js) {
		return r.frame(f) + "error: " + message(f, err.Error()) + bug(f)
	}
	if f != nil && (f.Kind == fault.Syntax || f.Kind == fault.Module) {
		return r.frame(f) + js.Name + ": " + message(f, js.Message)
	}
	how := "Uncaught"
	if js.Rejection {
		how = "Uncaught (in promise)"
	}
	return how + " " + js.Text + bug(f) + r.hint(js)
}

// undefinedName finds the name in a ReferenceError.
var undefinedName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([\w$]+) is not defined$`) })

// hint tells which import a name lacks.
func (r *repl) hint(js *runtime.JSError) string {
	m := undefinedName().FindStringSubmatch(js.Message)
	if m == nil || js.Name != "ReferenceError" {
		return ""
	}
	if module := r.manual.Exporter(m[1]); module != "" {
		return fmt.Sprintf("\n%s is in %s: import { %s } from %q", m[1], module, m[1], module)
	}
	return elsewhere(m[1])
}

// elsewhere tells those who come from another REPL what a word of it is here.
func elsewhere(word string) string {
	switch word {
	case "exit", "quit":
		return "\n.exit or Ctrl-D leaves"
	case "help":
		return "\n.help lists what there is"
	case "clear":
		return "\n.clear clears the screen"
	}
	return ""
}

// message is that of a fault without the place, which the code frame shows.
func message(f *fault.Error, text string) string {
	if file, line, column, ok := place(f); ok {
		return strings.TrimPrefix(text, fmt.Sprintf("%s:%d:%d: ", file, line, column))
	}
	return text
}

func place(f *fault.Error) (file string, line, column int, ok bool) {
	if f == nil {
		return "", 0, 0, false
	}
	file, _ = f.Props["file"].(string)
	line, _ = f.Props["line"].(int)
	column, _ = f.Props["column"].(int)
	return file, line, column, file != "" && line > 0
}

// frame shows the place of a fault in its source. A piece that is one line stands right above.
func (r *repl) frame(f *fault.Error) string {
	file, line, column, ok := place(f)
	if !ok {
		return ""
	}
	source, ok := r.rt.Loader().Store().Source(file)
	if !ok && filepath.IsAbs(file) {
		b, err := os.ReadFile(file)
		source, ok = string(b), err == nil
	}
	if !ok {
		return ""
	}
	head := ""
	if !strings.HasPrefix(file, "[") { // it is no piece that was typed
		head = fmt.Sprintf("%s:%d:%d\n", file, line, column)
	}
	return head + loader.CodeFrame(source, line, column) + "\n"
}

func bug(f *fault.Error) string {
	if f == nil || f.Kind != fault.Internal {
		return ""
	}
	return "\nThis is a bug in lariat or its engine: please report it. The session goes on, but may be in disorder."
}
