package project_test

import (
	"os"
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
			if got := project.Watch(changes, stop); got != c.want {
				t.Errorf("%s: got %q, want %q", c.what, got, c.want)
			}
			<-stop
			changes() // what came after that
		})
	}
}
