// Package fetch is the module "web:fetch": fetch, Request, Response, Headers and FormData, as the web has them
// (https://fetch.spec.whatwg.org) and as a server's runtime does: no cookies, no cache, no origin that asks.
//
// Requests are sent by net/http on goroutines. A body stays Go until a script wants it as a stream: text() reads the
// connection, and a body that is passed on, from an answer to another request say, never enters JavaScript.
//
// # For other modules
//
// In(rt) makes requests of what a server has read, takes apart what a handler returns, and sends requests without an
// object for each.
package fetch

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/streams"
	"github.com/lariatjs/lariat/stdlib/url"
)

//go:embed fetch.d.ts
var types string

// Module is "web:fetch".
var Module = runtime.Module{
	Name: "web:fetch", Types: types, Globals: []string{"FormData", "Headers", "Request", "Response", "fetch"},
	Operations: []string{"fetch"}, Load: load,
}

// Fetch is the module in one runtime. Loop goroutine only.
type Fetch struct {
	rt      *runtime.Runtime
	client  *Client
	alive   lives // of the requests, until the runtime is closed
	streams *streams.Streams
	near    url.Near
	parse   goja.Value // JSON.parse
	write   goja.Value // JSON.stringify

	headers   *bind.Constructor[*Headers]
	forms     *bind.Constructor[*Form]
	requests  *bind.Constructor[*Request]
	responses *bind.Constructor[*Response]
	pairs     map[string]*goja.Object // the prototypes of iterators
}

type fetchKey struct{}

// In returns the module of a runtime.
func In(rt *runtime.Runtime) *Fetch {
	return runtime.Local(rt, fetchKey{}, func() *Fetch {
		json := rt.Realm().Builtin("JSON")
		f := &Fetch{
			rt: rt, client: NewClient(rt.Network(), OwnOf(rt)), streams: streams.In(rt), parse: json.Get("parse"), write: json.Get("stringify"),
			pairs: map[string]*goja.Object{},
		}
		f.client.through = roundTripper(rt)
		rt.OnClose(func() {
			f.alive.end(fault.Closed.New("the runtime was closed"))
			f.client.Close()
		})
		f.headers = f.headersClass().In(rt)
		f.forms = f.formClass().In(rt)
		f.requests = f.requestClass().In(rt)
		f.responses = f.responseClass().In(rt)
		f.disposable()
		f.show()
		return f
	})
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := In(rt)
	return runtime.Exports{
		"FormData": f.forms.Value, "Headers": f.headers.Value, "Request": f.requests.Value, "Response": f.responses.Value,
		"fetch": bind.AsyncFunc(rt, "fetch", 1, f.fetch),
	}
}

// Client returns what sends the requests of the runtime.
func (f *Fetch) Client() *Client { return f.client }

// byteString reads a string whose characters are bytes.
func byteString(c *bind.Call, v goja.Value, arg string) string {
	b, ok := toBytes(textOf(c, v))
	if !ok {
		c.Throw(fault.Type.New("%s: %q has a character above U+00FF, which a header cannot carry: encode it", c.Name(), arg))
	}
	return b
}

// textOf converts a value to a string as the web does.
func textOf(c *bind.Call, v goja.Value) string {
	if _, symbol := v.(*goja.Symbol); symbol {
		c.Throw(fault.Type.New("%s: a symbol cannot be converted to a string", c.Name()))
	}
	return v.String()
}

// require checks the number of arguments.
func require(c *bind.Call, n int) {
	if c.Len() < n {
		plural := "s"
		if n == 1 {
			plural = ""
		}
		c.Throw(fault.Type.New("%s: %d argument%s required, but only %d present", c.Name(), n, plural, c.Len()))
	}
}

// dictionary reads members of an options object; undefined and null are an empty one.
type dictionary struct{ obj *goja.Object }

func dictionaryAt(c *bind.Call, i int, arg string) dictionary {
	if !c.Has(i) {
		return dictionary{}
	}
	return dictionary{c.Object(i, arg)}
}

// get returns a member, nil if it is undefined.
func (d dictionary) get(name string) goja.Value {
	if d.obj == nil {
		return nil
	}
	if v := d.obj.Get(name); v != nil && !goja.IsUndefined(v) {
		return v
	}
	return nil
}
