package streams

import (
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/encoding"
)

// The Go halves of TextEncoderStream and TextDecoderStream (https://encoding.spec.whatwg.org/#interface-textencoderstream).
type (
	encoderStream struct {
		*transform
		lead uint16 // the first half of a surrogate pair, the other half of which is to come; 0 for none
	}
	decoderStream struct {
		*transform
		decoder *encoding.TextDecoder
	}
)

func (s *Streams) textClasses() (encode, decode *goja.Object) {
	one := transformClass("TextEncoderStream", func(*bind.Call) (*encoderStream, error) {
		e := &encoderStream{}
		e.transform = s.newTransform(e.chunk, e.flush)
		return e, nil
	})
	one.Getters["encoding"] = func(*encoderStream) any { return "utf-8" }
	two := transformClass("TextDecoderStream", s.newDecoderStream)
	two.Getters["encoding"] = func(d *decoderStream) any { return d.decoder.Encoding() }
	two.Getters["fatal"] = func(d *decoderStream) any { return d.decoder.Fatal() }
	two.Getters["ignoreBOM"] = func(d *decoderStream) any { return d.decoder.IgnoreBOM() }
	return one.In(s.rt).Value, two.In(s.rt).Value
}

func (e *encoderStream) chunk(chunk goja.Value) *future {
	text, ok := chunk.(goja.String)
	if !ok {
		if _, symbol := chunk.(*goja.Symbol); symbol {
			return e.s.failed(e.s.typeError("TextEncoderStream: a symbol cannot be converted to a string"))
		}
		if thrown := e.s.try(func() { text, _ = bind.ToValue(e.s.rt, chunk.String()).(goja.String) }); thrown != nil {
			return e.s.failed(thrown)
		}
	}
	ascii, units := slots.Characters(text)
	var out []byte
	if units == nil {
		out = e.begin(ascii != "")
		out = append(out, ascii...)
	} else {
		out = e.encode(units)
	}
	return e.give(out)
}

// begin writes what a half pair has become that nothing has completed.
func (e *encoderStream) begin(more bool) []byte {
	if e.lead == 0 || !more {
		return nil
	}
	e.lead = 0
	return []byte("\uFFFD")
}

const replacement = utf8.RuneError

// encode writes UTF-16 units, which may begin and end with half a pair.
func (e *encoderStream) encode(units []uint16) []byte {
	out := make([]byte, 0, 3*len(units)+3)
	for _, u := range units {
		high, low := u >= 0xD800 && u <= 0xDBFF, u >= 0xDC00 && u <= 0xDFFF
		switch {
		case e.lead != 0 && low:
			out = utf8.AppendRune(out, (rune(e.lead)-0xD800)<<10+rune(u)-0xDC00+0x10000)
			e.lead = 0
			continue
		case e.lead != 0:
			out = utf8.AppendRune(out, replacement)
			e.lead = 0
		}
		switch {
		case high:
			e.lead = u
		case low:
			out = utf8.AppendRune(out, replacement)
		default:
			out = utf8.AppendRune(out, rune(u))
		}
	}
	return out
}

func (e *encoderStream) give(out []byte) *future {
	if len(out) == 0 {
		return e.s.done()
	}
	return e.pass(e.s.newView("Uint8Array", out, 0, len(out)))
}

func (e *encoderStream) flush() *future { return e.give(e.begin(true)) }

func (s *Streams) newDecoderStream(c *bind.Call) (*decoderStream, error) {
	label := "utf-8"
	if !goja.IsUndefined(c.Value(0)) {
		label = c.Text(0)
	}
	o := dictionaryOf(c, c.Value(1), "options")
	fatal, ignoreBOM := o.flag("fatal"), o.flag("ignoreBOM")
	decoder, err := encoding.NewTextDecoder(label, fatal, ignoreBOM)
	if err != nil {
		return nil, err
	}
	d := &decoderStream{decoder: decoder}
	d.transform = s.newTransform(func(chunk goja.Value) *future {
		b, ok := bind.BytesOf(chunk)
		if !ok {
			return s.failed(s.rt.ErrorValue(fault.Type.New("TextDecoderStream: a chunk must be an ArrayBuffer or a view of one")))
		}
		return d.decode(b, true)
	}, func() *future { return d.decode(nil, false) })
	return d, nil
}

func (d *decoderStream) decode(b []byte, more bool) *future {
	text, err := d.decoder.Decode(b, more)
	if err != nil {
		return d.s.failed(d.s.rt.ErrorValue(err))
	}
	if text == "" {
		return d.s.done()
	}
	return d.pass(bind.ToValue(d.s.rt, text))
}
