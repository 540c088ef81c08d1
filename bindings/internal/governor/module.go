package governor

import (
	"context"
	_ "embed"
	"sync"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed governor.js
var source string

var program = sync.OnceValue(func() *goja.Program { return goja.MustCompile("lariat:governor", source, true) })

// Classes are the JavaScript faces that all governors of one runtime share.
type Classes struct {
	// Base is the class Governor, which the others extend.
	Base  *goja.Object
	Token *bind.Constructor[*Token]
	all   *bind.Constructor[*all]
}

type classesKey struct{}

// ClassesOf returns the classes of a runtime, made at first use.
func ClassesOf(rt *runtime.Runtime) *Classes {
	return runtime.Local(rt, classesKey{}, func() *Classes {
		k := &Classes{}
		k.Token = bind.Class[*Token]{
			Name: "Token", Light: true,
			Methods: map[string]func(*Token, *bind.Call) (any, error){"release": func(t *Token, _ *bind.Call) (any, error) { return t.Release(), nil }},
			Getters: map[string]func(*Token) any{"held": func(t *Token) any { return t.Held() }},
			Dispose: "release",
		}.In(rt)
		make, err := rt.VM().RunProgram(program())
		if err != nil {
			panic(err)
		}
		base, err := rt.Call(make, goja.Undefined(), bind.Func(rt, "all", 1, k.combine), bind.Func(rt, "isObject", 1, func(c *bind.Call) (any, error) {
			_, ok := c.Value(0).(*goja.Object)
			return ok, nil
		}))
		if err != nil {
			panic(err)
		}
		k.Base = base.(*goja.Object)
		k.all = k.allClass(rt)
		return k
	})
}

// combine makes one native governor when all of the array are native.
func (k *Classes) combine(c *bind.Call) (any, error) {
	var list []Governor
	native := true
	c.VM().ForOf(c.Value(0), func(v goja.Value) bool {
		g, ok := runtime.HandleOf(v).(Governor)
		native = native && ok
		list = append(list, g)
		return ok
	})
	if !native {
		return nil, nil
	}
	if len(list) == 0 {
		return nil, fault.Range.New(`Governor.all: "governors" must not be empty`)
	}
	return k.all.Wrap(All(list...).(*all)), nil
}

func (k *Classes) allClass(rt *runtime.Runtime) *bind.Constructor[*all] {
	return bind.Class[*all]{
		Name: "AllGovernor", Extends: k.Base,
		Async: map[string]func(*all, *bind.Call) (any, error){
			"acquire": func(a *all, c *bind.Call) (any, error) { return k.Acquire(c, a, Report{a}) },
		},
		Methods: map[string]func(*all, *bind.Call) (any, error){
			"tryAcquire": func(a *all, c *bind.Call) (any, error) { return k.TryAcquire(c, a) },
		},
	}.In(rt)
}

// Holders are nobody in particular: the members are what is held.
func (a *all) Holders() []waitlist.Party { return nil }

// Waiting is not counted: a caller waits for one of the members.
func (a *all) Waiting() int { return 0 }

// Report is a Traced as the engine's deadlock report reads it.
type Report struct{ Traced }

// HeldBy describes the holders.
func (r Report) HeldBy() []string {
	var out []string
	for _, by := range r.Holders() {
		text := by.String()
		if by.At != nil {
			if at := by.At.String(); at != "" {
				text += " at " + at
			}
		}
		out = append(out, text)
	}
	return out
}

// TaskOf says which task calls a native; its line is not asked for.
func TaskOf(c *bind.Call) waitlist.Party {
	t := c.Runtime().Frame().Task
	return waitlist.Party{Task: t.ID, Name: t.Name}
}

// PartyOf says who calls a native: the task and the line.
func PartyOf(c *bind.Call) waitlist.Party {
	t := c.Runtime().Frame().Task
	return waitlist.Party{Task: t.ID, Name: t.Name, At: c.Runtime().Site()}
}

// wants reads weight and priority of the acquire options at argument i.
func wants(c *bind.Call, i int) (Want, error) {
	o := struct {
		Weight   int `js:"weight"`
		Priority int `js:"priority"`
	}{Weight: 1}
	c.Options(i, &o)
	if o.Weight < 1 {
		return Want{}, fault.Range.New("%s: \"weight\" must be at least 1, got %d", c.Name(), o.Weight)
	}
	return Want{Weight: o.Weight, Priority: o.Priority}, nil
}

// Acquire is the acquire method of any native governor: acquire({ signal, timeout, weight, priority }).
func (k *Classes) Acquire(c *bind.Call, g Governor, what runtime.Waited) (any, error) {
	by := PartyOf(c)
	if !c.Has(0) && c.Runtime().Scope().Err() == nil {
		if t := g.TryAcquire(by); t != nil {
			return k.Token.Wrap(t), nil
		}
	}
	want, err := wants(c, 0)
	if err != nil {
		return nil, err
	}
	return bind.Await(c, c.Context(0), what, func(ctx context.Context, done func(*Token, error)) {
		Acquire(ctx, g, by, want, done)
	}, k.Give)
}

// Give hands a token to the script.
func (k *Classes) Give(t *Token) (any, error) { return k.Token.Wrap(t), nil }

// TryAcquire is the tryAcquire method of any native governor: a token or null.
func (k *Classes) TryAcquire(c *bind.Call, g Governor) (any, error) {
	want := Want{Weight: 1}
	if c.Has(0) {
		var err error
		if want, err = wants(c, 0); err != nil {
			return nil, err
		}
	}
	if t := TryAcquire(g, PartyOf(c), want); t != nil {
		return k.Token.Wrap(t), nil
	}
	return bind.Null, nil
}
