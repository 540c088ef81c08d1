package http_test

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

// script runs a program in real time, checks what it prints, and that it leaves no goroutine.
func script(t *testing.T, source, want string, options ...runtime.Option) {
	t.Helper()
	before := goruntime.NumGoroutine()
	var out, complaints runtimetest.Output
	all := append([]runtime.Option{
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, &out, &complaints), runtime.WithClock(loop.Real()),
	}, options...)
	rt, err := runtime.New(append(all, runtime.WithPermissions(permit.Everything()))...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := rt.Eval(ctx, "main.js", source); err != nil {
		t.Errorf("%v\n%s", runtimetest.Describe(err), complaints.String())
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	if text := complaints.String(); text != "" {
		t.Errorf("it complained:\n%s", text)
	}
	if got := strings.TrimSpace(out.String()); got != strings.TrimSpace(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	for late := time.Now().Add(10 * time.Second); goruntime.NumGoroutine() > before; goruntime.Gosched() {
		if time.Now().After(late) {
			buf := make([]byte, 1<<20)
			t.Fatalf("goroutines are left:\n%s", buf[:goruntime.Stack(buf, true)])
		}
	}
}

func TestABodyThatIsMadeForAsLongAsSomebodyWantsIt(t *testing.T) {
	script(t, `
		import { serve } from "lariat:http";
		import { sleep } from "lariat:task";
		const ended = Promise.withResolvers();
		await using server = await serve(() => new Response((async function* () {
			try {
				for (let i = 1; ; i++) {
					yield new TextEncoder().encode("data: " + i + "\n\n");
					await sleep(1);
				}
			} finally {
				ended.resolve("ended");
			}
		})(), { headers: { "content-type": "text/event-stream" } }));
		let text = "";
		for await (const chunk of (await fetch(server.url)).body.pipeThrough(new TextDecoderStream())) {
			text += chunk;
			if (text.length > 30) break;
		}
		console.log(text.startsWith("data: 1\n\ndata: 2\n\ndata: 3\n\n"), await ended.promise);
	`, "true ended")
}

func TestTheScopeOfARequestEndsWhenItsClientLeaves(t *testing.T) {
	script(t, `
		import { serve } from "lariat:http";
		import { currentSignal } from "lariat:task";
		import { Mutex } from "lariat:lock";
		const arrived = Promise.withResolvers(), left = Promise.withResolvers();
		const mutex = new Mutex();
		using token = await mutex.lock();
		await using server = await serve(async (request) => {
			arrived.resolve(currentSignal() === request.signal);
			try {
				await mutex.lock();
			} catch (error) {
				left.resolve([error.message, request.signal.aborted]);
				throw error;
			}
		});
		const controller = new AbortController();
		const waits = fetch(server.url, { signal: controller.signal }).catch((error) => error.name);
		console.log(await arrived.promise);
		controller.abort();
		console.log(await waits, ...(await left.promise));
	`, "true\nAbortError the client has left true")
}

func TestCloseBreaksOffWhatDoesNotEnd(t *testing.T) {
	script(t, `
		import { serve } from "lariat:http";
		const arrived = Promise.withResolvers();
		const server = await serve((request) => {
			arrived.resolve(request.signal);
			return new Promise(() => {});
		});
		const broken = fetch(server.url).catch((error) => error.cause.code);
		const signal = await arrived.promise;
		await server.close({ timeout: 10 });
		console.log(await broken, signal.reason.message, server.inflight);
	`, "UND_ERR_SOCKET the server was closed 0")
}
