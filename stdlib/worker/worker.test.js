import { test as check, assert } from "lariat:test";

const next = (target, type = "message") => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const turn = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

const running = new Set();

/** A worker that ends with the test at the latest. */
function start(url, options) {
  const worker = new Worker(url, options);
  running.add(worker);
  worker.onclose = () => running.delete(worker);
  return worker;
}

/** A worker that runs a text. */
const run = (source, options) => start(`data:text/javascript,${encodeURIComponent(source)}`, options);

const test = (name, f) => check(name, async () => {
  try {
    await f();
  } finally {
    await Promise.all([...running].map((worker) => {
      const closed = next(worker, "close");
      worker.terminate();
      return closed;
    }));
  }
});

test("a module beside the script, with imports", async () => {
  const worker = start("./testdata/echo.js", { type: "module", name: "echo" });
  worker.postMessage("early");
  assert.equal((await next(worker)).data, "early!");
  const buffer = new ArrayBuffer(3);
  worker.postMessage(buffer, [buffer]);
  assert.equal(buffer.byteLength, 0);
  const event = await next(worker);
  assert.ok(event instanceof MessageEvent && event.target === worker && event.data.byteLength === 3);
  const { port1, port2 } = new MessageChannel();
  const answer = next(port1);
  port1.start();
  worker.postMessage({ map: new Map([[1, port2]]) }, { transfer: [port2] });
  assert.equal((await answer).data, "your port");
  worker.terminate();
  worker.postMessage("too late");
});

test("URL objects, plain names, queries", async () => {
  for (const url of [new URL("./testdata/echo.js", import.meta.url), "testdata/echo.js", `${import.meta.dirname}/testdata/echo.js`]) {
    const worker = start(url, { type: "module" });
    worker.postMessage("x");
    assert.equal((await next(worker)).data, "x!");
    worker.terminate();
  }
  const worker = run(`postMessage([import.meta.main, process.argv.length])`);
  assert.deepEqual((await next(worker)).data, [false, 2]);
});

test("what a worker sees of itself", async () => {
  const worker = run(`
    import { isMainThread, parentPort } from "node:worker_threads";
    const own = ["addEventListener", "close", "dispatchEvent", "name", "onerror", "onmessage", "onmessageerror", "postMessage", "removeEventListener", "self"];
    postMessage([
      self === globalThis, name, self.name, isMainThread, parentPort instanceof MessagePort,
      self instanceof EventTarget, self instanceof WorkerGlobalScope, self instanceof DedicatedWorkerGlobalScope,
      String(self), own.every((key) => key in globalThis), onmessage, typeof Worker, Object.hasOwn(self, "x"),
      { data: 1 }.hasOwnProperty("data"), globalThis.hasOwnProperty("self"),
    ]);
  `, { name: "me" });
  assert.deepEqual((await next(worker)).data, [
    true, "me", "me", false, true, true, true, true, "[object DedicatedWorkerGlobalScope]", true, null, "function", false, true, true,
  ]);
});

test("self is a target of events like any other", async () => {
  const worker = run(`
    const log = [];
    const listener = (event) => log.push(event.type, event.target === self);
    self.addEventListener("own", listener, { once: true });
    addEventListener("other", listener);
    EventTarget.prototype.addEventListener.call(self, "third", listener);
    for (const type of ["own", "own", "other", "third"]) dispatchEvent(new Event(type));
    removeEventListener("other", listener);
    self.dispatchEvent(new Event("other"));
    postMessage(log);
  `);
  assert.deepEqual((await next(worker)).data, ["own", true, "other", true, "third", true]);
});

test("onmessage, addEventListener and parentPort hear the same messages", async () => {
  const worker = run(`
    import { parentPort } from "node:worker_threads";
    const log = [];
    const done = () => log.length === 3 && postMessage(log);
    parentPort.on("message", (data) => (log.push("port " + data), done()));
    onmessage = ({ data, target }) => (log.push("handler " + data + (target === self)), done());
    addEventListener("message", ({ data }) => (log.push("listener " + data), done()));
  `);
  worker.postMessage("x");
  assert.deepEqual((await next(worker)).data, ["port x", "handler xtrue", "listener x"]);
  worker.terminate();
});

