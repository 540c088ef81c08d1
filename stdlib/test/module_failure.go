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

// catchStrays makes what nobody caught a failure of the test that runs, unless the script deals with it.
func (r *runner) catchStrays() {
	h := r.rt.Hooks()
	before := h.Uncaught
	h.Uncaught = func(v goja.Value, origin string) bool {
		if before != nil && before(v, origin) {
			return true
		}
		if r.strays == nil {
			return false
		}
		where := "what nobody caught"
		if origin == "unhandledRejection" {
			where = "a promise that nobody awaits"
		}
		r.strays.add(where, r.rt.Thrown(v))
		return true
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

// shown writes an error. An AssertionError is not followed by its properties: its message says what they are, or is told the
// rest here.
func (r *runner) shown(v goja.Value) (text string) {
	if obj, ok := v.(*goja.Object); ok {
		_ = r.rt.VM().Try(func() { text = r.assertion(obj) })
	}
	if text == "" {
		text = r.rt.Inspect(v)
	}
	return abridge(text)
}

// assertion writes an AssertionError; "" if it is none.
func (r *runner) assertion(obj *goja.Object) string {
	got := func(name string) string {
		if v := obj.Get(name); v != nil {
			return v.String()
		}
		return ""
	}
	if got("code") != "ERR_ASSERTION" || got("name") != "AssertionError" || obj.Get("generatedMessage") == nil {
		return ""
	}
	more := r.details(obj, got("message"), got("operator"))
	stack, at, _ := strings.Cut(r.rt.Inspector().Defaults.Stack(got("stack")), "\n    at ")
	if stack == "" {
		stack = "AssertionError [ERR_ASSERTION]: " + got("message")
	}
	if stack = strings.TrimRight(stack, "\n ") + more; at != "" {
		stack += "\n    at " + at
	}
	return stack
}

// details is what a message does not say of the two values that an assertion compares.
func (r *runner) details(obj *goja.Object, message, operator string) string {
	actual, expected := obj.Get("actual"), obj.Get("expected")
	if actual == nil || expected == nil || !strings.Contains(strings.ToLower(operator), "equal") {
		return ""
	}
	a, ok := actual.(goja.String)
	b, both := expected.(goja.String)
	switch {
	case strings.Contains(message, "\n+ actual - expected") && ok && both:
		return whereTextsDiffer(a.String(), b.String())
	case strings.HasPrefix(message, "Values have same structure") && strings.Contains(operator, "eep"):
		return "\n\nactual: " + r.rt.Inspect(actual) + "\nexpected: " + r.rt.Inspect(expected)
	}
	return ""
}
