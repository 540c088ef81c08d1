package project

import (
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// growEvery is how often a notifier asks whether there are more folders.
const growEvery = time.Second

// notifier waits until something happens in some folders.
type notifier struct {
	folders  func() []string
	notify   *fsnotify.Watcher // nil if the system has none to give
	followed map[string]bool
	blind    bool // of some folder the system does not tell
}

func newNotifier(folders func() []string) *notifier {
	n := &notifier{folders: folders, followed: map[string]bool{}, blind: true}
	if folders == nil {
		return n
	}
	if notify, err := fsnotify.NewWatcher(); err == nil {
		n.notify, n.blind = notify, false
	}
	return n
}

func (n *notifier) close() {
	if n.notify != nil {
		_ = n.notify.Close()
	}
}

// follow has the system tell of all folders that there are by now, and reports whether there are more than before. One that is
// not there, or is one too many for the system, makes the notifier blind.
func (n *notifier) follow() (more bool) {
	if n.notify == nil {
		return false
	}
	n.blind = false
	for _, folder := range n.folders() {
		if n.followed[folder] {
			continue
		}
		if n.notify.Add(folder) != nil {
			n.blind = true
			continue
		}
		n.followed[folder], more = true, true
	}
	return more
}

// wait returns when it is time to look, false when stop is closed.
func (n *notifier) wait(stop <-chan struct{}) bool {
	var events chan fsnotify.Event
	var lost chan error
	if n.notify != nil {
		events, lost = n.notify.Events, n.notify.Errors
	}
	for {
		every := growEvery
		if n.blind {
			every = lookEvery
		}
		select {
		case <-stop:
			return false
		case event := <-events:
			n.forget(event)
			return n.calm(stop)
		case err := <-lost: // too much has happened to tell
			return err != nil
		case <-time.After(every):
			if n.blind || n.follow() {
				return true
			}
		}
	}
}

// calm takes what else is told at once, so that one look is enough for all of it.
func (n *notifier) calm(stop <-chan struct{}) bool {
	late := time.After(lookAfter)
	for {
		select {
		case <-stop:
			return false
		case event := <-n.notify.Events:
			n.forget(event)
		case <-late:
			return true
		}
	}
}

// forget has a folder that is gone, or has another name, be followed anew when it is there again.
func (n *notifier) forget(event fsnotify.Event) {
	if event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename) {
		delete(n.followed, event.Name)
	}
}

// Folders lists the folders beneath some paths, and those of files, for Watch.
func Folders(paths []string) []string {
	var list []string
	for _, p := range paths {
		if found, err := folders(p); err == nil {
			list = append(list, found...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
