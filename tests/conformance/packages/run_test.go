package packages

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// scriptTime is far more than any script needs: it ends one that hangs.
const scriptTime = 2 * time.Minute

// TestPackages runs each script without a cache, by two processes that fill one cache at the same time, and
// with the cache that they left.
func TestPackages(t *testing.T) {
	dir := os.Getenv("LARIAT_PACKAGES")
	if dir == "" {
		t.Log("LARIAT_PACKAGES names no folder with node_modules: only the lists are checked")
		return
	}
	dir, err := filepath.Abs(filepath.Join(dir, "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	command := build(t)
	for name, version := range dependencies(t, "package.json", "dependencies") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if found := installed(t, dir, name); found != version {
				t.Fatalf("version %s is installed, not %s", found, version)
			}
			s := newScript(t, dir, name)
			if *update {
				s.record(t)
			}
			s.check(t, "without a cache", s.run(t, "LARIAT_CACHE=off", command, "-A"))
			cached := "LARIAT_CACHE=" + t.TempDir()
			var both [2]string
			var wait sync.WaitGroup
			for i := range both {
				wait.Go(func() { both[i] = s.run(t, cached, command, "-A") })
			}
			wait.Wait()
			for _, output := range both {
				s.check(t, "with a cold cache that another process fills too", output)
			}
			s.check(t, "with a warm cache", s.run(t, cached, command, "-A"))
		})
	}
}

// installed is the version of a package in node_modules.
func installed(t *testing.T, dir, name string) string {
	t.Helper()
	var manifest struct{ Version string }
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, name, "package.json"))), &manifest); err != nil {
		t.Fatal(err)
	}
	return manifest.Version
}

// script is one script beside the packages.
type script struct {
	name, dir string
}

// newScript puts a script into a folder of its own, whose node_modules is a link.
func newScript(t *testing.T, modules, name string) script {
	t.Helper()
	s := script{name, t.TempDir()}
	if err := os.Symlink(modules, filepath.Join(s.dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, name+".mjs"), []byte(read(t, "testdata/"+name+".mjs")), 0o644); err != nil {
		t.Fatal(err)
	}
	return s
}

// run returns all that the script prints, and how it ended if it did not end well.
func (s script) run(t *testing.T, cache string, command ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), scriptTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], append(command[1:], filepath.Join(s.dir, s.name+".mjs"))...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "TZ=UTC", cache)
	output, err := cmd.CombinedOutput()
	if err != nil {
		return string(output) + err.Error() + "\n"
	}
	return string(output)
}

// record writes down what Node prints.
func (s script) record(t *testing.T) {
	t.Helper()
	if err := os.WriteFile("testdata/"+s.name+".txt", []byte(s.run(t, "", "node")), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s script) check(t *testing.T, how, output string) {
	t.Helper()
	want := strings.Split(read(t, "testdata/"+s.name+".txt"), "\n")
	got := strings.Split(output, "\n")
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			t.Errorf("%s, line %d differs from Node's:\n%s", how, i+1, output)
			return
		}
	}
}

// build builds the command.
func build(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "lariat")
	if goruntime.GOOS == "windows" {
		name += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", name, "../../../cmd/lariat").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return name
}
