package flow

import (
	"bytes"
	"strings"
)

// Splitter cuts bytes that come in chunks into lines. A line ends with \n or \r\n, neither of which is part of it; a
// character may be spread over chunks, because the bytes of one are made text together. What is not UTF-8 becomes
// U+FFFD, and a byte order mark at the beginning is dropped. The zero Splitter is ready. It is for one goroutine.
type Splitter struct {
	rest    []byte
	started bool
}

// Add takes a chunk, which it does not keep, and returns the lines that it completes.
func (s *Splitter) Add(chunk []byte) []string {
	lines := make([]string, 0, bytes.Count(chunk, []byte{'\n'}))
	for {
		line, more, found := bytes.Cut(chunk, []byte{'\n'})
		if !found {
			s.rest = append(s.rest, chunk...)
			return lines
		}
		if len(s.rest) > 0 {
			line = append(s.rest, line...)
			s.rest = s.rest[:0]
		}
		lines = append(lines, s.text(bytes.TrimSuffix(line, []byte{'\r'})))
		chunk = more
	}
}

// End returns the line behind the last line ending, if there is any.
func (s *Splitter) End() []string {
	if len(s.rest) == 0 {
		return nil
	}
	line := s.text(s.rest)
	s.rest = nil
	return []string{line}
}

func (s *Splitter) text(line []byte) string {
	if !s.started {
		s.started = true
		line = bytes.TrimPrefix(line, []byte("\uFEFF"))
	}
	return strings.ToValidUTF8(string(line), "\uFFFD")
}
