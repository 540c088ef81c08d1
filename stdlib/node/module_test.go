package node_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// TestNode runs the cases that Node has run before: testdata/record.mjs wrote down what it made of them.
func TestNode(t *testing.T) {
	var out, complaints runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, &out, &complaints))
	if err := rt.Run(t.Context(), "testdata/record.mjs"); err != nil {
		t.Fatal(runtimetest.Describe(err))
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
