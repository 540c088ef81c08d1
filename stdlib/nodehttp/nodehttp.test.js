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
