package repl

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/repl/manual"
	lariat "github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// pipe runs a REPL on a pipe, in a folder of its own.
func pipe(t testing.TB, input string) (stdout, stderr string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	modules := stdlib.All()
	code = Run(Options{
		Runtime: []lariat.Option{lariat.WithModules(modules...), lariat.WithPermissions(permit.Everything())}, Modules: modules,
		Stdin: strings.NewReader(input), Stdout: &out, Stderr: &err, Quit: func(int) { t.Error("it had to be ended") },
	})
	return out.String(), err.String(), code
}

func TestPiecesOnAPipe(t *testing.T) {
	for _, c := range []struct {
		input, stdout, stderr string
		code                  int
	}{
		{"1+1", "2\n", "", 0},
		{"", "", "", 0},
		{"\n\n  \n", "", "", 0},
		{"let a = 1\nlet a = 2\na\n", "2\n", "", 0},
		{"const f = (n: number): number => {\n\n  return n * 2\n}\nf(21)", "42\n", "", 0},
		{".5 + 1\n...[1]\n[3]\n  .concat(4)\n", "1.5\n[ 3 ]\n", "Unexpected", 1},
		{"`a\nb`.length\r\n_ + 1\r\n", "3\n4\n", "", 0},
		{"undefined\nnull\n", "null\n", "", 0},
		{"console.log(1)\nprocess.stdout.write('x')\n2", "1\nxtrue\n2\n", "", 0},
		{"import { basename as b } from 'node:path'\nb('/x/y')", "'y'\n", "", 0},
		{"setTimeout(() => console.log('end'), 5); 1", "1\nend\n", "", 0},
		{"throw new Error('no')\n1", "1\n", "Uncaught Error: no\n    at [1].ts:1:7\n", 1},
		{"Promise.reject(7); 1\n2", "1\n2\n", "Uncaught (in promise) 7\n", 0},
		{"setTimeout(() => { throw 8 }); 1", "1\n", "Uncaught 8\n", 0},
		{"let x = ;\n1", "1\n", "> 1 | let x = ;\n    |         ^\n\nSyntaxError: Unexpected \";\"\n", 1},
		{"import './nosuch.js'", "", "ModuleError: cannot find module", 1},
		{"f(", "", "SyntaxError: Unexpected end of file", 1},
		{"await new Promise(() => {})\n1", "1\n", "error: the top-level await of the program can never settle", 1},
		{"process.exitCode = 5", "5\n", "", 5},
		{"process.exit(4)\n1", "", "", 4},
		{".exit\n1", "", "", 0},
		{"await new Promise(r => setTimeout(r, 10)); typeof _error", "'undefined'\n", "", 0},
		{"throw 1\n_error", "1\n", "Uncaught 1\n", 1},
		{"{ a: 1 }", "{ a: 1 }\n", "", 0},
		{"class A { static x = 1 }\nclass A { static x = 2 }\nA.x", "2\n", "", 0},
		{"enum E { a = 3 }\nE.a", "3\n", "", 0},
		{"-1\n-0\n!true\nasync () => 1\nclass {}", "-1\n-0\nfalse\n[AsyncFunction (anonymous)]\n", "Expected identifier", 1},
		{"require('node:path').sep.length\ntypeof Mutex", "1\n'undefined'\n", "", 0},
		{"Mutex", "", "Mutex is in lariat:lock: import { Mutex } from \"lariat:lock\"\n", 1},
		{"exit", "", "ReferenceError: exit is not defined\n    at [1].ts:1:1\n.exit or Ctrl-D leaves\n", 1},
		{"help", "", "\n.help lists what there is\n", 1},
		{"type T = string\nlet s: T = 'x'; s", "'x'\n", "", 0},
	} {
		stdout, stderr, code := pipe(t, c.input)
		if stdout != c.stdout || !strings.Contains(stderr, c.stderr) || c.stderr == "" && stderr != "" || code != c.code {
			t.Errorf("%q\n got %q, %q, %d\nwant %q, %q, %d", c.input, stdout, stderr, code, c.stdout, c.stderr, c.code)
		}
	}
}

