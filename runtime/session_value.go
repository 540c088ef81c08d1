package runtime

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/es"
)

// show writes the value of a piece.
func (s *Session) show(v goja.Value, style Style) Result {
	if v == nil {
		v = goja.Undefined()
	}
	r := Result{Undefined: goja.IsUndefined(v)}
	if style.Type {
		r.Text = s.typeOf(v)
		return r
	}
	i := s.rt.Inspector()
	o := i.Defaults
	o.Colors = style.Colors
	if style.Width > 0 {
		o.BreakLength = style.Width
	}
	r.Text = i.Text(v, o)
	return r
}

// typeOf describes the type of a value in a few words.
func (s *Session) typeOf(v goja.Value) string {
	obj, ok := v.(*goja.Object)
	switch {
	case goja.IsUndefined(v):
		return "undefined"
	case goja.IsNull(v):
		return "null"
	case !ok:
		return primitiveType(v)
	}
	if p := es.PromiseOf(v); p != nil {
		state := map[goja.PromiseState]string{
			goja.PromiseStatePending: "pending", goja.PromiseStateFulfilled: "fulfilled", goja.PromiseStateRejected: "rejected",
		}[p.State()]
		if p.State() != goja.PromiseStatePending {
			state += ": " + s.typeOf(p.Result())
		}
		return "Promise, " + state
	}
	name := s.className(obj)
	switch {
	case isProxy(obj):
		return "Proxy"
	case s.rt.Callable(obj):
		text := s.rt.Inspector().Text(obj, s.rt.Inspector().Defaults)
		return strings.Trim(strings.SplitN(text, "\n", 2)[0], "[]{} ")
	case obj.ClassName() == "Array":
		return fmt.Sprintf("%s of %s", name, count(int(obj.Get("length").ToInteger()), "element"))
	case slots.Of(obj) == slots.Map || slots.Of(obj) == slots.Set:
		return fmt.Sprintf("%s of %s", name, count(slots.Size(obj), "element"))
	}
	return fmt.Sprintf("%s with %s", name, count(len(obj.GetOwnPropertyNames()), "property"))
}

func count(n int, what string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(what, "y"):
		what = strings.TrimSuffix(what, "y") + "ies"
	default:
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func primitiveType(v goja.Value) string {
	switch v.(type) {
	case goja.String:
		return "string"
	case *goja.Symbol:
		return "symbol"
	}
	switch v.ExportType().Kind().String() {
	case "bool":
		return "boolean"
	case "ptr":
		return "bigint"
	}
	return "number"
}

// className is the name of the constructor that the prototype of an object tells.
func (s *Session) className(obj *goja.Object) string {
	for o := obj.Prototype(); o != nil && !isProxy(o); o = o.Prototype() {
		if c, ok := s.plainValue(o, "constructor").(*goja.Object); ok {
			if name := s.plainValue(c, "name"); name != nil && isString(name) && name.String() != "" {
				return name.String()
			}
		}
	}
	return "object without a prototype"
}

// keep makes a value a global variable, unless the script has one of that name. A script that assigns to it has it.
func (s *Session) keep(name string, v goja.Value) {
	if v == nil {
		v = goja.Undefined()
	}
	global := s.rt.vm.GlobalObject()
	d := s.descriptor(global, name)
	if d != nil && goja.IsUndefined(plain(d, "get")) {
		return
	}
	get := s.rt.vm.ToValue(func(goja.FunctionCall) goja.Value { return v })
	set := s.rt.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		_ = global.DefineDataProperty(name, c.Argument(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		return goja.Undefined()
	})
	_ = global.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// descriptor is that of an own property, nil if there is none.
func (s *Session) descriptor(obj *goja.Object, name string) *goja.Object {
	d, _ := es.OwnProperty(s.rt.vm, goja.FunctionCall{Arguments: []goja.Value{obj, s.rt.vm.ToValue(name)}}).(*goja.Object)
	return d
}

// plain reads a field of a descriptor, undefined where there is none.
func plain(d *goja.Object, field string) goja.Value {
	if v := d.Get(field); v != nil {
		return v
	}
	return goja.Undefined()
}

// plainValue reads a property without running a getter or a trap; nil if that cannot be.
func (s *Session) plainValue(obj *goja.Object, name string) goja.Value {
	for o := obj; o != nil && !isProxy(o); o = o.Prototype() {
		d := s.descriptor(o, name)
		if d == nil {
			continue
		}
		get := plain(d, "get")
		if goja.IsUndefined(get) {
			return d.Get("value")
		}
		if o == s.rt.vm.GlobalObject() && (s.rt.loader.Imported(name) || name == "_" || name == "_error") {
			return o.Get(name) // a value or an import of the session: the getter is ours
		}
		return nil
	}
	return nil
}

func isProxy(o *goja.Object) bool { return slots.Of(o) == slots.Proxy }

// manyElements is the length from which the own properties of an array are not listed.
const manyElements = 10_000

// long reports whether it has so many.
func (s *Session) long(o *goja.Object) bool {
	n := s.plainValue(o, "length")
	return n != nil && o.ClassName() != "Function" && n.ToInteger() > manyElements
}

// Members lists the properties of the value that a chain of names leads to, its own first, then those of its prototypes;
// the global variables for none. No getter and no trap runs: a chain that would need one leads nowhere. Loop goroutine
// only, see Look.
func (s *Session) Members(chain ...string) []string {
	obj := s.rt.vm.GlobalObject()
	for _, name := range chain {
		v := s.plainValue(obj, name)
		if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
			return nil
		}
		obj = v.ToObject(s.rt.vm)
	}
	var list []string
	seen := map[string]bool{}
	for o := obj; o != nil && !isProxy(o); o = o.Prototype() {
		if o == obj && s.long(o) {
			continue
		}
		names := o.GetOwnPropertyNames()
		slices.Sort(names)
		for _, name := range names {
			if !seen[name] {
				seen[name] = true
				list = append(list, name)
			}
		}
	}
	return list
}

// CancelTask cancels a task of this isolate that is on record: by its own means if it
// has some, and by what it waits for in line. It reports whether there was anything to cancel. Loop goroutine only.
func (s *Session) CancelTask(id uint64, cause error) (found bool) {
	if t := s.rt.tasks[id].task; t != nil && t.Wrapper != nil {
		if c, ok := HandleOf(t.Wrapper).(interface{ Cancel(cause error) }); ok {
			c.Cancel(cause)
			found = true
		}
	}
	var waits []*Wait
	for w := s.rt.firstWait; w != nil; w = w.next {
		if w.task != nil && w.task.ID == id {
			waits = append(waits, w)
		}
	}
	for _, w := range waits {
		if w.on {
			w.by.Break(cause)
			found = true
		}
	}
	return found
}
