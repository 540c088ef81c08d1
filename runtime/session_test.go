package runtime_test

import (
	"errors"
	"fmt"
	goruntime "runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// talk is a session with everything that was told to it between two pieces.
type talk struct {
	*runtime.Session
	t      *testing.T
	failed []string
	pieces int
}

func newTalk(t *testing.T) *talk {
	t.Helper()
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithPermissions(permit.Everything()), runtime.WithDir(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rt.Close() })
	k := &talk{t: t}
	k.Session = rt.Session(func(err error) { k.failed = append(k.failed, err.Error()) })
	return k
}

// say evaluates a piece and returns what it came to, or its error.
func (k *talk) say(source string) string {
	k.pieces++
	r, err := k.Eval(fmt.Sprintf("[%d].ts", k.pieces), source, runtime.Style{})
	if err != nil {
		return "! " + err.Error()
	}
	return r.Text
}

// expect holds a dialogue of pieces and what they come to.
func (k *talk) expect(pairs ...string) {
	k.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if got := k.say(pairs[i]); got != pairs[i+1] {
			k.t.Errorf("%s\n got %s\nwant %s", pairs[i], got, pairs[i+1])
		}
	}
}

func TestSessionGoesOnAfterErrors(t *testing.T) {
	k := newTalk(t)
	k.expect(
		"let n: number = 1; n", "1",
		"throw new TypeError('no')", "! TypeError: no",
		"_error.message", "'no'",
		"n++; _", "'no'",
		"await Promise.reject(new Error('later'))", "! Error: later",
		"function deep() { return deep() + 1 }", "undefined",
	)
	if got := k.say("deep()"); !strings.Contains(got, "call stack is too deep") {
		t.Error(got)
	}
	if got := k.say("let = 3"); !strings.Contains(got, "[8].ts:1:") {
		t.Error(got)
	}
	k.expect("n", "2", "await new Promise(r => setTimeout(r, 1, 'goes on'))", "'goes on'")
	k.expect("for (const x of { [Symbol.iterator]: () => ({}) }) {}", "! an iterator has no next method, or one that is no function")
	k.expect("n", "2", "await new Promise(r => setTimeout(r, 1, 'and on'))", "'and on'", "[1, 2].map((x) => x * n)", "[ 2, 4 ]")
}

func TestSessionTellsOfRejectionsOnItsWay(t *testing.T) {
	k := newTalk(t)
	k.expect(
		"Promise.reject(new Error('lost')); setTimeout(() => { throw new Error('thrown') }, 1); 1", "1",
		"await new Promise(r => setTimeout(r, 20)); 2", "2",
	)
	if want := []string{"Error: lost", "Error: thrown"}; !slices.Equal(k.failed, want) {
		t.Errorf("got %q, want %q", k.failed, want)
	}
}

func TestSessionKeepsItsLastValues(t *testing.T) {
	k := newTalk(t)
	k.expect("6 * 7", "42", "_ + 1", "43", "_", "43", "_ = 'mine'", "'mine'", "8", "8", "_", "'mine'",
		"let _error = 3; _error", "3", "throw 1", "! uncaught 1", "_error", "3", "Object.keys(globalThis).includes('_')", "false")
}

func TestSessionIsUnfinished(t *testing.T) {
	k := newTalk(t)
	_, err := k.Eval("a.ts", "function f() {", runtime.Style{})
	if !loader.Unfinished(err, "a.ts") || loader.Unfinished(err, "b.ts") {
		t.Errorf("got %v", err)
	}
	k.expect("typeof _error", "'undefined'")
	if _, err := k.Eval("a.ts", "f() }", runtime.Style{}); err == nil || loader.Unfinished(err, "a.ts") {
		t.Errorf("got %v", err)
	}
}

