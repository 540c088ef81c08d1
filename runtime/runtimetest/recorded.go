package runtimetest

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Recorded runs the cases of testdata/record.mjs and compares what they give with what Node gave, which is written down
// in testdata/node.json: a list of texts for each group of cases.
func Recorded(t *testing.T, modules ...runtime.Module) {
	t.Helper()
	recorded(t, "testdata/record.mjs", "testdata/node.json", runtime.WithModules(modules...))
}

// RecordedNewer is Recorded with testdata/newer.mjs and newer.json: what a newer Node has than the one that all else is from.
func RecordedNewer(t *testing.T, modules ...runtime.Module) {
	t.Helper()
	recorded(t, "testdata/newer.mjs", "testdata/newer.json", runtime.WithModules(modules...))
}

// RecordedLive is Recorded in real time: for what waits for a network, where virtual time would pass too soon.
func RecordedLive(t *testing.T, modules ...runtime.Module) {
	t.Helper()
	recorded(t, "testdata/record.mjs", "testdata/node.json", runtime.WithModules(modules...), runtime.WithClock(loop.Real()))
}

func recorded(t *testing.T, cases, file string, options ...runtime.Option) {
	t.Helper()
	var out, complaints Output
	rt := New(t, &out, append(options, runtime.WithStdio(nil, &out, &complaints))...)
	if err := rt.Run(t.Context(), cases); err != nil {
		t.Fatal(Describe(err))
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want, got map[string][]string
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for group, texts := range want {
		if len(got[group]) != len(texts) {
			t.Errorf("%s: %d cases, recorded are %d: node %s > %s", group, len(got[group]), len(texts), cases, file)
			continue
		}
		for i, text := range texts {
			if got[group][i] != text {
				t.Errorf("%s, case %d:\n%s\nNode:\n%s", group, i, got[group][i], text)
			}
		}
	}
}
