package fs

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/fsnotify/fsnotify"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
)

// Change is something that happened to what is watched.
type Change struct {
	// Kind is "create", "modify" or "remove". What was renamed is removed under one name and created under the other.
	Kind string
	// Path is the path that was watched, and the way from there.
	Path string
	// Name is the way from the folder that is watched, or the name of the file that is.
	Name string
}

// maxChanges bounds how many changes wait for a consumer. A watch whose consumer falls further behind fails.
const maxChanges = 1 << 16

// Watch tells of changes to a file, or to what is in a folder. It is a source for an async iterator; changes that nobody
// has taken yet and that say the same are told once.
type Watch struct {
	notify    *fsnotify.Watcher
	given     string // the path as the script wrote it
	root      string // the folder that is watched
	only      string // the name of the file in it, if it is a file that is watched
	recursive bool
	set       *permit.Set // of the Disk, or nil

	mu      sync.Mutex
	changes []Change
	err     error
	over    bool
	waiters []*waiter[Change]
}

// Watch begins to watch a path. A folder is watched without those in it unless recursive is set.
func (d *Disk) Watch(ctx context.Context, path string, recursive bool) (*Watch, error) {
	actual, err := d.Realpath(ctx, path)
	if err != nil {
		return nil, renamed(err, "watch")
	}
	info, err := os.Stat(actual)
	if err != nil {
		return nil, systemError(err, "watch", path)
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, systemError(err, "watch", path)
	}
	w := &Watch{notify: notify, given: path, root: actual, recursive: recursive && info.IsDir(), set: d.set}
	if !info.IsDir() {
		// The folder is watched, since a file that is replaced is another one.
		w.root, w.only = filepath.Dir(actual), filepath.Base(actual)
	}
	if err := w.add(w.root, false); err != nil {
		_ = notify.Close()
		return nil, systemError(err, "watch", path)
	}
	go w.follow()
	return w, nil
}

// renamed makes the error of a step that of the call.
func renamed(err error, call string) error {
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.System {
		return err
	}
	path, _ := e.Props["path"].(string)
	return systemError(errors.Unwrap(err), call, path)
}

// add watches a folder and, of a recursive watch, those in it. Tell says that what is in it is new.
func (w *Watch) add(folder string, tell bool) error {
	if w.set != nil && w.set.Read(quiet, folder) != nil {
		return nil // beneath what is watched something is denied
	}
	if err := w.notify.Add(folder); err != nil {
		return err
	}
	if !w.recursive {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		if tell {
			w.tell("create", path)
		}
		if !entry.IsDir() {
			continue
		}
		// A folder may be gone again by now.
		if err := w.add(path, tell); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// follow runs on a goroutine of the watch until that is closed.
func (w *Watch) follow() {
	for {
		select {
		case event, open := <-w.notify.Events:
			if !open {
				return
			}
			w.see(event)
		case err, open := <-w.notify.Errors:
			if !open {
				return
			}
			w.end(systemError(err, "watch", w.given))
		}
	}
}

func (w *Watch) see(event fsnotify.Event) {
	switch {
	case event.Has(fsnotify.Create):
		w.tell("create", event.Name)
		if !w.recursive {
			return
		}
		if info, err := os.Lstat(event.Name); err == nil && info.IsDir() {
			if err := w.add(event.Name, true); err != nil && !errors.Is(err, fs.ErrNotExist) {
				w.end(systemError(err, "watch", event.Name))
			}
		}
	case event.Has(fsnotify.Remove), event.Has(fsnotify.Rename):
		w.tell("remove", event.Name)
	default:
		w.tell("modify", event.Name)
	}
}

// tell hands a change to who waits first, or keeps it.
func (w *Watch) tell(kind, path string) {
	name, err := filepath.Rel(w.root, path)
	if err != nil || w.only != "" && name != w.only {
		return
	}
	change := Change{Kind: kind, Path: w.given, Name: name}
	switch {
	case w.only != "":
	case name == ".":
		change.Name = filepath.Base(w.root)
	default:
		change.Path = filepath.Join(w.given, name)
	}
	w.mu.Lock()
	if len(w.waiters) > 0 {
		first := w.waiters[0]
		w.waiters = w.waiters[1:]
		stop := first.end()
		w.mu.Unlock()
		stop()
		first.done(change, true, nil)
		return
	}
	if n := len(w.changes); !w.over && (n == 0 || w.changes[n-1] != change) {
		w.changes = append(w.changes, change)
	}
	full := len(w.changes) > maxChanges
	w.mu.Unlock()
	if full {
		w.end(fault.Limit.New("more than %d changes of '%s' wait to be taken", maxChanges, w.given).With("path", w.given))
	}
}

// Next gives the next change.
func (w *Watch) Next(ctx context.Context, done func(change Change, more bool, err error)) {
	w.mu.Lock()
	switch {
	case len(w.changes) > 0:
		change := w.changes[0]
		w.changes = w.changes[1:]
		w.mu.Unlock()
		done(change, true, nil)
		return
	case w.over:
		err := w.err
		w.mu.Unlock()
		done(Change{}, false, err)
		return
	}
	wait := &waiter[Change]{done: done}
	w.waiters = append(w.waiters, wait)
	w.mu.Unlock()
	wait.watch(ctx, &w.mu, func() {
		if w.leave(wait) {
			done(Change{}, false, context.Cause(ctx))
		}
	})
}

// leave takes a waiter out of the line, if it still stands there.
func (w *Watch) leave(wait *waiter[Change]) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, other := range w.waiters {
		if other == wait {
			w.waiters = append(w.waiters[:i:i], w.waiters[i+1:]...)
			wait.end()
			return true
		}
	}
	return false
}

// Close ends the watch; those who wait hear of the end.
func (w *Watch) Close() { w.end(nil) }

func (w *Watch) end(err error) {
	w.mu.Lock()
	if w.over {
		w.mu.Unlock()
		return
	}
	w.over, w.err = true, err
	waiting := w.waiters
	w.waiters = nil
	stops := make([]func() bool, len(waiting))
	for i, wait := range waiting {
		stops[i] = wait.end()
	}
	w.mu.Unlock()
	_ = w.notify.Close()
	for i, wait := range waiting {
		stops[i]()
		wait.done(Change{}, false, err)
	}
}
