package worker

import (
	"io"

	"github.com/lariatjs/lariat/runtime/clone"
)

type message = clone.Message

// maxNumbers is how many functions a process knows by number before it forgets them all: a program that makes a
// new one for every task must not fill its memory.
const maxNumbers = 256

// functions are the numbers of the functions that were sent. Only the writer uses them.
type functions struct {
	numbers map[Portable]uint64
}

// write takes tasks and sends them, and the commands, until the process is gone. It may wait for a process that does
// not read.
func (p *process) write(to io.Writer, gone <-chan struct{}) {
	out := &frameWriter{to: to}
	e := out.begin(setupFrame)
	e.greeting(p.greeting())
	if err := out.end(e); err != nil {
		p.seat.Ready(nil, err)
	}
	out.flush()
	known := &functions{numbers: map[Portable]uint64{}}
	for {
		select {
		case <-p.signal:
		case <-gone:
			return
		}
		for p.writeSome(out, known) {
		}
		out.flush()
	}
}

func (p *process) greeting() *greeting {
	g := &greeting{
		setup: *p.setup, modules: p.rt.ModuleNames(), loading: p.loading,
		dir: p.rt.Dir(), args: p.rt.Args(), env: p.setup.Env,
	}
	set := p.setup.Permissions
	if set == nil {
		set = p.rt.Permissions()
	}
	if g.env == nil {
		g.env = p.rt.EnvUnder(set)
	}
	g.permissions = set.Encode()
	if clock := p.rt.VirtualClock(); clock != nil {
		g.virtual = clock.Now().UnixNano()
	}
	return g
}

// writeSome sends what there is, tasks first: a command may be about one of them. It reports whether there was any.
func (p *process) writeSome(out *frameWriter, known *functions) bool {
	p.mu.Lock()
	look := p.look
	p.look, p.taking = false, look
	p.mu.Unlock()
	for look {
		t := p.seat.Take()
		if t == nil {
			break
		}
		p.writeTask(out, known, t)
	}
	var commands []func(*frameWriter)
	p.change(func() { commands, p.commands, p.taking = p.commands, nil, len(p.commands) > 0 })
	for _, write := range commands {
		write(out)
	}
	return look || len(commands) > 0
}

// writeTask sends a task. One that cannot leave the process ends here.
func (p *process) writeTask(out *frameWriter, known *functions, t *Task) {
	number, err := known.number(out, t.Fn)
	if err == nil {
		p.mu.Lock()
		p.running[t.ID] = &sent{task: t, credit: t.Credit}
		p.mu.Unlock()
		e := out.begin(taskFrame)
		e.call(&t.Call, number)
		err = out.end(e)
	}
	if err != nil {
		p.over(t, Answer{Err: err})
	}
}

// number returns the number of a function, which is sent when it is new.
func (k *functions) number(out *frameWriter, fn Portable) (uint64, error) {
	if n, ok := k.numbers[fn]; ok {
		return n, nil
	}
	if len(k.numbers) == maxNumbers {
		clear(k.numbers)
		_ = out.end(out.begin(forgetFrame))
	}
	n := uint64(len(k.numbers))
	e := out.begin(functionFrame)
	e.uint(n)
	e.function(fn)
	if err := out.end(e); err != nil {
		return 0, err
	}
	k.numbers[fn] = n
	return n, nil
}

// over is the end of a task. The writer takes the next one: if the reader did, a command about it could come first.
func (p *process) over(t *Task, a Answer) {
	p.seat.Done(t, a)
	p.tell(func() {
		delete(p.running, t.ID)
		p.look = true
	})
}