func TestCommandsOnAPipe(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("lib.ts", []byte("const loaded: number = 7;\nfunction twice(n) { return 2 * n }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("bad.ts", []byte("let a;\nlet b = ;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ input, stdout, stderr string }{
		{".help", ".cancel ID       cancel a task", ""},
		{".help Mutex.lock", "Waits in line for the lock.", ""},
		{".help mutex", "Mutex of lariat:lock", ""},
		{".help .load", ".load FILE       evaluate a file here\n", ""},
		{".help .lod", "", "there is no command .lod, did you mean .load?"},
		{".help Mutx", "", `the manual does not know "Mutx"; did you mean Mutex`},
		{".type [1, 2]", "Array of 2 elements\n", ""},
		{".type new Map([[1, 2]])", "Map of 1 element\n", ""},
		{".type new Set", "Set of 0 elements\n", ""},
		{".type undefined", "undefined\n", ""},
		{".type", "", ".type needs an argument: .type CODE"},
		{".time 1 + 1", "2\ntook ", ""},
		{".time throw 1", "took ", "Uncaught 1"},
		{".load lib.ts\ntwice(loaded)", "14\n", ""},
		{".load bad.ts", "", "bad.ts:2:9\n  1 | let a;\n> 2 | let b = ;\n"},
		{".load nosuch.ts", "", "cannot load nosuch.ts: "},
		{"let a = 1\nf(\n1\n.save out.ts\n)\nlet b = 2\n.save out.ts\n.load out.ts\na + b", "saved 2 pieces to out.ts\n3\n", "Expected \")\" but found"},
		{".save no/such/folder", "", "cannot save no/such/folder: "},
		{".editor\nlet e = 1\n\ne + 1", "2\n", ""},
		{"const t = setTimeout(() => {}, 1e6)\n.tasks\nprocess.exit()", "waits for timer due in ", ""},
		{"import { Mutex } from 'lariat:lock'; const m = new Mutex({ name: 'm' }); const tok = m.tryLock()\n" +
			"m.lock(); 0\n.locks\n.cancel 1\ntok.release()", "Mutex \"m\"\n    held by task", "Uncaught (in promise) "},
		{".locks", "no locks\n", ""},
		{"import { Mutex } from 'lariat:lock'; const m = new Mutex({ name: 'm' }); m.tryLock().release()\n.locks", "Mutex \"m\", free\n", ""},
		{".cancel x", "", `"x" is no number of a task`},
		{".cancel 99", "", "there is no task #99 here"},
		{".modules", "lariat:lock            Mutual exclusion", ""},
		{".clear", "", ""},
		{"(\n.break\n1", "1\n", ""},
		{".clear now", "", ".clear takes no argument"},
		{".hlp", "", "there is no command .hlp, did you mean .help?"},
		{".exit\n1", "", ""},
		{
			"import { spawn } from 'lariat:task'; import { taskGroup, sleep } from 'lariat:task'\n" +
				"const g = taskGroup(async (g) => { g.spawn({ name: 'x' }, () => sleep('1h')) }).catch(() => 'gone'); 0\n.cancel 2\nawait g",
			"cancelled task #2\n", "",
		},
	} {
		stdout, stderr, _ := pipe(t, c.input)
		if !strings.Contains(stdout, c.stdout) || c.stdout == "" && stdout != "" || !strings.Contains(stderr, c.stderr) || c.stderr == "" && stderr != "" {
			t.Errorf("%q\n got %q, %q\nwant %q, %q", c.input, stdout, stderr, c.stdout, c.stderr)
		}
	}
}

// completer is a REPL at its prompt, on no terminal.
func completer(t *testing.T, pieces ...string) *repl {
	t.Helper()
	modules := stdlib.All()
	rt, err := lariat.New(lariat.WithModules(modules...))
	if err != nil {
		t.Fatal(err)
	}
	r := &repl{rt: rt, manual: manual.New(modules)}
	r.session = rt.Session(func(err error) { t.Error(err) })
	for _, source := range pieces {
		if _, err := r.session.Eval("[1].ts", source, lariat.Style{}); err != nil {
			t.Fatal(err)
		}
	}
	done, waited := make(chan struct{}), make(chan error)
	go func() { waited <- r.session.Wait(done) }()
	t.Cleanup(func() {
		close(done)
		if err := <-waited; err != nil {
			t.Error(err)
		}
		_ = rt.Close()
	})
	return r
}

func TestCompletion(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, dir := range []string{"folder", ".hidden"} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"folder/a.ts", "file one.txt", "über.txt"} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := completer(t, "const object = { first: { inner: 1 }, fifth: 2, get trap() { throw 1 } }; let ünder = 1; class A { m() {} }; const a = new A")
	for _, c := range []struct{ line, head, has, not, tail string }{
		{"obj|", "", "object", "Object", ""},
		{"object.f|", "object.", "first fifth", "trap", ""},
		{"object.|", "object.", "first fifth trap", "toString", ""},
		{"object?.fir|", "object?.", "first", "", ""},
		{"x = object.first.in|.y", "x = object.first.", "inner", "", ".y"},
		{"object.trap.x|", "", "", "x", ""},
		{"a.|", "a.", "m", "hasOwnProperty", ""},
		{"nowhere.x|", "", "", "x", ""},
		{"f(1).x|", "", "", "x", ""},
		{"x[0].le|", "", "", "length", ""},
		{"'text'.sl|", "'text'.", "slice", "", ""},
		{"pro|", "", "process", "", ""},
		{"awa|", "", "await", "", ""},
		{"process.ar|", "process.", "argv argv0", "", ""},
		{"ün|", "", "ünder", "", ""},
		{"f(ün|) + 1", "f(", "ünder", "", ") + 1"},
		{"  |", "  ", "", "", ""},
		{"x + |", "x + ", "", "", ""},
		{".he|", "", ".help", "", ""},
		{".load f|", ".load ", "folder/", "über.txt", ""},
		{".load folder/|", ".load ", "folder/a.ts", "", ""},
		{".load .|", ".load ", ".hidden/", "folder/", ""},
		{".help Mutex.l|", ".help ", "Mutex.lock Mutex.locked", "", ""},
		{"import { x } from 'lariat:l|", "import { x } from '", "lariat:lock lariat:limit", "lariat:task", ""},
		{"import { BoundedS|", "import { ", "BoundedSemaphore", "Semaphore", ` } from "lariat:lock"`},
		{"import { Mutex, Semap|", "import { Mutex, ", "Semaphore", "", ` } from "lariat:lock"`},
		{"import { R| } from 'lariat:lock'", "import { ", "RWLock", "RateLimiter", " } from 'lariat:lock'"},
		{"import { | } from 'lariat:lock'", "import { ", "Mutex RWLock", "RateLimiter", " } from 'lariat:lock'"},
		{"import { R|", "import { ", "RWLock RateLimiter", "", ""},
		{"import './fol|", "import '", "./folder/", "", ""},
		{"await import(\"node:p|\")", "await import(\"", "node:path node:process", "", "\")"},
		{"readFile('./fo|", "readFile('", "./folder/", "", ""},
	} {
		before, after, _ := strings.Cut(c.line, "|")
		head, list, tail := r.complete(before+after, len([]rune(before)))
		if c.has != "" && (head != c.head || tail != c.tail) {
			t.Errorf("%s: %q and %q around", c.line, head, tail)
		}
		for _, name := range strings.Fields(c.has) {
			if !slices.Contains(list, name) {
				t.Errorf("%s: no %s in %q", c.line, name, list)
			}
		}
		if c.not != "" && slices.Contains(list, c.not) {
			t.Errorf("%s: %s in %q", c.line, c.not, list)
		}
	}
}

