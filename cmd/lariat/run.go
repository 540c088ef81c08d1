package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// run runs the program to its end.
func (p *program) run(stdin io.Reader, stdout, stderr io.Writer) int {
	stdin, out, errs := p.attend(stdin, stdout, stderr)
	set, err := p.permissions(stdin, stderr)
	if err != nil {
		return fail(stderr, err)
	}
	rt, err := runtime.New(append(p.options(stdin, out, errs), runtime.WithPermissions(set))...)
	if err != nil {
		return fail(stderr, err)
	}
	finish, err := p.startTrace(rt)
	if err != nil {
		return fail(stderr, err)
	}
	stop := handleSignals(rt)
	r, over := newReporter(rt, stderr), &endings{}
	rt.OnStuck(limitPatience, r.leave(over))
	if p.source != nil {
		err = rt.Eval(context.Background(), p.name, *p.source)
	} else {
		err = rt.Run(context.Background(), p.file)
	}
	if !over.first() {
		select {} // the process ends
	}
	interrupted := stop()
	if traced := finish(); err == nil {
		err = traced
	}
	patience := stuckAfter
	if _, ok := limited(err); ok {
		patience = limitPatience
	}
	if closed := end(rt, patience); err == nil {
		err = closed
	}
	if t, ok := stdin.(*terminal); ok {
		t.display.end() // a question may stand there that nobody answers any more
	}
	if interrupted == 0 || errors.As(err, new(*runtime.ExitError)) {
		return r.report(err)
	}
	if !errors.Is(err, fault.Aborted) {
		r.report(err) // an error of its own, on the way out
	}
	return 128 + int(interrupted)
}

// end closes the runtime, also after an error: work that is cut short cleans up behind itself, such as the file that
// was to take another's place. It does not wait long for work that does not listen.
func end(rt *runtime.Runtime, patience time.Duration) error {
	closed := make(chan error, 1)
	go func() { closed <- rt.Close() }()
	select {
	case err := <-closed:
		return err
	case <-time.After(patience):
		return nil
	}
}

// source finds the texts of a program: a file that does not compile was not loaded, but is there.
func source(rt *runtime.Runtime) func(name string) (string, bool) {
	return func(name string) (string, bool) {
		if text, ok := rt.Loader().Store().Source(name); ok {
			return text, true
		}
		if !filepath.IsAbs(name) || rt.Permissions().Import(permit.Quietly(context.Background()), name) != nil {
			return "", false
		}
		b, err := os.ReadFile(name)
		return string(b), err == nil
	}
}

func (p *program) options(stdin io.Reader, stdout, stderr io.Writer) []runtime.Option {
	exe, err := os.Executable()
	if err != nil {
		exe = os.Args[0]
	}
	script := p.file
	if script == "" {
		script = p.name
	}
	options := []runtime.Option{
		runtime.WithModules(stdlib.All()...),
		runtime.WithStdio(stdin, stdout, stderr),
		runtime.WithArgs(append([]string{exe, script}, p.args...)...),
		runtime.WithEnv(environment()),
		runtime.WithCache(cacheDir()),
		runtime.WithLimits(p.bind()),
	}
	if p.seed != nil {
		options = append(options, runtime.WithSeed(*p.seed))
	}
	if base := filepath.Base(p.file); strings.Contains(base, ".test.") {
		options = append(options, runtime.WithClock(loop.NewVirtual(time.Now(), true)))
	}
	return options
}

func environment() map[string]string {
	env := map[string]string{}
	for _, pair := range os.Environ() {
		if name, value, ok := strings.Cut(pair, "="); ok && name != "" {
			env[name] = value
		}
	}
	return env
}

func cacheDir() string {
	switch dir := os.Getenv("LARIAT_CACHE"); dir {
	case "off":
		return ""
	case "":
		base, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		return filepath.Join(base, "lariat")
	default:
		return dir
	}
}
