package es

import (
	"bytes"
	"math"
	"reflect"

	"github.com/dop251/goja"
)

// constructorType is what goja gives for a class.
var constructorType = reflect.TypeFor[func(goja.ConstructorCall) *goja.Object]()

// captureStackTrace is Error.captureStackTrace(object, below), which V8 has beside the standard and npm packages count
// on: it gives object a stack property. Frames down to the call of the function below are left out. goja's frames know
// functions by name only, so the first frame of that name counts; the frame of a class constructor has no name, and
// counts if it is the first. goja keeps whole stacks, hence the stackTraceLimit of Infinity; a lower one is obeyed
// here only.
func (r *Realm) captureStackTrace(c goja.FunctionCall) goja.Value {
	obj := r.object(c.Argument(0), "argument")
	limit := property(r.in.err, "stackTraceLimit")
	if !goja.IsNumber(limit) {
		return goja.Undefined()
	}
	frames := belowCall(r.vm.CaptureCallStack(0, nil), c.Argument(1))
	if most := math.Max(limit.ToFloat(), 0); float64(len(frames)) > most {
		frames = frames[:int(most)]
	}
	stack, ok := r.prepared(obj, frames)
	if !ok {
		var b bytes.Buffer
		b.WriteString(r.errorTitle(obj))
		for _, frame := range frames {
			b.WriteString("\n\tat ")
			frame.Write(&b)
		}
		b.WriteByte('\n')
		stack = r.vm.ToValue(b.String())
	}
	if err := obj.DefineDataProperty("stack", stack, yes, yes, no); err != nil {
		panic(err)
	}
	return goja.Undefined()
}

// errorTitle is the first line of a stack: what Error.prototype.toString makes of the object.
func (r *Realm) errorTitle(obj *goja.Object) string {
	name, text := "Error", ""
	if v := property(obj, "name"); !goja.IsUndefined(v) {
		name = r.text(v).String()
	}
	if v := property(obj, "message"); !goja.IsUndefined(v) {
		text = r.text(v).String()
	}
	if name == "" || text == "" {
		return name + text
	}
	return name + ": " + text
}

// belowCall drops the frame of captureStackTrace itself, and all above and with the function.
func belowCall(frames []goja.StackFrame, f goja.Value) []goja.StackFrame {
	if len(frames) > 0 && frames[0].FuncName() == "captureStackTrace" {
		frames = frames[1:]
	}
	obj, ok := f.(*goja.Object)
	if !ok {
		return frames
	}
	name := property(obj, "name").String()
	for i, frame := range frames {
		if name != "" && frame.FuncName() == name {
			return frames[i+1:]
		}
	}
	if len(frames) > 0 && obj.ExportType() == constructorType && frames[0].FuncName() == "<anonymous>" {
		return frames[1:]
	}
	return frames
}
