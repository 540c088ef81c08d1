package test

import (
	"strings"

	"github.com/dop251/goja"
)

// failure is what went wrong in a test: in its function, or in a hook, which where names.
type failure struct {
	where string
	err   error
}

// failures are those of one test, in the order in which they happened.
type failures []failure

// add appends what went wrong, if something did.
func (f *failures) add(where string, err error) {
	if err != nil {
		*f = append(*f, failure{where, err})
	}
}

// text is what a report says of a test that has failed, else empty.
func (r *runner) text(e *entry, list failures) string {
	var parts []string
	for _, f := range list {
		text := r.shown(r.rt.ErrorValue(f.err))
		if f.where != "" {
			text = "in " + f.where + ":\n" + text
		}
		parts = append(parts, strings.TrimRight(text, "\n"))
	}
	if parts == nil {
		return ""
	}
	return e.note + strings.Join(parts, "\n\n")
}

// shown writes an error. An AssertionError whose message says all is not followed by its properties, which say it again.
func (r *runner) shown(v goja.Value) (text string) {
	if obj, ok := v.(*goja.Object); ok {
		_ = r.rt.VM().Try(func() {
			code, message, generated, stack := obj.Get("code"), obj.Get("message"), obj.Get("generatedMessage"), obj.Get("stack")
			if code == nil || code.String() != "ERR_ASSERTION" || message == nil || generated == nil || stack == nil {
				return
			}
			if generated.ToBoolean() || strings.Contains(message.String(), "\n+ actual - expected") {
				text = r.rt.Inspector().Defaults.Stack(stack.String())
			}
		})
	}
	if text == "" {
		text = r.rt.Inspect(v)
	}
	return text
}