test("messages arrive in order and one a turn, also before the first listener", async () => {
  const worker = run(`
    const log = [];
    await new Promise((resolve) => setTimeout(resolve, 10));
    onmessage = ({ data }) => {
      log.push(data);
      queueMicrotask(() => log.push("then"));
      if (data === 3) setTimeout(() => postMessage(log), 0);
    };
  `);
  for (const n of [1, 2, 3]) worker.postMessage(n);
  assert.deepEqual((await next(worker)).data, [1, "then", 2, "then", 3, "then"]);
  worker.terminate();
});

test("a worker that has nothing to do ends, and its last messages arrive", async () => {
  const log = [];
  const worker = run(`for (let n = 0; n < 5; n++) postMessage(n);`);
  worker.onmessage = ({ data }) => log.push(data);
  await next(worker, "close");
  assert.deepEqual(log, [0, 1, 2, 3, 4]);
});

test("close() lets the current turn end", async () => {
  const worker = run(`
    setTimeout(() => postMessage("never"), 0);
    onmessage = () => postMessage("never");
    close();
    postMessage("still here");
  `);
  const log = [];
  worker.onmessage = ({ data }) => log.push(data);
  worker.postMessage("x");
  await next(worker, "close");
  assert.deepEqual(log, ["still here"]);
});

test("terminate() ends a loop without end, and no event comes after it", async () => {
  const worker = run(`postMessage("ready"); for (;;);`);
  await next(worker);
  worker.onerror = worker.onmessage = () => assert.fail("it was terminated");
  worker.terminate();
  worker.terminate();
  await next(worker, "close");
});

test("an uncaught error is an event, with a copy of the error", async () => {
  const worker = run(`
    class Own extends TypeError { name = "Own"; extra = 5; }
    onmessage = () => { throw new Own("broke", { cause: new RangeError("deep") }); };
  `);
  worker.postMessage(1);
  const event = await next(worker, "error");
  assert.ok(event instanceof ErrorEvent && event.cancelable);
  assert.equal(event.message, "Uncaught Own: broke");
  assert.deepEqual([event.lineno, event.colno > 0, event.filename], [3, true, "data.js"]);
  assert.deepEqual([event.error.name, event.error.message, event.error.extra], ["Own", "broke", 5]);
  assert.ok(event.error.cause instanceof RangeError && event.error.stack.includes("data.js:3"));
});

test("each way to fail", async () => {
  const fails = {
    "Uncaught 5": "throw 5",
    "Uncaught Error: rejected": "Promise.reject(new Error('rejected'))",
    "Uncaught Error: awaited": "await null; throw new Error('awaited')",
    "Uncaught Error: timer": "setTimeout(() => { throw new Error('timer'); })",
    "Uncaught ReferenceError: nothing is not defined": "nothing()",
  };
  for (const [message, source] of Object.entries(fails)) {
    assert.equal((await next(run(source), "error")).message, message);
  }
  for (const [source, text] of [["let", "SyntaxError"], ["import './no/such.js'", "no/such.js"], ["(function f() { f() })()", "too deep"],
    ["await new Promise(() => {})", "can never settle"], ["throw () => {}", "Uncaught"]]) {
    const event = await next(run(source), "error");
    assert.ok(event.message.includes(text), event.message);
    assert.ok(event.error instanceof Error);
  }
  const missing = await next(start("./no-such-file.js", { type: "module" }), "error");
  assert.match(missing.message, /no-such-file\.js/);
});

test("a worker may deal with its errors itself", async () => {
  const worker = run(`
    onerror = (message, filename, lineno, colno, error) => {
      postMessage([message, filename, lineno, colno > 0, error.message]);
      return error.message === "one";
    };
    addEventListener("error", (event) => event.error.message === "two" && event.preventDefault());
    setTimeout(() => { throw new Error("one"); }, 1);
    setTimeout(() => { throw new Error("two"); }, 2);
    setTimeout(() => { throw new Error("three"); }, 3);
    setTimeout(() => postMessage("never"), 4);
  `);
  const log = [];
  worker.onmessage = ({ data }) => log.push(Array.isArray(data) ? data[4] : data);
  assert.equal((await next(worker, "error")).message, "Uncaught Error: three");
  assert.deepEqual(log, ["one", "two", "three"]);
});

