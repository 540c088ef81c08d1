package node

import (
	"bytes"
	_ "embed"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/stdlib/blob"
)

//go:embed buffer.js
var bufferSource string

//go:embed buffernumbers.js
var numbersSource string

//go:embed stringdecoder.js
var decoderSource string

var (
	bufferScript  = bind.NewScript("node:buffer", bufferSource)
	numbersScript = bind.NewScript("node:buffer/numbers", numbersSource)
	decoderScript = bind.NewScript("node:string_decoder", decoderSource)
)

func loadDecoder(rt *runtime.Runtime) runtime.Exports {
	return only(decoderScript.Run(rt, bind.Host{"Buffer": bind.Need(rt, "node:buffer").Get("Buffer")}))
}

func loadBuffer(rt *runtime.Runtime) runtime.Exports {
	host := bind.Host{
		"encoding":   encodingNumber,
		"bytes":      textToBytes,
		"byteLength": byteLength,
		"text":       bytesToText,
		"write":      writeText,
		"compare":    compareBytes,
		"indexOf":    indexOfBytes,
		"fill":       fillBytes,
		"isUTF8":     isUTF8,
		"blobOf": func(c *bind.Call) (any, error) {
			if b, ok := blob.StoreOf(rt).Resolve(c.Text(0)); ok {
				return rt.Wrap(b)
			}
			return nil, nil
		},
	}
	buffer := bufferScript.Run(rt, host)
	for _, name := range buffer.Keys() {
		host[name] = buffer.Get(name)
	}
	return runtime.Exports{"default": numbersScript.Run(rt, host)}
}

func encodingNumber(c *bind.Call) (any, error) {
	e, ok := LookupEncoding(c.Text(0))
	if !ok {
		c.Wrong("encoding", "the name of an encoding")
	}
	return int(e), nil
}

// encodingOf reads a number of encodingNumber.
func encodingOf(c *bind.Call, i int) Encoding { return Encoding(c.Int(i, "encoding", 0)) }

// textOf reads a string as it is, surrogates without a partner included.
func textOf(c *bind.Call, i int) goja.String {
	s, ok := c.Value(i).(goja.String)
	if !ok {
		c.Wrong("string", "a string")
	}
	return s
}

// bytesOf reads the bytes of a view or an ArrayBuffer, to be read or written in place.
func bytesOf(c *bind.Call, i int) []byte {
	b, ok := bind.BytesOf(c.Value(i))
	if !ok {
		c.Wrong("buffer", "a Buffer, TypedArray, DataView or ArrayBuffer")
	}
	return b
}

func textToBytes(c *bind.Call) (any, error) {
	return c.VM().NewArrayBuffer(encodingOf(c, 1).Bytes(textOf(c, 0))), nil
}

func byteLength(c *bind.Call) (any, error) { return encodingOf(c, 1).Length(textOf(c, 0)), nil }

// bytesToText is (buffer, encoding, start, end).
func bytesToText(c *bind.Call) (any, error) {
	b, e := bytesOf(c, 0), encodingOf(c, 1)
	from := min(c.Int(2, "start", 0), len(b))
	part := b[from:max(from, min(c.Int(3, "end", 0), len(b)))]
	if e == UTF16LE {
		return goja.StringFromUTF16(Units16(part)), nil
	}
	return e.Text(part), nil
}

// writeText is (buffer, text, encoding, offset, length); it returns the number of bytes written.
func writeText(c *bind.Call) (any, error) {
	b, e := bytesOf(c, 0), encodingOf(c, 2)
	from := min(c.Int(3, "offset", 0), len(b))
	room := min(c.Int(4, "length", 0), len(b)-from)
	return copy(b[from:], e.Whole(e.Bytes(textOf(c, 1)), room)), nil
}

func compareBytes(c *bind.Call) (any, error) { return bytes.Compare(bytesOf(c, 0), bytesOf(c, 1)), nil }

// indexOfBytes is (buffer, needle, offset, two bytes a character, backwards).
func indexOfBytes(c *bind.Call) (any, error) {
	step := 1
	if c.Bool(3) {
		step = 2
	}
	return IndexOf(bytesOf(c, 0), bytesOf(c, 1), c.Int(2, "offset", 0), step, c.Bool(4)), nil
}

// fillBytes is (buffer, pattern, start, end).
func fillBytes(c *bind.Call) (any, error) {
	b, pattern := bytesOf(c, 0), bytes.Clone(bytesOf(c, 1))
	from := min(c.Int(2, "start", 0), len(b))
	part := b[from:max(from, min(c.Int(3, "end", 0), len(b)))]
	for len(part) > 0 {
		part = part[copy(part, pattern):]
	}
	return nil, nil
}

func isUTF8(c *bind.Call) (any, error) { return utf8.Valid(bytesOf(c, 0)), nil }
