// Package nodehttp is the modules "node:http" and "node:https", as Node v20 has them: requests and servers as streams with
// events, on net/http.
//
// What is written in JavaScript looks after the events and the order of things; connections, the format of messages and TLS
// are those of fetch and of serve. A script does not get at the connections themselves: sockets tell where they lead, and
// that is all.
package nodehttp

import (
	"embed"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/streams"
)

//go:embed nodehttp.d.ts
var types string

//go:embed *.js
var sources embed.FS

var script = bind.NewChain(sources, "lariat:nodehttp/",
	"codes", "heads", "outgoing", "incoming", "agent", "asking", "client", "response", "server", "faces")

// Modules are "node:http" and "node:https".
var Modules = []runtime.Module{
	{Name: "node:http", Aliases: []string{"http"}, Types: types, Load: loadHTTP},
	{Name: "node:https", Aliases: []string{"https"}, Types: types, Load: loadHTTPS},
}

// face is the modules in one runtime. Loop goroutine only.
type face struct {
	rt      *runtime.Runtime
	own     *fetch.Own
	pools   *bind.Constructor[*pool]
	sending *bind.Constructor[*sending]
	bodies  *bind.Constructor[*body]
	servers *bind.Constructor[*server]
	visits  *bind.Constructor[*visit]
	made    *goja.Object
}

type faceKey struct{}

func faceOf(rt *runtime.Runtime) *face {
	return runtime.Local(rt, faceKey{}, func() *face {
		m := &face{
			rt: rt, own: fetch.OwnOf(rt),
			pools:   bind.Class[*pool]{Name: "Pool"}.In(rt),
			sending: bind.Class[*sending]{Name: "Sending"}.In(rt),
			bodies:  bind.Class[*body]{Name: "Body"}.In(rt),
			servers: bind.Class[*server]{Name: "Listening"}.In(rt),
			visits:  bind.Class[*visit]{Name: "Visit", Light: true}.In(rt),
		}
		m.made = script.Run(rt, bind.Host{
			"EventEmitter": bind.Need(rt, "node:events"),
			"Buffer":       bind.Need(rt, "node:buffer").Get("Buffer"),
			"Stream":       bind.Need(rt, "node:stream"),
			"tick":         bind.Need(rt, "node:process").Get("nextTick"),
			"url":          bind.Need(rt, "node:url"),
			"follow":       bind.Follow,
			"pool":         m.pool, "closePool": m.closePool, "send": m.send, "write": m.write, "finish": m.finish, "cancel": m.cancel,
			"read": m.read, "closeBody": m.closeBody,
			"listen": m.listen, "closeServer": m.closeServer, "keepServer": m.keepServer,
			"answer": m.answer, "followVisit": m.followVisit, "headers": m.headers, "ends": m.ends,
			"writeAnswer": m.writeAnswer, "finishAnswer": m.finishAnswer, "breakOff": m.breakOff,
		}, nil)
		return m
	})
}

func loadHTTP(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"default": faceOf(rt).made.Get("http")}
}

func loadHTTPS(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"default": faceOf(rt).made.Get("https")}
}

// call calls a function of ours in a script; what a listener throws there is uncaught.
func (m *face) call(fn *bind.Function, args ...any) {
	values := make([]goja.Value, len(args))
	for i, arg := range args {
		if err, ok := arg.(error); ok {
			arg = m.rt.ErrorValue(err)
		}
		values[i] = bind.ToValue(m.rt, arg)
	}
	if _, err := fn.Call(values...); err != nil {
		m.rt.ReportUncaught(m.rt.ErrorValue(err))
	}
}

// body is what comes in.
type body struct {
	r       io.ReadCloser
	trailer func() http.Header
}

// chunkSize is how much is read at once.
const chunkSize = 64 << 10

// read is (body, told): told(error, chunk, trailers) is called once, without a chunk at the end.
func (m *face) read(c *bind.Call) (any, error) {
	b, ok := runtime.HandleOf(c.Value(0)).(*body)
	if !ok {
		c.Wrong("body", "a body")
	}
	told := c.Function(1, "told")
	hold := m.rt.Loop().Hold("operation", "http")
	m.rt.Go(func() {
		chunk := make([]byte, chunkSize)
		done := streams.Await(b.r, hold)
		n, err := io.ReadAtLeast(b.r, chunk, 1)
		done()
		m.rt.Loop().Post(func() {
			hold.Release()
			switch {
			case n > 0:
				m.call(told, nil, bind.Buffer(m.rt, slices.Clip(chunk[:n])))
			case err == io.EOF:
				m.call(told, nil, nil, m.list(b.trailer()))
			default:
				m.call(told, Problem(err))
			}
		})
	})
	return nil, nil
}

// closeBody is (body): nobody wants what is left.
func (m *face) closeBody(c *bind.Call) (any, error) {
	if b, ok := runtime.HandleOf(c.Value(0)).(*body); ok {
		m.rt.Go(func() { _ = b.r.Close() })
	}
	return nil, nil
}

// list gives the names and values of a header in turn, in the order of the names.
func (m *face) list(h http.Header) goja.Value { return bind.ToValue(m.rt, ListOf(h)) }

// textsOf reads an array of texts, whose characters are bytes.
func textsOf(c *bind.Call, v goja.Value) (texts []string) {
	obj, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	n := int(obj.Get("length").ToInteger())
	for i := range n {
		texts = append(texts, fetch.Latin(obj.Get(itoa(i)).String()))
	}
	return texts
}

// linesOf reads lines whose characters are bytes.
func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = fetch.Latin(line)
	}
	return lines
}
