// Package child is the module "node:child_process", as Node v20 has it: other programs, with streams to and from them.
//
// A script needs the permission to run a program. What it starts ends with it: a program is killed when the scope that
// started it is cancelled, and when the runtime is closed, unless it is detached. There is no fork(): a Worker of
// "node:worker_threads" or a WorkerPool of "lariat:worker" runs scripts.
package child

import (
	"context"
	"embed"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/process"
)

//go:embed child.d.ts
var types string

//go:embed *.js
var sources embed.FS

var script = bind.NewChain(sources, "lariat:child/", "spawn", "exec")

// Module is "node:child_process".
var Module = runtime.Module{Name: "node:child_process", Aliases: []string{"child_process"}, Types: types, Load: load}

// killAfter is how long a program has that was asked to end because its scope has.
const killAfter = 5 * time.Second

// face is the module in one runtime.
type face struct {
	rt       *runtime.Runtime
	children *bind.Constructor[*running]
}

func load(rt *runtime.Runtime) runtime.Exports {
	m := &face{rt: rt, children: bind.Class[*running]{Name: "Process"}.In(rt)}
	needed := func(name string) bind.Fn {
		return func(*bind.Call) (any, error) { return bind.Need(rt, name), nil }
	}
	made := script.Run(rt, bind.Host{
		"EventEmitter": bind.Need(rt, "node:events"),
		"Buffer":       bind.Need(rt, "node:buffer").Get("Buffer"),
		"process":      bind.Need(rt, "node:process"),
		"streams":      needed("node:stream"),
		"signals":      needed("node:os"),
		"hostPath":     rt.HostEnv("PATH"),
		"shell":        shellOf,
		"start":        m.start,
		"startSync":    m.startSync,
		"kill":         m.kill,
		"keep":         m.keep,
		"read":         m.read,
		"write":        m.write,
		"close":        m.close,
	}, nil)
	exports := runtime.Exports{}
	for _, name := range made.Keys() {
		exports[name] = made.Get(name)
	}
	return exports
}

// shellOf gives the program that runs a command line and its arguments before that.
func shellOf(c *bind.Call) (any, error) {
	name := ""
	if c.Has(0) {
		name = c.Text(0)
	}
	name, args := shell(name)
	list := []goja.Value{bind.ToValue(c.Runtime(), name)}
	for _, arg := range args {
		list = append(list, bind.ToValue(c.Runtime(), arg))
	}
	return list, nil
}

// running is a program of a script. Loop goroutine only.
type running struct {
	*Child
	hold     *loop.Hold
	inputs   [3]*process.Input
	releases []func()
}

// optionsOf reads what spawn.js has made of the arguments: {name, args, argv0, dir, env, path, detached, stdio}.
func (m *face) optionsOf(c *bind.Call) Options {
	o := struct {
		Name     string       `js:"name"`
		Argv0    string       `js:"argv0"`
		Dir      string       `js:"dir"`
		Path     string       `js:"path"`
		Detached bool         `js:"detached"`
		Args     *goja.Object `js:"args"`
		Env      *goja.Object `js:"env"`
		Stdio    *goja.Object `js:"stdio"`
	}{}
	c.Options(0, &o)
	all := Options{Name: o.Name, Argv0: o.Argv0, Dir: o.Dir, Path: o.Path, Detached: o.Detached, Permissions: m.rt.Permissions()}
	all.Args, all.Env = texts(o.Args), texts(o.Env)
	all.In = m.stream(o.Stdio.Get("0").String())
	all.Out, all.Err = m.stream(o.Stdio.Get("1").String()), m.stream(o.Stdio.Get("2").String())
	return all
}

func texts(list *goja.Object) []string {
	all := make([]string, list.Get("length").ToInteger())
	for i := range all {
		all[i] = list.Get(itoa(i)).String()
	}
	return all
}

// stream is a standard stream by its word: "pipe", "ignore", or the number of one of ours.
func (m *face) stream(word string) any {
	switch word {
	case "pipe":
		return Pipe{}
	case "0":
		if f, ok := m.rt.Stdin().(*os.File); ok {
			return f // any other would be read by us, from beneath the script
		}
	case "1":
		return runtime.Raw(m.rt.Stdout())
	case "2":
		return runtime.Raw(m.rt.Stderr())
	}
	return nil
}

// start is (options, signal, ended): it gives [process, pid]. The scope that is cancelled ends the program with the
// signal; ended(code, signal) is called when it is over.
func (m *face) start(c *bind.Call) (any, error) {
	child, err := Start(context.Background(), m.optionsOf(c))
	if err != nil {
		return nil, err
	}
	sig, ended, scope := syscall.Signal(c.Int(1, "signal", 0)), c.Function(2, "ended"), m.rt.Scope()
	r := &running{Child: child, hold: m.rt.Loop().Hold("process", "child_process")}
	r.hold.Mark(m.rt.Mark())
	for i, f := range []*os.File{nil, child.Out, child.Err} {
		if f != nil {
			r.inputs[i] = process.NewInput(f)
		}
	}
	if !c.Bool(3) {
		stop := scope.AfterFunc(func() {
			child.Signal(sig)
			m.rt.Loop().SetTimer(killAfter, false, func() { child.Signal(syscall.SIGKILL) }).Unref()
		})
		r.releases = append(r.releases, func() { stop() }, m.rt.OnClose(func() {
			child.Signal(syscall.SIGKILL)
			child.Close()
		}))
	}
	child.WhenEnded(func() {
		m.rt.Loop().Post(func() {
			r.hold.Release() // before the script goes on, so that it leaves nothing behind
			m.ended(r, ended)
		})
	})
	return []goja.Value{m.children.Wrap(r), bind.ToValue(m.rt, child.Pid())}, nil
}

