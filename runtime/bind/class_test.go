package bind_test

import (
	"io"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/runtimetest"
)

// label is a class like those of the web: what it is given becomes text.
func labelModule() runtime.Module {
	return runtime.Module{Name: "test:label", Globals: []string{"Label"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		class := bind.Class[*string]{
			Name: "Label", Web: true,
			New: func(c *bind.Call) (*string, error) {
				text := c.Text(0)
				return &text, nil
			},
			Methods: map[string]func(*string, *bind.Call) (any, error){
				"say": func(s *string, _ *bind.Call) (any, error) { return *s, nil },
			},
			Getters: map[string]func(*string) any{"text": func(s *string) any { return *s }},
		}.In(rt)
		bind.Show(rt, class.Prototype, "text")
		return runtime.Exports{"Label": class.Value}
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

func TestInstancesAreShownWithTheirGetters(t *testing.T) {
	rt := runtimetest.New(t, io.Discard, runtime.WithModules(labelModule()))
	for source, want := range map[string]string{
		"new Label('a')": "Label { text: 'a' }",
		"Object.assign(new (class Tag extends Label {})('a'), { own: 1 })": "Tag { text: 'a', own: 1 }",
		"({ a: { b: new Label('in') } })":                                  "{ a: { b: Label { text: 'in' } } }",
		"({ a: { b: { c: new Label('deep') } } })":                         "{ a: { b: { c: Label {} } } }",
		"Label.prototype": "Object [Label] { say: [Function: say], text: [Getter] }",
	} {
		var got string
		err := rt.Do(t.Context(), func(vm *goja.Runtime) error {
			v, err := vm.RunString(source)
			if err == nil {
				got = rt.Inspector().Text(v, rt.Inspector().Defaults)
			}
			return err
		})
		if err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", source, got, err, want)
		}
	}
}

// leaver is a class whose asynchronous disposer throws instead of giving a promise.
func leaverModule() runtime.Module {
	return runtime.Module{Name: "test:leaver", Globals: []string{"Leaver", "timers"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		class := bind.Class[*int]{
			Name: "Leaver", New: func(*bind.Call) (*int, error) { return new(int), nil },
			Async: map[string]func(*int, *bind.Call) (any, error){
				"leave": func(_ *int, c *bind.Call) (any, error) { return c.String(0, "why"), nil },
			},
			AsyncDispose: "leave",
		}.In(rt)
		return runtime.Exports{"Leaver": class.Value, "timers": bind.Func(rt, "timers", 0, func(*bind.Call) (any, error) {
			_, timers, _ := rt.Loop().Counts()
			return timers, nil
		})}
	}}
}

func TestADisposerThatThrowsLeavesNoTimer(t *testing.T) {
	runtimetest.Expect(t, `
		const got = await new Leaver().leave(1).catch((e) => e.message);
		if (got !== 'Leaver.leave: "why" must be a string') throw new Error(got);
		if (await new Leaver().leave("x") !== "x" || timers() !== 0) throw new Error(timers() + " timers");
	`, "", leaverModule())
}

func TestPropertiesOfALightObjectCanBeDeletedInALoop(t *testing.T) {
	module := runtime.Module{Name: "test:light", Globals: []string{"token"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		class := bind.Class[*int]{Name: "Token", Light: true}.In(rt)
		return runtime.Exports{"token": class.Wrap(new(int))}
	}}
	runtimetest.Expect(t, `
		Object.assign(token, { a: 1, b: 2, c: 3, d: 4 });
		for (const key in token) delete token[key];
		if (Object.keys(token).length) throw new Error(Object.keys(token));
	`, "", module)
}

func TestAnInstanceIsFoundBehindProxiesAndPrototypes(t *testing.T) {
	runtimetest.Expect(t, `
		const label = new (class Tag extends Label { #own = "own"; get both() { return this.#own + this.text; } })("a");
		const inherits = Object.create(Object.create(label)), proxy = new Proxy(label, {});
		const got = [label.text, label.both, inherits.text, proxy.text, Object.create(new Proxy(inherits, {})).say(), Reflect.ownKeys(label).length];
		if (got.join() !== "a,owna,a,a,a,0") throw new Error(got.join());
		const { proxy: gone, revoke } = Proxy.revocable(label, {});
		revoke();
		const loop = {}, circle = new Proxy({}, { getPrototypeOf: () => loop });
		const text = Object.getOwnPropertyDescriptor(Label.prototype, "text").get;
		for (const other of [gone, {}, Object.create(null), Label.prototype, () => 1, loop, circle, 5, null]) {
			try { text.call(other); } catch (e) { if (e instanceof TypeError) continue; }
			throw new Error("no TypeError");
		}
	`, "", labelModule())
}
