// Package es completes the ECMAScript of a goja VM: what ES2020 to ES2026 have and goja lacks, written
// in Go and cheap to install. It gives JavaScript the language, never an API: Promise.try, iterator
// helpers, explicit resource management, WeakRef and so on, one file a feature.
//
// Everything here keeps to three rules. Functions are called by their Go function, never by a
// goja.Callable, and promises are made by the Promise constructor, so that the microtask queue is never
// drained early. Intrinsics are taken before any script runs, so that a script that patches
// Promise.prototype.then or deletes a global breaks nothing but itself. And state lives in private
// slots that no script can see or forge.
package es

import (
	"unsafe"

	"github.com/dop251/goja"
)

// Host is what the language needs of the engine around it.
type Host interface {
	// Post runs job on the goroutine that owns the VM, when nothing of the script is on the stack, and
	// afterwards the microtasks that it queued. An exception that leaves the job is an uncaught error of
	// the script. Post is called from any goroutine and must not block.
	Post(job func())
}

// AsyncContext is what a Host is besides if it tracks the context of asynchronous calls.
type AsyncContext interface {
	// Tracker is what was given to goja.Runtime.SetAsyncContextTracker.
	Tracker() goja.AsyncContextTracker
}

// Named is what a Host is besides if the global object has names of the host's.
type Named interface {
	Globals() *Globals
}

// Realm is what one VM was given. Only the goroutine that owns the VM may use it.
type Realm struct {
	vm   *goja.Runtime
	host Host

	in      intrinsics
	prelude prelude
	async   *asyncRealm

	helperClass *class[helper]
	wrapClass   *class[iteration]
	iterator    *goja.Object
	helperNext  *goja.Object
	lastHelper  struct {
		object *goja.Object
		state  *helper
	}

	suppressed            *goja.Object
	syncStack, asyncStack *class[stack]

	weakRefClass  *class[weakTarget]
	weakMapTable  unsafe.Pointer // the table of the type that goja has for WeakMaps
	registryClass *class[registry]
	regexps       regexps
	shared        shared
	standing      stacks
	callSite      native // makes a frame for Error.prepareStackTrace; nil until one is wanted
	outside       Outside
	functions     [3]*goja.Object // by functionKind
	components    [2]*goja.Object // encodeURIComponent and decodeURIComponent
	// compiler is the host's, nil if the host leaves text alone.
	compiler Compiler
	// completed names the built-ins that completionOf has been at.
	completed map[string]bool
	longest   int // see Longest
	matching  matching
	flag      *uint32 // that the machine was interrupted, nil if goja keeps that in another way

	depth    int
	reviving int // how deep in what JSON.parse gives to revivers

	// builtin names the functions of the prelude that scripts can see.
	builtin map[*goja.Object]string
}

// Install adds the missing parts of the language to vm, which must not have run a script yet, nor made any of its
// built-ins.
func Install(vm *goja.Runtime, host Host) *Realm {
	idle := func(goja.FunctionCall) goja.Value { return goja.Undefined() }
	r := &Realm{
		vm: vm, host: host, longest: longestEver, outside: Outside{idle, idle},
		builtin: map[*goja.Object]string{}, completed: map[string]bool{}, flag: flagOf(vm),
	}
	r.compiler, _ = host.(Compiler)
	globals := noGlobals
	if h, ok := host.(Named); ok {
		globals = h.Globals
	}
	r.takeHome(globals())
	r.sit()
	r.installFrame()
	r.installAsync()
	if _, ok := host.(Patient); !ok {
		r.UseRegExp()
	}
	return r
}

// installAsync adds async generators.
func (r *Realm) installAsync() {
	host := AsyncHost{Compile: func(source string) (*goja.Program, error) {
		return Compile("eval", source, false)
	}}
	if c, ok := r.host.(Compiler); ok {
		host.Compile = func(source string) (*goja.Program, error) { return c.Compile(FunctionCode, source) }
	}
	if c, ok := r.host.(AsyncContext); ok {
		host.Context = c.Tracker()
	}
	r.async = &asyncRealm{vm: r.vm, realm: r, host: host, promiseProto: r.in.promiseProto}
	r.async.install()
}
