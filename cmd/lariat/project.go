package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/cmd/lariat/project"
	"github.com/lariatjs/lariat/repl/manual"
	"github.com/lariatjs/lariat/stdlib"
)

// writeTypes is lariat types [folder].
func writeTypes(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	dir, code := folder("types", args, stderr)
	if code != 0 {
		return code
	}
	written, err := project.WriteTypes(dir, stdlib.All())
	return wrote(written, err, dir, stdout, stderr)
}

// initProject is lariat init [folder].
func initProject(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	dir, code := folder("init", args, stderr)
	if code != 0 {
		return code
	}
	written, err := project.Init(dir, stdlib.All())
	if code := wrote(written, err, dir, stdout, stderr); code != 0 {
		return code
	}
	fmt.Fprintf(stdout, "\nTry\n  lariat %s\n  lariat test %s\n", filepath.Join(dir, "main.ts"), dir)
	return 0
}

// folder is the argument of a verb that takes one at most.
func folder(verb string, args []string, stderr io.Writer) (dir string, code int) {
	switch {
	case len(args) == 0:
		return ".", 0
	case len(args) > 1 || strings.HasPrefix(args[0], "-") || args[0] == "":
		fmt.Fprintf(stderr, "lariat: %s takes one folder\nTry 'lariat --help'.\n", verb)
		return "", 2
	}
	if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
		fmt.Fprintf(stderr, "lariat: %s takes a folder, and %s is a file\n", verb, args[0])
		return "", 2
	}
	return args[0], 0
}

func wrote(written []string, err error, dir string, stdout, stderr io.Writer) int {
	for _, name := range written {
		fmt.Fprintf(stdout, "wrote %s\n", filepath.Join(dir, name))
	}
	if err != nil {
		return fail(stderr, err)
	}
	return 0
}

// help is lariat help NAME.
func help(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	m := manual.New(stdlib.All())
	name := strings.Join(args, " ")
	if text, ok := m.Find(name); ok {
		fmt.Fprint(stdout, text)
		return 0
	}
	fmt.Fprintf(stderr, "lariat: %s\n", m.Unknown(name))
	return 1
}
