package clone

import (
	"slices"

	"github.com/dop251/goja"
)

// standardErrors are the classes that every runtime has.
var standardErrors = []string{
	"Error", "AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError",
}

// hidden are the own properties of an error that are not enumerable, in the order in which they are defined again.
var hidden = []string{"stack", "message", "cause", "errors"}

// failure encodes an Error: name, message and stack as the standard says, cause and errors as V8 does, and further own
// properties (code, path, retryAfter), which the standard allows. Of those, what cannot be cloned is left out: an error
// must not be lost because somebody has hung a socket on it.
func (e *encoder) failure(o *goja.Object) (any, error) {
	name := "Error"
	if v := o.Get("name"); v != nil && !goja.IsUndefined(v) {
		name = v.String()
	}
	n := &failure{class: name}
	if e.hooks.ErrorClass != nil {
		n.class = e.hooks.ErrorClass(o, name)
	}
	if e.hooks.ErrorWithin != nil {
		n.within = e.hooks.ErrorWithin(o)
	}
	e.remember(o, n)
	keys := o.Keys()
	for _, key := range hidden {
		p, _ := e.Own(o, key)
		v := p.Value
		if v == nil || key == "stack" && !goja.IsString(v) {
			continue
		}
		if key == "message" {
			v = v.ToString()
			if o, isObject := v.(*goja.Object); isObject {
				v = e.VM.ToValue(o.String())
			}
		}
		x, err := e.part(v)
		if err != nil {
			return nil, at(err, step(key))
		}
		if x != nil {
			n.props = append(n.props, property{key, x, p.Enumerable})
		}
	}
	ownName := false
	for _, key := range keys {
		ownName = ownName || key == "name"
		if slices.Contains(hidden, key) {
			continue
		}
		if x := e.attempt(func() (any, error) { return e.value(o.Get(key)) }); x != nil {
			n.props = append(n.props, property{key, x, true})
		}
	}
	// The code of lariat's own errors is not enumerable.
	if p, ok := e.Own(o, "code"); ok && !p.Enumerable && p.Value != nil {
		if x := e.attempt(func() (any, error) { return e.value(p.Value) }); x != nil {
			n.props = append(n.props, property{"code", x, false})
		}
	}
	if !ownName && !slices.Contains(standardErrors, name) {
		// The class may be unknown on the other side; the name shall be right all the same.
		n.props = append(n.props, property{"name", e.VM.ToValue(name), false})
	}
	return n, nil
}

// part encodes a cause or the like, which must be clonable unless the options are lenient.
func (e *encoder) part(v goja.Value) (any, error) {
	if e.Lenient {
		return e.attempt(func() (any, error) { return e.value(v) }), nil
	}
	return e.value(v)
}

// attempt is nil when f fails or throws; whatever f has entered by then is forgotten, because it may be incomplete.
func (e *encoder) attempt(f func() (any, error)) (x any) {
	mark, depth := len(e.log), e.depth
	e.attempts++
	var err error
	ex := e.VM.Try(func() { x, err = f() })
	if ex != nil || err != nil {
		for _, o := range e.log[mark:] {
			delete(e.seen, o)
		}
		e.log, e.depth, x = e.log[:mark], depth, nil
	}
	if e.attempts--; e.attempts == 0 {
		e.log = e.log[:0]
	}
	return x
}
