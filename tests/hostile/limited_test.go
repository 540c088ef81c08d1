package hostile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// limited is a program that only a limit can end. What ends it depends on how fast the machine is: the time, the memory, or,
// where a built-in is asked for too much, a RangeError.
type limited struct {
	name, source string
}

var beyondLimits = []limited{
	// Time.
	{"a loop", "for (;;);"},
	{"a loop that catches", "for (;;) { try { for (;;); } catch {} finally { continue } }"},
	{"finally without end", "try { for (;;); } finally { for (;;); }"},
	{"a generator that does not return", "function* g() { try { for (;;) yield } finally { for (;;); } } for (const x of g()) for (;;);"},
	{"microtasks", "const f = async () => { await null; f() }; f()"},
	{"timers", "const f = () => { setTimeout(f, 0); setImmediate(() => { for (let i = 0; i < 1e6; i++); }) }; f()"},
	{"jobs", "const f = () => queueMicrotask(f); f()"},
	{"a worker", "import { WorkerPool } from 'lariat:worker'; await new WorkerPool({ max: 1 }).run(() => { for (;;); })"},
	{"a report without end", "throw { get [Symbol.toStringTag]() { for (;;); }, [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } }"},
	{"a comparator", "[3, 1, 2].sort(() => { for (;;); })"},
	{"a wait that is shielded", "import { shield, sleep } from 'lariat:task'; await shield(() => sleep('1h'))"},
	{"output", "for (;;) console.log('x'.repeat(80))"},
	{"a regular expression", `/^(?=(a+)+$)a/.test("a".repeat(60) + "b")`},
	{"a native iterator", "new Set({ [Symbol.iterator]: Object.bind(null, { next: Object.bind(null, { value: 1 }) }) })"},

	// Memory.
	{"objects", "const a = []; for (;;) a.push({ i: a.length, s: 'n' + a.length })"},
	{"a map", "const m = new Map(); for (let i = 0; ; i++) m.set('k' + i, [i])"},
	{"closures", "let f = () => 1; for (;;) { const g = f; f = () => g }"},
	{"promises", "for (;;) Promise.resolve().then(() => {})"},
	{"promises that wait", "let p = new Promise(() => {}); for (;;) p = p.then((x) => x)"},
	{"timers that are set", "for (;;) setTimeout(() => {}, 1e6)"},
	{"buffers", "const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))"},
	{"messages", "const { port1, port2 } = new MessageChannel(); for (;;) port1.postMessage('x'.repeat(1e4))"},
	{"texts that double", "let s = 'abcdefgh'; for (;;) s += s"},
	{"templates that double", "let s = 'Жbcdefgh'; for (;;) s = `${s}${s}`"},
	{"arrays that double", "let a = [1, 2, 3, 4]; for (;;) a = a.concat(a)"},
	{"arrays that are spread", "let a = [1, 2, 3, 4]; for (;;) a = [...a, ...a]"},
	{"numbers that double", "let n = 3n; for (;;) n = n * n"},
	{"numbers that are large", "const n = 3n ** 5000000n; for (;;) { n * 9n; n / 7n; n % (n >> 2000000n); 3n ** 5000000n; try { n * n; n ** 2n } catch {} }"},
	{"numbers that are shifted", "1n << (2n ** 45n)"},
	{"numbers to the power of numbers", "const f = (a, b) => a ** b; f(7n, 10n ** 12n)"},
	{"a native iterator to an array", "Array.from({ [Symbol.iterator]: Object.bind(null, { next: Object.bind(null, {}) }) })"},
}

// ends are the exit codes that are in order.
var ends = []int{failed, 4, limit}

// TestLimitsOfTheCommand runs each in a process, with the limits that the command line gives.
func TestLimitsOfTheCommand(t *testing.T) {
	slots := make(chan bool, 2)
	for _, s := range beyondLimits {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			slots <- true
			defer func() { <-slots }()
			began := time.Now()
			e := runScript(t, s.source, "--timeout", "2s", "--memory", "64M")
			t.Logf("exit code %d after %v", e.code, time.Since(began).Round(10*time.Millisecond))
			if e.hung || goDied.MatchString(e.stderr) || !slices.Contains(ends, e.code) || e.stderr == "" {
				t.Errorf("%s\nexit code %d, hung: %v\n%.2000s", s.source, e.code, e.hung, e.stderr)
			}
			if e.code == failed && !strings.Contains(e.stderr, "RangeError") && !strings.Contains(e.stderr, "Uncaught") {
				t.Errorf("%s\n%.2000s", s.source, e.stderr)
			}
		})
	}
}

// TestLimitsInOneProcess runs them in this process, four at a time, beside a program that does nothing wrong.
func TestLimitsInOneProcess(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	neighbour := make(chan error, 1)
	go func() { neighbour <- count(ctx) }()
	scripts := make(chan limited)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for s := range scripts {
				if err := endsByLimit(t.Context(), dir, s); err != nil {
					t.Errorf("%s\n%s\n%v", s.name, s.source, err)
				}
			}
		})
	}
	for _, s := range beyondLimits {
		scripts <- s
	}
	close(scripts)
	wg.Wait()
	cancel()
	if err := <-neighbour; err != nil {
		t.Error("the neighbour:", err)
	}
}

// endsByLimit runs a script in this process and says what is wrong with how it ends.
func endsByLimit(ctx context.Context, dir string, s limited) error {
	file := filepath.Join(dir, strings.ReplaceAll(s.name, " ", "-")+".mjs")
	if err := os.WriteFile(file, []byte(s.source), 0o600); err != nil {
		return err
	}
	rt, err := lariat.New(lariat.WithDir(dir), lariat.WithGrace(100*time.Millisecond),
		lariat.WithLimits(lariat.Limits{Time: 2 * time.Second, Memory: 64 << 20}))
	if err != nil {
		return err
	}
	err = rt.Run(ctx, file)
	var js *lariat.JSError
	if !errors.Is(err, lariat.ErrLimit) && !errors.As(err, &js) {
		return fmt.Errorf("it ended with %w", err)
	}
	if err := rt.Close(); err != nil && !errors.Is(err, lariat.ErrLimit) { // one that is left behind comes out by and by
		return err
	}
	return nil
}

// count is a program that goes on until ctx ends, and whose results are right meanwhile.
func count(ctx context.Context) error {
	rt, err := lariat.New(lariat.WithLimits(lariat.Limits{Memory: 64 << 20}))
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
		goruntime.Gosched()
	}
	return nil
}
