package es

import "github.com/dop251/goja"

const (
	// maxJSONDepth bounds the depth of what is read, and of what is written.
	maxJSONDepth = 5000
	// maxJSONSurvey is how many values are looked at before writing.
	maxJSONSurvey = 1 << 20
	// maxJSONValues bounds the values that are written.
	maxJSONValues = 1 << 24
)

// guardJSON guards the object JSON.
func guardJSON(vm *goja.Runtime, obj *goja.Object) {
	for name, g := range map[string]guard{"parse": wrapped(ownParse), "stringify": both(wrapped(guardStringify), reentered)} {
		if f, ok := obj.Get(name).(*goja.Object); ok {
			g(vm, f)
		}
	}
}

func ownParse(vm *goja.Runtime, _ native) native { return Of(vm).jsonParse }

// guardStringify writes a value itself, unless there is something in it that goja has for Go's values. Those are looked
// through before: what is found to be deep, or not at its end soon, is written under the eyes of a replacer, which sees
// every value.
func guardStringify(vm *goja.Runtime, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		if v, ok := Of(vm).stringify(c); ok {
			return v
		}
		root, ok := c.Argument(0).(*goja.Object)
		if !ok {
			return original(c)
		}
		s := jsonSurvey{vm: vm, left: maxJSONSurvey}
		if s.fits(root, 0) {
			return original(c)
		}
		w := &jsonWatch{vm: vm, left: maxJSONValues}
		if replacer, ok := c.Argument(1).(*goja.Object); ok {
			if !isCallable(replacer) {
				if s.deep {
					w.deep()
				}
				return original(c)
			}
			w.replacer = replacer
		}
		watch := linkFunction(vm, w.see, "", 2)
		return original(goja.FunctionCall{This: c.This, Arguments: []goja.Value{root, watch, c.Argument(2)}})
	}
}

// jsonSurvey looks at plain data, without running a script.
type jsonSurvey struct {
	vm   *goja.Runtime
	left int
	deep bool
}

// fits says that there is nothing to fear of obj.
func (s *jsonSurvey) fits(obj *goja.Object, depth int) bool {
	if depth > maxJSONDepth {
		s.deep = true
		return false
	}
	if linkStdArray(s.vm, obj) != nil {
		list := linkList(s.vm, obj)
		if s.left -= len(list); s.left < 0 {
			return false
		}
		for _, v := range list {
			if inner, ok := v.(*goja.Object); ok && !s.fits(inner, depth+1) {
				return false
			}
		}
		return true
	}
	values := partsOf(obj).values()
	if s.left -= len(values); s.left < 0 {
		return false
	}
	for _, v := range values {
		if inner, ok := v.(*goja.Object); ok && !s.fits(inner, depth+1) {
			return false
		}
	}
	return true
}

// jsonWatch is a replacer that counts.
type jsonWatch struct {
	vm       *goja.Runtime
	replacer *goja.Object
	holders  []*goja.Object
	left     int
}

func (w *jsonWatch) deep() { panic(rangeErrorOf(w.vm, "data is nested too deep for JSON")) }

// see is called for every value, in depth-first order, with the object that holds it as this: whatever was
// entered after that object has been left.
func (w *jsonWatch) see(c goja.FunctionCall) goja.Value {
	v := c.Argument(1)
	if w.replacer != nil {
		v = linkCall(w.vm, goja.FunctionCall{This: w.replacer, Arguments: []goja.Value{c.This, c.Argument(0), v}})
	}
	if w.left--; w.left < 0 {
		panic(rangeErrorOf(w.vm, "too much data for JSON"))
	}
	for n := len(w.holders); n > 0 && goja.Value(w.holders[n-1]) != c.This; n-- {
		w.holders = w.holders[:n-1]
	}
	if obj, ok := v.(*goja.Object); ok {
		if len(w.holders) > maxJSONDepth {
			w.deep()
		}
		w.holders = append(w.holders, obj)
	}
	return v
}
