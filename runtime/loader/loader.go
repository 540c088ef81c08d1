// Package loader turns names into running modules: it finds files as Node does, transforms modern JavaScript
// and TypeScript into what goja runs, links ES modules and CommonJS, and maps stacks back to the sources.
//
// A Store is what the runtimes of a process share: compiled files and what was resolved. A Loader serves one
// goja VM and belongs to the goroutine of that VM. The package knows goja but no runtime: what it needs of one
// is the interface Host.
package loader

import (
	"path/filepath"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// Host is what a Loader asks of the runtime that it serves.
type Host interface {
	// Builtin returns the exports of a host module by its canonical name, loading it at first use. An own
	// property "default" is the default export; without one the object itself is.
	Builtin(name string) (*goja.Object, error)
	// ErrorValue returns the JavaScript error for a Go error: a fault.Error gives an instance of its class, and
	// its Props become own properties ("code" too: Node's code where there is one).
	ErrorValue(err error) goja.Value
}

// Loader loads modules into one VM. Only the goroutine of the VM may use it.
//
// All promises it returns are native ones, and nothing it does drains the microtask queue: a module that is
// imported or run is evaluated by a microtask.
type Loader struct {
	vm    *goja.Runtime
	store *Store
	host  Host
	in    intrinsics

	// modules by key: every module has one instance, so that all importers see one namespace.
	modules map[string]*module
	// created are those that were made since the graph at hand is being loaded.
	created []*module
	// main is the entry module.
	main *module
	// cache is require.cache: module objects by file name. Scripts may edit it.
	cache *goja.Object
	// asyncOrder numbers modules in the order in which they began to wait.
	asyncOrder int
	// waiting holds the modules that wait for a top-level await of their own.
	waiting map[*module]bool
	// evals counts calls of Eval, whose modules have no file.
	evals int
	// portables, exports and made are for functions that travel. loading counts what is being loaded for them;
	// inherited are the files that are in the isolates that wait for this one.
	portables portables
	exports   exportIndex
	made      map[madeKey]*made
	loading   int
	inherited []string
	// imported holds the global names that are imports of a session.
	imported map[string]sessionImport
}

// New prepares a VM for modules. It must be called before any script runs.
func New(vm *goja.Runtime, s *Store, h Host) *Loader {
	l := &Loader{vm: vm, store: s, host: h, modules: map[string]*module{}, imported: map[string]sessionImport{}, waiting: map[*module]bool{}}
	l.in = takeIntrinsics(vm)
	l.cache = vm.CreateObject(nil)
	l.declareGlobals()
	if s.coverage != nil {
		s.coverage.declare(vm)
	}
	return l
}

// ParserOptions are for goja.Runtime.SetParserOptions: without them a comment in the text of an eval makes the
// parser open any file as a source map.
func ParserOptions() []parser.Option { return []parser.Option{parser.WithDisableSourceMaps} }

// Store returns what the loader shares with others.
func (l *Loader) Store() *Store { return l.store }

// referrerOf gives a referrer its form: an absolute path, which ends in a separator for a folder.
func (l *Loader) referrerOf(referrer string) string {
	if referrer == "" {
		return l.store.dir + string(filepath.Separator)
	}
	if isInline(referrer) {
		return referrer
	}
	if path, _, err := pathOfURL(referrer); err == nil && len(referrer) > 5 && referrer[:5] == "file:" {
		return path
	}
	if !filepath.IsAbs(referrer) {
		folder := endsAsFolder(filepath.ToSlash(referrer))
		if referrer = filepath.Join(l.store.dir, referrer); folder {
			referrer += string(filepath.Separator)
		}
	}
	return referrer
}
