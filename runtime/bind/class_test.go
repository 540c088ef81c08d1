package bind_test

import (
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/runtimetest"
)

// label is a class like those of the web: what it is given becomes text.
func labelModule() runtime.Module {
	return runtime.Module{Name: "test:label", Globals: []string{"Label"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"Label": bind.Class[*string]{
			Name: "Label", Web: true,
			New: func(c *bind.Call) (*string, error) {
				text := c.Text(0)
				return &text, nil
			},
			Methods: map[string]func(*string, *bind.Call) (any, error){
				"say": func(s *string, _ *bind.Call) (any, error) { return *s, nil },
			},
			Getters: map[string]func(*string) any{"text": func(s *string) any { return *s }},
		}.In(rt).Value}
	}}
}

func TestMembersOfWebClassesAreEnumerable(t *testing.T) {
	runtimetest.Expect(t, `
		const seen = [];
		for (const key in new Label("a")) seen.push(key);
		if (seen.join() !== "say,text") throw new Error(seen.join());
	`, "", labelModule())
}

func TestTextConvertsAsTheWebDoes(t *testing.T) {
	runtimetest.Expect(t, `
		const got = [undefined, null, 1, 1n, { toString: () => "x" }, [1, 2]].map((v) => new Label(v).text).join(" ");
		if (got !== "undefined null 1 1 x 1,2") throw new Error(got);
		for (const v of [Symbol("s"), { toString() { throw new TypeError("no"); } }, { toString: () => ({}), valueOf: () => ({}) }]) {
			try { new Label(v); } catch (e) { if (e instanceof TypeError) continue; }
			throw new Error("no TypeError");
		}
	`, "", labelModule())
}
