package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// crew has what a script needs to make a worker and to hear from it.
func crew(spawn func(rt *runtime.Runtime, code string, settle func(string)) *runtime.Isolate) runtime.Module {
	return runtime.Module{
		Name: "test:crew", Globals: []string{"work", "never"},
		Load: func(rt *runtime.Runtime) runtime.Exports {
			return runtime.Exports{
				// work(code) evaluates code in a worker and gives what it called done with.
				"work": bind.Func(rt, "work", 1, func(c *bind.Call) (any, error) {
					p, hold := rt.NewPromise(), rt.Loop().Hold("task", "work").Peer()
					spawn(rt, c.Text(0), func(answer string) {
						rt.Loop().Post(func() { p.Resolve(rt.VM().ToValue(answer)) })
						hold.Release()
					})
					return p.Value, nil
				}),
				// never() waits for something that only another script can end.
				"never": bind.AsyncFunc(rt, "never", 0, func(c *bind.Call) (any, error) {
					return bind.Await(c, c.Context(0), thing("the end"), func(ctx context.Context, done func(struct{}, error)) {
						ctx.(interface{ AfterFunc(f func()) func() bool }).AfterFunc(func() { done(struct{}{}, ctx.Err()) })
					}, nil)
				}),
			}
		},
	}
}

type thing string

func (t thing) Label() string { return string(t) }

// inWorker starts a worker that evaluates code, with done(text) as its way to answer.
func inWorker(rt *runtime.Runtime, code string, settle func(string)) *runtime.Isolate {
	var once sync.Once
	answer := func(text string) { once.Do(func() { settle(text) }) }
	return rt.Spawn(runtime.IsolateOptions{
		Name: "w", Keep: true,
		Start: func(rt *runtime.Runtime) {
			done := bind.Func(rt, "done", 1, func(c *bind.Call) (any, error) { answer(c.Text(0)); return nil, nil })
			_ = rt.VM().Set("done", done)
			rt.Then(rt.Loader().Eval("worker.js", code), func(goja.Value) {}, func(v goja.Value) { rt.ReportUncaught(v) })
		},
		Stuck: func(*runtime.Runtime) { answer("stuck") },
		Ended: func(err error) { answer(fmt.Sprint("ended: ", err)) },
	})
}

func crewed(t *testing.T, source string, options ...runtime.Option) (string, error) {
	t.Helper()
	before := goruntime.NumGoroutine()
	var out bytes.Buffer
	rt := engine(t, &out, append([]runtime.Option{runtime.WithModules(crew(inWorker))}, options...)...)
	err := rt.Eval(t.Context(), "main.js", source)
	rt.Close()
	for goruntime.NumGoroutine() > before {
		goruntime.Gosched()
	}
	return out.String(), err
}

