package main

import (
	"context"
	"fmt"
	"io"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/lariatjs/lariat/cmd/lariat/project"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/inspect"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// check is lariat check [files|folders]: what keeps them from being run, without running them.
func check(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		args = []string{"."}
	}
	for _, arg := range args {
		if strings.HasPrefix(arg, "-") {
			fmt.Fprintf(stderr, "lariat: check takes files and folders, and no option %q\nTry 'lariat --help'.\n", arg)
			return 2
		}
	}
	files, err := project.Find(args, project.IsProgram)
	if err != nil {
		return fail(stderr, err)
	}
	told, colors := map[string]bool{}, runtime.Colors(environment(), stderr)
	bad := 0
	for _, texts := range checkAll(files) {
		if texts != nil {
			bad++
		}
		for _, text := range texts {
			if !told[text] { // a mistake in a file that many import is told once
				told[text] = true
				if colors {
					text = inspect.PaintReport(text)
				}
				fmt.Fprintf(stderr, "%s\n\n", text)
			}
		}
	}
	if bad > 0 {
		mistakes := "1 mistake"
		if len(told) > 1 {
			mistakes = fmt.Sprintf("%d mistakes", len(told))
		}
		fmt.Fprintf(stderr, "%s: %d of %d files cannot be run\n", mistakes, bad, len(files))
		return 1
	}
	fmt.Fprintf(stdout, "checked %d files: all well\n", len(files))
	return 0
}

// checkAll checks files on all processors and returns what is wrong with each, nil where nothing is.
func checkAll(files []string) [][]string {
	problems := make([][]string, len(files))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(goruntime.GOMAXPROCS(0), len(files)) {
		wg.Go(func() {
			var rt *runtime.Runtime
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					break
				}
				if rt == nil {
					var err error
					rt, err = runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithCache(cacheDir()),
						runtime.WithPermissions(permit.Everything()))
					if err != nil {
						problems[i] = []string{err.Error()}
						continue
					}
				}
				for _, err := range rt.Check(context.Background(), files[i]) {
					text := shortened(newReporter(rt, io.Discard).describe(err))
					problems[i] = append(problems[i], strings.TrimRight(text, "\n"))
				}
			}
			if rt != nil {
				_ = rt.Close()
			}
		})
	}
	wg.Wait()
	return problems
}
