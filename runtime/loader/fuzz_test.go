package loader

import (
	"reflect"
	"strings"
	"testing"
)

// treeDepth is how many nodes of a tree stand in each other.
func treeDepth(v reflect.Value) int {
	deepest := 0
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			return treeDepth(v.Elem())
		}
	case reflect.Pointer:
		if !v.IsNil() && strings.HasSuffix(v.Type().Elem().PkgPath(), "goja/ast") {
			return 1 + treeDepth(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			deepest = max(deepest, treeDepth(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "DeclarationList" && name != "File" {
				deepest = max(deepest, treeDepth(v.Field(i)))
			}
		}
	}
	return deepest
}

// FuzzGuardAndCompile: whatever the text, compiling it never panics, and the scan never bounds the depth of a
// tree below what it is. A construct of the language makes at most a few nodes a token.
func FuzzGuardAndCompile(f *testing.F) {
	for _, shape := range hostileShapes(20) {
		f.Add(shape, byte(0))
	}
	f.Add(everything, byte(1))
	f.Add("import a, {b as c} from 'x'; export * from 'y'; export default await a", byte(2))
	f.Add("enum A { B } namespace N { export const x = <T,>(y: T) => y } @d class C { accessor x!: A<B> }", byte(6))
	f.Fuzz(func(t *testing.T, src string, flags byte) {
		if len(src) > 4000 {
			return
		}
		kind := sourceKind(flags>>1) % 4
		hints, err := guard("f", src, kind)
		if err != nil {
			return
		}
		if kind == kindJS {
			checkDepth(t, src)
		}
		c := &compiler{path: "f", source: src, intent: intent{kind: kind, module: flags&1 == 1}, hints: hints}
		if u, err := c.compile(); err == nil && u.program == nil {
			t.Errorf("no program for %q", src)
		}
	})
}

func checkDepth(t *testing.T, src string) {
	t.Helper()
	if depthOf(src, kindJS).Parameters > depthLimit.Parameters {
		return // goja's parser would take for ever
	}
	prg, err := parseLowered("f", []byte(src), false)
	if err != nil {
		return
	}
	bound := depthOf(src, kindJS)
	if depth := treeDepth(reflect.ValueOf(prg.Body)); depth > 4*bound.Chain+12 {
		t.Errorf("a tree of depth %d is bounded by %+v: %q", depth, bound, src)
	}
}

func TestTreesAreNoDeeperThanTheScanSays(t *testing.T) {
	for _, shape := range hostileShapes(40) {
		checkDepth(t, shape)
	}
	checkDepth(t, everything)
}

// FuzzScanFindsHiddenDepth: a text hidden behind any prefix that is complete by itself is still counted.
func FuzzScanFindsHiddenDepth(f *testing.F) {
	for _, p := range []string{
		"a", "if(1)/'/;", "x++/2;", "`${a}`;", "// '\r", "/* ` */",
		"<!-- `\n", "{}\n/`/;", "a:{}/'/;", "'\\\r\n';", "yield\n/'/\n",
	} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, prefix string) {
		if len(prefix) > 2000 || strings.Contains(prefix, "$") {
			return
		}
		const n = 300
		src := prefix + "\n;" + strings.Repeat("(", n) + "1" + strings.Repeat(")", n)
		if depthOf(src, kindJS).Parameters > depthLimit.Parameters {
			return
		}
		prg, err := parseLowered("f", []byte(src), false)
		if err != nil || len(prg.Body) == 0 {
			return
		}
		// goja has parsed it; if the last statement is the number, the brackets were code to it.
		if end := prg.Body[len(prg.Body)-1]; int(end.Idx0()) < len(prefix)+n {
			return
		}
		if d := depthOf(src, kindJS); d.Brackets < n {
			t.Errorf("%q hides %d brackets of %d", prefix, n-d.Brackets, n)
		}
	})
}
