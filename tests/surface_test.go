package tests

import (
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// TestSurface looks for each name of testdata/surface.txt in a program.
func TestSurface(t *testing.T) {
	text, err := os.ReadFile("testdata/surface.txt")
	if err != nil {
		t.Fatal(err)
	}
	rt := runtimetest.New(t, &runtimetest.Output{}, runtime.WithModules(stdlib.All()...))
	err = rt.Do(t.Context(), func(*goja.Runtime) error {
		for _, problem := range checkSurface(rt, string(text)) {
			t.Error(problem)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checkSurface returns what a program does not have of what was promised.
func checkSurface(rt *runtime.Runtime, text string) (missing []string) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] == "#" {
			continue
		}
		name := words[0] + " " + words[1]
		exports, err := rt.Exports(words[0])
		if err != nil {
			missing = append(missing, err.Error())
			continue
		}
		export := exports.Get(words[1])
		if export == nil {
			missing = append(missing, name)
			continue
		}
		for _, member := range words[2:] {
			if !hasMember(rt, export, member) {
				missing = append(missing, name+" "+member)
			}
		}
	}
	return missing
}

// hasMember looks where the file says that a member is: that a property is there, whatever a getter says of it.
func hasMember(rt *runtime.Runtime, export goja.Value, member string) bool {
	of, ok := export.(*goja.Object)
	if !ok {
		return false
	}
	member, static := strings.CutPrefix(member, ".")
	if proto, isClass := of.Get("prototype").(*goja.Object); isClass && !static {
		of = proto
	}
	var key goja.Value = rt.VM().ToValue(member)
	if symbol, ok := strings.CutPrefix(member, "@"); ok {
		key = rt.VM().Get("Symbol").(*goja.Object).Get(symbol)
	}
	reflect := rt.VM().Get("Reflect").(*goja.Object)
	has, err := rt.Call(reflect.Get("has"), goja.Undefined(), of, key)
	return err == nil && has.ToBoolean()
}

func TestSurfaceThatIsNotThere(t *testing.T) {
	rt := runtimetest.New(t, &runtimetest.Output{}, runtime.WithModules(stdlib.All()...))
	err := rt.Do(t.Context(), func(*goja.Runtime) error {
		got := checkSurface(rt, "# a comment\nlariat:lock Mutex lock unlock .all .lock @iterator\nlariat:lock Lock\nlariat:retry backoff none all\nlariat:locks A\n")
		want := []string{
			"lariat:lock Mutex unlock", "lariat:lock Mutex .lock", "lariat:lock Mutex @iterator", "lariat:lock Lock", "lariat:retry backoff all",
		}
		if len(got) != 6 || !strings.Contains(got[5], "lariat:locks") || strings.Join(got[:5], "\n") != strings.Join(want, "\n") {
			t.Errorf("got %q, want %q and an error", got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
