package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/cmd/lariat/executed"
	"github.com/lariatjs/lariat/cmd/lariat/project"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// counter makes what counts, if the command line wants it: of the programs beneath the working directory that are no tests.
func (f *testFlags) counter() (*loader.Coverage, error) {
	if f.coverage == "" {
		return nil, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	return loader.NewCoverage(func(path string) bool {
		name, err := filepath.Rel(dir, path)
		return err == nil && filepath.IsLocal(name) && project.IsProgram(path) && !project.IsTest(path)
	}), nil
}

// writeCoverage tells what has run. Files that no test has loaded are compiled for that, so that they count as what they are.
func (f *testFlags) writeCoverage(counts *loader.Coverage, paths []string, stdout, stderr io.Writer) error {
	if counts == nil {
		return nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithPermissions(permit.Everything()),
		runtime.WithCache(cacheDir()), runtime.WithCoverage(counts))
	if err != nil {
		return err
	}
	defer func() { _ = rt.Close() }()
	for _, file := range project.Programs(paths) {
		if project.IsTest(file) {
			continue
		}
		if err := rt.Loader().Store().Compile(context.Background(), filepath.Join(dir, file)); err != nil {
			fmt.Fprintf(stderr, "warning: %s is not in the coverage: %s\n", file, strings.ReplaceAll(err.Error(), "\n", " "))
		}
	}
	files := counts.Files()
	fmt.Fprintln(stdout)
	executed.Table(stdout, dir, files)
	if err := os.MkdirAll(f.coverage, 0o755); err != nil {
		return err
	}
	name := filepath.Join(f.coverage, "lcov.info")
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	err = executed.Tracefile(file, files)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		fmt.Fprintf(stdout, "\nwrote %s\n", name)
	}
	return err
}
