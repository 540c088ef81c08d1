package main

import (
	"fmt"
	"io"
	"os"

	"github.com/lariatjs/lariat/repl"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// runREPL is lariat repl, and lariat without arguments.
func runREPL(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		fmt.Fprintf(stderr, "lariat: repl takes no arguments, got %q; lariat run %s runs a file\nTry 'lariat --help'.\n", args[0], args[0])
		return 2
	}
	exe, err := os.Executable()
	if err != nil {
		exe = os.Args[0]
	}
	modules := stdlib.All()
	return repl.Run(repl.Options{
		Runtime: []runtime.Option{
			runtime.WithModules(modules...),
			runtime.WithPermissions(permit.Everything()), // who types may do what they may do
			runtime.WithArgs(exe, "repl"),
			runtime.WithEnv(environment()),
			runtime.WithCache(cacheDir()),
		},
		Modules: modules, Env: environment(), Stdin: stdin, Stdout: stdout, Stderr: stderr,
		Version: thisBuild().short(), Quit: os.Exit,
	})
}