func TestAWorkerAnswers(t *testing.T) {
	got, err := crewed(t, `
		const answers = await Promise.all([work("done(6 * 7)"), work("await 1; done('late')"), work("null.x"), work("exit(3)")]);
		for (const answer of answers) log(answer.split("\n")[0]);
	`)
	want := "42\nlate\nended: TypeError: Cannot read property 'x' of undefined\nended: exit status 3\n"
	if err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestVirtualTimePassesWhileAWorkerSleeps(t *testing.T) {
	clock := loop.NewVirtual(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), true)
	got, err := crewed(t, `
		const begin = Date.now();
		await work("await new Promise((resolve) => later('48h', resolve)); done('')");
		log((Date.now() - begin) / 3600e3);
	`, runtime.WithClock(clock))
	if err != nil || got != "48\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWorkersThatWaitForNothingAreTold(t *testing.T) {
	got, err := crewed(t, `
		log(await work("await new Promise(() => {})"));
		log(await Promise.all([work("await new Promise(() => {})"), work("later('1ms', () => done('alive'))")]));
	`)
	if err != nil || got != "stuck\nstuck,alive\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestADeadlockOfTheWholeFamily(t *testing.T) {
	got, err := crewed(t, `
		const other = work("try { await never() } catch (e) { done(e.name + ' ' + e.waits.length + ' ' + e.message) }");
		try { await never() } catch (e) { log(e.name, e.waits.length) }
		log(await other);
		log(await work("later('1ms', () => done('goes on'))"));
	`)
	lines := strings.Split(got, "\n")
	if err != nil || len(lines) < 4 || lines[0] != "DeadlockError" ||
		!strings.Contains(got, "2 waits that nothing can end") || !strings.Contains(got, "waits for the end at main.js:3") ||
		!strings.Contains(got, "waits for the end at worker.js:1") || !strings.HasSuffix(got, "goes on\n") {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestNoDeadlockWhileAWorkerIsBusy(t *testing.T) {
	clock := loop.NewVirtual(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), true)
	got, err := crewed(t, `
		const other = work("for (let i = 0; i < 50; i++) await new Promise((resolve) => later('1s', resolve)); done('busy')");
		other.then(log);
		try { await never() } catch (e) { log(e.name) }
	`, runtime.WithClock(clock))
	if err != nil || got != "busy\nDeadlockError\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestSleepingWorkersDoNotKeepAProgram ends a program whose workers can hear from nobody.
func TestSleepingWorkersDoNotKeepAProgram(t *testing.T) {
	mute := func(rt *runtime.Runtime, code string, settle func(string)) *runtime.Isolate {
		return rt.Spawn(runtime.IsolateOptions{Keep: true, Start: func(rt *runtime.Runtime) { rt.Loader().Eval("w.js", code) }})
	}
	for source, want := range map[string]error{`await work("1")`: fault.Unsettled, `work("1")`: nil} {
		var out bytes.Buffer
		rt := engine(t, &out, runtime.WithModules(crew(mute)))
		if err := rt.Eval(t.Context(), "main.js", source); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", source, err, want)
		}
		rt.Close()
	}
}

func TestKillStopsALoop(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	cause := fault.Aborted.New("enough")
	begun := make(chan struct{})
	ended := make(chan error, 1)
	i := rt.Spawn(runtime.IsolateOptions{
		Keep: true, Ended: func(err error) { ended <- err },
		Start: func(rt *runtime.Runtime) {
			close(begun)
			rt.Loader().Eval("w.js", "try { for (;;); } finally { log('finally') }")
		},
	})
	<-begun
	i.Kill(cause)
	<-i.Done()
	if err := <-ended; !errors.Is(err, cause) || !errors.Is(i.Err(), cause) {
		t.Errorf("ended with %v and %v", err, i.Err())
	}
	if i.Post(func(*runtime.Runtime) {}) {
		t.Error("a dead isolate took a job")
	}
	if out.String() != "" {
		t.Errorf("printed %q", out.String())
	}
}

func TestCancelRunsFinally(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		rt := engine(t, &out)
		defer rt.Close()
		cause := fault.Aborted.New("enough")
		i := rt.Spawn(runtime.IsolateOptions{Keep: true, Start: func(rt *runtime.Runtime) {
			rt.Loader().Eval("w.js", "try { await block() } finally { log('finally') }")
		}})
		synctest.Wait()
		i.Cancel(cause)
		<-i.Done()
		if !errors.Is(i.Err(), cause) || out.String() != "finally\n" {
			t.Errorf("printed %q, ended with %v", out.String(), i.Err())
		}
	})
}

