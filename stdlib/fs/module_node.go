package fs

import (
	"context"
	"embed"
	"io"
	"maps"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed node*.js
var nodeSources embed.FS

// The parts of "node:fs" in JavaScript. Their names keep them out of the places that errors tell.
var nodeScripts = bind.NewChain(nodeSources, "lariat:fs/", "nodevalues", "node", "nodefiles", "nodestreams", "nodewatch")

func (m *face) nodeExports() runtime.Exports { return runtime.Exports{"default": m.nodeObject()} }

func (m *face) promiseExports() runtime.Exports {
	return runtime.Exports{"default": m.nodeObject().Get("promises")}
}

// nodeObject is what "node:fs" exports.
func (m *face) nodeObject() *goja.Object {
	if m.node != nil {
		return m.node
	}
	m.classes()
	host := m.nodeHost()
	host["Buffer"] = bind.Need(m.rt, "node:buffer").Get("Buffer")
	m.node = nodeScripts.Run(m.rt, host, nil)
	return m.node
}

// nodeHost is what the scripts build on: each operation in the form that gives a promise and in the one that blocks.
func (m *face) nodeHost() bind.Host {
	host := bind.Host{
		"constants": m.systemConstants,
		"events":    m.needed("node:events"),
		"keepWatch": m.keepWatch,
		"lines":     m.nodeLines,
		"run":       run,
		"stdin":     m.stdin,
		"stdio":     m.stdio,
		"streams":   m.needed("node:stream"),
		"unwatch":   m.unwatch,
		"urlPath":   func(c *bind.Call) (any, error) { return m.pathOf(c, c.Object(0, "url")), nil },
		"watchAll":  bind.Func(m.rt, "watch", 1, m.watch),
		"watchSync": bind.Func(m.rt, "watch", 1, m.watchSync),
		"writeFrom": bind.AsyncFunc(m.rt, "writeFile", 3, m.writeFrom),
	}
	all := maps.Clone(operations.Get())
	maps.Copy(all, nodeOperations.Get())
	for name, op := range all {
		host[name], host[name+"Sync"] = m.async(name, op), m.sync(name, op)
	}
	for name, op := range fileOperations.Get() {
		host[name], host[name+"Sync"] = m.fileAsync(name, op), m.fileSync(name, op)
	}
	return host
}

// needed gives another module when it is asked for.
func (m *face) needed(name string) bind.Fn {
	return func(*bind.Call) (any, error) { return bind.Need(m.rt, name), nil }
}

// run calls a callback; what it throws is uncaught.
func run(c *bind.Call) (any, error) {
	rt := c.Runtime()
	if _, err := c.Function(0, "callback").Call(c.Rest(1)...); err != nil {
		rt.ReportUncaught(rt.ErrorValue(err))
	}
	return nil, nil
}

// stdin reads the standard input, to its end or up to a number of bytes. It blocks the script, as in Node.
func (m *face) stdin(c *bind.Call) (any, error) {
	if goja.IsUndefined(c.Value(0)) {
		b, err := io.ReadAll(m.rt.Stdin())
		return m.buffer(b), systemError(err, "read", "/dev/stdin")
	}
	b := make([]byte, c.Int(0, "length", 0))
	n, err := m.rt.Stdin().Read(b)
	if n == 0 && err == io.EOF {
		return bind.Null, nil
	}
	if n > 0 {
		err = nil
	}
	return m.buffer(b[:n:n]), systemError(err, "read", "/dev/stdin")
}

// stdio writes to one of the standard streams.
func (m *face) stdio(c *bind.Call) (any, error) {
	out, b := m.rt.Stdout(), data(c, 1)
	if c.Int(0, "fd", 1) == 2 {
		out = m.rt.Stderr()
	}
	n, err := out.Write(b)
	return n, systemError(err, "write", "")
}

func (m *face) buffer(b []byte) goja.Value { return bind.Buffer(m.rt, b) }

// nodeWrite are the options of writeFile and appendFile.
func nodeWrite(c *bind.Call) WriteOptions {
	o := struct {
		Flag  string `js:"flag"`
		Mode  int    `js:"mode"`
		Flush bool   `js:"flush"`
	}{Flag: "w"}
	c.Options(2, &o)
	return WriteOptions{Flags: o.Flag, Mode: goMode(uint32(o.Mode)), Sync: o.Flush}
}

func (m *face) writeFrom(c *bind.Call) (any, error) {
	return m.writeAll(c, m.path(c, 0, "path"), nodeWrite(c))
}

// nodeOperations are the calls on paths that "lariat:fs" has otherwise or not.
var nodeOperations = lazy.Value[map[string]operation]{Make: func() map[string]operation {
	return map[string]operation{
		"access": {prepare: func(m *face, c *bind.Call) work {
			path, mode := m.path(c, 0, "path"), uint32(c.Int(1, "mode", 0))
			return func(ctx context.Context, d *Disk) (any, error) { return nil, d.Access(ctx, path, mode) }
		}, options: 2},
		"list":       {prepare: list, options: 2, then: entryRows},
		"lstat":      asking((*Disk).LStat).shown(infoRow),
		"mkdir":      {prepare: mkdir, options: 2, then: func(_ *face, v any) (any, error) { return madeOrNot(v.(string)), nil }},
		"mkdtemp":    asking((*Disk).MkdirTemp),
		"open":       {prepare: openFile, options: 3, then: func(m *face, v any) (any, error) { return m.files.Wrap(v.(*File)), nil }},
		"readBuffer": {prepare: readOpened, options: 2, then: func(m *face, v any) (any, error) { return m.buffer(v.([]byte)), nil }},
		"readText": {prepare: func(m *face, c *bind.Call) work {
			read := readOpened(m, c)
			return func(ctx context.Context, d *Disk) (any, error) {
				v, err := read(ctx, d)
				if err != nil {
					return nil, err
				}
				return text(v.([]byte)), nil
			}
		}, options: 2},
		"readlink": asking((*Disk).Readlink),
		"realpath": asking((*Disk).Realpath),
		"rm":       {prepare: remove, options: 2},
		"rmdir":    onPath((*Disk).Rmdir),
		"stat":     asking((*Disk).Stat).shown(infoRow),
		"unlink":   onPath((*Disk).Unlink),
		"utimes":   {prepare: utimesOf, options: 3},
		"write": {prepare: func(m *face, c *bind.Call) work {
			path, b, o := m.path(c, 0, "path"), data(c, 1), nodeWrite(c)
			return func(ctx context.Context, d *Disk) (any, error) { return nil, d.WriteFile(ctx, path, b, o) }
		}, options: 2},
	}
}}

// madeOrNot is the first folder that was made, or undefined.
func madeOrNot(first string) any {
	if first == "" {
		return nil
	}
	return first
}

func openFile(m *face, c *bind.Call) work {
	path, flags, mode := m.path(c, 0, "path"), c.String(1, "flags"), goMode(uint32(c.Int(2, "mode", 0)))
	return func(ctx context.Context, d *Disk) (any, error) { return d.Open(ctx, path, flags, mode) }
}

func readOpened(m *face, c *bind.Call) work {
	path, flags := m.path(c, 0, "path"), c.String(1, "flags")
	return func(ctx context.Context, d *Disk) (any, error) { return d.ReadOpened(ctx, path, flags) }
}
