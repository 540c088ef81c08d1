package loader

import (
	"sync"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
)

// Globals is what a Host is besides if it gives its isolates global variables of its own.
type Globals interface {
	// Global says whether every isolate has a global variable of this name.
	Global(name string) bool
}

// languageGlobals are the names that the language itself declares, and what package es adds.
var languageGlobals = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	vm := goja.New()
	es.Install(vm, noHost{})
	for _, name := range vm.GlobalObject().GetOwnPropertyNames() {
		names[name] = true
	}
	return names
})

// noHost is the host of a VM that never runs.
type noHost struct{}

// Post drops the job.
func (noHost) Post(func()) {}

// everywhere says whether every isolate has a global variable of this name.
func everywhere(h Host, name string) bool {
	if name == nameCount || languageGlobals()[name] {
		return true
	}
	g, ok := h.(Globals)
	return ok && g.Global(name)
}