func TestCloseOfTheParentEndsTheTree(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	var alive atomic.Int64
	ready := make(chan struct{}, 9)
	spin := func(rt *runtime.Runtime) {
		alive.Add(1)
		ready <- struct{}{}
		rt.Loader().Eval("w.js", "for (;;);")
	}
	ended := func(error) { alive.Add(-1) }
	for range 3 {
		rt.Spawn(runtime.IsolateOptions{Keep: true, Ended: ended, Start: func(rt *runtime.Runtime) {
			for range 2 {
				rt.Spawn(runtime.IsolateOptions{Keep: true, Start: spin, Ended: ended})
			}
			spin(rt)
		}})
	}
	for range 9 {
		<-ready
	}
	rt.Close()
	if n := alive.Load(); n != 0 {
		t.Errorf("%d isolates are alive", n)
	}
	late := rt.Spawn(runtime.IsolateOptions{Keep: true})
	<-late.Done()
	if !errors.Is(late.Err(), fault.Closed) || late.Post(func(*runtime.Runtime) {}) {
		t.Errorf("a closed runtime spawned: %v", late.Err())
	}
}

// mortal counts what it hears of deaths.
type mortal struct{ dead []uint64 }

func (m *mortal) ReleaseDead(isolate uint64) int { m.dead = append(m.dead, isolate); return 0 }

func TestSharedValuesHearOfADeath(t *testing.T) {
	m := &mortal{}
	module := runtime.Module{Name: "test:mortal", Wraps: []any{m}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"Mortal": bind.Class[*mortal]{Name: "Mortal", Shared: true}.In(rt).Value}
	}}
	var out bytes.Buffer
	rt := engine(t, &out, runtime.WithModules(module))
	defer rt.Close()
	i := rt.Spawn(runtime.IsolateOptions{Keep: true})
	i.Post(func(rt *runtime.Runtime) {
		for range 200 { // more than once is nothing new
			if _, err := rt.Wrap(m); err != nil {
				t.Error(err)
			}
		}
	})
	i.Close()
	<-i.Done()
	if i.Err() != nil || len(m.dead) != 1 || m.dead[0] != i.ID() {
		t.Errorf("%v heard of %v, not of %d", i.Err(), m.dead, i.ID())
	}
}

// TestIsolatesHammer starts, asks, cancels, kills and closes isolates from many goroutines at once.
func TestIsolatesHammer(t *testing.T) {
	before := goruntime.NumGoroutine()
	var out bytes.Buffer
	rt := engine(t, &out)
	var started, ended, answered atomic.Int64
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for n := range 25 {
				i := rt.Spawn(runtime.IsolateOptions{
					Keep: true, Ended: func(error) { ended.Add(1) },
					Start: func(rt *runtime.Runtime) { rt.Loader().Eval("w.js", "let n = 0; while (n < 1000) n++;") },
				})
				started.Add(1)
				i.Post(func(*runtime.Runtime) { answered.Add(1) })
				switch (g + n) % 4 {
				case 0:
					i.Kill(fault.Aborted.New("killed"))
				case 1:
					i.Cancel(fault.Aborted.New("cancelled"))
				case 2:
					go i.Kill(nil)
					i.Close()
				default:
					i.Close()
				}
				<-i.Done()
			}
		})
	}
	all.Wait()
	rt.Close()
	if started.Load() != ended.Load() || answered.Load() == 0 {
		t.Errorf("%d started, %d ended, %d answered", started.Load(), ended.Load(), answered.Load())
	}
	for goruntime.NumGoroutine() > before {
		goruntime.Gosched()
	}
}