test("process.exit ends the worker alone", async () => {
  const worker = run(`process.on("exit", (code) => postMessage(code)); process.exit(3); postMessage("never");`);
  const log = [];
  worker.onerror = () => assert.fail("to exit is no error");
  worker.onmessage = ({ data }) => log.push(data);
  await next(worker, "close");
  assert.deepEqual(log, [3]);
});

test("workers in workers, and ports through two of them", async () => {
  const inner = `onmessage = ({ ports: [port] }) => port.postMessage("from the innermost")`;
  const worker = run(`
    const inner = new Worker("data:text/javascript," + encodeURIComponent(${JSON.stringify(inner)}));
    onmessage = ({ ports }) => inner.postMessage("x", ports);
  `);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage("x", [port2]);
  port1.start();
  assert.equal((await next(port1)).data, "from the innermost");
  worker.terminate();
  await next(port1, "close"); // the inner one ends with it
});

test("an error of a nested worker goes up", async () => {
  const inner = `throw new Error("deep down")`;
  const worker = run(`new Worker("data:text/javascript," + encodeURIComponent(${JSON.stringify(inner)})); onmessage = () => {};`);
  assert.equal((await next(worker, "error")).error.message, "deep down");
});

test("an environment of its own", async () => {
  const source = `postMessage([process.env.OWN, process.env.LARIAT_TEST_LEAKS])`;
  assert.deepEqual((await next(run(source, { env: { OWN: "x" } }))).data, ["x", undefined]);
  assert.deepEqual((await next(run(source))).data, [undefined, "error"]);
});

test("data: URLs", async () => {
  const ok = [`data:text/javascript;charset=utf-8,postMessage(%22x%22)`, `data:application/javascript;base64,${btoa('postMessage("x")')}`,
    `data:text/typescript,${encodeURIComponent('postMessage("x" as string)')}`];
  for (const url of ok) assert.equal((await next(start(url))).data, "x");
});

test("fewer permissions", async () => {
  const source = `import { readFile } from "lariat:fs";
    const got = [];
    for (const path of ["testdata/echo.js", "worker.test.js"]) got.push(await readFile(path).then(() => "read", (e) => e.name));
    postMessage(got);`;
  const ask = async (permissions) => (await next(start("data:text/javascript," + encodeURIComponent(source), { permissions }))).data;
  assert.deepEqual(await ask("inherit"), ["read", "read"]);
  assert.deepEqual(await ask({ read: ["testdata"] }), ["read", "PermissionError"]);
  assert.deepEqual(await ask("none"), ["PermissionError", "PermissionError"]);
});

test("what is refused", () => {
  const refused = (f, name) => assert.throws(f, { name });
  refused(() => new Worker(), "TypeError");
  refused(() => Worker("x"), "TypeError");
  refused(() => new Worker("./testdata/echo.js", { type: "classic" }), "NotSupportedError");
  refused(() => new Worker("./testdata/echo.js", { type: "other" }), "TypeError");
  refused(() => new Worker("./testdata/echo.js", { permissions: "some" }), "TypeError");
  refused(() => new Worker("http://example.org/x.js"), "NotSupportedError");
  refused(() => new Worker("blob:x"), "NotSupportedError");
  refused(() => new Worker("data:text/html,x"), "NotSupportedError");
  for (const url of ["", "data:text/javascript", "data:text/javascript;base64,*", "file://elsewhere/x.js"]) refused(() => new Worker(url), "SyntaxError");
  const worker = run("onmessage = () => {}");
  refused(() => worker.postMessage(() => {}), "DataCloneError");
  refused(() => worker.postMessage(), "TypeError");
  worker.terminate();
});

test("BroadcastChannel and locks reach workers", async () => {
  const channel = new BroadcastChannel("workers");
  const heard = next(channel); // what comes before somebody listens is lost
  await navigator.locks.request("workers", async () => {
    const worker = run(`navigator.locks.request("workers", () => new BroadcastChannel("workers").postMessage("got it"))`);
    await turn();
    assert.equal((await navigator.locks.query()).pending.length, 1);
    assert.ok(worker instanceof EventTarget);
  });
  assert.equal((await heard).data, "got it");
  channel.close();
});

test("shape", () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  assert.deepEqual([own.writable, own.enumerable, own.configurable, Worker.length], [true, false, true, 1]);
  assert.ok(Object.getPrototypeOf(Worker) === EventTarget);
  assert.equal(typeof self, "undefined");
  assert.equal(typeof postMessage, "undefined");
});
