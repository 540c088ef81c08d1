package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkStart measures whole processes: a script's hello on lariat against the same on a binary that has
// goja and nothing else. Both are copies, as what is installed is: the linker writes its output through a mapping, page by page,
// and Linux maps a file that lies so in memory page by page too, which is a fifth of lariat's start.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	build := func(name, pkg string) string {
		linked := filepath.Join(dir, name+".linked")
		cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", linked, pkg)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // as the README says: lariat has packages that would link the C library
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		program, err := os.ReadFile(linked)
		if err != nil {
			b.Fatal(err)
		}
		bin := filepath.Join(dir, name)
		if err := os.WriteFile(bin, program, 0o700); err != nil { //nolint:gosec // it is to be executed
			b.Fatal(err)
		}
		return bin
	}
	lariat, bare := build("lariat", "../../cmd/lariat"), build("baregoja", "./baregoja")
	write := func(name, source string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			b.Fatal(err)
		}
		return file
	}
	base := write("base.js", `print("hello")`)
	start := func(name, cache string, bar float64, file string) {
		b.Run(name, func(b *testing.B) {
			measure(b, bar, func() time.Duration { return child(b, cache, lariat, "run", file) },
				func() time.Duration { return child(b, cache, bare, base) })
		})
	}
	typed := write("hello.ts", `const who: string = "hello"; console.log(who)`)
	start("row 1: hello.cjs, as it is", "off", 1.6, write("hello.cjs", `console.log("hello")`))
	start("row 1: hello.ts, lowered by an earlier run", filepath.Join(dir, "cache"), 2.2, typed)
	// Only the first run of a file comes here. esbuild reads its own library of helpers before it transforms anything, and has
	// no switch for that: a seventh of the processor time of this program.
	start("row 1: hello.ts, lowered for the first time", "off", 2.6, typed)
}

// child runs a process 20 times and returns the processor time of all.
func child(b *testing.B, cache string, args ...string) time.Duration {
	b.Helper()
	var spent time.Duration
	for range 20 {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env = append(os.Environ(), "LARIAT_CACHE="+cache)
		if out, err := cmd.Output(); err != nil || string(out) != "hello\n" {
			b.Fatalf("%v: %q %v", args, out, err)
		}
		spent += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	return spent
}
