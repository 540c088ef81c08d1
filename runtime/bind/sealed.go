package bind

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/es"
)

// sealed is the source of one expression, whose built-ins are those of the language: a script may have put others in the place of
// their globals, or none, before it imports the module. What other modules give as globals is a property of "globals", such as
// globals.URL, which loads the module when it is read.
type sealed struct {
	program *goja.Program
	names   []string // of the built-ins that it speaks of: its parameters
}

// seal compiles a source.
func seal(name, source string) *sealed {
	s := &sealed{names: builtinsIn(source)}
	head := "("
	for i, param := range s.names {
		if i > 0 {
			head += ","
		}
		head += param
	}
	s.program = es.MustCompile(name, head+")=>"+source, true)
	return s
}

// builtinsIn lists the words of a source that are names of built-ins, wherever they stand.
func builtinsIn(source string) (names []string) {
	begin := -1
	for i := 0; i <= len(source); i++ {
		if i < len(source) && isWord(source[i]) {
			if begin < 0 {
				begin = i
			}
			continue
		}
		if begin >= 0 {
			if word := source[begin:i]; (es.IsBuiltin(word) || word == globalsName) && !slices.Contains(names, word) {
				names = append(names, word)
			}
			begin = -1
		}
	}
	return names
}

func isWord(b byte) bool {
	return b == '_' || b == '$' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= 0x80
}

// value evaluates the expression.
func (s *sealed) value(rt *runtime.Runtime) (goja.Value, error) {
	fn, err := rt.VM().RunProgram(s.program)
	if err != nil {
		return nil, err
	}
	args := make([]goja.Value, len(s.names))
	for i, name := range s.names {
		if name == globalsName {
			args[i] = globalsOf(rt)
			continue
		}
		args[i] = rt.Realm().Builtin(name)
	}
	return rt.Call(fn, goja.Undefined(), args...)
}

// globalsName is that of the object of the globals.
const globalsName = "globals"

type globalsKey struct{}

// globalsOf makes the object of the globals.
func globalsOf(rt *runtime.Runtime) *goja.Object {
	return runtime.Local(rt, globalsKey{}, func() *goja.Object {
		obj := rt.VM().NewDynamicObject(globals{rt})
		_ = obj.SetPrototype(nil)
		return obj
	})
}

// globals has what modules give as globals. It is for reading.
type globals struct{ rt *runtime.Runtime }

func (g globals) Get(name string) goja.Value { return g.rt.Global(name) }
func (g globals) Has(name string) bool       { return g.rt.HasGlobal(name) }
func (globals) Set(string, goja.Value) bool  { return false }
func (globals) Delete(string) bool           { return false }
func (globals) Keys() []string               { return nil }