func TestSessionHasDeadlocksOfItsPiecesOnly(t *testing.T) {
	k := newTalk(t)
	k.expect(
		"import { Mutex } from 'lariat:lock'; const m = new Mutex({ name: 'm' }); const token = await m.lock(); 1", "1",
		"let got = ''; const p = m.lock().then((t) => { got = 'mine'; t.release() }); 2", "2",
	)
	for _, source := range []string{"await m.lock()", "await p", "await new Promise(() => {})"} {
		if got := k.say(source); !strings.HasPrefix(got, "! DeadlockError") && !strings.Contains(got, "can never settle") {
			t.Errorf("%s: %s", source, got)
		}
	}
	k.expect("token.release(); await p; got", "'mine'")
	if len(k.failed) > 0 {
		t.Errorf("told of %q", k.failed)
	}
}

func TestSessionCancels(t *testing.T) {
	k := newTalk(t)
	k.expect("import { sleep, shield } from 'lariat:task'; let log: string[] = []; 1", "1")
	for source, want := range map[string]string{
		"await sleep('1h')": "interrupted",
		"await new Promise(() => setInterval(() => {}, 1000))":                  "interrupted",
		"try { await sleep('1h') } finally { log.push('finally') }":             "interrupted",
		"try { await sleep('1h') } catch { await shield(() => sleep(5)); 'ok'}": "",
	} {
		cancelled := make(chan bool)
		go func() {
			for !k.Cancel() { // until the piece is there
				goruntime.Gosched()
			}
			cancelled <- true
		}()
		_, err := k.Eval("[c].ts", source, runtime.Style{})
		<-cancelled
		if want == "" && err != nil || want != "" && (!errors.Is(err, fault.Aborted) || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", source, err)
		}
	}
	k.expect("log", "[ 'finally' ]", "await sleep(1); 'well'", "'well'")
	if k.Cancel() {
		t.Error("there is no piece to cancel")
	}
}

// TestSessionCancelsAPieceThatHasJustCome has no time between a piece and the wish to end it.
func TestSessionCancelsAPieceThatHasJustCome(t *testing.T) {
	k := newTalk(t)
	k.expect("import { sleep } from 'lariat:task'; 1", "1")
	const pieces = 500
	over := make(chan bool)
	go func() {
		for n := 0; n < pieces; {
			if k.Cancel() { // without a pause between, or it comes too late
				n++
				<-over
			}
		}
	}()
	for range pieces {
		if _, err := k.Eval("[c].js", "await sleep('1h')", runtime.Style{}); !errors.Is(err, fault.Aborted) {
			t.Fatal(err)
		}
		over <- true
	}
	k.expect("await sleep(1); 'well'", "'well'")
}

// TestSessionInterrupts stops code that never comes to hear of anything, the second time at once.
func TestSessionInterrupts(t *testing.T) {
	k := newTalk(t)
	k.expect("let ticks = 0, timer = setInterval(() => ticks++, 1); import { sleep } from 'lariat:task'; 1", "1")
	for _, times := range []int{1, 2} {
		go func() {
			for n := 0; n < times; {
				if k.Cancel() {
					n++
				}
			}
		}()
		if _, err := k.Eval("[i].ts", "let n = 0; while (true) n++", runtime.Style{}); !errors.Is(err, fault.Aborted) {
			t.Errorf("%d: got %v", times, err)
		}
	}
	k.expect("n > 0", "true", "const before = ticks; while (ticks < before + 3) await sleep(1); clearInterval(timer); 'ticks'", "'ticks'")
}

// TestSessionIsPatientWithAMachineThatStands has a second go by in which nothing is computed.
func TestSessionIsPatientWithAMachineThatStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newTalk(t)
		k.expect("import { sleep, shield } from 'lariat:task'; let log: string[] = []; 1", "1")
		go k.Look(time.Hour, func() {
			if !k.Cancel() {
				t.Error("there is a piece to cancel")
			}
			time.Sleep(time.Second)
		})
		_, err := k.Eval("[c].ts", "try { await sleep('1h') } finally { await shield(() => sleep(5)); log.push('finally') }", runtime.Style{})
		if !errors.Is(err, fault.Aborted) {
			t.Errorf("got %v", err)
		}
		k.expect("log", "[ 'finally' ]")
	})
}

