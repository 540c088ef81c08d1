package fetch

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/encoding"
)

// extract makes a body of what a script gives (https://fetch.spec.whatwg.org/#concept-bodyinit-extract), and says what
// kind it is. streaming tells that it is a stream, which can be sent once and whose length nobody knows.
func (f *Fetch) extract(c *bind.Call, v goja.Value) (b *body, contentType string, streaming bool, err error) {
	obj, isObject := v.(*goja.Object)
	if !isObject {
		return f.memory(blob.New("", encoding.Encode(textOf(c, v)))), "text/plain;charset=UTF-8", false, nil
	}
	if part, ok := blob.Of(obj); ok {
		return f.memory(part), part.Type(), false, nil
	}
	if bytes, ok := bind.BytesOf(obj); ok {
		return f.memory(blob.New("", append([]byte(nil), bytes...))), "", false, nil
	}
	if form, ok := f.forms.Of(obj); ok {
		part, kind := form.Encode()
		return f.memory(part), kind, false, nil
	}
	if r, ok := f.streams.Of(obj); ok {
		if r.Disturbed() || r.Locked() {
			return nil, "", false, fault.Type.New("%s: the body is a ReadableStream that somebody reads already", c.Name())
		}
		return &body{f: f, stream: r}, "", true, nil
	}
	if params, err := f.rt.Exports("node:url"); err == nil && f.rt.VM().InstanceOf(obj, params.Get("URLSearchParams").(*goja.Object)) {
		text := encoding.Encode(obj.String())
		return f.memory(blob.New("", text)), "application/x-www-form-urlencoded;charset=UTF-8", false, nil
	}
	if !bind.Nullish(obj.GetSymbol(es.SymAsyncIterator)) {
		return f.iterated(obj)
	}
	return f.memory(blob.New("", encoding.Encode(obj.String()))), "text/plain;charset=UTF-8", false, nil
}

// iterated makes a body of an async iterable of Uint8Arrays, as Node does.
func (f *Fetch) iterated(obj *goja.Object) (*body, string, bool, error) {
	class := bind.Need(f.rt, "web:streams").Get("ReadableStream").(*goja.Object)
	v, err := f.rt.Call(class.Get("from"), class, obj)
	if err != nil {
		return nil, "", false, err
	}
	r, _ := f.streams.Of(v)
	return &body{f: f, stream: r}, "", true, nil
}
