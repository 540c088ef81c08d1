package project_test

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/cmd/lariat/project"
)

func TestWatch(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a", "1")
	var names atomic.Pointer[[]string]
	names.Store(&[]string{"a", "gone"})
	changes := project.Changes(func() []string { return *names.Load() })
	for _, c := range []struct {
		what string
		step func(n int)
		want string
	}{
		{"a change", func(int) { write("a", "22") }, "a"},
		{"a file that comes", func(int) { write("gone", "1") }, "gone"},
		{"one that is replaced", func(n int) {
			if n == 0 {
				_ = os.Remove("a")
			} else {
				write("a", "333")
			}
		}, "a"},
		{"a new one", func(int) { write("new", "1"); names.Store(&[]string{"a", "new"}) }, "new"},
		{"nothing", func(int) {}, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			stop := make(chan struct{})
			go func() {
				defer close(stop)
				for n := range 2 {
					time.Sleep(time.Second + 50*time.Millisecond)
					c.step(n)
				}
				time.Sleep(time.Second)
			}()
			if got := project.Watch(changes, nil, stop); got != c.want {
				t.Errorf("%s: got %q, want %q", c.what, got, c.want)
			}
			<-stop
			changes() // what came after that
		})
	}
}

// TestWatchIsTold changes files while the system tells of it.
func TestWatchIsTold(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.js", "1")
	paths := []string{dir}
	changes := project.Changes(func() []string { return project.Programs(paths) })
	for _, c := range []struct{ write, want string }{{"a.js", "a.js"}, {"b.ts", "b.ts"}, {"new/c.js", "new/c.js"}, {"new/c.js", "new/c.js"}} {
		looked := make(chan struct{}, 1)
		var once sync.Once
		got := make(chan string, 1)
		stop := make(chan struct{})
		go func() {
			got <- project.Watch(func() string {
				defer once.Do(func() { close(looked) })
				return changes()
			}, func() []string { return project.Folders(paths) }, stop)
		}()
		<-looked // from now on it waits to be told
		_ = os.Mkdir(filepath.Join(dir, filepath.Dir(filepath.FromSlash(c.write))), 0o700)
		write(c.write, "more and more: "+time.Now().String())
		if name := <-got; name != filepath.Join(dir, filepath.FromSlash(c.want)) {
			t.Errorf("got %q, want %q", name, c.want)
		}
		changes()
	}
	stop := make(chan struct{})
	close(stop)
	if got := project.Watch(changes, func() []string { return project.Folders(paths) }, stop); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestFolders(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, dir := range []string{"a/b", "a/.hidden/c", "a/node_modules/p"} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	got := project.Folders([]string{"a", "a/b", filepath.Join("a", "x.js"), "nosuch/y.js"})
	if !slices.Equal(got, []string{"a", filepath.Join("a", "b")}) {
		t.Error(got)
	}
}
