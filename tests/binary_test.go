package tests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"runtime/debug"
	"sync"
	"testing"
	"time"
)

// binDir holds the command, for as long as the tests run.
var binDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "lariat")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	binDir = dir
	time.Local = time.UTC // for the examples of dates
	// A command that has the race detector would wait for a second before it ends.
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0 "+os.Getenv("GORACE"))
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// lariat returns the path of the command, which is built once, with the race detector if the tests have it.
func lariat(t *testing.T) string {
	t.Helper()
	if err := buildLariat(); err != nil {
		t.Fatal(err)
	}
	return lariatPath()
}

func lariatPath() string {
	name := "lariat"
	if goruntime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(binDir, name)
}

var buildLariat = sync.OnceValue(func() error {
	args := []string{"build", "-o", lariatPath()}
	if raceEnabled() {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "../cmd/lariat")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
})

// raceEnabled reports whether these tests were built with -race.
func raceEnabled() bool {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return false
	}
	for _, s := range info.Settings {
		if s.Key == "-race" {
			return s.Value == "true"
		}
	}
	return false
}
