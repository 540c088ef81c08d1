package lariat

import (
	"context"
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// arguments are those of a call, copied on the goroutine of the caller.
type arguments struct{ message *clone.Message }

// arguments copies Go values for a call.
func (k *kit) arguments(what string, args []any) (*arguments, error) {
	nodes := make([]clone.Node, len(args))
	for i, arg := range args {
		n, err := (&encoder{classes: k.classes}).node(arg)
		if err != nil {
			return nil, placed(err, argument(what, i))
		}
		nodes[i] = n
	}
	return &arguments{clone.NewList(nodes)}, nil
}

// values makes the arguments in the runtime. Loop goroutine only.
func (a *arguments) values(i isolate) ([]goja.Value, error) {
	values, err := i.core.Cloner().DecodeList(a.message)
	return values, bind.Caught(i.core, err)
}

// Call calls a function that a module exports, awaits its promise and converts the result as As does. specifier is what an
// import of a file in the folder of the runtime would say; export may be "default". When ctx ends, the script unwinds in
// its finally blocks before Call returns.
func Call[T any](ctx context.Context, rt *Runtime, specifier, export string, args ...any) (T, error) {
	var result T
	err := rt.call(ctx, specifier, export, args, reflect.ValueOf(&result).Elem())
	return result, err
}

// call is Call for a place.
func (rt *Runtime) call(ctx context.Context, specifier, export string, args []any, to reflect.Value) error {
	what := export + " of " + specifier
	if err := rt.given(ctx, what); err != nil {
		return err
	}
	arguments, err := rt.arguments(what, args)
	if err != nil {
		return err
	}
	var v Value
	err = rt.do(ctx, what, func(c *call) {
		c.export(specifier, export, func(fn *bind.Function) {
			c.invoke(fn, arguments, func(result goja.Value) {
				value, err := rt.copied(result, to.Type() == valueType)
				v = value
				c.finish(err)
			})
		})
	})
	if err != nil {
		return err
	}
	return v.into(to, what+": result")
}

// Namespace is what a module exports.
type Namespace struct {
	rt        *Runtime
	specifier string
	names     []string
}

// Import loads a module, runs it if that has not been done, and returns what it exports.
func (rt *Runtime) Import(ctx context.Context, specifier string) (*Namespace, error) {
	ns := &Namespace{rt: rt, specifier: specifier}
	err := rt.do(ctx, "import "+specifier, func(c *call) {
		c.space(specifier, func(space *goja.Object) {
			ns.names = space.Keys()
			c.finish(nil)
		})
	})
	if err != nil {
		return nil, err
	}
	return ns, nil
}

// Names lists the exports.
func (n *Namespace) Names() []string { return append([]string(nil), n.names...) }

// Get returns a copy of the value that an export has now.
func (n *Namespace) Get(ctx context.Context, export string) (Value, error) {
	var v Value
	err := n.rt.do(ctx, export+" of "+n.specifier, func(c *call) {
		c.space(n.specifier, func(space *goja.Object) {
			x := space.Get(export)
			if x == nil {
				c.finish(noExport(n.specifier, export, space))
				return
			}
			value, err := n.rt.copied(x, true)
			v = value
			c.finish(err)
		})
	})
	if err != nil {
		return Value{}, err
	}
	return v, nil
}

// Call calls an exported function as Call does.
func (n *Namespace) Call(ctx context.Context, export string, args ...any) (Value, error) {
	return Call[Value](ctx, n.rt, n.specifier, export, args...)
}

// Func makes a Go function of one that a module exports: func(context.Context, A, …) (R, error), or without the R. It
// imports the module and sees to it that there is such a function, which takes no more arguments than F gives.
func Func[F any](ctx context.Context, rt *Runtime, specifier, export string) (F, error) {
	var f F
	t := reflect.TypeFor[F]()
	what := export + " of " + specifier
	if err := rt.given(ctx, "func "+what); err != nil {
		return f, err
	}
	if err := callable(t, rt.classes); err != nil {
		return f, placed(err, what)
	}
	err := rt.do(ctx, "func "+what, func(c *call) {
		c.export(specifier, export, func(fn *bind.Function) {
			least := fn.Value.Get("length").ToInteger()
			if given := t.NumIn() - 1; int64(given) < least && !t.IsVariadic() {
				c.finish(fault.Type.New("%s takes %d arguments, but %s gives it %d", what, least, t, given))
				return
			}
			c.finish(nil)
		})
	})
	if err != nil {
		return f, err
	}
	made := reflect.MakeFunc(t, func(in []reflect.Value) []reflect.Value {
		ctx, _ := in[0].Interface().(context.Context)
		out := reflect.New(result(t)).Elem()
		err := rt.call(ctx, specifier, export, spread(in[1:], t.IsVariadic()), out)
		return results(t, out, err)
	})
	return made.Interface().(F), nil
}

// callable reports what is wrong with the type of a Go function that calls script.
func callable(t reflect.Type, c *classes) error {
	switch {
	case t.Kind() != reflect.Func:
		return wrong("the Go type " + t.String() + " is no function")
	case t.NumIn() == 0 || t.In(0) != contextType:
		return wrong("the first parameter of " + t.String() + " must be a context.Context")
	case t.NumOut() == 0 || t.NumOut() > 2 || t.Out(t.NumOut()-1) != errorType:
		return wrong(t.String() + " must return (error) or (T, error)")
	}
	for i := 1; i < t.NumIn(); i++ {
		if _, err := encodeOf(t.In(i), c); err != nil {
			return err
		}
	}
	_, err := decodeOf(result(t), c)
	return err
}

var contextType = reflect.TypeFor[context.Context]()

// result is the type that a function returns beside its error.
func result(t reflect.Type) reflect.Type {
	if t.NumOut() == 2 {
		return t.Out(0)
	}
	return reflect.TypeFor[any]()
}

func results(t reflect.Type, out reflect.Value, err error) []reflect.Value {
	failed := reflect.New(errorType).Elem()
	if err != nil {
		failed.Set(reflect.ValueOf(err))
	}
	if t.NumOut() == 1 {
		return []reflect.Value{failed}
	}
	return []reflect.Value{out, failed}
}

// spread lists arguments, the last of which may be a slice of more.
func spread(in []reflect.Value, variadic bool) []any {
	var args []any
	for i, v := range in {
		if variadic && i == len(in)-1 {
			for j := range v.Len() {
				args = append(args, v.Index(j).Interface())
			}
			break
		}
		args = append(args, v.Interface())
	}
	return args
}
