package fs

import (
	"errors"
	"io"

	"github.com/lariatjs/lariat/runtime/fault"
)

const (
	// readAhead is how much a stream reads ahead of its consumer.
	readAhead = 1 << 20
	// blockSize is how much one read of a stream takes: small chunks are cut from one block, so that
	// reading costs few calls and few allocations.
	blockSize = 128 << 10
	// maxChunk bounds the chunk size that a script may ask for.
	maxChunk = 1 << 30
	// DefaultChunk is the chunk size that is used where none is given.
	DefaultChunk = 64 << 10
)

// blocks reads a file from its position on, block by block, without moving it. It is used by the
// filling goroutine of one stream only.
type blocks struct {
	f    *File
	want int
	// first is where the stream began; it is settled before the first item.
	first, at int64
	started   bool
}

// newBlocks reads blocks that are whole numbers of chunks.
func newBlocks(f *File, chunk int) *blocks {
	return &blocks{f: f, want: max(blockSize/chunk, 1) * chunk}
}

// next returns the next full block; a shorter one comes with io.EOF.
func (b *blocks) next() ([]byte, error) {
	if !b.started {
		at, err := b.f.position()
		if err != nil {
			return nil, err
		}
		b.first, b.at, b.started = at, at, true
	}
	buf := make([]byte, b.sensible())
	n := 0
	for n < len(buf) {
		got, err := b.f.h.ReadAt(buf[n:], b.at)
		n += got
		b.at += int64(got)
		if errors.Is(err, io.EOF) {
			return buf[:n], io.EOF
		}
		if err != nil {
			return buf[:n], systemError(err, "read", b.f.path)
		}
		if n == len(buf) && len(buf) < b.want {
			// The file grew since it was measured: the block must be full.
			buf = append(buf, make([]byte, b.want-len(buf))...)
		}
	}
	return buf, nil
}

// sensible is the size of the next block: no more than the file seems to have left, and one byte for
// noticing the end.
func (b *blocks) sensible() int {
	if b.want <= 4096 {
		return b.want
	}
	info, err := b.f.h.Stat()
	if err != nil {
		return b.want
	}
	return int(min(int64(b.want), max(info.Size()-b.at, 0)+512))
}

// Chunks reads the rest of the file in pieces of size bytes (0 means DefaultChunk), the last one
// shorter. Each chunk is the consumer's own memory. While the stream is open it has the file to
// itself; at its end, or when it is closed, the position is behind the last chunk taken.
func (f *File) Chunks(size int) *Stream[[]byte] {
	if size == 0 {
		size = DefaultChunk
	}
	if size < 0 || size > maxChunk {
		return failed[[]byte](chunkRange(size))
	}
	b := newBlocks(f, size)
	return follow(b, func() (batch[[]byte], error) {
		block, err := b.next()
		count := (len(block) + size - 1) / size
		chunks := batch[[]byte]{items: make([][]byte, 0, count), weights: make([]int, 0, count)}
		for len(block) > 0 {
			n := min(size, len(block))
			chunks.add(block[:n:n], n)
			block = block[n:]
		}
		return chunks, err
	})
}

// follow makes a stream from what fill cuts out of the blocks. From its first item on it has the file
// to itself, until it ends.
func follow[T any](b *blocks, fill func() (batch[T], error)) *Stream[T] {
	s := &Stream[T]{limit: readAhead, fill: fill}
	tie := &attachment{fail: s.fail}
	s.begin = func() error { return b.f.attach(tie) }
	s.end = func(taken int64) { b.f.detach(tie, b, taken) }
	return s
}

func chunkRange(size int) error {
	return fault.Range.New("the chunk size is %d, but must be between 1 and %d bytes", size, maxChunk)
}
