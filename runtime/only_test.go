package runtime_test

import (
	"slices"
	"testing"

	"github.com/lariatjs/lariat/runtime"
)

func TestWithOnly(t *testing.T) {
	module := func(name string) runtime.Module {
		return runtime.Module{Name: name, Load: func(*runtime.Runtime) runtime.Exports { return nil }}
	}
	rt, err := runtime.New(
		runtime.WithModules(module("lariat:a"), module("lariat:b"), module("lariat:c")), runtime.WithOnly("lariat:c", "lariat:a", "lariat:d"),
	)
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	if got := rt.ModuleNames(); !slices.Equal(got, []string{"lariat:a", "lariat:c"}) {
		t.Errorf("got %v", got)
	}
	if _, err := rt.Exports("lariat:b"); err == nil {
		t.Error("a module that was taken away is there")
	}
}
