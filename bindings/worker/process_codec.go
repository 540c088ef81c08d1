package worker

import (
	"encoding/binary"
	"encoding/json"
	"math"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// wire turns the messages of tasks into bytes.
var wire = runtime.Wire()

// encoder appends the payload of a frame. After the first error the frame is dropped.
type encoder struct {
	b   []byte
	err error
}

func (e *encoder) uint(n uint64) { e.b = binary.AppendUvarint(e.b, n) }
func (e *encoder) int(n int)     { e.uint(uint64(n)) }

func (e *encoder) bool(set bool) {
	var b byte
	if set {
		b = 1
	}
	e.b = append(e.b, b)
}

func (e *encoder) text(s string) {
	e.int(len(s))
	e.b = append(e.b, s...)
}

func (e *encoder) texts(list []string) {
	e.int(len(list))
	for _, s := range list {
		e.text(s)
	}
}

// part appends what f appends, with its length before it.
func (e *encoder) part(f func(b []byte) ([]byte, error)) {
	start := len(e.b)
	b, err := f(append(e.b, 0, 0, 0, 0))
	if err != nil {
		e.err = err
		return
	}
	size := len(b) - start - 4
	if size > maxFrame {
		e.err = fault.Clone.New("a message of %d MiB is longer than %d MiB, which is the limit between processes", size>>20, maxFrame>>20)
		return
	}
	binary.LittleEndian.PutUint32(b[start:], uint32(size))
	e.b = b
}

// message appends a message, which may be nil.
func (e *encoder) message(m *clone.Message) {
	e.bool(m != nil)
	if m != nil && e.err == nil {
		e.part(func(b []byte) ([]byte, error) { return wire.Append(b, m) })
	}
}

// function appends a function, which may be nil.
func (e *encoder) function(p Portable) {
	e.bool(p != nil)
	if p != nil && e.err == nil {
		e.part(p.AppendWire)
	}
}

// maxCauses bounds the chain of errors that is told.
const maxCauses = 8

// fault appends an error, which may be nil: its kind, message, properties and what is beneath it. What is no fault
// is told by its text.
func (e *encoder) fault(err error) { e.faults(err, maxCauses) }

func (e *encoder) faults(err error, left int) {
	e.bool(err != nil && left > 0)
	if err == nil || left == 0 {
		return
	}
	f, ok := err.(*fault.Error) //nolint:errorlint // one that is wrapped is told by the text around it
	if !ok {
		f = &fault.Error{Kind: fault.System, Message: err.Error()}
		if kind := fault.KindOf(err); kind != nil {
			f.Kind = kind
		}
	}
	e.text(f.Kind.Class)
	e.text(f.Kind.Name)
	e.text(f.Message)
	props, jsonErr := json.Marshal(f.Props)
	if jsonErr != nil {
		props = []byte("{}")
	}
	e.text(string(props))
	e.faults(f.Cause, left-1)
}

// decoder reads a payload. After the first mistake it gives zero values.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail() {
	if d.err == nil {
		d.err = fault.Internal.New("a frame is damaged")
	}
	d.b = nil
}

func (d *decoder) uint() uint64 {
	n, size := binary.Uvarint(d.b)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[size:]
	return n
}

func (d *decoder) int() int {
	n := d.uint()
	if n > math.MaxInt {
		d.fail()
		return 0
	}
	return int(n)
}

// count reads how many items of a byte or more follow.
func (d *decoder) count() int {
	n := d.uint()
	if n > uint64(len(d.b)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) take(n int) []byte {
	if n > len(d.b) {
		d.fail()
		return nil
	}
	b := d.b[:n]
	d.b = d.b[n:]
	return b
}

func (d *decoder) bool() bool {
	b := d.take(1)
	return b != nil && b[0] == 1
}

func (d *decoder) text() string { return string(d.take(d.count())) }

func (d *decoder) texts() []string {
	list := make([]string, d.count())
	for i := range list {
		list[i] = d.text()
	}
	return list
}

func (d *decoder) part() []byte {
	b := d.take(4)
	if b == nil {
		return nil
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n) > uint64(len(d.b)) {
		d.fail()
		return nil
	}
	return d.take(int(n))
}

func (d *decoder) message() *clone.Message {
	if !d.bool() {
		return nil
	}
	m, err := wire.Read(d.part())
	if err != nil && d.err == nil {
		d.err = err
	}
	return m
}

func (d *decoder) fault() error { return d.faults(maxCauses) }

func (d *decoder) faults(left int) error {
	if !d.bool() {
		return nil
	}
	if left == 0 {
		d.fail()
		return nil
	}
	class, name := d.text(), d.text()
	f := &fault.Error{Kind: fault.System, Message: d.text()}
	for _, kind := range fault.Kinds() {
		if kind.Class == class && kind.Name == name {
			f.Kind = kind
			break
		}
	}
	if err := json.Unmarshal([]byte(d.text()), &f.Props); err != nil {
		d.fail()
	}
	if cause := d.faults(left - 1); cause != nil {
		f.Cause = cause
	}
	return f
}

// end is the mistake that was found, or that something is left.
func (d *decoder) end() error {
	if len(d.b) != 0 {
		d.fail()
	}
	return d.err
}
