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
