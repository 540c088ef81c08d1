package es

import (
	"bytes"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/lazy"
)

// callSites makes the frames of a stack as V8 gives them to Error.prepareStackTrace. What the engine does not know of a
// frame is what V8 gives for one that it will not show.
var callSites = lazy.Value[*goja.Program]{Make: func() *goja.Program {
	return MustCompile("lariat:callsite", `(() => {
  class CallSite {
    #of;
    constructor(of) {
      this.#of = of;
    }
    getFunctionName() {
      return this.#of.name || null;
    }
    getFileName() {
      return this.#of.file || null;
    }
    getScriptNameOrSourceURL() {
      return this.#of.file || null;
    }
    getLineNumber() {
      return this.#of.line || null;
    }
    getColumnNumber() {
      return this.#of.column || null;
    }
    isNative() {
      return this.#of.file === "";
    }
    toString() {
      return this.#of.text;
    }
  }
  const none = {
    getThis: undefined, getFunction: undefined, getEvalOrigin: undefined, getTypeName: null, getMethodName: null, getPromiseIndex: null,
    getScriptHash: "", isToplevel: true, isEval: false, isConstructor: false, isAsync: false, isPromiseAll: false,
  };
  for (const [name, value] of Object.entries(none)) {
    Object.defineProperty(CallSite.prototype, name, { value: () => value, writable: true, configurable: true });
  }
  return (name, file, line, column, text) => new CallSite({ name, file, line, column, text });
})()`, true)
}}

// prepared is what Error.prepareStackTrace(obj, frames) makes of a stack, as with V8; ok is false if there is no such
// function. Only Error.captureStackTrace asks it: the stack of a new error is the engine's.
func (r *Realm) prepared(obj *goja.Object, frames []goja.StackFrame) (stack goja.Value, ok bool) {
	prepare := r.callable(property(r.in.err, "prepareStackTrace"))
	if prepare == nil {
		return nil, false
	}
	if r.callSite == nil {
		v, err := r.vm.RunProgram(callSites.Get())
		if err != nil {
			panic(err)
		}
		r.callSite = r.callable(v)
	}
	list := make([]any, len(frames))
	for i, frame := range frames {
		var text bytes.Buffer
		frame.Write(&text)
		at, name := frame.Position(), frame.FuncName()
		if name == "<anonymous>" || name == "<native>" {
			name = ""
		}
		list[i] = r.callSite(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{
			r.vm.ToValue(name), r.vm.ToValue(fileOf(&frame)), r.vm.ToValue(at.Line), r.vm.ToValue(at.Column), r.vm.ToValue(text.String()),
		}})
	}
	return prepare(goja.FunctionCall{This: r.in.err, Arguments: []goja.Value{obj, r.vm.NewArray(list...)}}), true
}

// fileOf is the file of a frame, "" if it is none of a script.
func fileOf(frame *goja.StackFrame) string {
	if file := frame.Position().Filename; file != "" {
		return file
	}
	if name := frame.SrcName(); name != "<native>" {
		return name
	}
	return ""
}
