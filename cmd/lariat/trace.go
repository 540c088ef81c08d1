package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/cmd/lariat/timeline"
	"github.com/lariatjs/lariat/runtime/fault"
)

// drawTrace is lariat trace FILE [-o PAGE].
func drawTrace(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	file, page, err := traceFiles(args)
	if err != nil {
		fmt.Fprintf(stderr, "lariat: %s\nTry 'lariat --help'.\n", err)
		return 2
	}
	if err := writePage(file, page, stdin, stdout); err != nil {
		return fail(stderr, err)
	}
	return 0
}

// traceFiles reads the command line. Without -o the page goes beside the trace.
func traceFiles(args []string) (file, page string, err error) {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		name, value, given := strings.Cut(arg, "=")
		switch {
		case name == "-o" || name == "--output":
			if !given && len(args) > 0 {
				value, args = args[0], args[1:]
			}
			if value == "" {
				return "", "", errUsage(name + " needs the name of a file, or - for standard output")
			}
			page = value
		case strings.HasPrefix(arg, "-") && arg != "-":
			return "", "", errUsage(fmt.Sprintf("unknown option %q; trace takes a file and -o PAGE", arg))
		case file != "":
			return "", "", errUsage(fmt.Sprintf("trace takes one file, and %q is a second one", arg))
		case arg == "":
			return "", "", errUsage("the name of the trace is empty")
		default:
			file = arg
		}
	}
	switch {
	case file == "":
		return "", "", errUsage("trace needs the file that lariat run --trace FILE has written")
	case page != "":
	case file == "-":
		page = "-"
	default:
		page = strings.TrimSuffix(file, ".json") + ".html"
	}
	return file, page, nil
}

// writePage makes the page of a trace. It goes to its place when it is whole.
func writePage(file, page string, stdin io.Reader, stdout io.Writer) error {
	title := filepath.Base(file)
	var text []byte
	var err error
	if file == "-" {
		title = "standard input"
		text, err = io.ReadAll(stdin)
	} else {
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return err
	}
	t, err := timeline.New(title, text)
	if err != nil {
		return fmt.Errorf("%s: %w", title, err)
	}
	html, err := t.Page()
	if err != nil {
		return err
	}
	if page == "-" {
		_, err = stdout.Write(html)
		return err
	}
	if same(file, page) {
		return fault.Type.New("%s: the page would take the place of the trace; name another file with -o", page)
	}
	if err := os.WriteFile(page, html, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "wrote %s, of %d spans; open it in a browser\n", page, t.Spans())
	return nil
}

// same reports whether two names are those of one file.
func same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
