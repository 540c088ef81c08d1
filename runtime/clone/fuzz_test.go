package clone_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// program turns bytes into a script that builds a value. Every object gets a number, by which later ones refer to it,
// so that shared references and cycles come up.
type program struct {
	data []byte
	out  strings.Builder
	made int
	// wild says that the script uses what makes a clone differ from its original: getters, classes, odd prototypes.
	wild bool
}

func (p *program) next() int {
	if len(p.data) == 0 {
		return 0
	}
	b := p.data[0]
	p.data = p.data[1:]
	return int(b)
}

var leaves = []string{
	"undefined", "null", "true", "-0", "1", "2.5", "NaN", "10n", `"text"`, `"\ud800"`, `"é"`, "new Date(7)", "new Date(NaN)",
	"/a+/gi", "Object(1)", `Object("s")`, "Object(2n)", "new Uint8Array([1, 2])", "new DataView(new ArrayBuffer(3), 1)",
}

var wildLeaves = []string{
	"() => 1", `Symbol("s")`, "new Proxy({}, {})", "new WeakMap()", "Promise.resolve()", "(function* () {})()",
	`new Error("e")`, `Object.assign(new TypeError("t"), {code: 1, f() {}})`, "new (class { x = 1 })()", "Object.create(null)",
	`({get a() { return {b: 1} }})`, `({get a() { throw 1 }})`, "Object.freeze([1, {}])", "[].values()", "Object(Symbol())",
	`Object.setPrototypeOf(new Map([[1, 2]]), null)`, `new Error("c", {cause: new Error("d")})`, "new Array(4294967295)",
}

var keys = []string{"a", "b", "1", "0", "__proto__", "constructor", "length", "é", `\ud800`, "", "a b"}

// value writes an expression; depth bounds its nesting.
func (p *program) value(depth int) string {
	n := p.next()
	switch {
	case n >= 250:
		p.wild = true
		return wildLeaves[p.next()%len(wildLeaves)]
	case depth == 0 || n%8 < 3:
		return leaves[p.next()%len(leaves)]
	case n%8 == 3 && p.made > 0:
		return fmt.Sprintf("o%d", p.next()%p.made)
	}
	id := p.made
	p.made++
	count := p.next() % 5
	switch n % 4 {
	case 0:
		p.out.WriteString(fmt.Sprintf("var o%d = {};\n", id))
		for range count {
			key := keys[p.next()%len(keys)]
			v := p.value(depth - 1)
			p.out.WriteString(fmt.Sprintf("def(o%d, \"%s\", %s);\n", id, key, v))
		}
	case 1:
		p.out.WriteString(fmt.Sprintf("var o%d = [];\n", id))
		for range count {
			at := p.next() % 12
			v := p.value(depth - 1)
			p.out.WriteString(fmt.Sprintf("o%d[%d] = %s;\n", id, at, v))
		}
		if n&16 != 0 {
			p.out.WriteString(fmt.Sprintf("o%d.extra = 1; o%d.length += %d;\n", id, id, count))
		}
	case 2:
		p.out.WriteString(fmt.Sprintf("var o%d = new Map();\n", id))
		for range count {
			k, v := p.value(depth-1), p.value(depth-1)
			p.out.WriteString(fmt.Sprintf("o%d.set(%s, %s);\n", id, k, v))
		}
	default:
		p.out.WriteString(fmt.Sprintf("var o%d = new Set();\n", id))
		for range count {
			v := p.value(depth - 1)
			p.out.WriteString(fmt.Sprintf("o%d.add(%s);\n", id, v))
		}
	}
	return fmt.Sprintf("o%d", id)
}

const define = `function def(o, key, value) {
	Object.defineProperty(o, key, {value, writable: true, enumerable: true, configurable: true});
}
`

// FuzzClone builds values from random programs. A clone looks like its original, a clone of a clone like the clone, and
// the only errors are refusals and what the script threw.
func FuzzClone(f *testing.F) {
	for _, seed := range []string{
		"\x04\x03\x00\x05\x01\x08\x02\x03", "\x0c\x04\x04\x02\x00\x01\x03\x00", "\x06\x02\x05\x01\x01\x07\x03\x02",
		"\x1d\x04\x0b\x01\x00\x02\x05\x06\x03\x03\x00", "\xfa\x07\x01", "\x05\x03\x00\xfb\x0a\x01\xfe\x02\x02\x03\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &program{data: data}
		root := p.value(5)
		from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
		value := from.eval(t, define+p.out.String()+"("+root+")")
		m, err := from.realm.Encode(value, clone.Options{})
		if err != nil {
			var thrown *goja.Exception
			if !errors.Is(err, fault.Clone) && !errors.As(err, &thrown) || !p.wild {
				t.Fatalf("%s\n%v", p.out.String(), err)
			}
			return
		}
		first, err := to.realm.Decode(m)
		got := to.text(t, first, err)
		if want := from.text(t, value, nil); !p.wild && got != want {
			t.Fatalf("%s\ngot  %s\nwant %s", p.out.String(), got, want)
		}
		second, err := to.realm.Clone(first, clone.Options{})
		if again := to.text(t, second, err); again != got {
			t.Fatalf("%s\nclone          %s\nclone of clone %s", p.out.String(), got, again)
		}
	})
}