// FuzzLines feeds the REPL lines. Whatever they are, it comes to their end.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		"1+1\nlet a = [1,\n2]\na.map(x => x)", ".help\n.type {\n.time\n.cancel 1", "class {\n`${\n", "await null\nthrow {}", "{}\n;\n#!\n\x00\xff",
		"function f() { f() }\nf()\nPromise.reject()\n_error._", ".editor\nlet x\n", "import 'x'\nexport let a\nfor (;;) break", "_ = 1\nlet _\nvar _error",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		if strings.Contains(input, "save") {
			return // it may write anywhere
		}
		modules := stdlib.All()
		var out bytes.Buffer
		r := &repl{o: Options{Stdout: &out, Stderr: &out}, screen: &screen{}, in: newPlain(strings.NewReader(input)), manual: manual.New(nil)}
		rt, err := lariat.New(lariat.WithModules(modules...), lariat.WithStdio(nil, r.screen.stream(&out), r.screen.stream(&out)),
			lariat.WithOnly("lariat:lock", "node:timers", "web:structured"), lariat.WithDir(t.TempDir()))
		if err != nil {
			t.Fatal(err)
		}
		defer rt.Close()
		r.rt, r.session = rt, rt.Session(r.report)
		hurry := time.NewTicker(time.Second)
		done := make(chan struct{})
		go func() {
			for {
				select {
				case <-hurry.C:
					r.session.Cancel()
					r.session.Look(time.Second, func() { rt.Exit(1) })
				case <-done:
					return
				}
			}
		}()
		_ = r.exitCode(r.loop())
		close(done)
	})
}

// TestModulesThatCanBeImported imports all that .modules lists.
func TestModulesThatCanBeImported(t *testing.T) {
	stdout, _, _ := pipe(t, ".modules")
	var imports strings.Builder
	for line := range strings.Lines(stdout) {
		imports.WriteString("await import(\"" + strings.Fields(line)[0] + "\"); 0\n")
	}
	if out, err, code := pipe(t, imports.String()); code != 0 || strings.Count(out, "0\n") < 50 {
		t.Errorf("%s%s", out, err)
	}
}
