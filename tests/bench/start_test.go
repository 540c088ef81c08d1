package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkStart measures whole processes: a script's hello on lariat against the same on a binary that has
// goja and nothing else.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	build := func(name, pkg string) string {
		bin := filepath.Join(dir, name)
		if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", bin, pkg).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
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
	b.Run("row 1: hello.ts, lowered", func(b *testing.B) {
		file := write("hello.ts", `const who: string = "hello"; console.log(who)`)
		measure(b, 2.2, func() time.Duration { return child(b, lariat, "run", file) }, func() time.Duration { return child(b, bare, base) })
	})
	b.Run("row 1: hello.cjs, as it is", func(b *testing.B) {
		file := write("hello.cjs", `console.log("hello")`)
		measure(b, 1.6, func() time.Duration { return child(b, lariat, "run", file) }, func() time.Duration { return child(b, bare, base) })
	})
}

// child runs a process 20 times and returns the processor time of all.
func child(b *testing.B, args ...string) time.Duration {
	b.Helper()
	var spent time.Duration
	for range 20 {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env = append(os.Environ(), "LARIAT_CACHE=off")
		if out, err := cmd.Output(); err != nil || string(out) != "hello\n" {
			b.Fatalf("%v: %q %v", args, out, err)
		}
		spent += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	return spent
}
