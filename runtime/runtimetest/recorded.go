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
	recorded(t, runtime.WithModules(modules...))
}

// RecordedLive is Recorded in real time: for what waits for a network, where virtual time would pass too soon.
func RecordedLive(t *testing.T, modules ...runtime.Module) {
	t.Helper()
	recorded(t, runtime.WithModules(modules...), runtime.WithClock(loop.Real()))
}

func recorded(t *testing.T, options ...runtime.Option) {
	t.Helper()
	var out, complaints Output
	rt := New(t, &out, append(options, runtime.WithStdio(nil, &out, &complaints))...)
	if err := rt.Run(t.Context(), "testdata/record.mjs"); err != nil {
		t.Fatal(Describe(err))
	}
	text, err := os.ReadFile("testdata/node.json")
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
			t.Errorf("%s: %d cases, recorded are %d: node testdata/record.mjs > testdata/node.json", group, len(got[group]), len(texts))
			continue
		}
		for i, text := range texts {
			if got[group][i] != text {
				t.Errorf("%s, case %d:\n%s\nNode:\n%s", group, i, got[group][i], text)
			}
		}
	}
}
