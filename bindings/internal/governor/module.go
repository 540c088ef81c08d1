package governor

import (
	"context"
	_ "embed"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed governor.js
var source string

var script = bind.NewScript("lariat:governor", source)

// Classes are the JavaScript faces that all governors of one runtime share.
type Classes struct {
	// Base is the class Governor, which the others extend.
	Base  *goja.Object
	Token *bind.Constructor[*Token]
	all   *bind.Constructor[*all]

	rt     *runtime.Runtime
	native map[*goja.Object]bool // the methods that the classes of native Governors have
}

type classesKey struct{}

// ClassesOf returns the classes of a runtime, made at first use.
func ClassesOf(rt *runtime.Runtime) *Classes {
	return runtime.Local(rt, classesKey{}, func() *Classes {
		k := &Classes{rt: rt, native: map[*goja.Object]bool{}}
		k.Token = bind.Class[*Token]{
			Name: "Token", Light: true,
			Methods: map[string]func(*Token, *bind.Call) (any, error){
				"release": func(t *Token, _ *bind.Call) (any, error) { return t.Release(), nil },
			},
			Getters: map[string]func(*Token) any{"held": func(t *Token) any { return t.Held() }},
			Dispose: "release",
		}.In(rt)
		k.Base = script.Run(rt, bind.Host{
			"AsyncIteratorPrototype": rt.Realm().AsyncIteratorPrototype(), "wrong": wrong, "native": k.combine,
			"within": bind.AsyncFunc(rt, "Governor.all", 2, within), "with": bind.AsyncFunc(rt, "Governor.with", 1, with),
			"refund": bind.Func(rt, "Governor.all", 1, refund), "patience": patience,
		})
		k.all = k.allClass()
		return k
	})
}

// wrong makes the TypeError of an argument.
func wrong(c *bind.Call) (any, error) {
	return c.Runtime().ErrorValue(fault.Type.New("%s must be %s", c.Text(0), c.Text(1))), nil
}

// within calls a function with the signal of a scope that is narrowed by wait options, and in it.
func within(c *bind.Call) (any, error) {
	rt, fn, scope := c.Runtime(), c.Function(1, "fn"), c.ContextExactly(0, &WantOptions{})
	if err := scope.Err(); err != nil {
		scope.EndWait()
		return nil, err
	}
	frame := *fn.Frame()
	frame.Scope = scope
	return bind.Run(rt, fn.In(&frame), scope.EndWait, bind.Signal(rt, &scope.Signal)), nil
}

// Native notes the class of a native Governor, by its prototype: All combines its instances in Go. Those of
// a script's subclass with an acquire or tryAcquire of its own are the script's.
func (k *Classes) Native(proto *goja.Object) {
	for _, name := range []string{"acquire", "tryAcquire"} {
		k.native[proto.Get(name).(*goja.Object)] = true
	}
}

// combine makes one native governor of those of an array that are native: [native or undefined, the others].
func (k *Classes) combine(c *bind.Call) (any, error) {
	var list []Governor
	var others []goja.Value
	c.VM().ForOf(c.Value(0), func(v goja.Value) bool {
		obj := v.(*goja.Object)
		if g, ok := runtime.HandleOf(v).(Governor); ok && k.isNative(obj.Get("acquire")) && k.isNative(obj.Get("tryAcquire")) {
			list = append(list, g)
		} else {
			others = append(others, v)
		}
		return true
	})
	var native goja.Value = goja.Undefined()
	if len(list) > 0 {
		native = k.all.Wrap(All(list...).(*all))
	}
	return append([]goja.Value{native}, others...), nil
}

func (k *Classes) isNative(method goja.Value) bool {
	obj, ok := method.(*goja.Object)
	return ok && k.native[obj]
}

func (k *Classes) allClass() *bind.Constructor[*all] {
	class := bind.Class[*all]{
		Name: "AllGovernor", Extends: k.Base,
		Async: map[string]func(*all, *bind.Call) (any, error){
			"acquire": func(a *all, c *bind.Call) (any, error) {
				s := &seek{all: a}
				return k.Acquire(c, s, Report{s})
			},
		},
		Methods: map[string]func(*all, *bind.Call) (any, error){
			"tryAcquire": func(a *all, c *bind.Call) (any, error) { return k.TryAcquire(c, a) },
		},
	}.In(k.rt)
	k.Native(class.Prototype)
	return class
}

// Report is a Traced as the engine's deadlock report reads it.
type Report struct{ Traced }

// HeldBy describes the holders: task "fetch" (#7) at main.ts:12:9.
func (r Report) HeldBy() []string {
	var out []string
	for _, by := range r.Holders() {
		text := by.String()
		if by.At != nil {
			if at := by.At.String(); at != "" {
				text += " at " + at
			}
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// Open reports whether somebody outside may end the wait: a host that holds the thing or made it, or the time.
func (r Report) Open() bool {
	return !confined(r.Traced) || timed(r.Traced) || slices.ContainsFunc(r.Holders(), func(by waitlist.Party) bool { return by.Task == 0 })
}

// TaskOf says which task calls a native; its line is not asked for.
func TaskOf(c *bind.Call) waitlist.Party {
	rt := c.Runtime()
	t := rt.Frame().Task
	return waitlist.Party{Task: t.ID, Name: t.Name, Isolate: rt.IsolateID()}
}

// PartyOf says who calls a native: the task and the line.
func PartyOf(c *bind.Call) waitlist.Party {
	by := TaskOf(c)
	by.At = c.Site()
	return by
}

// WantOptions are what acquire options say of the turn.
type WantOptions struct {
	Weight   int `js:"weight"`
	Priority int `js:"priority"`
}

// Wants reads weight and priority of the acquire options at argument i.
func (k *Classes) Wants(c *bind.Call, i int) (Want, error) {
	o := WantOptions{Weight: 1}
	c.Exactly(i, &o, &bind.WaitOptions{})
	if o.Weight < 1 {
		return Want{}, fault.Range.New("%s: \"weight\" must be at least 1, got %d", c.Name(), o.Weight)
	}
	return Want(o), nil
}

// Acquire is the acquire method of any native governor: acquire({ signal, timeout, weight, priority }).
func (k *Classes) Acquire(c *bind.Call, g Governor, what runtime.Waited) (any, error) {
	by := PartyOf(c)
	if rt := c.Runtime(); !c.Has(0) && rt.Scope().Err() == nil && !rt.Exploring() {
		if t := g.TryAcquire(by); t != nil {
			return k.Token.Wrap(t), nil
		}
	}
	want, err := k.Wants(c, 0)
	if err != nil {
		return nil, err
	}
	return bind.Await(c, c.ContextExactly(0, &WantOptions{}), what, func(ctx context.Context, done func(Offer, error)) {
		Acquire(ctx, g, by, want, func(t *Token, err error) { done(Offer{t}, err) })
	}, func(o Offer) (any, error) { return k.Give(o.Token) })
}

// Offer is a token on its way to the script. If nobody is there any more to take it, it was not used.
type Offer struct{ *Token }

// Release is for the kit, which gives back what nobody takes.
func (o Offer) Release() bool { return o.Refund() }

// Give hands a token to the script.
func (k *Classes) Give(t *Token) (any, error) { return k.Token.Wrap(t), nil }

// TryAcquire is the tryAcquire method of any native governor: a token or null.
func (k *Classes) TryAcquire(c *bind.Call, g Governor) (any, error) {
	want := Want{Weight: 1}
	if c.Has(0) {
		var err error
		if want, err = k.Wants(c, 0); err != nil {
			return nil, err
		}
	}
	if t := TryAcquire(g, PartyOf(c), want); t != nil {
		return k.Token.Wrap(t), nil
	}
	return bind.Null, nil
}