func TestSessionEnds(t *testing.T) {
	k := newTalk(t)
	k.expect("process.on('exit', (code) => { globalThis.last = code }); 1", "1")
	var exit *runtime.ExitError
	if _, err := k.Eval("x.ts", "process.exit(7)", runtime.Style{}); !errors.As(err, &exit) || exit.Code != 7 {
		t.Errorf("got %v", err)
	}
	if _, err := k.Eval("x.ts", "1", runtime.Style{}); !errors.As(err, &exit) {
		t.Errorf("after the end: %v", err)
	}
	k = newTalk(t)
	k.expect("process.exitCode = 3", "3")
	if err := k.Exit(); !errors.As(err, &exit) || exit.Code != 3 {
		t.Errorf("got %v", err)
	}
	k = newTalk(t)
	k.expect("setTimeout(() => process.exitCode = 4, 5); 1", "1")
	if err := k.Finish(); !errors.As(err, &exit) || exit.Code != 4 {
		t.Errorf("got %v", err)
	}
}

func TestSessionRunsWhileItWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newTalk(t)
		k.expect("let ticks = 0; setInterval(() => ticks++, 1000); 1", "1")
		enough := make(chan struct{})
		time.AfterFunc(10*time.Second+time.Millisecond, func() { close(enough) })
		if err := k.Wait(enough); err != nil {
			t.Fatal(err)
		}
		k.expect("ticks", "10")
	})
}

func TestSessionListsMembersWithoutTouchingThem(t *testing.T) {
	k := newTalk(t)
	k.expect(`let touched = 0; const o = { own: { inner: 1 }, get trap() { touched++; return o } };
		class A { method() {} get g() { touched++ } }; const a = new A(); const text = "t", n = 1;
		const proxy = new Proxy({}, { get() { touched++ }, ownKeys() { touched++; return [] }, getPrototypeOf() { touched++; return null } });
		import * as path from "node:path"; import { basename } from "node:path"; 1`, "1")
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, c := range []struct{ chain, has, not string }{
			{"", "o touched Array console setTimeout path _", ""},
			{"o", "own trap hasOwnProperty", ""},
			{"o.own", "inner", "own"},
			{"o.trap", "", "own"},
			{"a", "method g constructor", ""},
			{"text", "slice length", ""},
			{"n", "toFixed", ""},
			{"proxy", "", "x"},
			{"path", "join", ""},
			{"basename", "call name", ""},
			{"process", "argv", ""},
			{"nowhere", "", "x"},
			{"_", "toFixed", ""},
		} {
			var got []string
			if !k.Look(5*time.Second, func() { got = k.Members(strings.FieldsFunc(c.chain, func(r rune) bool { return r == '.' })...) }) {
				t.Error("the loop is busy")
			}
			for _, name := range strings.Fields(c.has) {
				if !slices.Contains(got, name) {
					t.Errorf("%s: no %s in %v", c.chain, name, got)
				}
			}
			if c.not != "" && slices.Contains(got, c.not) {
				t.Errorf("%s: %s in %v", c.chain, c.not, got)
			}
		}
	}()
	if err := k.Wait(done); err != nil {
		t.Fatal(err)
	}
	k.expect("touched", "0")
}

func TestSessionDescribesTypes(t *testing.T) {
	k := newTalk(t)
	k.expect("class Big { a = 1; b = 2 }", "undefined")
	for source, want := range map[string]string{
		"1": "number", "'a'": "string", "true": "boolean", "1n": "bigint", "null": "null", "undefined": "undefined", "Symbol()": "symbol",
		"[1]": "Array of 1 element", "({})": "Object with 0 properties", "new Big": "Big with 2 properties", "Big": "class Big",
		"Promise.resolve(1)": "Promise, fulfilled: number", "new Promise(() => {})": "Promise, pending",
		"Object.create(null)": "object without a prototype with 0 properties", "new Proxy({}, {})": "Proxy", "Math.max": "Function: max",
	} {
		if r, err := k.Eval("t.ts", "("+source+")", runtime.Style{Type: true}); err != nil || r.Text != want {
			t.Errorf("%s: got %q, %v, want %q", source, r.Text, err, want)
		}
	}
}
