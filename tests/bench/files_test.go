package bench

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/cputime"
)

// BenchmarkFiles is row 30: 64 MiB from a file to another with no script between, against reads and writes in plain Go.
func BenchmarkFiles(b *testing.B) {
	from, to := filepath.Join(b.TempDir(), "from"), filepath.Join(b.TempDir(), "to")
	line := []byte("the quick brown fox jumps over the lazy dog, 64 bytes in all...\n")
	if err := os.WriteFile(from, bytes.Repeat(line, 1<<20), 0o600); err != nil {
		b.Fatal(err)
	}
	b.Run("row 30: pipe of 64 MiB, against plain Go", func(b *testing.B) {
		measure(b, 1.4, func() time.Duration {
			return onLariat(b, fmt.Sprintf(`const { open, stat } = await import("lariat:fs");
				await (await open(%[1]q)).readable().pipeTo((await open(%[2]q, "w")).writable());
				if ((await stat(%[2]q)).size !== 64 << n) throw new Error("lost bytes");`, from, to), 20)
		}, func() time.Duration { return plainPipe(b, from, to) })
	})
}

// plainPipe copies a file in blocks.
func plainPipe(b *testing.B, from, to string) time.Duration {
	b.Helper()
	before := cputime.Used()
	in, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		b.Fatal(err)
	}
	// What is hidden is that the system could copy by itself.
	_, err = io.CopyBuffer(struct{ io.Writer }{out}, struct{ io.Reader }{in}, make([]byte, 64<<10))
	if err = errors.Join(err, out.Close()); err != nil {
		b.Fatal(err)
	}
	return cputime.Used() - before
}
