package failure_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/bindings/failure"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// TestEveryRowIsExported holds the module against the table: a class that Go can throw is one that a script
// can name, with the same code.
func TestEveryRowIsExported(t *testing.T) {
	rt := runtimetest.New(t, nil, runtime.WithModules(failure.Module))
	var checks strings.Builder
	for _, kind := range fault.Kinds() {
		switch kind.Class {
		case "DOMException", "Error", "TypeError", "RangeError", "SyntaxError", "LariatError":
			continue
		}
		checks.WriteString("check('" + kind.Class + "', '" + kind.Code + "');\n")
	}
	source := `import * as errors from "lariat:errors";
		function check(name, code) {
			const error = new errors[name]("text");
			if (error.name !== name || error.code !== code || errors[name].code !== code) throw new Error(name);
		}
		if ("TypeError" in errors || "DOMException" in errors) throw new Error("a global is exported");
	` + checks.String()
	if err := rt.Eval(t.Context(), "test.js", source); err != nil {
		t.Error(runtimetest.Describe(err))
	}
}

// TestGoErrorsAreTheseClasses sends errors through a script and back.
func TestGoErrorsAreTheseClasses(t *testing.T) {
	cause := fault.Closed.New("the pool is closed")
	thrown := fault.RateLimited.New("full: %w", cause).With("retryAfter", 250)
	rt := runtimetest.New(t, nil, runtime.WithModules(failure.Module, throwing(thrown)))
	err := rt.Eval(t.Context(), "test.js", `
		import { RateLimitError, ClosedError, LariatError } from "lariat:errors";
		import { fail } from "test:fail";
		try {
			fail();
		} catch (error) {
			const { cause } = error;
			const right = error instanceof RateLimitError && error instanceof LariatError && error.code === "ERR_RATE_LIMITED"
				&& error.retryAfter === 250 && cause instanceof ClosedError && cause.message === "the pool is closed";
			if (!right) throw new Error("wrong");
			throw error;
		}
	`)
	if !errors.Is(err, fault.RateLimited) || !errors.Is(err, fault.Closed) {
		t.Errorf("the error did not come back: %v", err)
	}
}

// throwing is a module with a function that throws a Go error.
func throwing(err error) runtime.Module {
	return runtime.Module{Name: "test:fail", Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"fail": bind.Func(rt, "fail", 0, func(*bind.Call) (any, error) { return nil, err })}
	}}
}
