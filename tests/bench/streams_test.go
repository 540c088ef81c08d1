package bench

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/cputime"
)

// pulled is a stream of n numbers, each pulled by itself.
const pulled = `let made = 0, sum = 0;
	const stream = new ReadableStream({ pull(c) { if (made < n) c.enqueue(made++); else c.close(); } });
`

// generated is the same sequence as an async generator.
const generated = `let sum = 0;
	async function* numbers() { for (let i = 0; i < n; i++) yield i; }
`

const summed = `if (sum !== n * (n - 1) / 2) throw new Error("lost chunks: " + sum);`

// The other side is what one would write in the language alone, async generators.
var streamPairs = []pair{
	{
		name: "streams, pull to transform to write, against async generators", n: 50_000, bar: 2, lariat: true,
		ours: pulled + `await stream.pipeThrough(new TransformStream({ transform(x, c) { c.enqueue(x); } }))
			.pipeTo(new WritableStream({ write(x) { sum += x; } }));` + summed,
		theirs: generated + `async function* same(all) { for await (const x of all) yield x; }
			for await (const x of same(numbers())) sum += x;` + summed,
	},
	{
		name: "streams, for await, against an async generator", n: 50_000, bar: 3, lariat: true,
		ours:   pulled + `for await (const x of stream) sum += x;` + summed,
		theirs: generated + `for await (const x of numbers()) sum += x;` + summed,
	},
}

func BenchmarkStreams(b *testing.B) {
	for _, p := range streamPairs {
		b.Run(p.name, p.run)
	}
	b.Run("streams, bytes through gzip and back, against Go's own packages", func(b *testing.B) {
		const unit, times = "all work and no play makes a dull boy ", 400_000
		measure(b, 2, func() time.Duration {
			return onLariat(b, `const blob = new Blob(["`+unit+`".repeat(n)]);
				const back = blob.stream().pipeThrough(new CompressionStream("gzip")).pipeThrough(new DecompressionStream("gzip"));
				let size = 0;
				for await (const chunk of back) size += chunk.length;
				if (size !== blob.size) throw new Error("lost bytes: " + size);`, times)
		}, func() time.Duration { return throughGzip(b, strings.Repeat(unit, times)) })
	})
}

// throughGzip packs and unpacks a text with nothing between.
func throughGzip(b *testing.B, text string) time.Duration {
	b.Helper()
	before := cputime.Used()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := io.WriteString(w, text)
	if err = errors.Join(err, w.Close()); err != nil {
		b.Fatal(err)
	}
	r, err := gzip.NewReader(&packed)
	if err != nil {
		b.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r); err != nil || n != int64(len(text)) {
		b.Fatal(n, err)
	}
	return cputime.Used() - before
}
