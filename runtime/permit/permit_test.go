package permit_test

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
)

func newSet(t testing.TB, o permit.Options) *permit.Set {
	t.Helper()
	s, err := permit.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// folder makes files and returns their folder, behind links.
func folder(t testing.TB, files ...string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func link(t testing.TB, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
	}
}

func TestPathsAreJudgedByWhereTheyLead(t *testing.T) {
	dir := folder(t, "in/a.txt", "in/secret/key", "in/deep/b.txt", "out/c.txt", "inner/d.txt")
	link(t, filepath.Join(dir, "out"), filepath.Join(dir, "in/absolute"))
	link(t, "../out/c.txt", filepath.Join(dir, "in/relative"))
	link(t, "a.txt", filepath.Join(dir, "in/beside"))
	link(t, "secret", filepath.Join(dir, "in/alias"))
	link(t, "in", filepath.Join(dir, "way"))
	link(t, "loop", filepath.Join(dir, "in/loop"))
	s := newSet(t, permit.Options{Dir: dir, Allow: permit.Grants{Read: []string{"in"}}, Deny: permit.Grants{Read: []string{"in/secret"}}})
	for name, want := range map[string]bool{
		"in": true, "in/a.txt": true, "in/deep/b.txt": true, "in/beside": true, "way/a.txt": true, "in/nothing/here": true,
		"in/../in/a.txt": true,
		"":               false, "out/c.txt": false, "inner/d.txt": false, "in/absolute/c.txt": false, "in/absolute": false, "in/relative": false,
		"in/secret": false, "in/secret/key": false, "in/alias/key": false, "way/secret/key": false, "in/../out/c.txt": false,
	} {
		err := s.Read(t.Context(), filepath.Join(dir, filepath.FromSlash(name)))
		if (err == nil) != want || err != nil && !errors.Is(err, fault.Permission) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		if err := s.Write(t.Context(), filepath.Join(dir, filepath.FromSlash(name))); !errors.Is(err, fault.Permission) {
			t.Errorf("writing %s: %v", name, err)
		}
	}
}

func TestHostsAreJudgedByNameAndAddress(t *testing.T) {
	s := newSet(t, permit.Options{
		Allow: permit.Grants{Net: []string{"api.example.com:443", "*.example.org", "localhost:8080", "10.1.0.0/16", "[2001:db8::1]:53", "192.0.2.7"}},
		Deny:  permit.Grants{Net: []string{"bad.example.org", "10.1.2.3"}},
	})
	for _, c := range []struct {
		name string
		port int
		want bool
	}{
		{"api.example.com", 443, true},
		{"API.example.com.", 443, true},
		{"api.example.com", 80, false},
		{"example.com", 443, false},
		{"a.example.org", 1, true},
		{"a.b.example.org", 1, true},
		{"example.org", 1, false},
		{"notexample.org", 1, false},
		{"bad.example.org", 1, false},
		{"BAD.example.org.", 1, false},
		{"localhost", 8080, true},
		{"localhost", 80, false},
		{"127.0.0.1", 8080, true},
		{"::1", 8080, true},
		{"127.0.0.1", 80, false},
		{"10.1.9.9", 5, true},
		{"10.1.2.3", 5, false},
		{"::ffff:10.1.2.3", 5, false},
		{"[::ffff:10.1.9.9]", 5, true},
		{"10.2.0.1", 5, false},
		{"2001:db8::1", 53, true},
		{"2001:db8::1", 54, false},
		{"192.0.2.7", 1, true},
		{"0.0.0.0", 80, false},
	} {
		err := s.Net(t.Context(), c.name, c.port)
		if (err == nil) != c.want || err != nil && !errors.Is(err, fault.Permission) {
			t.Errorf("%s:%d: %v, want %v", c.name, c.port, err, c.want)
		}
	}
	for _, c := range []struct {
		name, to string
		want     bool
	}{
		{"api.example.com", "93.184.216.34:443", true},
		{"api.example.com", "127.0.0.1:443", false},
		{"api.example.com", "[::1]:443", false},
		{"api.example.com", "[::ffff:192.168.0.1]:443", false},
		{"api.example.com", "169.254.169.254:443", false},
		{"api.example.com", "0.0.0.0:443", false},
		{"api.example.com", "[fd00::1]:443", false},
		{"api.example.com", "100.64.0.1:443", false},
		{"api.example.com", "[64:ff9b::7f00:1]:443", false},
		{"api.example.com", "10.1.9.9:443", true},
		{"api.example.com", "10.1.2.3:443", false},
		{"localhost", "127.0.0.1:8080", true},
		{"localhost", "93.184.216.34:8080", false},
		{"127.0.0.1", "127.0.0.1:8080", true},
	} {
		if err := s.Address(t.Context(), c.name, netip.MustParseAddrPort(c.to)); (err == nil) != c.want {
			t.Errorf("%s at %s: %v, want %v", c.name, c.to, err, c.want)
		}
	}
}

func TestPatternsThatMeanNothing(t *testing.T) {
	for _, g := range []permit.Grants{
		{Read: []string{""}},
		{Net: []string{""}},
		{Net: []string{"http://x"}},
		{Net: []string{"x:0"}},
		{Net: []string{"x:99999"}},
		{Net: []string{"a b"}},
		{Net: []string{"*" + "x"}},
		{Env: []string{"A=B"}},
		{Env: []string{"*A"}},
		{Run: []string{""}},
		{Write: []string{"a\x00"}},
	} {
		if _, err := permit.New(permit.Options{Allow: g}); !errors.Is(err, fault.Type) || !strings.Contains(err.Error(), "must be") {
			t.Errorf("%v: %v", g, err)
		}
	}
}

func TestVariablesAndPrograms(t *testing.T) {
	dir := folder(t, "tool", "other")
	s := newSet(t, permit.Options{
		Dir:   dir,
		Allow: permit.Grants{Env: []string{"HOME", "APP_*"}, Run: []string{"./tool"}},
		Deny:  permit.Grants{Env: []string{"APP_KEY"}},
	})
	for name, want := range map[string]bool{"HOME": true, "APP_X": true, "APP_KEY": false, "PATH": false, "": false} {
		if err := s.Env(t.Context(), name); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	tool := filepath.Join(dir, "tool")
	if err := s.Run(t.Context(), "./tool", tool, "A=1"); err != nil {
		t.Error(err)
	}
	if err := s.Run(t.Context(), "./tool", tool, "LD_PRELOAD=x"); !errors.Is(err, fault.Permission) {
		t.Error("with code of its own:", err)
	}
	if err := s.Run(t.Context(), "./other", filepath.Join(dir, "other")); !errors.Is(err, fault.Permission) {
		t.Error(err)
	}
}
