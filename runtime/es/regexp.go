package es

import (
	goruntime "runtime"
	"strings"

	"github.com/dop251/goja"
)

// regexps is the state behind RegExp.
type regexps struct {
	// original is goja's constructor, class the one that scripts see.
	original, class *goja.Object
	// splitting is set while goja's split asks for the species. It then gets goja's own constructor, by
	// which it knows that nobody changed anything and that no second RegExp has to be compiled.
	splitting bool
	// stamp ties a pattern to a RegExp, read finds it. Both are nil until a pattern needed translation.
	stamp *goja.Object
	read  native
	// extras says that there was a RegExp with any.
	extras bool
}

// Patient is what a Host is besides if it calls UseRegExp before code of a script runs that has a literal of a regular
// expression. For others that is done at once: no property leads from a literal to where RegExp could wait for it.
type Patient interface{ Patient() }

// UseRegExp readies RegExp for literals. The realm sees to that by itself for text that becomes code at run time, and
// when RegExp is asked for by its name.
func (r *Realm) UseRegExp() { r.regexpClass() }

// regexpClass adds RegExp.escape, and puts a constructor in front of goja's that translates patterns
// which goja would misread in silence, \p{…} above all. Literals are the loader's.
func (r *Realm) regexpClass() *goja.Object {
	x := &r.regexps
	if x.class != nil {
		return x.class
	}
	x.original = linkGetRegExp(r.vm)
	proto := protoOf(x.original)
	x.class = r.either("RegExp", 2, proto, r.newRegExp)
	hidden(proto, "constructor", x.class)
	species := r.fn("get [Symbol.species]", 0, func(c goja.FunctionCall) goja.Value {
		if x.splitting && c.This == x.class {
			x.splitting = false
			return x.original
		}
		return c.This
	})
	_ = x.class.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, yes, no)
	r.def(x.class, "escape", 1, r.regexpEscape)

	split := proto.GetSymbol(goja.SymSplit).(*goja.Object).Export().(native)
	r.defSymbol(proto, goja.SymSplit, 2, func(c goja.FunctionCall) goja.Value {
		r.object(c.This, "receiver")
		text := r.text(c.Argument(0))
		p, translated := r.patternOf(c.This)
		x.splitting = !translated || !p.extras.any() && !strings.Contains(p.flags.String(), "v")
		defer r.splitDone()
		return call(split, c.This, text, c.Argument(1))
	})
	r.repairReplace(proto)
	r.flagGetters(proto)
	guardOf(r.vm, proto, "exec", execGuard)
	guardOf(r.vm, proto, "test", matchGuard)
	for _, key := range []*goja.Symbol{goja.SymMatch, goja.SymMatchAll, goja.SymReplace, goja.SymSearch, goja.SymSplit} {
		if f, ok := proto.GetSymbol(key).(*goja.Object); ok {
			matchGuard(r.vm, f)
		}
	}
	return x.class
}

// readyRegExp is for the methods of texts that make a RegExp of a text.
func readyRegExp(vm *goja.Runtime, f *goja.Object) {
	before(func(r *Realm) { r.UseRegExp() })(vm, f)
}

// splitDone ends a split. goja calls the exec of what the species made without looking whether there is
// one: that nil dereference, and no exception of the script, becomes a TypeError.
func (r *Realm) splitDone() {
	r.regexps.splitting = false
	if x := recover(); x != nil {
		if _, ok := x.(goruntime.Error); ok {
			panic(r.vm.NewTypeError("splitter.exec is not a function"))
		}
		panic(x)
	}
}

// newRegExp is RegExp(first, second), called with or without new.
func (r *Realm) newRegExp(target, first, second goja.Value) goja.Value {
	x := &r.regexps
	if goja.IsUndefined(target) && goja.IsUndefined(second) && r.isRegExp(first) {
		if obj := first.(*goja.Object); property(obj, "constructor") == x.class {
			return first
		}
	}
	re := r.makeRegExp(first, second)
	if t, ok := target.(*goja.Object); ok && t != x.class {
		if own, ok := t.Get("prototype").(*goja.Object); ok {
			_ = re.SetPrototype(own)
		}
	}
	return re
}

// isRegExp is IsRegExp.
func (r *Realm) isRegExp(v goja.Value) bool {
	obj, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	if match := orUndefined(obj.GetSymbol(goja.SymMatch)); !goja.IsUndefined(match) {
		return match.ToBoolean()
	}
	return obj.ClassName() == "RegExp"
}

// makeRegExp lets goja make the object, of a translated pattern if need be.
func (r *Realm) makeRegExp(first, second goja.Value) *goja.Object {
	x := &r.regexps
	var p pattern
	switch v := first.(type) {
	case goja.String:
		p.source = v
	case *goja.Object:
		known, ok := r.patternOf(v)
		if !ok {
			return r.construct(x.original, first, second)
		}
		p = *known
	default:
		return r.construct(x.original, first, second)
	}
	if !goja.IsUndefined(second) {
		p.flags = r.text(second)
	}
	source := p.source.String()
	if groupDepth(source) > maxNesting {
		panic(r.syntaxError("invalid regular expression: groups are nested too deep"))
	}
	if p.flags == nil {
		p.flags = r.text(r.vm.ToValue(""))
	}
	flags := p.flags.String()
	sets := strings.Contains(flags, "v") && !strings.Contains(flags, "u")
	if sets {
		if usesSets(source) {
			panic(r.syntaxError("invalid regular expression: set notation of the flag v is not supported"))
		}
		flags = strings.Replace(flags, "v", "u", 1)
	}
	translated, flags, ok := TranslatePattern(source, flags)
	if !ok && !sets {
		return r.construct(x.original, p.source, p.flags)
	}
	if p.extras = extrasOf(source, p.flags.String()); p.extras.aliases != nil && len(p.extras.aliases) == 0 {
		panic(r.syntaxError("invalid regular expression: two groups that may both match have the same name"))
	}
	re := r.construct(x.original, r.vm.ToValue(translated), r.vm.ToValue(flags))
	r.stampPattern(re, &p)
	return re
}

// usesSets says whether a pattern has what the flag v adds to the flag u: operators, classes and strings
// in a class.
func usesSets(source string) bool {
	class := false
	for i := 0; i < len(source); i++ {
		switch rest := source[i:]; {
		case class && (strings.HasPrefix(rest, "--") || strings.HasPrefix(rest, "&&") || strings.HasPrefix(rest, `\q{`)):
			return true
		case rest[0] == '\\':
			i++
		case rest[0] == '[':
			if class {
				return true
			}
			class = true
		case rest[0] == ']':
			class = false
		}
	}
	return false
}
