// Package eventsource is the module "web:eventsource": EventSource, the client of server-sent events, as the web has it
// (https://html.spec.whatwg.org/multipage/server-sent-events.html). The server's half is eventStream of lariat:http.
package eventsource

import (
	"context"
	_ "embed"
	"errors"
	"mime"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/abort"
	"github.com/lariatjs/lariat/stdlib/encoding"
)

//go:embed eventsource.d.ts
var types string

//go:embed eventsource.js
var source string

var script = bind.NewScript("web:eventsource", source)

// Module is "web:eventsource".
var Module = runtime.Module{Name: "web:eventsource", Types: types, Globals: []string{"EventSource"}, Load: load}

// Of a stream: how long to wait before the next connection, and how long an event may be.
const (
	firstRetry = 3000
	maxEvent   = 128 << 20
)

func load(rt *runtime.Runtime) runtime.Exports {
	parsers := parserClass().In(rt)
	host := bind.Host{
		"parser":   func(*bind.Call) (any, error) { return parsers.Wrap(&reader{parser: NewParser("", firstRetry)}), nil },
		"announce": abort.EventsOf(rt).Announce, "wait": wait, "refuses": refuses, "passing": passing, "byteString": byteString,
		"fetch": bind.Need(rt, "web:fetch").Get("fetch"), "Headers": bind.Need(rt, "web:fetch").Get("Headers"),
		"URL": bind.Need(rt, "node:url").Get("URL"),
	}
	for module, names := range map[string][]string{
		"web:abort": {"AbortController", "DOMException", "Event", "EventTarget"}, "web:messaging": {"ErrorEvent", "MessageEvent"},
	} {
		for _, name := range names {
			host[name] = bind.Need(rt, module).Get(name)
		}
	}
	class := script.Run(rt, host)
	bind.Show(rt, class.Get("prototype").(*goja.Object), "url", "readyState", "withCredentials")
	return runtime.Exports{"EventSource": class}
}

// reader is a parser of bytes.
type reader struct {
	parser  *Parser
	decoder *encoding.TextDecoder
}

func parserClass() bind.Class[*reader] {
	return bind.Class[*reader]{
		Name: "EventStreamParser",
		Getters: map[string]func(*reader) any{
			"lastId": func(r *reader) any { return r.parser.LastID },
			"retry":  func(r *reader) any { return r.parser.Retry },
		},
		Methods: map[string]func(*reader, *bind.Call) (any, error){
			"begin": func(r *reader, _ *bind.Call) (any, error) {
				r.parser = NewParser(r.parser.LastID, r.parser.Retry)
				var err error
				r.decoder, err = encoding.NewTextDecoder("utf-8", false, false)
				return nil, err
			},
			"push": (*reader).push,
		},
	}
}

// push gives the events that a chunk completes.
func (r *reader) push(c *bind.Call) (any, error) {
	b, _ := bind.BytesOf(c.Value(0))
	text, err := r.decoder.Decode(b, true)
	if err != nil {
		return nil, err
	}
	var list []goja.Value
	r.parser.Push(text, func(e Event) bool {
		obj := c.VM().NewObject()
		_ = obj.Set("type", e.Type)
		_ = obj.Set("data", e.Data)
		_ = obj.Set("lastEventId", e.ID)
		list = append(list, obj)
		return true
	})
	if r.parser.Pending() > maxEvent {
		return nil, fault.Limit.New("an event has more than %d bytes", maxEvent)
	}
	return list, nil
}

// refuses is (response): why it is no stream of events, undefined if it is.
func refuses(c *bind.Call) (any, error) {
	response := c.Object(0, "response")
	if status := response.Get("status").ToInteger(); status != 200 {
		return "the server has answered with the status " + response.Get("status").String(), nil
	}
	headers := response.Get("headers").(*goja.Object)
	given, err := c.Runtime().Call(headers.Get("get"), headers, bind.ToValue(c.Runtime(), "content-type"))
	if err != nil {
		return nil, err
	}
	if kind, _, err := mime.ParseMediaType(given.String()); err != nil || kind != "text/event-stream" {
		return "the answer is no text/event-stream, but " + given.String(), nil
	}
	return nil, nil
}

// passing is (error, url): whether another try may help. What ends a scope, and what a limit or a permission says, does
// not pass, and nothing comes of a URL that is not fetched.
func passing(c *bind.Call) (any, error) {
	err := c.Runtime().Thrown(c.Value(0))
	return errors.Is(err, fault.Network) && !errors.Is(err, fault.Permission) && strings.HasPrefix(c.Text(1), "http"), nil
}

// byteString is (text): its UTF-8 as a header carries it.
func byteString(c *bind.Call) (any, error) {
	raw := encoding.Encode(c.Text(0))
	runes := make([]rune, len(raw))
	for i, b := range raw {
		runes[i] = rune(b)
	}
	return string(runes), nil
}

// pause is a wait that a timer keeps alive.
type pause struct{}

// Label is empty: nobody has to list it.
func (pause) Label() string { return "" }

// wait is (ms, { signal }).
func wait(c *bind.Call) (any, error) {
	d := time.Duration(c.Number(0, "ms")) * time.Millisecond
	loop := c.Runtime().Loop()
	return bind.Await(c, c.Context(1), pause{}, func(ctx context.Context, done func(struct{}, error)) {
		timer := loop.SetTimer(d, false, func() { done(struct{}{}, nil) })
		ctx.(interface{ AfterFunc(func()) func() bool }).AfterFunc(func() {
			if timer.Stop() {
				done(struct{}{}, context.Cause(ctx))
			}
		})
	}, nil)
}
