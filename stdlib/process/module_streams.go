package process

import (
	"context"
	_ "embed"
	"errors"
	"io"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

//go:embed streams.js
var streamsSource string

var streamsScript = bind.NewScript("node:tty", streamsSource)

type streamsKey struct{}

// streamsOf is what streams.js makes, in one runtime.
func streamsOf(rt *runtime.Runtime) *goja.Object {
	return runtime.Local(rt, streamsKey{}, func() *goja.Object {
		in := &stdin{rt: rt, Input: NewInput(rt.Stdin()), kept: true}
		return streamsScript.Run(rt, bind.Host{
			"EventEmitter": bind.Need(rt, "node:events"),
			"process":      bind.Need(rt, "node:process"),
			"isTerminal":   func(c *bind.Call) (any, error) { return runtime.Terminal(standard(c)), nil },
			"size":         size,
			"colorDepth":   colorDepth,
			"write":        write,
			"setEncoding":  in.setEncoding,
			"keep":         in.keep,
			"pull":         in.pull,
			"iterate":      in.iterate,
		})
	})
}

func loadTTY(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"default": streamsOf(rt).Get("tty")}
}

// standard is the standard stream of a number.
func standard(c *bind.Call) any {
	switch c.Int(0, "fd", 0) {
	case 0:
		return c.Runtime().Stdin()
	case 1:
		return c.Runtime().Stdout()
	}
	return c.Runtime().Stderr()
}

// colorDepth is (environment).
func colorDepth(c *bind.Call) (any, error) {
	env, from := map[string]string{}, c.Object(0, "env")
	for _, name := range from.Keys() {
		if value := from.Get(name); !goja.IsUndefined(value) {
			env[name] = value.String()
		}
	}
	return ColorDepth(env), nil
}

func size(c *bind.Call) (any, error) {
	columns, rows := windowSize(standard(c))
	return []goja.Value{bind.ToValue(c.Runtime(), columns), bind.ToValue(c.Runtime(), rows)}, nil
}

// write is (fd, text or bytes); it returns the error, if there is one.
func write(c *bind.Call) (any, error) {
	b, ok := bind.BytesOf(c.Value(1))
	if !ok {
		b = []byte(c.Text(1))
	}
	if _, err := standard(c).(io.Writer).Write(b); err != nil {
		return c.Runtime().ErrorValue(WriteError(err)), nil
	}
	return nil, nil
}

// WriteError gives a failure of the operating system the shape that it has in Node.
func WriteError(err error) error {
	var number syscall.Errno
	if !errors.As(err, &number) {
		return err
	}
	name := ErrorName(number)
	if name == "" {
		return err
	}
	e := fault.System.New("%s: %s, write", name, number)
	e.Cause = number
	return e.With("errno", -int(number)).With("code", name).With("syscall", "write")
}

// stdin is the standard input of one runtime. Loop goroutine only, apart from the Input.
type stdin struct {
	*Input
	rt       *runtime.Runtime
	kept     bool // a read keeps the program alive
	hold     *loop.Hold
	encoding string
	tail     []byte // the beginning of a character
}

func (s *stdin) setEncoding(c *bind.Call) (any, error) {
	s.encoding = strings.ToLower(c.Text(0))
	if s.encoding == "utf-8" {
		s.encoding = "utf8"
	}
	return nil, nil
}

// keep says whether the program has to wait for a read.
func (s *stdin) keep(c *bind.Call) (any, error) {
	s.kept = c.Bool(0)
	if s.hold != nil && s.kept {
		s.hold.Ref()
	} else if s.hold != nil {
		s.hold.Unref()
	}
	return nil, nil
}

// pull reads one chunk and calls a function with (error, chunk); at the end both are undefined.
func (s *stdin) pull(c *bind.Call) (any, error) {
	fn, rt := c.Function(0, "fn"), s.rt
	hold := rt.Loop().Hold("operation", "process.stdin")
	hold.Mark(rt.Site())
	if s.hold = hold; !s.kept {
		hold.Unref()
	}
	s.Next(context.Background(), func(chunk []byte, more bool, err error) {
		rt.Loop().Post(func() {
			s.hold = nil
			if err := s.answer(fn, chunk, more, err); err != nil {
				rt.ReportUncaught(rt.ErrorValue(err))
			}
		})
		hold.Release()
	})
	return nil, nil
}

func (s *stdin) answer(fn *bind.Function, chunk []byte, more bool, err error) error {
	switch {
	case err != nil:
		_, err = fn.Call(s.rt.ErrorValue(err))
	case !more && len(s.tail) == 0:
		_, err = fn.Call()
	default:
		var v any
		if v, err = s.value(chunk, !more); err == nil {
			_, err = fn.Call(goja.Undefined(), bind.ToValue(s.rt, v))
		}
	}
	return err
}

// value is a chunk as scripts get it: a Buffer, or text once an encoding is set. Text ends between two
// characters.
func (s *stdin) value(chunk []byte, last bool) (any, error) {
	if s.encoding == "utf8" {
		chunk = append(s.tail, chunk...)
		n := len(chunk)
		if !last {
			n = whole(chunk)
		}
		s.tail = append([]byte(nil), chunk[n:]...)
		return string(chunk[:n]), nil
	}
	v := bind.Buffer(s.rt, chunk)
	if s.encoding == "" {
		return v, nil
	}
	return s.rt.Call(v.Get("toString"), v, bind.ToValue(s.rt, s.encoding))
}

// whole is the length of b up to where the last character is cut.
func whole(b []byte) int {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

// chunks is the input for an iterator. closed is called when it is left.
type chunks struct {
	*stdin
	closed *bind.Function
}

func (s *stdin) iterate(c *bind.Call) (any, error) {
	src := chunks{s, c.Function(0, "closed")}
	return bind.Iterator(s.rt, "process.stdin", src, func(chunk []byte) (any, error) { return s.value(chunk, chunk == nil) }), nil
}

// Next pulls a chunk. A character that was begun and not ended comes last.
func (s chunks) Next(ctx context.Context, done func(chunk []byte, more bool, err error)) {
	s.stdin.Next(ctx, func(chunk []byte, more bool, err error) {
		// The chunk before this one has been converted, so nobody else looks at the tail now.
		done(chunk, more || err == nil && len(s.tail) > 0, err)
	})
}

// Close tells the stream.
func (s chunks) Close() {
	if _, err := s.closed.Call(); err != nil {
		s.rt.ReportUncaught(s.rt.ErrorValue(err))
	}
}
