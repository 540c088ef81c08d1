package embedding

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/lariat"
	"github.com/lariatjs/lariat/stdlib"
)

// builtins are the globals of the language that a script may take away, or put something else in the place of.
const builtins = `Object Function Array Number String Boolean Symbol BigInt Math JSON Reflect Proxy Date RegExp Promise Map Set WeakMap
	WeakSet WeakRef FinalizationRegistry Iterator Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError
	SuppressedError DisposableStack AsyncDisposableStack Atomics ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array
	Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array parseInt
	parseFloat isNaN isFinite`

// uses is one use of what a module exports, m, and what it gives. A module that is not here is imported and no more.
var uses = map[string][2]string{
	"lariat:task":              {`await m.withTimeout("1h", async () => 7)`, "7"},
	"lariat:lock":              {`const t = await new m.Mutex().lock(); t.release()`, "true"},
	"lariat:queue":             {`const c = new m.Channel(1); await c.send(7); await c.receive()`, "7"},
	"lariat:limit":             {`const l = new m.RateLimiter({ limit: 1, interval: "1s" }); l.tryAcquire() !== null`, "true"},
	"lariat:retry":             {`await m.retry(async () => 7)`, "7"},
	"lariat:flow":              {`await m.stream([1, 2, 3]).map(n => 2 * n).toArray()`, "[ 2, 4, 6 ]"},
	"lariat:shared":            {`new m.SharedCounter(7).value`, "7"},
	"lariat:worker":            {`const p = new m.WorkerPool({ max: 1 }); const n = await p.run(n => n + 1, 6); await p.close(); n`, "7"},
	"lariat:errors":            {`new m.ClosedError("shut").code`, "'ERR_CLOSED'"},
	"web:fetch":                {`await new m.Response('{"a":7}').json()`, "{ a: 7 }"},
	"web:streams":              {`(await new m.ReadableStream({ start(c) { c.enqueue(7); c.close() } }).getReader().read()).value`, "7"},
	"web:encoding":             {`new m.TextDecoder().decode(new m.TextEncoder().encode("ü"))`, "'ü'"},
	"web:urlpattern":           {`new m.URLPattern({ pathname: "/:id" }).exec("http://a.test/7").pathname.groups.id`, "'7'"},
	"web:abort":                {`m.AbortSignal.abort(7).reason`, "7"},
	"web:structured":           {`m.structuredClone({ a: [7] })`, "{ a: [ 7 ] }"},
	"web:blob":                 {`await new m.Blob(["7"]).text()`, "'7'"},
	"web:crypto":               {`m.crypto.randomUUID().length`, "36"},
	"web:scheduler":            {`await m.scheduler.postTask(() => 7)`, "7"},
	"node:events":              {`const e = new m.EventEmitter(); let got; e.on("x", v => got = v); e.emit("x", 7); got`, "7"},
	"node:util":                {`m.inspect({ a: 7 }) + m.format("%d", 7)`, "'{ a: 7 }7'"},
	"node:util/types":          {`m.isNumberObject(globalObject(7))`, "true"},
	"node:buffer":              {`m.Buffer.from("hi").toString("hex")`, "'6869'"},
	"node:path":                {`m.join("a", "../b")`, "'b'"},
	"node:url":                 {`m.parse("http://a.test/b").pathname`, "'/b'"},
	"node:querystring":         {`m.parse("a=7").a`, "'7'"},
	"node:string_decoder":      {`new m.StringDecoder("utf8").write(m.StringDecoder.name ? "7" : "")`, "'7'"},
	"node:assert":              {`m.deepEqual({ a: [1] }, { a: [1] })`, "undefined"},
	"node:stream":              {`(await m.Readable.from([1, 2]).toArray()).length`, "2"},
	"node:zlib":                {`m.gunzipSync(m.gzipSync("hello")).toString()`, "'hello'"},
	"node:crypto":              {`m.createHash("sha1").update("a").digest("hex").slice(0, 4)`, "'86f7'"},
	"node:timers/promises":     {`await m.setTimeout(0, 7)`, "7"},
	"node:async_hooks":         {`new m.AsyncLocalStorage().run(7, () => 7)`, "7"},
	"node:diagnostics_channel": {`m.channel("a").hasSubscribers`, "false"},
	"node:worker_threads":      {`m.isMainThread`, "true"},
	"node:punycode":            {`m.encode("mañana")`, "'maana-pta'"},
	"node:os":                  {`typeof m.EOL`, "'string'"},
	"node:vm":                  {`new m.Script("3 + 4").runInThisContext()`, "7"},
	"node:perf_hooks":          {`m.performance.now() > 0`, "true"},
	"node:stream/consumers":    {`await m.text(["a", "b"])`, "'ab'"},
	"lariat:http":              {`typeof m.fetchAll`, "'function'"},
	"web:messaging":            {`const c = new m.MessageChannel(); c.port1.close(); typeof c.port2`, "'object'"},
	"lariat:resource":          {`typeof m.ResourcePool`, "'function'"},
	"web:performance":          {`m.performance.now() > 0`, "true"},
	"lariat:test":              {`m.assert.equal(7, 7)`, "undefined"},
}

// TestModulesDoNotLookAtTheGlobalsOfScripts takes the built-ins away, or poisons them, and imports and uses all modules after that.
func TestModulesDoNotLookAtTheGlobalsOfScripts(t *testing.T) {
	for how, take := range map[string]string{"deleted": "delete globalThis[name]", "replaced": "globalThis[name] = 5"} {
		rt, err := lariat.New()
		if err != nil {
			t.Fatal(err)
		}
		defer rt.Close()
		before := "globalThis.globalPromise = Promise; globalThis.globalObject = Object;\n"
		if _, err := rt.Eval(t.Context(), fmt.Sprintf("%sfor (const name of %q.split(' ')) %s;\n0", before, strings.Join(strings.Fields(builtins), " "), take)); err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, m := range stdlib.All() {
			_, err := rt.Eval(t.Context(), fmt.Sprintf("await import(%q); 0", m.Name))
			if err != nil && !strings.Contains(err.Error(), "is not available") {
				t.Errorf("%s, and all %s: %v", m.Name, how, err)
				continue
			}
			use, ok := uses[m.Name]
			if !ok {
				continue
			}
			seen++
			v, err := rt.Eval(t.Context(), fmt.Sprintf("const m = await import(%q); %s", m.Name, use[0]))
			if err != nil || v.String() != use[1] {
				t.Errorf("%s, and all %s: %s\ngot  %s (error %v)\nwant %s", m.Name, how, use[0], v, err, use[1])
			}
		}
		names := []string{}
		for name := range uses {
			if !slices.ContainsFunc(stdlib.All(), func(m runtime.Module) bool { return m.Name == name }) {
				names = append(names, name)
			}
		}
		if seen != len(uses) {
			t.Errorf("%d of %d uses are of no module: %q", len(uses)-seen, len(uses), names)
		}
	}
}
