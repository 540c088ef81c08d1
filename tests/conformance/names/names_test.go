// Package names holds the exports of the modules of Node against those of Node v20. What is not there is in known.txt, a
// line for each module: a gap that is closed must leave the list, and a new one is a mistake.
package names

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib"
)

var update = flag.Bool("update", false, "write known.txt anew")

// head is how known.txt begins.
const head = "# What Node v20 exports and lariat does not, without names that begin with an underscore: go test -update writes it.\n"

func TestExports(t *testing.T) {
	text, err := os.ReadFile("testdata/node.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]string
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	got := head
	for _, module := range slices.Sorted(maps.Keys(want)) {
		if missing := absent(t, module, want[module]); len(missing) > 0 {
			got += module + ": " + strings.Join(missing, " ") + "\n"
		}
	}
	if *update {
		if err := os.WriteFile("known.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	known, err := os.ReadFile("known.txt")
	if err != nil {
		t.Fatal(err)
	}
	was, is := strings.Split(string(known), "\n"), strings.Split(got, "\n")
	for _, line := range was {
		if !slices.Contains(is, line) {
			t.Errorf("known.txt says, which is not so any more:\n%s", line)
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			t.Errorf("known.txt does not say:\n%s", line)
		}
	}
}

// absent are the names that a module does not have. Each module has a runtime of its own: some exports are made by others.
func absent(t *testing.T, module string, names []string) (missing []string) {
	t.Helper()
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	}()
	exports, err := rt.Exports("node:" + module)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if exports.Get(name) == nil {
			missing = append(missing, name)
		}
	}
	return missing
}
