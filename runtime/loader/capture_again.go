package loader

import (
	"maps"
	"slices"

	"github.com/lariatjs/lariat/runtime/fault"
)

// A module that is loaded for a task runs its top level. If that gives work to a pool, and the work leads back to the
// module, each worker would load it again and give work to a pool of its own, without end.

// Loading returns the modules that are being loaded for tasks now, here and in the isolates that wait for this one:
// what a pool gives to Inherit in the isolates that it makes meanwhile.
func (l *Loader) Loading() []string {
	busy := l.busyFiles()
	if len(busy) == 0 { // as nearly always
		return nil
	}
	return slices.Sorted(maps.Keys(busy))
}

// Inherit tells a new isolate what is being loaded in the one that made it.
func (l *Loader) Inherit(modules []string) {
	l.inherited = modules
}

// Again returns an error if p leads back to a module that is being loaded for a task right now.
func (l *Loader) Again(p *Portable) error {
	busy := l.busyFiles()
	if len(busy) == 0 {
		return nil
	}
	begin := []string{p.ref.path}
	if p.extract != nil {
		begin = l.store.below(p.extract.unit, p.extract.from.referrer())
	}
	seen := map[string]bool{}
	for len(begin) > 0 {
		path := begin[len(begin)-1]
		begin = begin[:len(begin)-1]
		if path == "" || seen[path] {
			continue
		}
		seen[path] = true
		u, err := l.store.unit(path)
		if busy[path] {
			guard := "import.meta.main"
			if err == nil && u.format == formatCommonJS {
				guard = "require.main === module"
			}
			return fault.Module.New("%s runs again in the worker, which loads it for a task, and gives work to a pool that leads back to it, "+
				"without end; guard that code with %s, or move the function to a file of its own", l.store.shown(path), guard).
				With("module", path)
		}
		if err == nil {
			begin = append(begin, l.store.below(u, path)...)
		}
	}
	return nil
}

// busyFiles are the files whose top level runs for a task: those that were asked for and what they import.
func (l *Loader) busyFiles() map[string]bool {
	busy := map[string]bool{}
	for _, path := range l.inherited {
		busy[path] = true
	}
	if l.loading == 0 {
		return busy
	}
	for _, m := range l.modules {
		if m.path != "" && (m.state == evaluating || m.state == evaluatingAsync) {
			busy[m.path] = true
		}
	}
	return busy
}