// TestNobodyIsStuckWhoWasJustAsked posts to isolates from outside the program, at the moments at which all of it
// falls asleep: none of them may hear that it waits for what cannot come while it has a timer.
func TestNobodyIsStuckWhoWasJustAsked(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	hold := rt.Loop().Hold("test", "frames").Peer()
	ended := make(chan error, 1)
	go func() { ended <- rt.Eval(context.Background(), "main.js", "") }()
	busy := 0 // loop goroutine of the isolate
	i := rt.Spawn(runtime.IsolateOptions{Keep: true, Stuck: func(*runtime.Runtime) {
		if busy > 0 {
			t.Error("told to be stuck with a timer that runs")
		}
	}})
	for range 2000 {
		done := make(chan struct{})
		i.Post(func(rt *runtime.Runtime) {
			busy++
			rt.Loop().SetTimer(20*time.Microsecond, false, func() {
				busy--
				close(done)
			})
		})
		<-done
	}
	i.Close()
	<-i.Done()
	hold.Release()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// grant is what somebody waits for, and can be given back.
type grant struct{ back atomic.Bool }

func (g *grant) Release() bool { return !g.back.Swap(true) }

// line is where one waits, at a time, until it is granted something. It is told that nobody else will.
type line struct {
	granted grant
	told    chan struct{}
	once    sync.Once
	done    func(*grant, error)
}

func (l *line) module(then func(c *bind.Call)) runtime.Module {
	return runtime.Module{Name: "test:line", Globals: []string{"take", "give"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			"take": bind.AsyncFunc(rt, "take", 0, func(c *bind.Call) (any, error) {
				return bind.Await(c, c.Context(0), thing("a grant"), func(ctx context.Context, done func(*grant, error)) {
					l.done = done
					ctx.(interface{ AfterFunc(f func()) func() bool }).AfterFunc(func() { l.once.Do(func() { close(l.told) }) })
				}, nil)
			}),
			"give": bind.Func(rt, "give", 0, func(c *bind.Call) (any, error) {
				then(c)
				l.done(&l.granted, nil)
				return nil, nil
			}),
		}
	}}
}

// TestADeadlockIsHeardOfBeforeWhatComesLate has another isolate grant what a wait is for when that has been rejected already.
func TestADeadlockIsHeardOfBeforeWhatComesLate(t *testing.T) {
	l := &line{told: make(chan struct{})}
	got, err := crewed(t, `
		work("done(''); try { await never() } catch { give() }");
		try { await take(); log("taken") } catch (e) { log(e.name) }
	`, runtime.WithModules(l.module(func(*bind.Call) {
		<-l.told
		for range 10_000 { // a program that thinks that nothing is left ends meanwhile
			goruntime.Gosched()
		}
	})))
	if err != nil || got != "DeadlockError\n" || !l.granted.back.Load() {
		t.Errorf("got %q, %v, given back: %v", got, err, l.granted.back.Load())
	}
}

// TestALateGrantIsNotAwaited ends a program whose rejected wait gets no answer, since all isolates sleep.
func TestALateGrantIsNotAwaited(t *testing.T) {
	l := &line{told: make(chan struct{})}
	_, err := crewed(t, `
		work("done(''); try { await never() } catch { await new Promise(() => {}) }");
		await take();
	`, runtime.WithModules(l.module(nil)))
	if !errors.Is(err, fault.Unsettled) || !strings.Contains(err.Error(), "waits for a grant at main.js:3") {
		t.Error(err)
	}
}

// TestADeadlockEndsWhatIsGrantedInItsCourse has the first of two waits give way to the second when it is rejected.
func TestADeadlockEndsWhatIsGrantedInItsCourse(t *testing.T) {
	var granted grant
	var dones []func(*grant, error)
	got, err := crewed(t, `
		const all = await Promise.allSettled([take(), take()]);
		log(all.map(({ reason }) => reason?.name));
	`, runtime.WithModules(runtime.Module{Name: "test:two", Globals: []string{"take"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"take": bind.AsyncFunc(rt, "take", 0, func(c *bind.Call) (any, error) {
			return bind.Await(c, c.Context(0), thing("a grant"), func(ctx context.Context, done func(*grant, error)) {
				if dones = append(dones, done); len(dones) == 1 {
					ctx.(interface{ AfterFunc(f func()) func() bool }).AfterFunc(func() {
						done(nil, ctx.Err())
						dones[1](&granted, nil)
					})
				}
			}, nil)
		})}
	}}))
	if err != nil || got != "DeadlockError,DeadlockError\n" || !granted.back.Load() {
		t.Errorf("got %q, %v, given back: %v", got, err, granted.back.Load())
	}
}
