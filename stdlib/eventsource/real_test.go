package eventsource_test

import (
	"context"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// Twenty clients read a stream that goes on for ever; each leaves it, and the server's generators end with them.
func TestStreamsEndWithTheirClients(t *testing.T) {
	before := goruntime.NumGoroutine()
	var out, complaints runtimetest.Output
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, &out, &complaints),
		runtime.WithClock(loop.Real()), runtime.WithPermissions(permit.Everything()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err = rt.Eval(ctx, "main.js", `
		import { eventStream, serve } from "lariat:http";
		import { sleep } from "lariat:task";
		let open = 0;
		await using server = await serve(() => eventStream((async function* () {
			open++;
			try {
				for (let i = 0; ; i++) {
					yield { id: i, data: { i } };
					await sleep(1);
				}
			} finally {
				open--;
			}
		})()));
		await Promise.all(Array.from({ length: 20 }, (_, n) => new Promise((resolve, reject) => {
			const source = new EventSource(server.url);
			let last = -1;
			source.onerror = () => reject(new Error("lost"));
			source.onmessage = ({ data, lastEventId }) => {
				if (JSON.parse(data).i !== ++last || lastEventId !== String(last)) reject(new Error(data));
				if (last < n) return;
				source.close();
				resolve();
			};
		})));
		while (open > 0) await sleep(1);
		console.log("all have left");
	`)
	if err != nil {
		t.Errorf("%v\n%s", runtimetest.Describe(err), complaints.String())
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	if got := strings.TrimSpace(out.String()); got != "all have left" {
		t.Errorf("got %q\n%s", got, complaints.String())
	}
	for late := time.Now().Add(20 * time.Second); goruntime.NumGoroutine() > before; goruntime.Gosched() {
		if time.Now().After(late) {
			buf := make([]byte, 1<<20)
			t.Fatalf("goroutines are left:\n%s", buf[:goruntime.Stack(buf, true)])
		}
	}
}
