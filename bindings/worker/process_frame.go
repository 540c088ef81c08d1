package worker

import (
	"bufio"
	"encoding/binary"
	"io"

	"github.com/lariatjs/lariat/runtime/fault"
)

// A pool and its child processes talk in frames: the length of the payload in four bytes, little endian, a byte that
// says what it is, and the payload.

// frame says what a payload is.
type frame byte

// The frames. The pool sends the first group, the process the second.
const (
	setupFrame    frame = 'S' // the first one: how the process is set up
	functionFrame frame = 'F' // a function, with the number that tasks name it by
	forgetFrame   frame = 'f' // the numbers of all functions begin anew
	taskFrame     frame = 'T'
	cancelFrame   frame = 'C'
	creditFrame   frame = 'c'
	closeFrame    frame = 'E' // the process is to end when its tasks are over

	readyFrame  frame = 'R'
	doneFrame   frame = 'D'
	emitFrame   frame = 'm'
	yieldFrame  frame = 'Y'
	outputFrame frame = 'O' // what scripts print
	dyingFrame  frame = 'X' // the last one: why the process ends
)

const (
	headSize = 5
	// maxFrame bounds a payload.
	maxFrame = 1 << 30
	// keepFrame is the memory that is kept from one frame for the next.
	keepFrame = 1 << 20
)

// frameReader reads frames from a pipe. What is at the other end may be out of its mind: memory is taken only for
// what has arrived.
type frameReader struct {
	from io.Reader
	head [headSize]byte
	buf  []byte
}

func newFrameReader(from io.Reader) *frameReader {
	return &frameReader{from: bufio.NewReaderSize(from, 1<<16)}
}

// next returns the next frame, whose payload is valid until the call after. io.EOF says that there are no more.
func (r *frameReader) next() (frame, []byte, error) {
	if _, err := io.ReadFull(r.from, r.head[:]); err != nil {
		return 0, nil, err
	}
	size := int(binary.LittleEndian.Uint32(r.head[:]))
	if size > maxFrame {
		return 0, nil, fault.Limit.New("a frame of %d bytes is longer than %d", uint32(size), maxFrame)
	}
	if cap(r.buf) > keepFrame && size <= keepFrame {
		r.buf = nil
	}
	r.buf = r.buf[:0]
	for len(r.buf) < size {
		start := len(r.buf)
		end := min(size, max(cap(r.buf), 2*start, 1<<16))
		if end > cap(r.buf) {
			r.buf = append(make([]byte, 0, end), r.buf...)
		}
		r.buf = r.buf[:end]
		if _, err := io.ReadFull(r.from, r.buf[start:end]); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return 0, nil, err
		}
	}
	return frame(r.head[4]), r.buf, nil
}

// frameWriter collects frames and writes them to a pipe in one go.
type frameWriter struct {
	to    io.Writer
	buf   []byte
	start int
	err   error
}

// flushAt is how much is collected before it is written without being asked.
const flushAt = 1 << 16

// begin starts a frame and returns what its payload is appended to.
func (w *frameWriter) begin(f frame) *encoder {
	w.start = len(w.buf)
	return &encoder{b: append(w.buf, 0, 0, 0, 0, byte(f))}
}

// end takes the frame that was begun; one that could not be encoded is dropped, and its error returned.
func (w *frameWriter) end(e *encoder) error {
	size := len(e.b) - w.start - headSize
	if e.err == nil && size > maxFrame {
		e.err = fault.Clone.New("a message of %d MiB is longer than %d MiB, which is the limit between processes", size>>20, maxFrame>>20)
	}
	if e.err != nil {
		w.buf = e.b[:w.start]
		return e.err
	}
	binary.LittleEndian.PutUint32(e.b[w.start:], uint32(size))
	w.buf = e.b
	if len(w.buf) >= flushAt {
		w.flush()
	}
	return nil
}

// flush writes what was collected. After an error everything is dropped: the other end is gone.
func (w *frameWriter) flush() {
	if len(w.buf) > 0 && w.err == nil {
		_, w.err = w.to.Write(w.buf)
	}
	if cap(w.buf) > keepFrame {
		w.buf = nil
	}
	w.buf = w.buf[:0]
}
