package fetch

import (
	"bytes"
	"strconv"
	"strings"
)

// framing tells where an answer of HTTP/1.1 ends among the bytes of a connection, so that what a server says beyond that
// never gets to net/http, which writes it to the global log. It lets all pass from the first thing on that it does not know
// for certain: net/http then says what is wrong.
type framing struct {
	state frame
	left  int64  // bytes of the body, or of the chunk with its line end
	line  []byte // of the head or of a chunk, which may come in pieces
	head  bool   // the answer is one to HEAD
	size  int    // of the head so far

	status, length string
	chunked        bool
}

// frame is what comes next.
type frame uint8

const (
	frameStatus frame = iota
	frameField
	frameBody
	frameChunkSize
	frameChunk
	frameTrailer
	frameDone
	frameUnknown
)

// maxFrameHead is the length of a head from which on it is not looked at.
const maxFrameHead = 64 << 10

// begin is for bytes that come after a request: the next answer begins, if the one before has ended.
func (f *framing) begin(head bool) {
	if f.state == frameDone {
		f.state, f.size = frameStatus, 0
	}
	if f.state == frameStatus && f.size == 0 {
		f.head = head
	}
}

// feed returns how many of the bytes belong to the answer.
func (f *framing) feed(b []byte) int {
	for at := 0; at < len(b); {
		switch f.state {
		case frameDone:
			return at
		case frameUnknown:
			return len(b)
		case frameBody, frameChunk:
			n := min(f.left, int64(len(b)-at))
			at += int(n)
			if f.left -= n; f.left > 0 {
				continue
			}
			if f.state == frameBody {
				f.state = frameDone
			} else {
				f.state = frameChunkSize
			}
		default:
			end := bytes.IndexByte(b[at:], '\n') + 1
			if end == 0 {
				end = len(b) - at
			}
			f.take(b[at : at+end])
			at += end
		}
	}
	return len(b)
}

// take takes a line, or a piece of one.
func (f *framing) take(piece []byte) {
	if f.size += len(piece); f.size > maxFrameHead {
		f.state = frameUnknown
		return
	}
	if len(f.line) > 0 || piece[len(piece)-1] != '\n' {
		if f.line = append(f.line, piece...); piece[len(piece)-1] != '\n' {
			return
		}
		piece = f.line
	}
	f.read(bytes.TrimSuffix(piece[:len(piece)-1], []byte{'\r'}))
	f.line = f.line[:0]
}

// read reads a whole line.
func (f *framing) read(line []byte) {
	switch f.state {
	case frameStatus:
		if len(line) < 12 || string(line[:9]) != "HTTP/1.1 " || line[9] < '1' || line[9] > '9' {
			f.state = frameUnknown
			return
		}
		f.state, f.status, f.length, f.chunked = frameField, string(line[9:12]), "", false
	case frameField:
		f.field(line)
	case frameChunkSize:
		digits, _, _ := bytes.Cut(line, []byte{';'})
		size, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t")), 16, 32)
		switch {
		case err != nil:
			f.state = frameUnknown
		case size == 0:
			f.state, f.size = frameTrailer, 0
		default:
			f.state, f.left, f.size = frameChunk, int64(size)+2, 0
		}
	default: // frameTrailer
		if len(line) == 0 {
			f.state = frameDone
		}
	}
}

// field reads a line of the head.
func (f *framing) field(line []byte) {
	if len(line) == 0 {
		f.body()
		return
	}
	name, value, ok := bytes.Cut(line, []byte{':'})
	if !ok || line[0] == ' ' || line[0] == '\t' {
		f.state = frameUnknown // a field that goes on
		return
	}
	switch {
	case len(name) == len("Content-Length") && strings.EqualFold(string(name), "Content-Length"):
		if f.length != "" {
			f.state = frameUnknown
			return
		}
		f.length = string(bytes.TrimSpace(value))
		if _, err := strconv.ParseUint(f.length, 10, 62); err != nil {
			f.state = frameUnknown
		}
	case len(name) == len("Transfer-Encoding") && strings.EqualFold(string(name), "Transfer-Encoding"):
		if f.chunked || !strings.EqualFold(string(bytes.TrimSpace(value)), "chunked") {
			f.state = frameUnknown
			return
		}
		f.chunked = true
	}
}

// body finds out what comes after the head.
func (f *framing) body() {
	f.size = 0
	switch {
	case f.status == "101" || f.chunked && f.length != "":
		f.state = frameUnknown
	case f.status[0] == '1':
		f.state = frameStatus // the answer comes later
	case f.head, f.status == "204", f.status == "304", f.length == "0":
		f.state = frameDone
	case f.chunked:
		f.state = frameChunkSize
	case f.length == "":
		f.state = frameUnknown // until the server closes the connection
	default:
		f.left, _ = strconv.ParseInt(f.length, 10, 64)
		if f.state = frameBody; f.left == 0 { // 00
			f.state = frameDone
		}
	}
}
