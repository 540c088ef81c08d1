package es

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// compilerHost compiles texts that begin with "lower:" itself, and refuses those with "refuse" in them.
type compilerHost struct {
	*testHost
	seen []string
}

func (h *compilerHost) Compile(code Code, text string) (*goja.Program, error) {
	h.seen = append(h.seen, text)
	if err := refusal(text); err != nil {
		return nil, err
	}
	if !strings.Contains(text, "lower:") {
		return nil, nil
	}
	return goja.Compile("lowered", strings.Replace(text, "lower:", "/* lowered */", 1), false)
}

func (h *compilerHost) Lower(text string) (string, error) {
	h.seen = append(h.seen, "direct "+text)
	return strings.Replace(text, "lower:", "/* lowered */", 1), refusal(text)
}

func refusal(text string) error {
	switch {
	case strings.Contains(text, "refuse deep"):
		return fault.Limit.New("nests too deep")
	case strings.Contains(text, "refuse"):
		return fault.Syntax.New("not today")
	}
	return nil
}

var compilerChecks = []check{
	{"eval", "eval('1 + 1')", "2"},
	{"eval of a program", "eval('lower: 1 + 2')", "3"},
	{"eval of no text", "[eval(5), eval(), eval({}) instanceof Object].join()", "5,,true"},
	{"eval keeps lone surrogates", "eval('\"\\ud800\"').charCodeAt(0).toString(16)", "d800"},
	{
		"eval runs in the global scope",
		"(() => { const x = 1; return typeof (0, eval)('typeof x') })() + eval('lower: var y = 2; y') + y",
		"string22",
	},
	{"eval that throws", "try { eval('lower: throw new RangeError(5)') } catch (e) { e.name + e.message }", "RangeError5"},
	{"eval of an error", "try { eval('1 +') } catch (e) { e.name }", "SyntaxError"},
	{
		"refused",
		"try { eval('refuse') } catch (e) { e.name + ': ' + e.message + (e instanceof SyntaxError) }",
		"SyntaxError: not todaytrue",
	},
	{
		"refused for depth",
		"try { eval('refuse deep') } catch (e) { e.name + ': ' + e.message + (e instanceof RangeError) }",
		"RangeError: nests too deeptrue",
	},
	{"Function", "new Function('a', 'b, c', 'return a + b + c')(1, 2, 3)", "6"},
	{"Function without new", "Function('return 4')()", "4"},
	{"Function of a program", "Function('a', 'lower: return a')(7)", "7"},
	{
		"Function has its name and prototype",
		`const f = Function('lower: '); [f.name, f instanceof Function, f.constructor === Function,
			typeof f.prototype].join()`,
		"anonymous,true,true,object",
	},
	{"Function shows its text", "Function('a', 'return a').toString()", "function anonymous(a\n) {\nreturn a\n}"},
	{
		"Function converts its arguments once",
		"let n = 0; Function({ toString() { n++; return 'a' } }, { toString() { n++; return 'lower: return a' } })(n)",
		"2",
	},
	{"Function of a symbol", "try { Function(Symbol()) } catch (e) { e.name }", "TypeError"},
	{"a subclass of Function", "class F extends Function {} const f = new F('lower: return 1'); [f() , f instanceof F].join()", "1,true"},
	{"refused body", "try { Function('refuse') } catch (e) { e.name }", "SyntaxError"},
	{
		"identity",
		`[Function.prototype.constructor === Function, (() => 0).constructor === Function, Function instanceof Function,
			Function.name, Function.length].join()`,
		"true,true,true,Function,1",
	},
	{
		"attributes",
		`JSON.stringify([Object.getOwnPropertyDescriptor(Function, 'prototype').writable,
			Object.getOwnPropertyDescriptor(globalThis, 'Function').enumerable])`,
		"[false,false]",
	},
	{
		"GeneratorFunction",
		`const G = (function* () {}).constructor;
			[...new G('a', 'lower: yield a; yield 2')(1)].join() + (G('yield') instanceof G) + G.name`,
		"1,2trueGeneratorFunction",
	},
	{
		"AsyncFunction",
		"const A = (async () => {}).constructor; A('lower: await 1') instanceof A && A('await 1')() instanceof Promise",
		"true",
	},
	{
		"toString of the constructors",
		"[Function, (function* () {}).constructor].map(String).join()",
		"function Function() { [native code] },function GeneratorFunction() { [native code] }",
	},
}

func TestCompiler(t *testing.T) {
	for _, c := range compilerChecks {
		t.Run(c.name, func(t *testing.T) {
			vm := goja.New()
			Install(vm, &compilerHost{testHost: newTestHost()})
			if got := run(t, vm, c.expression).String(); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.expression, got, c.want)
			}
		})
	}
}

func TestCompilerSeesWholeFunctions(t *testing.T) {
	vm := goja.New()
	host := &compilerHost{testHost: newTestHost()}
	Install(vm, host)
	run(t, vm, "Function('a', 'b', 'return 1'); (async () => {}).constructor()")
	want := []string{"(function anonymous(a,b\n) {\nreturn 1\n})", "(async function anonymous(\n) {\n\n})"}
	if strings.Join(host.seen, "|") != strings.Join(want, "|") {
		t.Errorf("got %q", host.seen)
	}
}

// TestDirectEval does what the loader does: the name eval resolves to goja's own, and the argument goes
// through EvalArgument.
func TestDirectEval(t *testing.T) {
	vm := goja.New()
	host := &compilerHost{testHost: newTestHost()}
	r := Install(vm, host)
	_ = vm.Set("argument", func(c goja.FunctionCall) goja.Value { return r.EvalArgument(c.Argument(0), c.Argument(1)) })
	_ = vm.Set("intrinsic", r.Eval())
	got := run(t, vm, `
		(function (eval) {
			let x = 20;
			eval(argument(eval, "lower: x += 1; var leaked = x"));
			return [leaked, eval(argument(eval, 5)), (function (eval) { return eval(argument(eval, "lower: as it is")) })((s) => s)].join();
		})(intrinsic)
	`).String()
	if want := "21,5,lower: as it is"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := vm.RunString("argument(intrinsic, 'refuse')"); err == nil || !strings.Contains(err.Error(), "SyntaxError: not today") {
		t.Errorf("got %v", err)
	}
}

func TestWithoutCompiler(t *testing.T) {
	vm := newVM(t)
	if got := run(t, vm, "(() => { const x = 5; return eval('x') + new Function('return 1')() })()").Export(); got != int64(6) {
		t.Errorf("got %v", got)
	}
}

func TestCompilerThrowsExceptions(t *testing.T) {
	vm := goja.New()
	Install(vm, throwingHost{newTestHost(), vm})
	got := run(t, vm, "try { eval('x') } catch (e) { e }").Export()
	if got != "thrown as it is" {
		t.Errorf("got %v", got)
	}
}

// throwingHost reports an exception of the script.
type throwingHost struct {
	*testHost
	vm *goja.Runtime
}

func (h throwingHost) Compile(Code, string) (*goja.Program, error) {
	_, err := h.vm.RunString("throw 'thrown as it is'")
	return nil, errors.Join(fault.Syntax.New("the text is bad"), err)
}

func (h throwingHost) Lower(text string) (string, error) { return text, nil }
