package es

import (
	"math"
	"reflect"
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// jsonWriter is one JSON.stringify. goja's own compares each object with all that hold it, makes a text of every index,
// and does not say where a circle is.
//
// https://tc39.es/ecma262/#sec-json.stringify
type jsonWriter struct {
	realm    *Realm
	out      []byte
	replacer *goja.Object
	list     []string // the names that are written, if they were given
	listed   bool
	gap      string
	indent   string
	stack    []jsonPlace
	within   map[*goja.Object]bool // what is on the stack, where that is high
	values   []goja.Value          // of the objects that are open, in the order of their names
	left     int
	ran      int // how often a script has run: it may have changed anything
}

// jsonPlace is an object that is being written and the key that leads to it: a name, or an index.
type jsonPlace struct {
	obj   *goja.Object
	name  string
	index int // -1 for a name
}

// foreign is thrown where an object stands for a Go value that may know how it is written (a json.Marshaler), or a text is
// no UTF-8: goja writes those.
type foreign struct{}

// highStack is from where on a map tells whether an object is on the stack.
const highStack = 100

// stringify writes a value; ok is false for what has to be left to goja.
func (r *Realm) stringify(c goja.FunctionCall) (v goja.Value, ok bool) {
	w := &jsonWriter{realm: r, left: maxJSONValues}
	if !w.options(c.Argument(1), c.Argument(2)) {
		return nil, false
	}
	defer func() {
		if x := recover(); x != nil {
			if _, left := x.(foreign); !left {
				panic(x)
			}
			v, ok = nil, false
		}
	}()
	var holder *goja.Object
	if w.replacer != nil {
		holder = r.vm.NewObject()
		_ = holder.DefineDataProperty("", c.Argument(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	if !w.write(holder, jsonPlace{index: -1}, c.Argument(0)) {
		return goja.Undefined(), true
	}
	return r.vm.ToValue(string(w.out)), true
}

// options reads the replacer and the space; false leaves them to goja.
func (w *jsonWriter) options(replacer, space goja.Value) bool {
	if obj, ok := replacer.(*goja.Object); ok {
		if isCallable(obj) {
			w.replacer = obj
		} else if linkIsArray(obj) {
			w.list, w.listed = jsonNames(obj), true
		}
	}
	switch s := space.(type) {
	case goja.String:
		text := s.String()
		if !slots.IsASCII(text) {
			return false
		}
		w.gap = text[:min(len(text), 10)]
	case *goja.Object:
		return false
	default:
		if goja.IsNumber(space) {
			w.gap = "          "[:int(max(0, min(10, space.ToInteger())))]
		}
	}
	return true
}

// jsonNames reads the names that are to be written, each once.
func jsonNames(list *goja.Object) []string {
	names, seen := []string{}, map[string]bool{}
	for i := range list.Get("length").ToInteger() {
		v := list.Get(strconv.FormatInt(i, 10))
		if obj, ok := v.(*goja.Object); ok {
			if class := obj.ClassName(); class != "String" && class != "Number" {
				continue
			}
			v = obj.ToString()
		}
		if _, ok := v.(goja.String); !ok && !goja.IsNumber(v) {
			continue
		}
		if name := v.String(); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// write writes the value of a property; false means that it has none in JSON.
func (w *jsonWriter) write(holder *goja.Object, at jsonPlace, v goja.Value) bool {
	if w.left--; w.left < 0 {
		panic(rangeErrorOf(w.realm.vm, "too much data for JSON"))
	}
	switch x := v.(type) {
	case *goja.Object:
		if kind := slots.Of(x); kind == slots.Foreign && x.ExportType().Kind() != reflect.Map {
			panic(foreign{})
		} else if kind >= slots.Proxy && !kind.IsFunction() {
			w.ran++
		}
		if toJSON, ok := x.Get("toJSON").(*goja.Object); ok && isCallable(toJSON) {
			v = w.call(toJSON, x, at)
		}
	case goja.String:
		if w.replacer == nil {
			w.quote(x)
			return true
		}
	default:
		if !goja.IsNumber(v) && isBigInt(v) {
			if toJSON, ok := v.ToObject(w.realm.vm).Get("toJSON").(*goja.Object); ok && isCallable(toJSON) {
				v = w.call(toJSON, v, at)
			}
		}
	}
	if w.replacer != nil {
		v = w.call(w.replacer, holder, at, v)
	}
	if obj, ok := v.(*goja.Object); ok {
		at.obj = obj
		return w.object(at)
	}
	return w.primitive(v)
}

// call calls a function of the script with the key of a place.
func (w *jsonWriter) call(f *goja.Object, this goja.Value, at jsonPlace, more ...goja.Value) goja.Value {
	key := at.name
	if at.index >= 0 {
		key = strconv.Itoa(at.index)
	}
	w.ran++
	args := append([]goja.Value{this, w.realm.vm.ToValue(key)}, more...)
	return linkCall(w.realm.vm, goja.FunctionCall{This: f, Arguments: args})
}

func isBigInt(v goja.Value) bool {
	return v != nil && v.ExportType() == bigIntType
}

func (w *jsonWriter) primitive(v goja.Value) bool {
	switch x := v.(type) {
	case nil:
		return false
	case goja.String:
		w.quote(x)
		return true
	case *goja.Symbol:
		return false
	}
	switch {
	case goja.IsUndefined(v):
		return false
	case goja.IsNull(v):
		w.out = append(w.out, "null"...)
	case goja.IsNumber(v):
		w.number(v)
	case isBigInt(v):
		panic(w.realm.vm.NewTypeError("Do not know how to serialize a BigInt"))
	default:
		w.out = strconv.AppendBool(w.out, v.ToBoolean())
	}
	return true
}

func (w *jsonWriter) number(v goja.Value) {
	f := v.ToFloat()
	switch {
	case f == math.Trunc(f) && math.Abs(f) < 1<<53:
		w.out = strconv.AppendInt(w.out, int64(f), 10)
	case math.IsNaN(f) || math.IsInf(f, 0):
		w.out = append(w.out, "null"...)
	default:
		w.out = append(w.out, v.String()...)
	}
}

// object writes an object, or what it stands for.
func (w *jsonWriter) object(at jsonPlace) bool {
	obj := at.obj
	names, fields, plain := slots.FieldsOf(obj)
	if !plain || obj.ClassName() == "RawJSON" {
		switch kind := slots.Of(obj); {
		case kind.IsFunction(), kind == slots.Proxy && isCallable(obj):
			return false
		case linkIsArray(obj):
			w.enter(at)
			w.array(obj)
			w.leave(obj)
			return true
		case kind == slots.BoxedString, kind == slots.Boxed && !isSymbol(slots.Primitive(obj)):
			w.ran++
			return w.primitive(unboxed(obj))
		case plain:
			return w.raw(obj)
		}
	}
	w.enter(at)
	w.properties(obj, names, fields, plain)
	w.leave(obj)
	return true
}

// enter puts an object on the stack.
func (w *jsonWriter) enter(at jsonPlace) {
	if w.within != nil && w.within[at.obj] || w.within == nil && w.find(at.obj) >= 0 {
		panic(w.realm.vm.NewTypeError("%s", w.circle(at)))
	}
	if len(w.stack) > maxJSONDepth {
		panic(rangeErrorOf(w.realm.vm, "data is nested too deep for JSON"))
	}
	w.stack = append(w.stack, at)
	if len(w.stack) == highStack {
		w.within = map[*goja.Object]bool{}
		for _, place := range w.stack {
			w.within[place.obj] = true
		}
	} else if w.within != nil {
		w.within[at.obj] = true
	}
	w.indent += w.gap
}

func (w *jsonWriter) leave(obj *goja.Object) {
	w.stack = w.stack[:len(w.stack)-1]
	if w.within != nil {
		delete(w.within, obj)
	}
}

func (w *jsonWriter) find(obj *goja.Object) int {
	for i, place := range w.stack {
		if place.obj == obj {
			return i
		}
	}
	return -1
}
