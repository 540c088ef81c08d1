package bind

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/es"
)

// sealed is the source of one expression, whose built-ins are those of the language: a script may have put others in the place of
// their globals, or none, before it imports the module.
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
			if word := source[begin:i]; es.IsBuiltin(word) && !slices.Contains(names, word) {
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
		args[i] = rt.Realm().Builtin(name)
	}
	return rt.Call(fn, goja.Undefined(), args...)
}
