package loader

import (
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Import returns a promise of the namespace object of a module. referrer is the file whose import it is, or a
// folder that ends in a separator; empty is the store's folder.
func (l *Loader) Import(specifier, referrer string) goja.Value {
	return l.importLater(specifier, l.referrerOf(referrer), "", babelInterop, Frame{})
}

// escape makes the specifier of a path, which is part of a URL.
var escape = strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23")

// Main runs a file as the entry of the program and returns a promise of its namespace: import.meta.main is
// true in it, require.main is its module. Only the first call makes a main module.
func (l *Loader) Main(path string) goja.Value {
	path = l.referrerOf(filepath.FromSlash(path))
	return l.later(babelInterop, func() (*module, error) {
		res, err := l.store.resolve(escape.Replace(path), "", forImport) // nothing imports it
		if err != nil {
			return nil, err
		}
		m, err := l.instance(res)
		if err == nil && l.main == nil {
			l.main = m
		}
		return m, err
	})
}

// Entry returns the file of the main module, "" if there is none.
func (l *Loader) Entry() string {
	if l.main == nil {
		return ""
	}
	return l.main.path
}

// importFunction is import() in the code of m.
func (l *Loader) importFunction(m *module) goja.Value { return l.native("import", l.importing(m)) }

func (l *Loader) importing(m *module) raw {
	as := m.interop()
	return func(c goja.FunctionCall) goja.Value {
		var specifier, kind string
		if thrown := l.try(func() { specifier, kind = l.textOf(c.Argument(0)), l.attribute(c.Argument(1)) }); thrown != nil {
			done := l.newCapability()
			done.fail(thrown)
			return done.promise
		}
		return l.importLater(specifier, m.referrer(), kind, as, l.caller())
	}
}

// attribute reads the type in the options of import(). Options that esbuild can read are gone: they cannot be wrong.
func (l *Loader) attribute(options goja.Value) string {
	if goja.IsUndefined(options) {
		return ""
	}
	o, ok := options.(*goja.Object)
	if !ok {
		panic(l.vm.NewTypeError("the second argument of import() must be an object"))
	}
	with := o.Get("with")
	if with == nil || goja.IsUndefined(with) {
		return ""
	}
	attributes, ok := with.(*goja.Object)
	if !ok {
		panic(l.vm.NewTypeError("\"with\" in the options of import() must be an object"))
	}
	for _, name := range attributes.Keys() {
		if name != "type" {
			l.throw(fault.Type.New("import attribute %s is not supported", quote(name)).With("code", "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED"))
		}
	}
	if kind := attributes.Get("type"); kind != nil {
		return l.textOf(kind)
	}
	return ""
}

// textOf is what a value is as a string; a symbol is none.
func (l *Loader) textOf(v goja.Value) string {
	if o, ok := v.(*goja.Object); ok {
		v = o.ToString()
	}
	if _, ok := v.(*goja.Symbol); ok {
		panic(l.vm.NewTypeError("a symbol is no specifier"))
	}
	return v.String()
}

// caller is where the script called the native that runs.
func (l *Loader) caller() Frame {
	var frames [2]goja.StackFrame
	stack := l.vm.CaptureCallStack(len(frames), frames[:0])
	if len(stack) < len(frames) {
		return Frame{}
	}
	at := stack[1].Position()
	return Frame{File: at.Filename, Line: at.Line, Column: at.Column}
}

// importLater imports what the code at a place, if it is known, means by specifier. kind is the type attribute.
func (l *Loader) importLater(specifier, referrer, kind string, as interop, at Frame) goja.Value {
	return l.later(as, func() (*module, error) {
		res, err := l.store.resolve(specifier, referrer, forImport)
		if err != nil {
			return nil, locate(err, at)
		}
		m, err := l.instance(res)
		if err != nil {
			return nil, err
		}
		return m, checkKind(m, kind)
	})
}

// later links and evaluates, in a microtask, the module that find gives, and returns a promise of its
// namespace.
func (l *Loader) later(as interop, find func() (*module, error)) goja.Value {
	done := l.newCapability()
	l.soon(func() {
		var m *module
		var err error
		thrown := l.try(func() {
			if m, err = find(); err == nil {
				err = l.linkAhead(m)
			}
			if err != nil {
				l.throw(err)
			}
		})
		if thrown != nil {
			done.fail(thrown)
			return
		}
		l.react(l.evaluate(m), func(goja.Value) { done.fulfil(l.spaceOf(m, as).object) }, done.fail)
	})
	return done.promise
}

// native makes a function with a name; goja would name it after the Go function.
func (l *Loader) native(name string, f raw) *goja.Object {
	return es.Function(l.vm, name, 0, f)
}
