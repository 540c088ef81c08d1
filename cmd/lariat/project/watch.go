package project

import (
	"os"
	"slices"
	"time"
)

// How often Watch looks where the system tells of nothing, how long an answer takes to a change that it tells of, and for how
// long a file must have been left alone: editors write in steps.
const (
	lookEvery = 200 * time.Millisecond
	lookAfter = 20 * time.Millisecond
	settled   = 100 * time.Millisecond
)

// Watch asks changed for a file that is another than before, whenever something happens in one of the folders, and returns
// its name once nobody writes it any more; "" when stop is closed. The system says only when to look: the files themselves say
// what has changed, for systems tell of changes in ways that differ, and of the files that editors write beside them too. Where
// it cannot tell, Watch looks again and again. The list of folders may grow meanwhile; nil is none, which is to look.
func Watch(changed func() string, folders func() []string, stop <-chan struct{}) string {
	n := newNotifier(folders)
	defer n.close()
	for {
		n.follow()
		if name := changed(); name != "" {
			settle(name, stop)
			return name
		}
		if !n.wait(stop) {
			return ""
		}
	}
}

// Changes returns a function that tells, for Watch, a file of a list that has changed or come since it was called before.
// The list is made anew each time.
func Changes(files func() []string) func() string {
	seen := map[string]stamp{}
	look := func() (changed string) {
		for _, name := range files() {
			now := stampOf(name)
			if now.whole() && seen[name] != now { // one that is gone may be about to be written anew
				seen[name], changed = now, name
			}
		}
		return changed
	}
	look()
	return look
}

// stamp tells versions of a file apart. That of a file which is not there is zero.
type stamp struct {
	at   time.Time
	size int64
}

func stampOf(name string) stamp {
	info, err := os.Stat(name)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

func (s stamp) whole() bool { return s != stamp{} }

// settle waits until nobody writes the file any more.
func settle(name string, stop <-chan struct{}) {
	for before := stampOf(name); ; {
		select {
		case <-stop:
			return
		case <-time.After(settled):
		}
		now := stampOf(name)
		if now == before {
			return
		}
		before = now
	}
}

// Programs lists the programs beneath some paths, for Watch.
func Programs(paths []string) []string {
	var files []string
	for _, p := range paths {
		if list, err := Find([]string{p}, IsProgram); err == nil {
			files = append(files, list...)
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}
