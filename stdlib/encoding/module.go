// Package encoding is the globals TextDecoder, TextEncoder, atob and btoa, also as the module "web:encoding": between
// bytes and the strings of JavaScript. It follows the Encoding and HTML standards to the letter; the tables of the
// legacy encodings are those of golang.org/x/text, the state machines are the standard's own, because x/text reads
// malformed input otherwise.
//
// A JavaScript string is a run of UTF-16 units that need not be well-formed. Where that matters a function takes
// Units, which an engine's string is as it stands; elsewhere a Go string in UTF-8 is enough.
package encoding

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed encoding.d.ts
var types string

// Module is "web:encoding".
var Module = runtime.Module{
	Name: "web:encoding", Types: types, Globals: []string{"TextDecoder", "TextEncoder", "atob", "btoa"},
	Operations: []string{"atob", "btoa"}, Load: load,
}

func load(rt *runtime.Runtime) runtime.Exports {
	decoder := decoderClass().In(rt)
	bind.Show(rt, decoder.Prototype, "encoding", "fatal", "ignoreBOM")
	return runtime.Exports{
		"TextDecoder": decoder.Value,
		"TextEncoder": encoderClass().In(rt).Value,
		"atob":        bind.Func(rt, "atob", 1, atob),
		"btoa":        bind.Func(rt, "btoa", 1, btoa),
	}
}

func decoderClass() bind.Class[*TextDecoder] {
	return bind.Class[*TextDecoder]{
		Name: "TextDecoder", Web: true,
		New: newDecoder,
		Methods: map[string]func(*TextDecoder, *bind.Call) (any, error){
			"decode": decode,
		},
		Getters: map[string]func(*TextDecoder) any{
			"encoding":  func(d *TextDecoder) any { return d.Encoding() },
			"fatal":     func(d *TextDecoder) any { return d.Fatal() },
			"ignoreBOM": func(d *TextDecoder) any { return d.IgnoreBOM() },
		},
	}
}

func newDecoder(c *bind.Call) (*TextDecoder, error) {
	label := "utf-8"
	if !goja.IsUndefined(c.Value(0)) {
		label = c.Text(0)
	}
	o := struct {
		Fatal     bool `js:"fatal"`
		IgnoreBOM bool `js:"ignoreBOM"`
	}{}
	c.Options(1, &o)
	return NewTextDecoder(label, o.Fatal, o.IgnoreBOM)
}

// decode reads its arguments in the order of the standard: what the getter of an option does to the bytes counts.
func decode(d *TextDecoder, c *bind.Call) (any, error) {
	input := c.Value(0)
	o := struct {
		Stream bool `js:"stream"`
	}{}
	c.Options(1, &o)
	if goja.IsUndefined(input) {
		return d.Decode(nil, o.Stream)
	}
	bytes, ok := bind.BytesOf(input)
	if !ok {
		c.Wrong("input", "an ArrayBuffer or a view of one")
	}
	return d.Decode(bytes, o.Stream)
}

// encoder is a TextEncoder, which has no state.
type encoder struct{}

func encoderClass() bind.Class[encoder] {
	return bind.Class[encoder]{
		Name: "TextEncoder", Web: true,
		New: func(*bind.Call) (encoder, error) { return encoder{}, nil },
		Methods: map[string]func(encoder, *bind.Call) (any, error){
			"encode":     func(_ encoder, c *bind.Call) (any, error) { return encode(c) },
			"encodeInto": func(_ encoder, c *bind.Call) (any, error) { return encodeInto(c) },
		},
		Getters: map[string]func(encoder) any{"encoding": func(encoder) any { return "utf-8" }},
		Lengths: map[string]int{"encodeInto": 2},
	}
}

func encode(c *bind.Call) (any, error) {
	if goja.IsUndefined(c.Value(0)) {
		return []byte{}, nil
	}
	return Encode(c.Text(0)), nil
}

func encodeInto(c *bind.Call) (any, error) {
	if err := required(c, 2); err != nil {
		return nil, err
	}
	text := c.Text(0)
	dest, ok := c.Value(1).(*goja.Object)
	if !ok || slots.Of(dest) != slots.TypedArray || slots.TypedArrayClass(dest) != "Uint8Array" {
		c.Wrong("destination", "a Uint8Array")
	}
	bytes, _ := bind.BytesOf(dest)
	read, written := EncodeInto(text, bytes)
	result := c.VM().NewObject()
	_ = result.Set("read", read)
	_ = result.Set("written", written)
	return result, nil
}

func atob(c *bind.Call) (any, error) {
	if err := required(c, 1); err != nil {
		return nil, err
	}
	bytes, err := Atob(c.Text(0))
	if err != nil {
		return nil, err
	}
	return Latin1(bytes), nil
}

func btoa(c *bind.Call) (any, error) {
	if err := required(c, 1); err != nil {
		return nil, err
	}
	return Btoa(c.Text(0))
}

// required refuses a call with fewer arguments than the web asks for.
func required(c *bind.Call, n int) error {
	if c.Len() < n {
		return fault.Type.New("%s: %d of %d arguments are missing", c.Name(), n-c.Len(), n).With("code", "ERR_MISSING_ARGS")
	}
	return nil
}
