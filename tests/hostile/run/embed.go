package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/lariat"
)

// together runs the scripts in one process that embeds lariat, which is this command once more. If that dies or hangs, those
// that were running are to blame, and another one goes on with the rest.
func (o *options) together(ctx context.Context, scripts []script, profile string) (map[string]*end, error) {
	ends := map[string]*end{}
	for ctx.Err() == nil {
		left := slices.DeleteFunc(slices.Clone(scripts), func(s script) bool { return ends[s.name] != nil })
		if len(left) == 0 {
			return ends, nil
		}
		if err := o.process(ctx, left, profile, ends); err != nil {
			return nil, err
		}
	}
	return nil, ctx.Err()
}

// process starts one that embeds, and writes down how the scripts end in it, until it ends.
func (o *options) process(ctx context.Context, scripts []script, profile string, ends map[string]*end) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{"-embed", profile, "-timeout", o.timeout.String(), "-memory", fmt.Sprintf("%dM", o.memory>>20)}
	cmd := exec.CommandContext(ctx, self, args...)
	words := &beginning{}
	cmd.Stderr = words
	var files []string
	for _, s := range scripts {
		files = append(files, s.file)
	}
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	watchdog := time.AfterFunc(o.timeout+patience, cancel)
	running, done := map[string]time.Time{}, false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		watchdog.Reset(o.timeout + patience)
		var e end
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return fmt.Errorf("%w: %s", err, lines.Text())
		}
		switch {
		case e.Name == "":
			done = true
			if e.Words != "" {
				return fmt.Errorf("the program beside them: %s", e.Words)
			}
		case e.How == "":
			running[e.Name] = time.Now()
		default:
			delete(running, e.Name)
			ends[e.Name] = &e
		}
	}
	watchdog.Stop()
	how := crashed
	if ctx.Err() != nil {
		how = hung
	}
	err = cmd.Wait()
	if !done && len(running) == 0 {
		return fmt.Errorf("the process ended before its time: %w\n%s", err, words)
	}
	for name, began := range running {
		ends[name] = &end{Name: name, How: how, Words: words.String(), Took: time.Since(began)}
	}
	return nil
}

// embed is that process. The files come on its standard input.
func (o *options) embed(ctx context.Context) error {
	list, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	var scripts []script
	for file := range strings.SplitSeq(string(list), "\n") {
		scripts = append(scripts, script{name: filepath.Base(file), file: file})
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var mu sync.Mutex
	tell := func(e end) {
		mu.Lock()
		defer mu.Unlock()
		_ = json.NewEncoder(os.Stdout).Encode(e)
	}
	beside := make(chan error, 1)
	go func() { beside <- neighbour(ctx) }()
	lanes := 1
	if o.embedded == "four" {
		lanes = 4
	}
	used := newUse()
	defer used.stop()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range lanes {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(scripts)); i = next.Add(1) - 1 {
				tell(end{Name: scripts[i].name})
				if lanes == 1 {
					debug.FreeOSMemory()
				}
				from := used.reset()
				e := o.runtime(ctx, scripts[i])
				e.Memory = max(used.most()-from, 0) / int64(lanes)
				tell(e)
			}
		})
	}
	wg.Wait()
	cancel()
	last := end{}
	if err := <-beside; err != nil {
		last.Words = err.Error()
	}
	tell(last)
	return nil
}

// runtime runs one script in a runtime of its own.
func (o *options) runtime(ctx context.Context, s script) end {
	e := end{Name: s.name, How: crashed}
	began := time.Now()
	rt, err := lariat.New(lariat.WithGrace(400*time.Millisecond), lariat.WithLimits(lariat.Limits{Time: o.timeout, Memory: o.memory}),
		lariat.WithDir(filepath.Dir(s.file)))
	if err != nil {
		e.Words = err.Error()
		return e
	}
	err = rt.Run(ctx, s.file)
	e.Took = time.Since(began)
	var js *lariat.JSError
	var own *fault.Error
	switch {
	case err == nil:
		e.How = well
	case errors.Is(err, lariat.ErrLimit):
		e.How = beyond
		if errors.Is(err, context.DeadlineExceeded) {
			e.How = late
		}
	case errors.As(err, &js), errors.As(err, &own) && own.Kind != fault.Internal:
		e.How = failed
	}
	if err != nil {
		e.Words = err.Error()
	}
	_ = rt.Close()
	return e
}

// neighbour is a program that goes on until ctx ends, and whose results must be right meanwhile.
func neighbour(ctx context.Context) error {
	rt, err := lariat.New()
	if err != nil {
		return err
	}
	defer func() { _ = rt.Close() }()
	for want := 1; ctx.Err() == nil; want++ {
		got, err := lariat.Eval[int](context.Background(), rt, `globalThis.n = (globalThis.n ?? 0) + 1;
			export default [..."abc"].map((c, i) => ({ c, i })).filter((o) => o.i < 1).length * globalThis.n`)
		if err != nil || got != want {
			return fmt.Errorf("%d is %d: %w", want, got, err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Millisecond):
		}
	}
	return nil
}

// use looks at the memory of the process every millisecond.
type use struct {
	peak  atomic.Int64
	ended chan struct{}
}

func newUse() *use {
	u := &use{ended: make(chan struct{})}
	go func() {
		for tick := time.NewTicker(time.Millisecond); ; {
			select {
			case <-u.ended:
				return
			case <-tick.C:
				u.look()
			}
		}
	}()
	return u
}

// look returns what Go has of the system now.
func (u *use) look() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	now := int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
	for old := u.peak.Load(); now > old && !u.peak.CompareAndSwap(old, now); old = u.peak.Load() {
	}
	return now
}

// reset begins anew, and returns what there is now.
func (u *use) reset() int64 {
	u.peak.Store(0)
	return u.look()
}

func (u *use) most() int64 { return u.peak.Load() }

func (u *use) stop() { close(u.ended) }
