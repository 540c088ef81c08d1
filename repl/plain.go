package repl

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// errAborted is what a reader returns after Ctrl-C.
var errAborted error = fault.Aborted

// maxLine bounds a line of a pipe, which may never end.
const maxLine = 16 << 20

// plain reads lines without an editor: from a pipe, or a terminal that can do no more.
type plain struct {
	in      *bufio.Reader
	prompts io.Writer // or nil
}

func newPlain(in io.Reader) *plain { return &plain{in: bufio.NewReader(in)} }

// Read returns the next line; the last one need not end.
func (p *plain) Read(prompt string) (string, error) {
	if p.prompts != nil {
		_, _ = io.WriteString(p.prompts, prompt)
	}
	var line strings.Builder
	for {
		part, err := p.in.ReadSlice('\n')
		line.Write(part)
		switch {
		case err == nil, errors.Is(err, io.EOF) && line.Len() > 0:
			return strings.TrimRight(line.String(), "\r\n"), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", io.EOF
		case line.Len() > maxLine:
			return "", io.EOF
		}
	}
}

// Abort does nothing: the line goes to whoever reads it.
func (p *plain) Abort() {}

// Remember does nothing: there is no history without an editor.
func (p *plain) Remember(string) {}

// Close does nothing.
func (p *plain) Close() {}
