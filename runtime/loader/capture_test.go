package loader

import (
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
)

// Global says which globals the worlds of the tests have.
func (w *world) Global(name string) bool { return name == "console" || name == "setTimeout" }

// Compile and Lower let text that becomes code at run time be as new as the text of a file.
func (w *world) Compile(_ es.Code, text string) (*goja.Program, error) {
	return CompileScript("eval", text)
}

func (w *world) Lower(text string) (string, error) { return text, Guard("eval", text) }

func (w *world) Eval() *goja.Object { return w.realm.Eval() }

func (w *world) EvalArgument(callee, argument goja.Value) goja.Value {
	return w.realm.EvalArgument(callee, argument)
}

// pair is a program and an isolate that its functions go to. send(fn, capture) gives what they need; it is what a
// script calls: task(fn, args, capture) runs a function in the other isolate and returns what it returned, as text.
type pair struct {
	*world
	other *world
	dir   string
}

func newPair(t testing.TB, tree map[string]string) *pair {
	t.Helper()
	dir := files(t, tree)
	s := NewStore(Config{Dir: dir, Builtin: demoNames, Names: []string{"host:demo"}})
	p := &pair{newWorld(t, s), newWorld(t, s), dir}
	_ = p.vm.Set("task", func(c goja.FunctionCall) goja.Value {
		fn, ok := c.Argument(0).(*goja.Object)
		if !ok {
			panic(p.vm.ToValue("no function"))
		}
		v, err := p.task(fn, c.Argument(1), c.Argument(2))
		if err != nil {
			panic(p.l.errorValue(err))
		}
		return p.vm.ToValue(v)
	})
	return p
}

// task moves a function and calls it there. Arguments and captured values are JSON.
func (p *pair) task(fn *goja.Object, args, capture goja.Value) (string, error) {
	var names []string
	captured := map[string]goja.Value{}
	if obj, ok := capture.(*goja.Object); ok {
		for _, name := range obj.Keys() {
			names = append(names, name)
			captured[name] = p.copied(obj.Get(name))
		}
	}
	portable, err := p.l.Portable(fn, names)
	if err != nil {
		return "", err
	}
	return p.run(portable, captured, p.copied(args))
}

func (p *pair) copied(v goja.Value) goja.Value {
	if v == nil || goja.IsUndefined(v) {
		return goja.Undefined()
	}
	stringify := rawOf(p.vm.Get("JSON").(*goja.Object).Get("stringify"))
	text := call(stringify, goja.Undefined(), v).String()
	return call(p.other.l.in.parse, goja.Undefined(), p.other.vm.ToValue(text))
}

// run calls a function in the other isolate and waits for what it returns.
func (p *pair) run(portable *Portable, captured map[string]goja.Value, args goja.Value) (string, error) {
	fn, promise := p.other.l.Function(portable, captured)
	if promise != nil {
		var err error
		if fn, err = p.other.settled(promise); err != nil {
			return "", err
		}
	}
	return p.call(fn, args)
}

// call calls a function of the other isolate.
func (p *pair) call(fn, args goja.Value) (string, error) {
	var list []goja.Value
	if obj, ok := args.(*goja.Object); ok {
		for _, k := range obj.Keys() {
			list = append(list, obj.Get(k))
		}
	}
	_ = p.other.vm.Set("theTask", fn)
	_ = p.other.vm.Set("theArgs", p.other.vm.ToValue(list))
	v, err := p.other.settled(p.other.l.Eval("harness.mjs", `
const f = globalThis.theTask, args = globalThis.theArgs
let r = await f(...args)
if (r && typeof r === "object" && typeof r.next === "function") { const all = []; for await (const x of r) all.push(x); r = all }
export default f.name + "/" + f.length + ": " + (typeof r === "string" ? r : JSON.stringify(r))`))
	if err != nil {
		return "", err
	}
	return v.(*goja.Object).Get("default").String(), nil
}

// main runs the program.
func (p *pair) main(name string) error {
	_, err := p.settled(p.l.Main(filepath.Join(p.dir, name)))
	return err
}

// captureCase is a function that goes to the other isolate, and what comes back or why it may not go.
type captureCase struct {
	name string
	// before stands in front of the call, at the top of the file.
	before, fn, args, capture string
	want                      string
}

// text is the program of a case.
func (c captureCase) text() string {
	args, capture := c.args, c.capture
	if args == "" {
		args = "[]"
	}
	if capture == "" {
		capture = "undefined"
	}
	return c.before + "\ntry { console.log(task(" + c.fn + ", " + args + ", " + capture + ")) } catch (e) { console.log(e.message) }"
}

// runCases runs each case as a program of its own, beside the files of tree.
func runCases(t *testing.T, main string, tree map[string]string, cases []captureCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			all := map[string]string{main: c.text()}
			for name, text := range tree {
				all[name] = text
			}
			p := newPair(t, all)
			if err := p.main(main); err != nil {
				t.Fatal(err)
			}
			got := strings.TrimSuffix(p.out.String(), "\n")
			if want, refused := strings.CutPrefix(c.want, "! "); got != want && !(refused && strings.Contains(got, want)) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// collect frees what nothing refers to. The second turn frees what the first one's cleanups have let go.
func collect() {
	goruntime.GC()
	goruntime.GC()
}
