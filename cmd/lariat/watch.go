package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/lariatjs/lariat/cmd/lariat/project"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// restartGrace is how long a program may take to unwind before it is run anew.
const restartGrace = 2 * time.Second

// runWatched runs the program, and anew whenever a file changes that it has loaded, until it is interrupted.
func (p *program) runWatched(stdin io.Reader, stdout, stderr io.Writer) int {
	if p.file == "" {
		fmt.Fprint(stderr, "lariat: --watch needs a file to run\nTry 'lariat --help'.\n")
		return 2
	}
	stdin, out, errs := p.attend(stdin, stdout, stderr)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	set, err := p.permissions(stdin, stderr)
	if err != nil {
		return fail(stderr, err)
	}
	for {
		rt, err := runtime.New(append(p.options(stdin, out, errs), runtime.WithPermissions(set))...)
		if err != nil {
			return fail(stderr, err)
		}
		changed := p.runUntilChange(ctx, rt, stderr)
		if changed == "" {
			return interrupted
		}
		if name, err := filepath.Rel(rt.Dir(), changed); err == nil {
			changed = name
		}
		fmt.Fprintf(stderr, "watch: %s changed, running anew\n", changed)
	}
}

// runUntilChange runs the program until a file changes, "" if it is interrupted before that. A program that ends by itself
// is left at that.
func (p *program) runUntilChange(ctx context.Context, rt *runtime.Runtime, stderr io.Writer) (changed string) {
	over := make(chan struct{})
	var leaving atomic.Bool
	go func() {
		defer close(over)
		err := rt.Run(context.Background(), p.file)
		if leaving.Load() {
			return
		}
		code := newReporter(rt, stderr).report(err)
		fmt.Fprintf(stderr, "watch: the program ended with %d; waiting for changes\n", code)
	}()
	entry := project.Changes(func() []string { return []string{p.file} }) // it may not be there yet
	changed = project.Watch(func() string {
		if name := rt.Loader().Store().Changed(); name != "" {
			return name
		}
		return entry()
	}, func() []string { return folders(p.file, rt.Loader().Store().Files()) }, ctx.Done())
	leaving.Store(true)
	rt.Cancel(fault.Aborted.New("run anew"))
	select {
	case <-over:
	case <-time.After(restartGrace):
		rt.Interrupt(fault.Aborted.New("run anew"))
	}
	_ = end(rt, stuckAfter)
	return changed
}

// folders are those of the files that a program has loaded, and of its entry, which may not be there.
func folders(entry string, files []string) []string {
	list := []string{filepath.Dir(entry)}
	for _, file := range files {
		list = append(list, filepath.Dir(file))
	}
	slices.Sort(list)
	return slices.Compact(list)
}
