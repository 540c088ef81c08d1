package es

import (
	"strconv"
	_ "unsafe" // go:linkname

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

//go:linkname linkGet github.com/dop251/goja.(*Object).get
func linkGet(obj *goja.Object, key, receiver goja.Value) goja.Value

//go:linkname linkDelete github.com/dop251/goja.(*Object).delete
func linkDelete(obj *goja.Object, key goja.Value, throw bool) bool

//go:linkname linkCreateProperty github.com/dop251/goja.createDataProperty
func linkCreateProperty(obj *goja.Object, key, v goja.Value)

//go:linkname linkKeys github.com/dop251/goja.(*Runtime).object_keys
func linkKeys(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkIsArray github.com/dop251/goja.isArray
func linkIsArray(obj *goja.Object) bool

//go:linkname linkLength github.com/dop251/goja.toLength
func linkLength(v goja.Value) int64

// jsonSource is where a value stands in the text: what the specification calls a JSON parse record.
type jsonSource struct {
	value    goja.Value
	from, to int
	parts    []*jsonSource // of an array or an object
	keys     []string      // of an object
	distinct bool          // no key comes twice
	known    map[string]*jsonSource
}

// placed is read for a reviver.
func (p *jsonParser[C]) placed(c C) goja.Value {
	whole := p.place
	part := &jsonSource{from: p.at}
	whole.parts = append(whole.parts, part)
	p.place = part
	part.value = p.read(c)
	part.to = p.at
	p.place = whole
	return part.value
}

// name gives the parts of an object their names.
func (s *jsonSource) name(keys []unistring.String, distinct bool) {
	s.keys, s.distinct = make([]string, 0, len(keys)), distinct
	for _, k := range keys {
		s.keys = append(s.keys, k.String())
	}
}

// element is where the element of an array stands, nil if it does not.
func (s *jsonSource) element(i int64) *jsonSource {
	if s == nil || s.keys != nil || i >= int64(len(s.parts)) {
		return nil
	}
	return s.parts[i]
}

// property is where a property of an object stands, the i-th now, nil if it does not. The last one of a name counts.
func (s *jsonSource) property(i int, key string) *jsonSource {
	switch {
	case s == nil || s.keys == nil:
		return nil
	case s.distinct && i < len(s.keys) && s.keys[i] == key:
		return s.parts[i]
	}
	if s.known == nil {
		s.known = make(map[string]*jsonSource, len(s.keys))
		for i, k := range s.keys {
			s.known[k] = s.parts[i]
		}
	}
	return s.known[key]
}

// jsonReviver gives everything in a value to a function, what is within before what it is in. The function also gets the
// text of a value that is neither an array nor an object, and still the one that was read.
//
// https://tc39.es/proposal-json-parse-with-source/#sec-internalizejsonproperty
type jsonReviver[C byte | uint16] struct {
	realm   *Realm
	text    []C
	reviver *goja.Object
}

func (v *jsonReviver[C]) revive(source *jsonSource) goja.Value {
	r := v.realm
	defer func(depth int) { r.reviving = depth }(r.reviving)
	root, name := r.vm.NewObject(), r.vm.ToValue("")
	linkCreateProperty(root, name, source.value)
	return v.walk(root, name, source)
}

// walk revives a property of holder. How deep that is counts for all revivers that run, one within the other: a reviver
// may put an object into itself.
func (v *jsonReviver[C]) walk(holder *goja.Object, name goja.Value, source *jsonSource) goja.Value {
	vm := v.realm.vm
	if v.realm.reviving >= maxJSONDepth {
		panic(rangeErrorOf(vm, "JSON is nested too deep"))
	}
	v.realm.reviving++
	value := orUndefined(linkGet(holder, name, nil))
	if source != nil && !source.value.SameAs(value) {
		source = nil
	}
	var context *goja.Object
	switch obj, ok := value.(*goja.Object); {
	case !ok && source != nil:
		context, _ = v.realm.plainObject([]unistring.String{"source"}, []goja.Value{v.source(source)})
	case ok && linkIsArray(obj):
		for i := range linkLength(orUndefined(obj.Get("length"))) {
			v.part(obj, vm.ToValue(strconv.FormatInt(i, 10)), source.element(i))
		}
	case ok:
		for i, key := range linkList(vm, linkKeys(vm, goja.FunctionCall{Arguments: []goja.Value{obj}})) {
			v.part(obj, key, source.property(i, key.String()))
		}
	}
	if v.realm.reviving--; context == nil {
		context = vm.NewObject()
	}
	return linkCall(vm, goja.FunctionCall{This: v.reviver, Arguments: []goja.Value{holder, name, value, context}})
}

func (v *jsonReviver[C]) part(obj *goja.Object, name goja.Value, source *jsonSource) {
	if revived := v.walk(obj, name, source); goja.IsUndefined(revived) {
		linkDelete(obj, name, false)
	} else {
		linkCreateProperty(obj, name, revived)
	}
}

func (v *jsonReviver[C]) source(s *jsonSource) goja.Value {
	text := v.text[s.from:s.to]
	if b := asBytes(text); b != nil {
		return linkString(string(b))
	}
	return goja.StringFromUTF16(asUnits(text))
}
