package loader

import (
	"slices"
	"strings"
	"weak"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Portable is a function on its way to another isolate: plain immutable Go, of which any number of isolates may make
// the function. It goes by reference, as an export of a module, or by source.
type Portable struct {
	// Name is the function's name; empty if it has none.
	Name    string
	ref     reference
	extract *extract
}

// Module returns the path of the module, or its name if the host serves it, that a function which travels by reference
// is an export of; empty for any other.
func (p *Portable) Module() string {
	if p.ref.path == "" {
		return p.ref.key
	}
	return p.ref.path
}

// portableKey is what Portable was asked for.
type portableKey struct {
	fn      weak.Pointer[goja.Object]
	capture string
}

// portables remembers what was asked for, for as long as the function objects live.
type portables struct {
	known map[portableKey]*Portable
	// last is what was asked for last, and the answer.
	last   portableKey
	answer *Portable
	// sweepAt is the size at which the objects that are gone are forgotten.
	sweepAt int
}

func (p *portables) put(key portableKey, v *Portable) {
	if p.known == nil {
		p.known, p.sweepAt = map[portableKey]*Portable{}, 64
	}
	if len(p.known) >= p.sweepAt {
		for k := range p.known {
			if k.fn.Value() == nil {
				delete(p.known, k)
			}
		}
		p.sweepAt = max(64, 2*len(p.known))
	}
	p.known[key] = v
}

// Portable makes a function ready to travel. One that a loaded module exports goes by reference: module and name. Any
// other goes by source, if it uses nothing but its arguments, the globals that every isolate has, the imports of its
// file and the names in capture, whose values Function gets. The error is a fault.Capture or a fault.Type.
//
// An export of the entry module goes by source if it can, so that the program does not run again in the worker, and so
// does one for which there is something to capture.
func (l *Loader) Portable(fn *goja.Object, capture []string) (*Portable, error) {
	known := &l.portables
	var names string
	if len(capture) > 0 {
		names = strings.Join(capture, "\x00")
	}
	if known.last.fn.Value() == fn && known.last.capture == names {
		return known.answer, nil
	}
	key := portableKey{weak.Make(fn), names}
	p := known.known[key]
	if p == nil {
		var err error
		if p, err = l.portable(fn, names); err != nil {
			return nil, err
		}
		known.put(key, p)
	}
	known.last, known.answer = key, p
	return p, nil
}

func (l *Loader) portable(fn *goja.Object, capture string) (*Portable, error) {
	f := readFunction(fn)
	if _, ok := goja.AssertFunction(fn); !ok {
		return nil, fault.Type.New("what is to run in a worker must be a function")
	}
	name := l.functionName(fn)
	if f.kind == classFunction {
		return nil, fault.Type.New("class %s cannot run as a task; pass a function that makes an instance: (...args) => new %s(...args)",
			quote(name), orElse(name, "C"))
	}
	ref, exported := l.exports.of(l, fn)
	if exported && (ref.path == "" || capture == "" && !l.isMain(ref)) {
		return &Portable{Name: name, ref: ref}, nil
	}
	p, err := l.bySource(f, name, capture)
	if err != nil && exported {
		return &Portable{Name: name, ref: ref}, nil
	}
	return p, err
}

func (l *Loader) isMain(ref reference) bool { return l.main != nil && l.main.key == ref.key }

// functionName is the name of a function as its property has it. What a script has put there that is no text, or runs
// code, does not count.
func (l *Loader) functionName(fn *goja.Object) (name string) {
	l.try(func() {
		d, ok := call(l.in.descriptor, goja.Undefined(), fn, l.vm.ToValue("name")).(*goja.Object)
		if !ok {
			return
		}
		if s, ok := d.Get("value").(goja.String); ok {
			name = s.String()
		}
	})
	return name
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// bySource takes the function out of its file.
func (l *Loader) bySource(f functionObject, name, capture string) (*Portable, error) {
	if err := l.refuse(f, name); err != nil {
		return nil, err
	}
	id := extractID{captured: capture, strict: f.strict, length: len(f.text), offset: -1}
	from, ok := l.store.origins.of(f.file)
	if ok {
		id.offset = offsetIn(from.code, f.text)
	}
	w := from.written
	if id.offset < 0 {
		w = looseText(f)
	}
	e := w.extract(l.store, id, name)
	if id.session = l.sessionImports(e); id.session != "" {
		e = w.extract(l.store, id, name)
	}
	if e.err != nil {
		return nil, e.err
	}
	if err := l.missing(e); err != nil {
		return nil, err
	}
	return e.portableFor(name), nil
}

// refuse says what to do about functions that have no source.
func (l *Loader) refuse(f functionObject, name string) error {
	switch {
	case f.kind == boundFunction:
		return fault.Type.New("function %s is bound, and what it is bound to cannot travel; pass the values as arguments, "+
			"or export the function", quote(name))
	case f.kind == proxyObject:
		return fault.Type.New("the function is a proxy, which cannot travel; pass the function behind it")
	case f.kind == nativeFunction || f.ofHost() || f.text == "":
		return fault.Type.New("function %s is native code, which cannot travel; wrap it: (...args) => %s(...args)",
			quote(name), orElse(name, "f"))
	}
	return nil
}

// startsAsFunction recognises what is no method: an async generator is one for goja only.
func startsAsFunction(text string) bool {
	rest, ok := strings.CutPrefix(strings.TrimSpace(strings.TrimPrefix(text, "async")), "function")
	return ok && strings.ContainsAny(rest[:min(len(rest), 1)], "* (\t\n/")
}

// looseText is the text of a function that no file has: one that eval or a constructor of functions has made.
func looseText(f functionObject) *written {
	text := FunctionSource(f.text)
	w := &written{path: f.file.Name(), source: "(" + text + ")", loose: true, direct: text == f.text}
	if f.kind == methodFunction && !startsAsFunction(text) {
		w.source = "({" + text + "})"
	}
	return w
}

// missing is the error about the names that are not there in another isolate.
func (l *Loader) missing(e *extract) error {
	var missing []outerName
	for _, o := range e.outer {
		if o.why != isGlobal || !everywhere(l.host, o.name) {
			missing = append(missing, o)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return l.captureError(e.from, missing)
}

// captureError names all that is missing, with the place of its first use.
func (l *Loader) captureError(from *written, missing []outerName) error {
	var names, places []string
	var variables []map[string]any
	for _, m := range missing {
		file := l.store.shown(from.path)
		names = append(names, m.name)
		places = append(places, "'"+m.name+"' ("+Frame{File: file, Line: m.line, Column: m.column}.String()+")")
		variables = append(variables, map[string]any{"name": m.name, "line": m.line, "column": m.column})
	}
	is, it, them := " is ", "it as an argument", "it"
	if len(missing) > 1 {
		is, it, them = " are ", "them as arguments", "them"
	}
	why, cure := l.whyMissing(from, missing[0], them)
	ways := []string{"pass " + it, "export the function", "use { capture: { " + strings.Join(names, ", ") + " } }"}
	if !slices.ContainsFunc(missing, func(m outerName) bool { return m.why != isFunction }) {
		ways[0], ways = "move "+them+" into the function", ways[:2]
	}
	if from.base != "" || from.loose {
		ways = slices.DeleteFunc(ways, func(way string) bool { return way == "export the function" })
	}
	err := fault.Capture.New("%s%snot available in a worker%s; %s%s", list(places), is, why, oneOf(ways), cure)
	return err.With("file", from.path).With("line", missing[0].line).With("column", missing[0].column).With("variables", variables)
}

// whyMissing is what else there is to say about a name.
func (l *Loader) whyMissing(from *written, m outerName, them string) (why, cure string) {
	switch {
	case m.why == isWith:
		return ", since the function stands in a with statement", ""
	case m.why == isModuleObject:
		return ", where the file of the function is not loaded", ""
	case m.why == isDeclared || m.why == isFunction || from.base != "":
		return "", ""
	case !goja.IsUndefined(call(l.in.descriptor, goja.Undefined(), l.vm.GlobalObject(), l.vm.ToValue(m.name))):
		return ", since the script has put " + them + " on globalThis of this isolate only", ""
	}
	return "", "; what an initializer puts on globalThis is there as globalThis." + m.name
}

// oneOf joins ways to do something.
func oneOf(ways []string) string {
	switch last := len(ways) - 1; last {
	case 0:
		return ways[0]
	case 1:
		return ways[0] + ", or " + ways[1]
	default:
		return strings.Join(ways[:last], ", ") + ", or " + ways[last]
	}
}

// list joins texts with commas and "and".
func list(texts []string) string {
	last := len(texts) - 1
	if last == 0 {
		return texts[0]
	}
	return strings.Join(texts[:last], ", ") + " and " + texts[last]
}
