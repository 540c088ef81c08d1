package es

import (
	"strings"
	"unsafe"

	"github.com/dop251/goja"
)

// extras are what the result of exec has besides what goja gives it.
type extras struct {
	indices bool              // the flag d
	aliases map[string]string // the names of groups that goja knows by others
}

func extrasOf(source, flags string) extras {
	_, aliases := groupAliases(source)
	return extras{strings.Contains(flags, "d"), aliases}
}

func (x extras) any() bool { return x.indices || len(x.aliases) > 0 }

// matchOf is goja's regexpResult: where the groups are, and what they are called. TestLinkedSignatures compares the layout.
type matchOf struct {
	indexes []int
	groups  []string
}

//go:linkname linkExecRegexp github.com/dop251/goja.(*regexpObject).execRegexp
func linkExecRegexp(re unsafe.Pointer, text goja.String) (bool, matchOf)

//go:linkname linkExecResult github.com/dop251/goja.(*regexpObject).execResultToArray
func linkExecResult(re unsafe.Pointer, text goja.String, m matchOf) goja.Value

// execGuard adds the extras to what exec finds.
func execGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		r := Of(vm)
		return func(c goja.FunctionCall) goja.Value {
			if r.regexps.extras {
				if p, ok := r.patternOf(c.This); ok && p.extras.any() {
					return r.execWith(p.extras, c.This.(*goja.Object), r.text(c.Argument(0)))
				}
			}
			return original(c)
		}
	})
	matchGuard(vm, f)
}

// execWith is exec of a RegExp with extras.
func (r *Realm) execWith(x extras, re *goja.Object, text goja.String) goja.Value {
	inside := faceOf(re).value
	ok, m := linkExecRegexp(inside, text)
	if !ok {
		return goja.Null()
	}
	result := linkExecResult(inside, text, m).(*goja.Object)
	values := make([]goja.Value, len(m.indexes)/2)
	for i := range values {
		values[i] = orUndefined(result.Get(Int(int64(i)).String()))
	}
	if len(x.aliases) > 0 {
		plain(result, "groups", r.groupsOf(x, m.groups, values))
	}
	if x.indices {
		for i, v := range values {
			if !goja.IsUndefined(v) {
				values[i] = r.vm.NewArray(m.indexes[2*i], m.indexes[2*i+1])
			}
		}
		list := make([]any, len(values))
		for i, v := range values {
			list[i] = v
		}
		indices := r.vm.NewArray(list...)
		plain(indices, "groups", r.groupsOf(x, m.groups, values))
		plain(result, "indices", indices)
	}
	return result
}

// groupsOf is the object of the named groups, undefined if there are none. Of groups with the same name at most one has
// matched.
func (r *Realm) groupsOf(x extras, names []string, values []goja.Value) goja.Value {
	var groups *goja.Object
	matched := map[string]bool{}
	for i, name := range names {
		if name == "" || i == 0 || i >= len(values) {
			continue
		}
		if original, ok := x.aliases[name]; ok {
			name = original
		}
		if groups == nil {
			groups = r.vm.CreateObject(nil)
		}
		if !matched[name] {
			matched[name] = !goja.IsUndefined(values[i])
			plain(groups, name, values[i])
		}
	}
	if groups == nil {
		return goja.Undefined()
	}
	return groups
}

// flagNames are the properties that flags reads, in order.
var flagNames = [...]struct {
	property string
	flag     byte
}{
	{"hasIndices", 'd'},
	{"global", 'g'},
	{"ignoreCase", 'i'},
	{"multiline", 'm'},
	{"dotAll", 's'},
	{"unicode", 'u'},
	{"unicodeSets", 'v'},
	{"sticky", 'y'},
}

// flagGetters adds the flags that goja does not have. A pattern with the flag v has the flag u for goja, which unicode shows.
func (r *Realm) flagGetters(proto *goja.Object) {
	r.getter(proto, "flags", func(c goja.FunctionCall) goja.Value {
		re := r.object(c.This, "receiver")
		var flags []byte
		for _, f := range flagNames {
			if !property(re, f.property).ToBoolean() {
				continue
			}
			if f.flag == 'v' && len(flags) > 0 && flags[len(flags)-1] == 'u' {
				flags = flags[:len(flags)-1]
			}
			flags = append(flags, f.flag)
		}
		return r.vm.ToValue(string(flags))
	})
	for _, f := range flagNames {
		name, flag := f.property, string(f.flag)
		if flag != "d" && flag != "v" {
			continue
		}
		r.getter(proto, name, func(c goja.FunctionCall) goja.Value {
			if c.This == proto {
				return goja.Undefined()
			}
			if obj, ok := c.This.(*goja.Object); !ok || obj.ClassName() != "RegExp" {
				panic(r.vm.NewTypeError("RegExp.prototype.%s: receiver is not a RegExp", name))
			}
			p, ok := r.patternOf(c.This)
			return r.vm.ToValue(ok && strings.Contains(p.flags.String(), flag))
		})
	}
}
