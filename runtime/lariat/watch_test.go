package lariat_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// book is a log that many may write to.
type book struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *book) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *book) logger() lariat.Option {
	return lariat.WithLogger(slog.New(slog.NewTextHandler(b, nil)))
}

func TestTheLogTellsWhatNobodyCaught(t *testing.T) {
	var log book
	uncaught := make(chan error, 1)
	rt := start(t, log.logger(), lariat.WithHooks(lariat.Hooks{Uncaught: func(err error) { uncaught <- err }}))
	eval[any](t, rt, `setTimeout(() => { throw new RangeError("in nobody's call") }, 1); 0`)
	var js *lariat.JSError
	if err := <-uncaught; !errors.As(err, &js) || js.Class != "RangeError" {
		t.Error(err)
	}
	if text := log.String(); !strings.Contains(text, "level=ERROR") || !strings.Contains(text, "in nobody's call") {
		t.Error(text)
	}
	var quiet book
	rt = start(t, quiet.logger(), lariat.WithFS(source("process.exit(3)")))
	if err := rt.Run(t.Context(), "main.ts"); err == nil {
		t.Error("the exit code was lost")
	}
	rt = start(t, quiet.logger())
	_, err := rt.Eval(t.Context(), `throw new Error("the caller has it")`)
	is(t, err, err, "the caller has it")
	_ = rt.Close()
	if quiet.String() != "" {
		t.Error(quiet.String())
	}
}

func TestTheLogTellsOfScriptsThatWereStopped(t *testing.T) {
	var log book
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rt := start(t, log.logger(), lariat.WithGrace(time.Millisecond), lariat.WithModules(began(cancel)))
	_, err := rt.Eval(ctx, `import { began } from "app:test"; began(); for (;;);`)
	is(t, err, context.Canceled, "")
	if text := log.String(); !strings.Contains(text, "was interrupted") || !strings.Contains(text, "call=eval") {
		t.Error(text)
	}
}

func TestSlowTurnsAreTold(t *testing.T) {
	var log book
	slow := make(chan string, 100)
	rt := start(t, log.logger(), lariat.WithSlowTurn(5*time.Millisecond),
		lariat.WithHooks(lariat.Hooks{Slow: func(took time.Duration, at string) {
			if took >= 5*time.Millisecond {
				slow <- at
			}
		}}))
	eval[any](t, rt, "let n = 0;\nfor (const end = performance.now() + 60; performance.now() < end;) n++;\nn")
	<-slow
	if text := log.String(); !strings.Contains(text, "a turn of a script was slow") || !strings.Contains(text, "took=") {
		t.Error(text)
	}
	_, err := lariat.New(lariat.WithSlowTurn(0))
	is(t, err, err, "WithSlowTurn: must be more than 0, got 0s")
}

func TestAPoolMakesRuntimesAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		program, err := lariat.Compile(t.Context(), source(`let n = 0; export const warm = () => ++n; export default () => ++n`), "main.ts")
		if err != nil {
			t.Fatal(err)
		}
		pool, err := lariat.NewPool(lariat.PoolConfig{
			Max: 3, Ahead: 2, Options: []lariat.Option{lariat.WithProgram(program)},
			Prepare: func(ctx context.Context, rt *lariat.Runtime) error {
				_, err := lariat.Call[any](ctx, rt, "./main.ts", "warm")
				return err
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		synctest.Wait()
		if s := pool.Stats(); s.Ready != 2 || s.Made != 2 || s.Busy != 0 || s.Uses != 0 {
			t.Errorf("%+v", s)
		}
		for range 5 {
			if n, err := lariat.PoolCall[int](t.Context(), pool, "./main.ts", "default"); n != 2 || err != nil {
				t.Error(n, err)
			}
		}
		synctest.Wait()
		if s := pool.Stats(); s.Ready != 2 || s.Made < 7 || s.Busy != 0 || s.Uses != 5 || s.Failed != 0 {
			t.Errorf("%+v", s)
		}
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
		if s := pool.Stats(); s.Ready != 0 || s.Busy != 0 {
			t.Errorf("%+v", s)
		}
	})
}

func TestAPoolWhoseRuntimesCannotBeReadied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log book
		pool, err := lariat.NewPool(lariat.PoolConfig{
			Max: 1, Ahead: 1, Options: []lariat.Option{log.logger()},
			Prepare: func(ctx context.Context, rt *lariat.Runtime) error { return io.ErrUnexpectedEOF },
		})
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		err = pool.Do(t.Context(), func(*lariat.Runtime) error { t.Error("it was used"); return nil })
		is(t, err, io.ErrUnexpectedEOF, "")
		synctest.Wait()
		if s := pool.Stats(); s.Ready != 0 || s.Busy != 0 || s.Failed == 0 {
			t.Errorf("%+v", s)
		}
		if !strings.Contains(log.String(), "could not be readied") {
			t.Error(log.String())
		}
	})
	_, err := lariat.NewPool(lariat.PoolConfig{Max: 2, Ahead: 3})
	is(t, err, err, "NewPool: Ahead must be from 0 to Max, got 3")
}

func TestAReadyRuntimeThatFailsIsNotGivenOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, err := lariat.NewPool(lariat.PoolConfig{
			Max: 1, Ahead: 1,
			Prepare: func(ctx context.Context, rt *lariat.Runtime) error {
				_, err := rt.Eval(ctx, `setTimeout(() => { throw new Error("later") }, 1000); 0`)
				return err
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		<-time.After(time.Minute) // of the bubble: the timer has thrown
		if err := pool.Do(t.Context(), func(rt *lariat.Runtime) error { _, err := rt.Eval(t.Context(), "1"); return err }); err != nil {
			t.Error(err)
		}
		if s := pool.Stats(); s.Failed == 0 {
			t.Errorf("%+v", s)
		}
	})
}

func TestACallerLeavesTheLineOfAPool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, err := lariat.NewPool(lariat.PoolConfig{Max: 1})
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		err = pool.Do(t.Context(), func(*lariat.Runtime) error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			go func() {
				synctest.Wait()
				if s := pool.Stats(); s.Waiting != 1 {
					t.Errorf("%+v", s)
				}
			}()
			return pool.Do(ctx, func(*lariat.Runtime) error { t.Error("there was none to have"); return nil })
		})
		is(t, err, context.DeadlineExceeded, "the wait for a runtime timed out")
		if s := pool.Stats(); s.Waiting != 0 || s.Uses != 1 {
			t.Errorf("%+v", s)
		}
	})
}
