package permit_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
)

// read reads a file in its place.
func read(s *permit.Set, path string) (string, error) {
	p, err := s.Locate(context.Background(), permit.Read, path, true)
	if err != nil {
		return "", err
	}
	defer p.Close()
	f, err := p.Open(os.O_RDONLY, 0)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	return string(b), err
}

// TestNoLinkIsFastEnough has folders become links, and back, while they are read: what lies outside, or is denied, is never
// seen, whichever moment it is.
func TestNoLinkIsFastEnough(t *testing.T) {
	dir := folder(t, "in/sub/x", "in/vault/x", "out/x")
	for _, o := range []permit.Options{
		{Allow: permit.Grants{Read: []string{"in"}}, Deny: permit.Grants{Read: []string{"in/vault"}}},
		{Allow: permit.Grants{Read: []string{permit.Any}}, Deny: permit.Grants{Read: []string{"in/vault", "out"}}},
		{Allow: permit.Grants{Read: []string{"in/sub"}}},
		{Allow: permit.Grants{Read: []string{"in/sub/x"}}},
	} {
		o.Dir = dir
		s := newSet(t, o)
		sub, spare := filepath.Join(dir, "in/sub"), filepath.Join(dir, "in/spare")
		var stop atomic.Bool
		var swaps sync.WaitGroup
		swaps.Go(func() {
			for i := 0; !stop.Load(); i++ {
				_ = os.Rename(sub, spare)
				_ = os.Symlink([]string{"vault", "../out", filepath.Join(dir, "out")}[i%3], sub)
				_ = os.Remove(sub)
				_ = os.Rename(spare, sub)
			}
		})
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				for range 500 {
					if text, err := read(s, filepath.Join(sub, "x")); err == nil && text != "in/sub/x" {
						t.Errorf("read %q", text)
					}
				}
			})
		}
		readers.Wait()
		stop.Store(true)
		swaps.Wait()
		if text, err := read(s, filepath.Join(sub, "x")); text != "in/sub/x" {
			t.Error(text, err)
		}
	}
}

func TestAGrantedFolderMayBeMadeAnew(t *testing.T) {
	dir := folder(t, "out/x")
	out := filepath.Join(dir, "out")
	s := newSet(t, permit.Options{Dir: dir, Allow: permit.Grants{Read: []string{"out"}, Write: []string{"out", "later/deep"}}})
	change := func(path string, do func(permit.Place) error) {
		t.Helper()
		p, err := s.Locate(t.Context(), permit.Write, path, false)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		if err := do(p); err != nil {
			t.Fatal(err)
		}
	}
	change(out, permit.Place.RemoveAll)
	change(out, func(p permit.Place) error { return p.Mkdir(0o700) })
	change(filepath.Join(out, "y"), func(p permit.Place) error {
		f, err := p.Open(os.O_WRONLY|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		_, err = f.WriteString("new")
		return errors.Join(err, f.Close())
	})
	if text, err := read(s, filepath.Join(out, "y")); text != "new" || err != nil {
		t.Error(text, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "later"), 0o700); err != nil {
		t.Fatal(err)
	}
	change(filepath.Join(dir, "later/deep"), func(p permit.Place) error { return p.Mkdir(0o700) })
}

func TestAskIsAskedOnce(t *testing.T) {
	dir := folder(t, "a", "b", "c")
	var asked []string
	s := newSet(t, permit.Options{
		Dir: dir, Deny: permit.Grants{Read: []string{"c"}},
		Ask: func(_ context.Context, r permit.Request) permit.Answer {
			asked = append(asked, string(r.Kind)+" "+filepath.Base(r.Resource))
			return map[string]permit.Answer{"a": permit.Yes, "b": permit.No, "HOME": permit.Always}[filepath.Base(r.Resource)]
		},
	})
	for range 2 {
		if text, err := read(s, filepath.Join(dir, "a")); text != "a" {
			t.Error(text, err)
		}
		for _, name := range []string{"b", "c"} {
			if _, err := read(s, filepath.Join(dir, name)); !errors.Is(err, fault.Permission) {
				t.Error(name, err)
			}
		}
		if err := errors.Join(s.Env(t.Context(), "HOME"), s.Env(t.Context(), "PATH")); err != nil {
			t.Error(err)
		}
	}
	if len(asked) != 3 {
		t.Error(asked)
	}
	if err := s.Net(permit.Quietly(t.Context()), "example.com", 80); !errors.Is(err, fault.Permission) || len(asked) != 3 {
		t.Error(err, asked)
	}
}

func TestNarrowedSetsInTransit(t *testing.T) {
	dir := folder(t, "in/x", "in/sub/y", "out/z", "in/no/n")
	link(t, "in", filepath.Join(dir, "way"))
	top := newSet(t, permit.Options{
		Dir: dir, Allow: permit.Grants{Read: []string{"way"}, Net: []string{"*.example.com"}, Env: []string{"A*"}},
		Deny: permit.Grants{Read: []string{"in/no"}},
	})
	child, err := top.Narrow([]permit.Kind{permit.Net}, permit.Grants{Read: []string{"in/sub", "in/no/../x"}}, dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range []permit.Grants{
		{Read: []string{permit.Any}},
		{Read: []string{"out"}},
		{Read: []string{"in/no"}},
		{Net: []string{"example.org"}},
		{Env: []string{"B"}},
		{Run: []string{"ls"}},
		{Write: []string{"in"}},
	} {
		if _, err := child.Narrow(nil, g, dir); !errors.Is(err, fault.Permission) {
			t.Errorf("%v: %v", g, err)
		}
	}
	decoded, err := permit.Decode(child.Encode())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*permit.Set{child, decoded} {
		for name, want := range map[string]bool{"in/x": true, "in/sub/y": true, "way/x": true, "in": false, "out/z": false, "in/no/n": false} {
			if _, err := s.Locate(t.Context(), permit.Read, filepath.Join(dir, name), true); (err == nil) != want {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.Net(t.Context(), "a.example.com", 1); err != nil {
			t.Error(err)
		}
		if err := s.Net(t.Context(), "a.example.org", 1); err == nil {
			t.Error("a host of another domain")
		}
	}
	if _, err := permit.Decode("[]"); !errors.Is(err, fault.Internal) {
		t.Error(err)
	}
}
