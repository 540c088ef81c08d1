import { test, assert } from "lariat:test";
import http, { Agent, createServer, get, request } from "node:http";
import https from "node:https";
import { once } from "node:events";

async function listening(listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function answer(req) {
  const [res] = await once(req, "response");
  let text = "";
  for await (const chunk of res.setEncoding("utf8")) text += chunk;
  return [res.statusCode, text];
}

const closed = (server) => new Promise((done) => server.close(done));

test("a request reaches a server and comes back", async () => {
  const server = await listening((req, res) => res.end(`${req.method} ${req.url} ${req.headers.host}`));
  const { port } = server.address();
  assert.deepEqual(await answer(get({ port, path: "/a?b" })), [200, `GET /a?b localhost:${port}`]);
  assert.deepEqual(await answer(get(`http://127.0.0.1:${port}/x`)), [200, `GET /x 127.0.0.1:${port}`]);
  await closed(server);
});

test("a body goes both ways in pieces, and what comes after it", async () => {
  const server = await listening((req, res) => {
    res.write("<");
    req.on("data", (chunk) => res.write(chunk)).on("end", () => {
      res.addTrailers({ "X-Length": "3" });
      res.end(">");
    });
  });
  const req = request({ port: server.address().port, method: "POST" });
  for (const text of ["a", "b", "c"]) req.write(text);
  req.end();
  const [res] = await once(req, "response");
  assert.equal(Buffer.concat(await Array.fromAsync(res)).toString(), "<abc>");
  assert.deepEqual(res.trailers, { "x-length": "3" });
  await closed(server);
});

test("a scope that ends destroys the request", async () => {
  const server = await listening(() => {});
  const { sleep, withTimeout } = await import("lariat:task");
  const end = Promise.withResolvers();
  const { port } = server.address();
  await assert.rejects(withTimeout(30, () => {
    get({ port }).on("error", end.resolve);
    return new Promise(() => {});
  }));
  assert.equal((await end.promise).name, "TimeoutError");
  server.closeAllConnections();
  await closed(server);
  await sleep(1); // which passes once the request has unwound
});

test("an error of the listener is no answer, and a port that is taken an event", async () => {
  const server = await listening(() => {});
  const second = createServer().listen(server.address().port, "127.0.0.1");
  const [error] = await once(second, "error");
  assert.equal(error.code, "EADDRINUSE");
  await closed(server);
});

test("what needs a connection of its own says so", () => {
  const code = "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM";
  for (const options of [{ createConnection() {} }, { lookup() {} }, { socketPath: "/x" }, { localAddress: "::1" }, { method: "CONNECT" }]) {
    assert.throws(() => request(options), { code });
  }
  assert.throws(() => new Agent().createConnection(), { code });
  assert.throws(() => createServer().listen("/tmp/socket"), { code });
});

test("node:https has its own agent and port", () => {
  assert.equal(https.globalAgent.defaultPort, 443);
  assert.throws(() => https.request("http://x/"), { code: "ERR_INVALID_PROTOCOL" });
  assert.ok(new https.Agent() instanceof http.Agent);
});

test("what a message is made of is made when it is asked for, also when the answer has been sent", async () => {
  const seen = Promise.withResolvers();
  const server = await listening((req, res) => {
    res.end("x");
    seen.resolve({ req, res });
  });
  const { port } = server.address();
  assert.deepEqual(await answer(get({ port, host: "127.0.0.1", headers: { "X-A": "1" } })), [200, "x"]);
  const { req, res } = await seen.promise;
  await closed(server);
  assert.equal(req.headers["x-a"], "1");
  assert.deepEqual([req.httpVersionMajor, req.httpVersionMinor, req.rawTrailers], [1, 1, []]);
  assert.deepEqual([req.socket.remoteAddress, req.socket.localPort, req.socket.destroyed], ["127.0.0.1", port, true]);
  assert.ok(req.socket === res.socket && req.client === req.socket && req.connection === req.socket);
  assert.equal(req.readableEnded, false);
});

test("two messages share nothing that can be changed", async () => {
  const server = await listening((req, res) => {
    res.addTrailers({ [`X-${req.url.slice(1)}`]: "1" });
    res.write("a");
    res.end("b");
  });
  const { port } = server.address();
  for (const name of ["one", "two"]) {
    const [res] = await once(get({ port, path: `/${name}` }), "response");
    assert.equal(Buffer.concat(await Array.fromAsync(res)).toString(), "ab");
    assert.deepEqual(Object.keys(res.trailers), [`x-${name}`]);
  }
  await closed(server);
  const [first, second] = [new http.IncomingMessage(), new http.IncomingMessage()];
  first.rawHeaders.push("A", "1");
  assert.deepEqual([first.headers, second.headers], [{ a: "1" }, {}]);
});

test("classes of a program get the socket, and prototypes of its own are no messages", async () => {
  const got = [];
  class Request extends http.IncomingMessage {
    constructor(socket) {
      super(socket);
      got.push(socket);
    }
  }
  class Response extends http.ServerResponse {
    assignSocket(socket) {
      super.assignSocket(socket);
      got.push(socket);
    }
  }
  const proto = Object.create(http.IncomingMessage.prototype);
  assert.equal(proto.socket, undefined);
  const server = createServer({ IncomingMessage: Request, ServerResponse: Response }, (req, res) => {
    Object.setPrototypeOf(req, proto);
    res.end(String(req.socket === got[0] && res.socket === got[1] && got[0] === got[1] && got[0]._httpMessage === res && proto.socket === undefined));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  assert.deepEqual(await answer(get({ port: server.address().port })), [200, "true"]);
  await closed(server);
});

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// pieces asks, and lists the pieces of the answer with the times at which they come.
function pieces(server, options, write = (req) => req.end()) {
  const start = Date.now();
  const req = request({ port: server.address().port, host: "127.0.0.1", ...options });
  write(req);
  return once(req, "response").then(async ([res]) => {
    const all = [];
    for await (const chunk of res) all.push([`${chunk}`, Date.now() - start]);
    return [all, Date.now() - start];
  });
}

test("pieces of an answer come when they are written", async () => {
  for (const length of [undefined, 3]) {
    const server = await listening(async (req, res) => {
      if (length) res.setHeader("content-length", length);
      for (const x of "abc") {
        await pause(1000);
        res.write(x);
      }
      await pause(1000);
      res.end();
    });
    const all = [["a", 1000], ["b", 2000], ["c", 3000]];
    assert.deepEqual(await pieces(server), [all, length ? 3000 : 4000]);
    await closed(server);
  }
});

test("pieces of a request come when they are written", async () => {
  const server = await listening(async (req, res) => {
    const all = [];
    const start = Date.now();
    for await (const chunk of req) all.push([`${chunk}`, Date.now() - start]);
    res.end(JSON.stringify([all, Date.now() - start]));
  });
  for (const headers of [{}, { "content-length": 2 }]) {
    const [[[text]], time] = await pieces(server, { method: "POST", headers }, async (req) => {
      req.write("a");
      await pause(500);
      req.write("b");
      await pause(500);
      req.end();
    });
    assert.deepEqual(JSON.parse(text), [[["a", 0], ["b", 500]], headers["content-length"] ? 500 : 1000]);
    assert.equal(time, headers["content-length"] ? 500 : 1000);
    await pause(1000);
  }
  await closed(server);
});

test("large bodies wait for a reader that takes its time", async () => {
  const block = Buffer.alloc(1_000_000);
  const server = await listening(async (req, res) => {
    await pause(2000);
    let n = 0;
    for await (const chunk of req) n += chunk.length;
    res.write(`${n}`);
    for (let i = 0; i < 20; i++) res.write(block);
    res.end();
  });
  const start = Date.now();
  const req = request({ port: server.address().port, host: "127.0.0.1", method: "POST" });
  for (let i = 0; i < 20; i++) req.write(block);
  req.end();
  const [res] = await once(req, "response");
  assert.equal(Date.now() - start, 2000);
  await pause(5000);
  let n = 0;
  for await (const chunk of res) n += chunk.length;
  assert.deepEqual([n, Date.now() - start], [20_000_008, 7000]);
  await closed(server);
});

test("a request waits for one of the sockets of its agent", async () => {
  const server = await listening(async (req, res) => {
    req.resume();
    await pause(1000);
    res.write("x");
    await pause(500);
    res.end("y");
  });
  const agent = new Agent({ maxSockets: 1, keepAlive: true });
  const times = async (asked) => (await Promise.all(asked)).map(([, time]) => time);
  const ask = (options, write) => pieces(server, { agent, ...options }, write);
  assert.deepEqual(await times([ask(), ask(), ask()]), [1500, 3000, 4500]);
  const post = ask({ method: "POST" }, async (req) => {
    for (let i = 0; i < 10; i++) req.write(Buffer.alloc(100_000));
    await pause(100);
    req.end();
  });
  const left = request({ port: server.address().port, host: "127.0.0.1", agent });
  left.end();
  await pause(10);
  left.destroy();
  await assert.rejects(once(left, "response"), { code: "ECONNRESET" });
  assert.deepEqual(await times([post, ask()]), [1500, 2990]);
  agent.destroy();
  await closed(server);
});
