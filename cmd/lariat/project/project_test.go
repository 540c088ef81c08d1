package project_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/lariatjs/lariat/cmd/lariat/project"
)

func TestFind(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{
		"a.ts", "b.d.ts", "c.test.js", "d.txt", "sub/e.mjs", "sub/deep/f.test.tsx", ".hidden/g.js", "node_modules/h/i.js", "test.js", "j.test.d.ts",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		paths  []string
		wanted func(string) bool
		want   []string
	}{
		{[]string{"."}, project.IsProgram, []string{"a.ts", "c.test.js", "sub/deep/f.test.tsx", "sub/e.mjs", "test.js"}},
		{[]string{"."}, project.IsTest, []string{"c.test.js", "sub/deep/f.test.tsx"}},
		{[]string{"sub", "sub/deep", "d.txt", "./d.txt"}, project.IsTest, []string{"d.txt", "sub/deep/f.test.tsx"}},
		{[]string{".hidden", "node_modules"}, project.IsProgram, []string{".hidden/g.js", "node_modules/h/i.js"}},
	} {
		got, err := project.Find(c.paths, c.wanted)
		for i := range got {
			got[i] = filepath.ToSlash(got[i])
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, %v, want %v", c.paths, got, err, c.want)
		}
	}
	if got, err := project.Find([]string{"nosuch"}, project.IsTest); err == nil {
		t.Errorf("got %v", got)
	}
}
