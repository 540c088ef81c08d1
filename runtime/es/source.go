package es

import (
	"errors"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Code says what a text is about to become.
type Code uint8

const (
	// EvalCode is a script given to eval; its completion value is the result.
	EvalCode Code = iota
	// FunctionCode is a script whose completion value is the function that a constructor was asked for:
	// "(async function anonymous(a,b\n) {\nbody\n})".
	FunctionCode
)

// Compiler is what a Host is besides if it has a say in text that becomes code at run time: it can refuse
// the text, because it nests too deep for a parser, and lower syntax that goja does not know. An error
// becomes a SyntaxError, a fault.Limit a RangeError; a *goja.Exception is thrown as it is.
type Compiler interface {
	// Compile returns the program to run for text, or nil if goja is to compile the text as it stands.
	Compile(code Code, text string) (*goja.Program, error)
	// Lower is for a direct eval, which sees the variables around it and so has to stay text: it returns
	// what to evaluate in place of text, or text itself.
	Lower(text string) (string, error)
}

// The compiler is in front of eval and of the function constructors. goja takes a call
// for a direct eval only if the callee is its own eval, which is not the global one any more: without
// help from the loader every eval is an indirect one. The loader makes `eval(x)` direct again by letting
// the name resolve to Eval and the argument go through EvalArgument.

// globalEval is the eval that scripts see.
func (r *Realm) globalEval() *goja.Object {
	if r.compiler == nil {
		return r.Eval()
	}
	return r.fn("eval", 1, func(c goja.FunctionCall) goja.Value {
		text, ok := c.Argument(0).(goja.String)
		if !ok {
			return c.Argument(0)
		}
		if prg := r.compile(EvalCode, text.String()); prg != nil {
			return r.run(prg)
		}
		return call(r.evalCode(), goja.Undefined(), text)
	})
}

// functionKind is one of the constructors that make functions of text.
type functionKind uint8

const (
	plainFunction functionKind = iota
	generatorFunction
	asyncFunction
)

// functionClass is such a constructor as scripts see it.
func (r *Realm) functionClass(kind functionKind) *goja.Object {
	f := &r.functions[kind]
	if *f != nil {
		return *f
	}
	var original, proto *goja.Object
	var keyword string
	switch kind {
	case plainFunction:
		original, proto, keyword = linkGetFunction(r.vm), linkFunctionProto(r.vm), "function"
	case generatorFunction:
		original, proto, keyword = linkGetGeneratorFunction(r.vm), r.in.generatorFunctionProto, "function*"
	case asyncFunction:
		original, proto, keyword = linkGetAsyncFunction(r.vm), r.in.asyncFunctionProto, "async function"
	}
	if r.compiler == nil {
		*f = original
	} else {
		*f = r.wrapFunction(original, proto, keyword)
	}
	return *f
}

// evalCode is the Go function of goja's eval, as an indirect eval.
func (r *Realm) evalCode() native { return r.Eval().Export().(native) }

// Eval returns goja's own eval: a call of it by the name eval is a direct one.
func (r *Realm) Eval() *goja.Object { return linkGetEval(r.vm) }

// EvalArgument is what a direct call of callee is given in place of its argument. If callee is not Eval,
// or the argument is not a string, that is the argument.
func (r *Realm) EvalArgument(callee, argument goja.Value) goja.Value {
	text, ok := argument.(goja.String)
	if !ok || r.compiler == nil || callee != r.Eval() {
		return argument
	}
	source := text.String()
	r.noteLiterals(source)
	lowered, err := r.compiler.Lower(source)
	if err != nil {
		r.throw(err)
	}
	if lowered != source {
		return r.vm.ToValue(lowered)
	}
	return argument // as it is: it may hold lone surrogates
}

// compile asks the host about a text; it returns nil if goja is to compile it.
func (r *Realm) compile(code Code, text string) *goja.Program {
	r.noteLiterals(text)
	prg, err := r.compiler.Compile(code, text)
	if err != nil {
		r.throw(err)
	}
	return prg
}

// noteLiterals sees to RegExp if a text may have a literal of a regular expression.
func (r *Realm) noteLiterals(text string) {
	if strings.Contains(text, "/") {
		r.UseRegExp()
	}
}

// run runs a program in the global scope, beneath a JavaScript frame: goja takes an empty call stack for
// the end of all work and would drain the microtasks.
func (r *Realm) run(prg *goja.Program) goja.Value {
	return r.Within(func() goja.Value {
		v, err := r.vm.RunProgram(prg)
		if err != nil {
			panic(err)
		}
		return orUndefined(v)
	})
}

// throw throws what the compiler reported.
func (r *Realm) throw(err error) {
	var thrown *goja.Exception
	switch {
	case errors.As(err, &thrown):
		panic(thrown)
	case errors.Is(err, fault.Limit):
		panic(r.rangeError(err.Error()))
	}
	panic(r.syntaxError(err.Error()))
}

// syntaxError makes a SyntaxError for panic, out of one that goja's eval throws.
func (r *Realm) syntaxError(text string) goja.Value {
	ex := r.vm.Try(func() { call(r.evalCode(), goja.Undefined(), r.vm.ToValue("(")) })
	if err, ok := ex.Value().(*goja.Object); ok {
		hidden(err, "message", r.vm.ToValue(text))
	}
	return ex.Value()
}

// wrapFunction puts a constructor in front of one of goja's.
func (r *Realm) wrapFunction(original, proto *goja.Object, keyword string) *goja.Object {
	wrapper := r.vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
		args := make([]goja.Value, len(c.Arguments))
		for i, arg := range c.Arguments {
			args[i] = r.text(arg)
		}
		var f *goja.Object
		if prg := r.compile(FunctionCode, functionText(keyword, args)); prg == nil {
			f = r.construct(original, args...)
		} else {
			f = r.object(r.run(prg), "function")
			_ = f.SetPrototype(proto)
		}
		if c.NewTarget != nil {
			if own, ok := c.NewTarget.Get("prototype").(*goja.Object); ok {
				_ = f.SetPrototype(own)
			}
		}
		return f
	}).(*goja.Object)
	r.name(wrapper, original.Get("name").String(), 1)
	_ = wrapper.SetPrototype(original.Prototype())
	_ = wrapper.DefineDataProperty("prototype", proto, no, no, no)
	return wrapper
}

// functionText is the text of CreateDynamicFunction, in parentheses.
func functionText(keyword string, args []goja.Value) string {
	params, body := []string{}, ""
	for i, arg := range args {
		if i == len(args)-1 {
			body = arg.String()
		} else {
			params = append(params, arg.String())
		}
	}
	return "(" + keyword + " anonymous(" + strings.Join(params, ",") + "\n) {\n" + body + "\n})"
}
