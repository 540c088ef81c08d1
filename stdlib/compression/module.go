// Package compression is the module "node:zlib", as Node v20 has it for gzip, zlib, raw deflate and Brotli: in place, with
// callbacks and as streams.
package compression

import (
	"context"
	_ "embed"
	"hash/crc32"
	"io"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/streams"
)

//go:embed compression.d.ts
var types string

//go:embed zlib.js
var source string

//go:embed constants.js
var constantsSource string

var (
	script          = bind.NewScript("lariat:compression", source)
	constantsScript = bind.NewScript("lariat:compression/constants", constantsSource)
)

// Module is "node:zlib".
var Module = runtime.Module{Name: "node:zlib", Aliases: []string{"zlib"}, Types: types, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	m := &face{
		rt:          rt,
		compressors: bind.Class[*Compressor]{Name: "Compressor"}.In(rt),
		codecs:      bind.Class[streams.Codec]{Name: "Codec"}.In(rt),
	}
	made := script.Run(rt, bind.Host{
		"constants":  constantsScript.Run(rt, nil),
		"Buffer":     bind.Need(rt, "node:buffer").Get("Buffer"),
		"streams":    func(*bind.Call) (any, error) { return bind.Need(rt, "node:stream"), nil },
		"sync":       m.sync,
		"async":      bind.AsyncFunc(rt, "zlib", 1, m.async),
		"begin":      m.begin,
		"write":      m.write,
		"flush":      m.flush,
		"decompress": m.decompress,
		"drop":       m.drop,
		"crc32":      checksum,
	})
	return runtime.Exports{"default": made}
}

type face struct {
	rt          *runtime.Runtime
	compressors *bind.Constructor[*Compressor]
	codecs      *bind.Constructor[streams.Codec]
}

// job reads (decompress, format, level, dictionary, data, limit) and returns what does it.
func job(c *bind.Call) func() ([]byte, error) {
	format, level, limit := c.Text(1), int(c.Number(2, "level")), int64(c.Number(5, "maxOutputLength"))
	dictionary, _ := bind.BytesOf(c.Value(3))
	data, _ := bind.BytesOf(c.Value(4))
	if c.Bool(0) {
		return func() ([]byte, error) { return Decompress(format, dictionary, data, limit) }
	}
	return func() ([]byte, error) {
		out, err := Compress(format, level, dictionary, data)
		if err == nil && int64(len(out)) > limit {
			err = fault.Range.New("Cannot create a Buffer larger than %d bytes", limit).With("code", "ERR_BUFFER_TOO_LARGE")
		}
		return out, err
	}
}

func (m *face) sync(c *bind.Call) (any, error) {
	out, err := job(c)()
	if err != nil {
		return nil, err
	}
	return bind.Buffer(m.rt, out), nil
}

// async is sync on a goroutine; the script has made a copy of the data.
func (m *face) async(c *bind.Call) (any, error) {
	do := job(c)
	return bind.Go(c, m.rt.Scope(), func(context.Context) ([]byte, error) { return do() },
		func(out []byte) (any, error) { return bind.Buffer(m.rt, out), nil })
}

// begin is (decompress, format, level, dictionary): the state of a stream.
func (m *face) begin(c *bind.Call) (any, error) {
	if c.Bool(0) {
		return m.codecs.Wrap(NewDecompressor(c.Text(1))), nil
	}
	dictionary, _ := bind.BytesOf(c.Value(3))
	made, err := NewCompressor(c.Text(1), int(c.Number(2, "level")), dictionary)
	if err != nil {
		return nil, err
	}
	return m.compressors.Wrap(made), nil
}

// write is (compressor, bytes), without bytes for the end.
func (m *face) write(c *bind.Call) (any, error) {
	made, _ := m.compressors.Of(c.Value(0))
	if b, ok := bind.BytesOf(c.Value(1)); ok {
		return m.given(made.Write(b))
	}
	return m.given(made.Finish())
}

func (m *face) flush(c *bind.Call) (any, error) {
	made, _ := m.compressors.Of(c.Value(0))
	return m.given(made.Flush())
}

// decompress is (codec, bytes), without bytes for the end: it gives [output, whether there is more].
func (m *face) decompress(c *bind.Call) (any, error) {
	codec, _ := m.codecs.Of(c.Value(0))
	var out []byte
	var err error
	if b, ok := bind.BytesOf(c.Value(1)); ok {
		out, err = codec.Write(append([]byte(nil), b...))
	} else if out, err = codec.Finish(); err != nil {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, Broken(err)
	}
	return []goja.Value{bind.Buffer(m.rt, out), bind.ToValue(m.rt, codec.More())}, nil
}

func (m *face) drop(c *bind.Call) (any, error) {
	if codec, ok := m.codecs.Of(c.Value(0)); ok {
		codec.Drop()
	}
	return nil, nil
}

func (m *face) given(out []byte, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return bind.Buffer(m.rt, out), nil
}

// checksum is (bytes, start).
func checksum(c *bind.Call) (any, error) {
	b, _ := bind.BytesOf(c.Value(0))
	return int64(crc32.Update(uint32(c.Number(1, "value")), crc32.IEEETable, b)), nil
}
