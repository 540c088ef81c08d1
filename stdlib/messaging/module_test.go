package messaging_test

import (
	"context"
	"errors"
	goruntime "runtime"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// spawn is the module of a global spawn(source, value, transfer): an isolate in which value is a global. It
// returns a function that kills the isolate.
func spawn(t *testing.T) runtime.Module {
	return runtime.Module{Name: "test:spawn", Globals: []string{"Stranger", "collect", "spawn"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			// The module does not say that it wraps strangers, so an isolate that has not loaded it cannot read one.
			"Stranger": bind.Class[*stranger]{
				Name: "Stranger", Shared: true, New: func(*bind.Call) (*stranger, error) { return &stranger{}, nil },
			}.In(rt).Value,
			"spawn": bind.Func(rt, "spawn", 1, func(c *bind.Call) (any, error) {
				source := c.Text(0)
				message, err := rt.Cloner().Encode(c.Value(1), clone.Options{Transfer: c.Transfer(2)})
				if err != nil {
					return nil, err
				}
				isolate := rt.Spawn(runtime.IsolateOptions{Name: "test", Start: func(rt *runtime.Runtime) {
					v, err := rt.Cloner().Decode(message)
					if err != nil {
						t.Error(err)
						return
					}
					_ = rt.VM().GlobalObject().Set("value", v)
					rt.Then(rt.Loader().Eval("worker.js", source), func(goja.Value) {}, rt.ReportUncaught)
				}, Ended: func(err error) {
					if err != nil && !errors.Is(err, errKilled) && !errors.Is(err, fault.Closed) {
						t.Error(runtimetest.Describe(err))
					}
				}})
				return bind.Func(rt, "kill", 0, func(*bind.Call) (any, error) {
					isolate.Kill(errKilled)
					return nil, nil
				}), nil
			}),
			"collect": bind.Func(rt, "collect", 0, func(*bind.Call) (any, error) {
				goruntime.GC()
				return nil, nil
			}),
		}
	}}
}

type stranger struct{ _ int }

var errKilled = errors.New("killed by the test")

func expect(t *testing.T, source, want string) {
	t.Helper()
	runtimetest.Expect(t, source, want, append(stdlib.All(), spawn(t))...)
}

func TestPortsBetweenIsolates(t *testing.T) {
	expect(t, `
		const { port1, port2 } = new MessageChannel();
		const own = new MessageChannel();
		own.port1.onmessage = ({ data }) => { console.log(data); own.port1.close() };
		let n = 0;
		port1.onmessage = ({ data }) => {
			console.log(data);
			if (++n === 2) port1.close(); // the worker hears it, and ends
		};
		port1.postMessage("early");
		port1.postMessage("with a port", [own.port2]);
		spawn("value.onmessage = ({ data, ports }) => { ports[0]?.postMessage('own port'); value.postMessage(data + '!'); };", port2, [port2]);
	`, "early!\nown port\nwith a port!")
}

func TestAProgramEndsWhenAllOfItOnlyListens(t *testing.T) {
	out, err := runtimetest.Run(t, `
		const { port1, port2 } = new MessageChannel();
		spawn("value.onmessage = () => {}; new BroadcastChannel('x').onmessage = () => {}", port2, [port2]);
		port1.onmessage = () => {};
		new MessageChannel().port1.onmessage = () => {};
		setTimeout(() => console.log("last"), 5000);
	`, append(stdlib.All(), spawn(t))...)
	if out != "last\n" || err == nil || !strings.Contains(err.Error(), "left [{port MessagePort") {
		t.Errorf("%q, %v", out, err)
	}
}

