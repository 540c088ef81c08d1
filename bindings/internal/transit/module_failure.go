package transit

import (
	"errors"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// Failure makes the error of a task where it was submitted: of an error of ours or, if that is nil, of what the task threw,
// with the place that submitted it.
func Failure(rt *runtime.Runtime, thrown *clone.Message, err error, site runtime.Site) goja.Value {
	if err != nil {
		return rt.ErrorAt(err, site)
	}
	v, bad := rt.Cloner().Decode(thrown)
	if bad != nil {
		return rt.ErrorAt(bad, site)
	}
	if obj, ok := v.(*goja.Object); ok && site.Known() {
		_ = rt.VM().Try(func() { submittedAt(rt, obj, site) })
	}
	return v
}

// submittedAt adds the place that submitted a task to the stack of its error.
func submittedAt(rt *runtime.Runtime, obj *goja.Object, site runtime.Site) {
	if obj.ClassName() != "Error" && !strings.HasSuffix(obj.ClassName(), "Exception") {
		return
	}
	stack, ok := obj.Get("stack").(goja.String)
	if !ok {
		return
	}
	text := strings.TrimRight(loader.CleanStack(stack.String()), "\n") + "\n    submitted at " + site.String()
	_ = obj.DefineDataProperty("stack", bind.ToValue(rt, text), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// Reason is what a script gave as the reason of a cancellation, on its way to the isolate of the task; nil if it gave none
// or if it cannot be cloned.
func Reason(rt *runtime.Runtime, cause error) *clone.Message {
	var thrown *runtime.JSError
	if !errors.As(cause, &thrown) {
		return nil
	}
	m, err := rt.Cloner().Encode(rt.ErrorValue(cause), clone.Options{Lenient: true})
	if err != nil {
		return nil
	}
	return m
}

// Cause is the reason of a cancellation in the isolate of the task: what Reason has sent or, without that, the cause.
func Cause(rt *runtime.Runtime, cause error, reason *clone.Message) error {
	if reason != nil {
		if v, err := rt.Cloner().Decode(reason); err == nil {
			return rt.Thrown(v)
		}
	}
	var f *fault.Error
	if errors.As(cause, &f) { // without what the owner's runtime has put around it
		return f
	}
	return fault.Aborted.New("%w", cause)
}

// Death is why an isolate has ended, without what only its dead runtime could show of it.
func Death(err error) error {
	js, ok := err.(*runtime.JSError) //nolint:errorlint // one that is wrapped is part of another's text
	if !ok {
		return err
	}
	text := js.Error()
	lines := []string{text}
	for _, f := range js.Stack {
		lines = append(lines, "    at "+f.String())
	}
	return fault.System.New("%s", strings.TrimPrefix(text, "Error: ")).With("stack", strings.Join(lines, "\n"))
}
