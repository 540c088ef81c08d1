// Package stdlib is the catalogue of every module that lariat has.
package stdlib

import (
	"github.com/lariatjs/lariat/bindings/failure"
	"github.com/lariatjs/lariat/bindings/lock"
	"github.com/lariatjs/lariat/bindings/task"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib/test"
)

// All returns every module: what `lariat run` gives to a script.
func All() []runtime.Module {
	return []runtime.Module{
		failure.Module,
		lock.Module,
		task.Module,
		task.AsyncHooks,
		test.Module,
	}
}
