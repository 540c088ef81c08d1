package loader

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Portable is a function on its way to another isolate: plain immutable Go, of which any number of isolates may make
// the function.
type Portable struct {
	// Name is the function's name; empty if it has none.
	Name string
}

// Module returns the module that a function which travels by reference is an export of; empty for any other.
func (p *Portable) Module() string { return "" }

// Portable makes a function ready to travel. One that a loaded module exports goes by reference: module and name.
// Any other goes by source, if it uses nothing but its arguments, the globals that every isolate has, the imports of
// its file and the names in capture, whose values Function gets. The error is a fault.Capture or a fault.Type.
func (l *Loader) Portable(fn *goja.Object, capture []string) (*Portable, error) {
	return nil, fault.Capture.New("functions do not travel yet")
}

// Reference finds the function that a text means: "./task.ts#name", also with a file: URL or the name of a package.
// Without a name it is the default export. referrer is as in Import.
func (l *Loader) Reference(specifier, referrer string) (*Portable, error) {
	return nil, fault.Module.New("functions do not travel yet")
}

// Function makes the function in this isolate: at once if all that it imports is there, else promise is one of it.
// captured has a value for each name that was given to Portable.
func (l *Loader) Function(p *Portable, captured map[string]goja.Value) (fn, promise goja.Value) {
	return nil, nil
}

// Again returns an error if p leads back to a module that this isolate is loading for a task right now: the top
// level of the module would give work to a worker that loads the module, and so on without end.
func (l *Loader) Again(p *Portable) error { return nil }

// Loading returns the modules that are being loaded for tasks now, here and in the isolates that wait for this one:
// what a pool gives to Inherit in the isolates that it makes meanwhile.
func (l *Loader) Loading() []string { return nil }

// Inherit tells a new isolate what is being loaded in the one that made it.
func (l *Loader) Inherit(modules []string) {}
