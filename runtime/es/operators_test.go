package es

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

func TestOperators(t *testing.T) {
	o := operators()
	if !o.known || len(o.list) != 6 {
		t.Fatal("goja has its operators in another way than expected")
	}
}

// guarded runs a script whose operators are guarded.
func guarded(t *testing.T, source string, longest int64) (goja.Value, error) {
	t.Helper()
	prg, err := goja.Parse("a.js", source, parser.WithDisableSourceMaps)
	if err != nil {
		t.Fatal(err)
	}
	p, err := CompileAST(prg, false)
	if err != nil {
		t.Fatal(err)
	}
	vm := goja.New()
	r := Install(vm, nil)
	if longest > 0 {
		r.Longest(longest)
	}
	return vm.RunProgram(p)
}

func TestBigIntsDoNotGrowBeyondMemory(t *testing.T) {
	for _, source := range []string{
		"1n << (2n ** 40n)", "1n << 2n ** 70n", "1n >> -(2n ** 40n)", "3n ** (10n ** 10n)", "2n ** 2n ** 31n", "(-5n) ** (1n << 40n)",
		"let a = 1n; a <<= 1n << 40n", "let a = 3n; a **= 1n << 40n", "const f = (a, b) => a << b; f(1n, 1n << 40n)",
		"class C { x = 1n << this.y; get y() { return 1n << 40n } } new C()", "function* g() { yield 1n << (1n << 40n) } g().next()",
		"let n = 7n; for (;;) n = n * n", "let n = 3n; for (;;) n *= n", "let n = 1n << 2n ** 22n; n * n * 2n", "let n = 3n; for (;;) n **= 3n",
		"3n ** 5300000n", "let n = Object(1n << 5000000n); n * { valueOf: () => 1n << 5000000n }",
		"Object(1n) << { valueOf: () => 2n ** 40n }", "({ m() { return 7n ** 2n ** 40n } }).m()",
	} {
		_, err := guarded(t, "try { "+source+"; 'grew' } catch (e) { if (!(e instanceof RangeError)) throw e; throw e }", 0)
		if err == nil || !strings.Contains(err.Error(), "Maximum BigInt size exceeded") {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestGuardedOperatorsAreThoseOfTheLanguage(t *testing.T) {
	for source, want := range map[string]string{
		"2 * 3": "6", "2n * -3n": "-6", "0n * (1n << 8000000n)": "0", "'2' * '3'": "6", "({ valueOf: () => 3n }) * 2n": "6",
		"try { 2n * 3 } catch (e) { e.name }": "TypeError", "try { 2 * 3n } catch (e) { e.name }": "TypeError",
		"let k = 0; const p = { valueOf() { k++; return 2n } }; p * p; k": "2", "(3n ** 5200000n) % 7n": "4",
		"try { Object(2) * Symbol() } catch (e) { e.name }": "TypeError", "new Date(5) * 2": "10",
		"1 << 5": "32", "1n << 5n": "32", "-1 >> 1": "-1", "256n >> 4n": "16", "1n >> -3n": "8",
		"2 ** 10": "1024", "2n ** 64n": "18446744073709551616",
		"'8' >> 1": "4", "0n << 2n ** 40n": "0", "1n ** 2n ** 70n": "1", "(-1n) ** 3n": "-1", "5n >> 2n ** 40n": "0",
		"({ valueOf: () => 3n }) << 2n": "12", "let n = 0; const o = { valueOf() { n++; return 1n } }; o << o; n": "2",
		"try { 1n << 1 } catch (e) { e.name }": "TypeError", "try { 2n ** -1n } catch (e) { e.name }": "RangeError",
		"[1, 2, 3].map((x) => x << 1).join()": "2,4,6",
	} {
		if v, err := guarded(t, source, 0); err != nil || v.String() != want {
			t.Errorf("%s: %v, %v, want %s", source, v, err, want)
		}
	}
}

func TestTextsDoNotGrowBeyondMemory(t *testing.T) {
	before := Bounded.Swap(true)
	defer Bounded.Store(before)
	for _, source := range []string{
		"let s = 'abcdefgh'; for (;;) s += s", "let s = 'Жabcdef'; for (;;) s = s + s", "let s = 'abcdefgh'; for (;;) s = `${s}${s}`",
		"const f = (s) => f(s + 'x' + s); f('abcdefgh')",
	} {
		if _, err := guarded(t, source, 4<<20); err == nil || !strings.Contains(err.Error(), "RangeError: invalid string length") {
			t.Errorf("%s: %v", source, err)
		}
	}
	v, err := guarded(t, "'a' + 1 + `${2}${'Ж'}` + [3] + null + 'x'.repeat(2 ** 20).length", 4<<20)
	if err != nil || v.String() != "a12Ж3null1048576" {
		t.Error(v, err)
	}
}