func (m *face) ended(r *running, ended *bind.Function) {
	for _, release := range r.releases {
		release()
	}
	end := r.End()
	code, signal := bind.ToValue(m.rt, end.Code), goja.Null()
	if end.Signal != 0 {
		code, signal = goja.Null(), bind.ToValue(m.rt, int(end.Signal))
	}
	if _, err := ended.Call(code, signal); err != nil {
		m.rt.ReportUncaught(m.rt.ErrorValue(err))
	}
}

func (m *face) child(c *bind.Call) *running {
	r, ok := m.children.Of(c.Value(0))
	if !ok {
		c.Wrong("process", "a child process")
	}
	return r
}

// kill is (process, signal).
func (m *face) kill(c *bind.Call) (any, error) {
	return m.child(c).Signal(syscall.Signal(c.Int(1, "signal", 0))), nil
}

// keep is (process, kept): whether the program has to wait for it.
func (m *face) keep(c *bind.Call) (any, error) {
	if r := m.child(c); c.Bool(1) {
		r.hold.Ref()
	} else {
		r.hold.Unref()
	}
	return nil, nil
}

// read is (process, fd, told): told(error, chunk) is called once, without a chunk at the end.
func (m *face) read(c *bind.Call) (any, error) {
	r, told := m.child(c), c.Function(2, "told")
	hold := m.rt.Loop().Hold("operation", "child_process")
	r.inputs[c.Int(1, "fd", 1)].Next(context.Background(), func(chunk []byte, more bool, err error) {
		m.rt.Loop().Post(func() {
			hold.Release()
			args := []goja.Value{goja.Undefined(), goja.Undefined()}
			switch {
			case err != nil:
				args[0] = m.rt.ErrorValue(err)
			case more:
				args[1] = bind.Buffer(m.rt, chunk)
			}
			if _, err := told.Call(args...); err != nil {
				m.rt.ReportUncaught(m.rt.ErrorValue(err))
			}
		})
	})
	return nil, nil
}

// write is (process, bytes, told): told(error) is called once.
func (m *face) write(c *bind.Call) (any, error) {
	r, told := m.child(c), c.Function(2, "told")
	b, ok := bind.BytesOf(c.Value(1))
	if !ok {
		c.Wrong("chunk", "bytes")
	}
	b = append([]byte(nil), b...)
	hold := m.rt.Loop().Hold("operation", "child_process")
	m.rt.Go(func() {
		_, err := r.In.Write(b)
		m.rt.Loop().Post(func() {
			hold.Release()
			arg := goja.Undefined()
			if err != nil {
				arg = m.rt.ErrorValue(process.WriteError(err))
			}
			if _, err := told.Call(arg); err != nil {
				m.rt.ReportUncaught(m.rt.ErrorValue(err))
			}
		})
	})
	return nil, nil
}

// close is (process, fd): nobody will use the stream any more.
func (m *face) close(c *bind.Call) (any, error) {
	r := m.child(c)
	if f := []*os.File{r.In, r.Out, r.Err}[c.Int(1, "fd", 0)]; f != nil {
		_ = f.Close()
	}
	return nil, nil
}

// startSync is (options, input, timeout, maxBuffer, signal): it blocks the script and gives
// [pid, code, signal, stdout, stderr, problem].
func (m *face) startSync(c *bind.Call) (any, error) {
	o := m.optionsOf(c)
	input, _ := bind.BytesOf(c.Value(1))
	limits := Limits{
		Timeout: time.Duration(c.Number(2, "timeout") * 1e6), Output: int(c.Number(3, "maxBuffer")),
		Signal: syscall.Signal(c.Int(4, "signal", 0)),
	}
	result, err := Run(o, input, limits)
	if err != nil {
		return nil, err
	}
	code, signal := bind.ToValue(m.rt, result.Code), goja.Null()
	if result.Signal != 0 {
		code, signal = goja.Null(), bind.ToValue(m.rt, int(result.Signal))
	}
	output := func(b []byte, from any) goja.Value {
		if _, piped := from.(Pipe); piped {
			return bind.Buffer(m.rt, b)
		}
		return goja.Null()
	}
	return []goja.Value{
		bind.ToValue(m.rt, result.Pid), code, signal, output(result.Out, o.Out), output(result.Err, o.Err), bind.ToValue(m.rt, result.Problem),
	}, nil
}

func itoa(i int) string { return strconv.Itoa(i) }
