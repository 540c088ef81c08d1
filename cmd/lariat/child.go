package main

import (
	"github.com/lariatjs/lariat/bindings/worker"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib"
)

// serveChild is what the command does when a pool of a script has started it again, with isolation: "process": it
// serves the tasks of the pool. The pool says all that the command line says otherwise.
func serveChild() (code int, child bool) {
	return worker.ServeChild(runtime.WithModules(stdlib.All()...), runtime.WithCache(cacheDir()))
}
