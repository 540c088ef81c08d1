package fs

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
)

const big = 64 << 20

func bigFile(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "big")
	line := []byte("the quick brown fox jumps over the lazy dog, 64 bytes in all...\n")
	if err := os.WriteFile(path, bytes.Repeat(line, big/len(line)), 0o644); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(big)
	return path
}

// BenchmarkPlain8K is the measure: os.File reads of 8 KB into memory of their own.
func BenchmarkPlain8K(b *testing.B) {
	path := bigFile(b)
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		for {
			if n, err := io.ReadFull(f, make([]byte, 8192)); n == 0 || err != nil {
				break
			}
		}
		_ = f.Close()
	}
}

func BenchmarkChunks8K(b *testing.B) {
	d, path, ctx := disk(b, Options{}), bigFile(b), context.Background()
	waits := 0
	for b.Loop() {
		f, err := d.Open(ctx, path, "r", 0)
		if err != nil {
			b.Fatal(err)
		}
		s, total := f.Chunks(8192), 0
		for {
			c, ready, err := s.TryNext()
			if !ready {
				waits++
				c, err = s.Wait(ctx)
			}
			if err != nil {
				break
			}
			total += len(c)
		}
		if total != big {
			b.Fatal(total)
		}
		_ = f.Close()
	}
	b.ReportMetric(float64(waits)/float64(b.N), "waits/op")
}

func BenchmarkLines(b *testing.B) {
	d, path, ctx := disk(b, Options{}), bigFile(b), context.Background()
	for b.Loop() {
		f, err := d.Open(ctx, path, "r", 0)
		if err != nil {
			b.Fatal(err)
		}
		s := f.Lines(0)
		for {
			if _, err := s.Wait(ctx); err != nil {
				break
			}
		}
		_ = f.Close()
	}
}

func BenchmarkReadFile(b *testing.B) {
	d, path, ctx := disk(b, Options{}), bigFile(b), context.Background()
	for b.Loop() {
		if s, err := d.ReadFile(ctx, path); err != nil || len(s) != big {
			b.Fatal(err)
		}
	}
}

// upperInPlace is the transform of the seed's file processor, in Go.
func upperInPlace(p []byte) {
	for i, c := range p {
		if c-'a' < 26 {
			p[i] = c - 32
		}
	}
}

func BenchmarkProcessPlain64K(b *testing.B) {
	path := bigFile(b)
	buf := make([]byte, 64<<10)
	for b.Loop() {
		in, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		out, err := os.Create(path + ".out")
		if err != nil {
			b.Fatal(err)
		}
		for {
			n, err := in.Read(buf)
			if n == 0 || err != nil {
				break
			}
			upperInPlace(buf[:n])
			if _, err := out.Write(buf[:n]); err != nil {
				b.Fatal(err)
			}
		}
		// As durable as ProcessFile makes it.
		_ = out.Sync()
		_ = out.Close()
		_ = in.Close()
	}
}

func benchmarkProcess(b *testing.B, chunk int) {
	d, path := disk(b, Options{}), bigFile(b)
	for b.Loop() {
		_, err := d.ProcessFile(context.Background(), path, path+".out", ProcessOptions{ChunkSize: chunk},
			func(_ context.Context, p Piece, done func([]byte, error)) {
				upperInPlace(p.Bytes)
				done(p.Bytes, nil)
			})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProcess8K(b *testing.B)  { benchmarkProcess(b, 8<<10) }
func BenchmarkProcess64K(b *testing.B) { benchmarkProcess(b, 64<<10) }

// BenchmarkUpper8K is the seed's file processor with chunks of 8 KB seen by the caller, as a script does it.
func BenchmarkUpper8K(b *testing.B) {
	d, path, ctx := disk(b, Options{}), bigFile(b), context.Background()
	for b.Loop() {
		in, err := d.Open(ctx, path, "r", 0)
		if err != nil {
			b.Fatal(err)
		}
		out, err := d.Open(ctx, path+".out", "w", 0)
		if err != nil {
			b.Fatal(err)
		}
		s, w := in.Chunks(8192), out.Writer()
		for {
			c, err := s.Wait(ctx)
			if err != nil {
				break
			}
			upperInPlace(c)
			if accepted, err := w.TryWrite(c); err != nil {
				b.Fatal(err)
			} else if !accepted {
				if err := one(await(func(done func(int, error)) { w.Write(ctx, c, done) })); err != nil {
					b.Fatal(err)
				}
			}
		}
		if err := out.Close(); err != nil {
			b.Fatal(err)
		}
		_ = in.Close()
	}
}