func TestPortsOfADeadIsolateAreClosed(t *testing.T) {
	expect(t, `
		const { port1, port2 } = new MessageChannel();
		const far = new MessageChannel();
		const kill = spawn("value.postMessage('ready'); value.onmessage = () => { for (;;); };", port2, [port2]);
		port1.onmessage = ({ data }) => {
			console.log(data);
			port1.postMessage("spin");
			port1.postMessage("never read", [far.port1]);
			setImmediate(kill);
		};
		port1.onclose = () => console.log("closed");
		far.port2.ref(); // who only waits for the end does not keep the program alive
		far.port2.onclose = () => console.log("closed with the message that it was in");
		await new Promise((resolve) => far.port2.addEventListener("close", resolve));
	`, "ready\nclosed\nclosed with the message that it was in")
}

func TestPortsOfAnIsolateThatEndsAreClosed(t *testing.T) {
	expect(t, `
		const { port1, port2 } = new MessageChannel();
		spawn("value.postMessage('bye')", port2, [port2]);
		port1.onmessage = ({ data }) => console.log(data);
		await new Promise((resolve) => (port1.onclose = resolve));
		console.log("closed");
	`, "bye\nclosed")
}

func TestBroadcastBetweenIsolates(t *testing.T) {
	expect(t, `
		const news = new BroadcastChannel("news");
		const workers = 5;
		let ready = 0;
		const heard = [];
		news.onmessage = ({ data }) => {
			if (data === "ready") {
				if (++ready === workers) news.postMessage("go");
			} else if (heard.push(data) === workers) {
				console.log(heard.sort().join());
				news.close();
			}
		};
		for (let n = 0; n < workers; n++) {
			spawn("const news = new BroadcastChannel('news'); news.onmessage = ({ data }) => { if (data === 'go') { news.postMessage(value); news.close() } }; news.postMessage('ready')", n);
		}
	`, "0,1,2,3,4")
}

func TestAMessageThatCannotBeRead(t *testing.T) {
	expect(t, `
		const { port1, port2 } = new MessageChannel();
		const inner = new MessageChannel();
		inner.port2.ref();
		spawn(`+"`"+`
			value.onmessageerror = (event) => value.postMessage([event.type, event.data, event.ports.length, event instanceof MessageEvent]);
			value.onmessage = ({ data }) => value.postMessage(data);
		`+"`"+`, port2, [port2]);
		port1.postMessage({ deep: [new Stranger(), inner.port1] }, [inner.port1]);
		port1.postMessage("goes on");
		const closed = new Promise((resolve) => (inner.port2.onclose = resolve));
		let n = 0;
		port1.onmessage = async ({ data }) => {
			console.log(data);
			if (++n < 2) return;
			port1.close();
			await closed;
			console.log("the port in it is closed");
		};
	`, "[ 'messageerror', null, 0, true ]\ngoes on\nthe port in it is closed")
}

func TestAPortThatNobodyHasIsClosed(t *testing.T) {
	expect(t, `
		const closed = [];
		const make = (n) => {
			const { port1, port2 } = new MessageChannel();
			port1.onclose = () => closed.push(n);
		};
		for (let n = 0; n < 50; n++) make(n);
		for (let n = 0; n < 100 && closed.length < 45; n++) {
			collect();
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		console.log(closed.length >= 45); // the stack of the VM may still hold some
	`, "true")
}

func BenchmarkMessages(b *testing.B) {
	for name, value := range map[string]string{"number": "5", "object": `{ id: 1, tags: ["a", "b"], nested: { x: [1, 2] } }`} {
		b.Run(name, func(b *testing.B) {
			var out runtimetest.Output
			rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
				runtime.WithModules(stdlib.All()...), runtime.WithStdio(strings.NewReader(""), &out, &out))
			if err != nil {
				b.Fatal(err)
			}
			defer rt.Close()
			if err := rt.Do(context.Background(), func(vm *goja.Runtime) error { return vm.Set("N", b.N) }); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			if err := rt.Eval(context.Background(), "bench.js", `
				const { port1, port2 } = new MessageChannel();
				let n = 0;
				const value = `+value+`;
				port2.onmessage = () => { if (++n === N) port2.close(); else port1.postMessage(value); };
				port1.postMessage(value);
			`); err != nil {
				b.Fatal(err)
			}
		})
	}
}
