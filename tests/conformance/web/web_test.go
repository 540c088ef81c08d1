// Package web holds lariat against the standards of the web: the shape of every global, what each area does, and the
// gaps that are known.
package web

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestShapes compares the globals with idl.txt.
func TestShapes(t *testing.T) {
	source := read(t, "idl.js") + "\nfor (const line of await differences(" + strconv.Quote(read(t, "idl.txt")) + ")) console.log(line);\n"
	runtimetest.Expect(t, source, "", stdlib.All()...)
}

// TestShapesFindsWhatIsWrong has idl.js look at globals that are not as they should be.
func TestShapesFindsWhatIsWrong(t *testing.T) {
	const globals = `
globalThis.Wrong = class Wrong { get a() {} f() { return 1; } stray() {} };
`
	const text = "Wrong 1\n  get a\n  do f/1\n  const C=1\nAbsent 0\nglobal\n  get a\n"
	source := read(t, "idl.js") + globals + "\nfor (const line of await differences(" + strconv.Quote(text) + ")) console.log(line);\n"
	out, err := runtimetest.Run(t, source, stdlib.All()...)
	if err != nil {
		t.Fatal(runtimetest.Describe(err))
	}
	for _, want := range []string{
		"flags of Wrong: writable enumerable configurable, not writable configurable", "Wrong.length: 0, not 1",
		"toStringTag of Wrong: undefined, not Wrong", "new Wrong without arguments: does not throw", "Wrong.stray: no standard has it",
		"flags of Wrong.a: configurable, not enumerable configurable", "Wrong.a of {}: does not throw", "Wrong.f.length: 0, not 1",
		"Wrong.f of the prototype: does not throw", "Wrong.C: is missing", "Absent: is missing", "a: is missing",
	} {
		if !strings.Contains(out, want+"\n") {
			t.Errorf("%q is not found in:\n%s", want, out)
		}
	}
}

// TestFiles runs the tables of what each area does.
func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

var gap = regexp.MustCompile("(?m)^- .*\n(?:  .*\n)*?  ```js\n((?:  .*\n)*?)  // The standard: (.*)\n  // Lariat: (.*)\n  ```")

// statement is an import, which must not stand in a block.
var statement = regexp.MustCompile("(?m)^  import .*\n")

// TestGaps runs the programs of gaps.md, which must still do what lariat does and not what the standard says.
func TestGaps(t *testing.T) {
	page := read(t, "gaps.md")
	gaps := gap.FindAllStringSubmatch(page, -1)
	if n := strings.Count(page, "\n- "); len(gaps) != n || n == 0 {
		t.Fatalf("of %d gaps %d have a program that ends in what the standard says and what lariat does", n, len(gaps))
	}
	for _, g := range gaps {
		source, standard, ours := g[1], g[2], g[3]
		t.Run(strings.Join(strings.Fields(source), " "), func(t *testing.T) {
			imports, body := "", source
			for _, line := range statement.FindAllString(source, -1) {
				imports, body = imports+line, strings.Replace(body, line, "", 1)
			}
			out, err := runtimetest.Run(t, imports+"try {\n"+body+"\n} catch (error) { console.log(error.name); }\n", stdlib.All()...)
			switch got := strings.TrimSpace(out); {
			case err != nil:
				t.Error(runtimetest.Describe(err))
			case got == standard:
				t.Errorf("the gap is closed: take it from gaps.md")
			case got != ours:
				t.Errorf("gives %q, and gaps.md says %q", got, ours)
			}
		})
	}
}
