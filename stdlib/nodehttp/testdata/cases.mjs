// What a program sees of "node:http", in the order in which it sees it.
import http from "node:http";
import https from "node:https";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

// served runs a program against a server, which is closed afterwards.
const served = (listener, program) => async (log) => {
  const server = http.createServer((req, res) => listener(req, res, log)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  try {
    await program((path, options, callback) => http.request({ port, host: "127.0.0.1", path, ...options }, callback), log, server);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
};

async function text(req, body) {
  req.end(body);
  const [res] = await once(req, "response");
  let all = "";
  for await (const chunk of res.setEncoding("utf8")) all += chunk;
  return [res, all];
}

// watched logs the events of a request and of its answer.
function watched(req, log, body) {
  req.on("response", (res) => {
    log("response", res.statusCode, res.statusMessage, res.httpVersion);
    res.on("data", (chunk) => log("data", chunk.toString()));
    for (const name of ["aborted", "end"]) res.on(name, () => log(name, res.complete));
    res.on("error", (error) => log("res error", error.code, error.message));
  });
  req.on("abort", () => log("abort"));
  req.on("error", (error) => log("error", error.name, error.code, error.message));
  req.on("timeout", () => log("timeout"));
  const over = new Promise((done) => req.on("close", () => {
    log("close", req.destroyed);
    done();
  }));
  req.end(body);
  return over;
}

const thrown = (run) => (log) => {
  try {
    const made = run();
    log("made", typeof made);
  } catch (error) {
    log(error.name, error.code, error.message);
  }
};

async function echo(req, res) {
  const { "content-length": length = "none", "transfer-encoding": coding = "none" } = req.headers;
  res.writeHead(201, "Created", { "Content-Type": "text/x", "X-Length": length, "X-Coding": coding });
  await pipeline(req, res);
}
const echoed = async (log, req, body) => {
  const [res, all] = await text(req, body);
  log(res.statusCode, res.headers["content-type"], res.headers["x-length"], res.headers["x-coding"], all);
};

export const bodies = [
  served(echo, async (ask, log) => {
    const req = ask("/", { method: "POST" });
    req.write("a");
    req.write(Buffer.from("b"));
    await echoed(log, req, "c");
  }),
  served(echo, (ask, log) => echoed(log, ask("/", { method: "PUT" }), "whole")),
  served(echo, (ask, log) => echoed(log, ask("/", { method: "POST" }))),
  served(echo, async (ask, log) => {
    const req = ask("/", { method: "POST", headers: { "Content-Length": 4 } });
    req.write("ab");
    await echoed(log, req, "cd");
  }),
  served(echo, async (ask, log) => {
    const req = ask("/", { method: "POST" });
    const [[res]] = await Promise.all([once(req, "response"), pipeline(Readable.from(["p", "i", "p", "e"]), req)]);
    log((await res.toArray()).join(""));
  }),
  served(async (req, res) => {
    let bytes = 0;
    for await (const chunk of req) bytes += chunk.length;
    for (let i = 0; i < 64; i++) if (!res.write(Buffer.alloc(16384, "x"))) await once(res, "drain");
    res.end(String(bytes));
  }, async (ask, log) => {
    const [, all] = await text(ask("/", { method: "POST" }), Buffer.alloc(1 << 20));
    log(all.length, all.slice(-8));
  }),
];

export const heads = [
  served((req, res) => {
    res.setHeader("X-List", ["1", "2"]);
    res.setHeader("Set-Cookie", ["a=1", "b=2"]);
    res.end(JSON.stringify([req.method, req.url, req.headers["x-dup"], req.headersDistinct["x-dup"], req.headers.authorization, req.headers.cookie]));
  }, async (ask, log) => {
    const [res, all] = await text(ask("/q?x=1#h", { auth: "u:p", headers: { "X-Dup": ["1", "2"], cookie: ["a=b", "c=d"] } }));
    log(all, res.headers["x-list"], res.headers["set-cookie"], res.headersDistinct["x-list"], res.headers["content-length"]);
  }),
  served((req, res) => {
    if (req.url === "/204") res.statusCode = 204;
    if (req.url === "/304") res.writeHead(304);
    if (req.url === "/head") res.setHeader("Content-Length", 5);
    res.write("body");
    res.end();
  }, async (ask, log) => {
    for (const [path, method] of [["/204", "GET"], ["/304", "GET"], ["/head", "HEAD"]]) {
      const [res, all] = await text(ask(path, { method }));
      log(path, res.statusCode, res.statusMessage, res.headers["content-length"] ?? "none", all);
    }
  }),
  served((req, res) => {
    log(res.headersSent, res.writableEnded, res.getHeaderNames());
    res.setHeader("A-b", 1).setHeader("c", ["d"]);
    res.appendHeader("c", "e");
    res.removeHeader("A-B");
    log(res.getHeader("C"), res.hasHeader("a-b"), res.getRawHeaderNames(), res.getHeaders());
    res.end("x");
    log(res.headersSent, res.writableEnded);
    for (const late of [() => res.setHeader("a", 1), () => res.removeHeader("a"), () => res.writeHead(200), () => res.appendHeader("a", "1")]) thrown(late)(log);
    function log(...values) { heads.log(...values); }
  }, async (ask, log) => {
    heads.log = log;
    await text(ask("/"));
  }),
  (log) => {
    const m = new http.OutgoingMessage();
    m.setHeaders(new Map([["y", "z"]]));
    log(m.getHeaders(), m.writableHighWaterMark, m.writableLength, m.finished, m.writable, m.destroyed);
  },
  thrown(() => new http.OutgoingMessage().setHeader("a b", 1)),
  thrown(() => new http.OutgoingMessage().setHeader("a")),
  thrown(() => new http.OutgoingMessage().setHeader("a", "x\ny")),
  thrown(() => new http.OutgoingMessage().write(null)),
  thrown(() => new http.OutgoingMessage().write(5)),
  thrown(() => new http.OutgoingMessage().setHeaders([])),
  thrown(() => new http.ServerResponse({ method: "GET" }).writeHead(5)),
  thrown(() => http.validateHeaderName("a b")),
  thrown(() => http.validateHeaderValue("a", "\0")),
];

export const requests = [
  ...[
    ["ftp://x/"], ["nope"], [{ path: "/a b" }], [{ method: "A B" }], [{ method: 5 }], [{ host: 5 }], [{ hostname: {} }], [{ headers: { "a b": 1 } }],
    [{ headers: { a: undefined } }], [{ agent: {} }], [{ timeout: "x" }], ["http://127.0.0.1:1/", {}, 5], [{ signal: {} }], [{ protocol: "https:" }],
  ].map((args) => thrown(() => http.request(...args))),
  thrown(() => https.request("http://x/")),
  (log) => log(http.METHODS, http.STATUS_CODES, http.maxHeaderSize > 0),
  (log) => {
    const agent = new http.Agent({ maxSockets: 3 });
    log(agent.maxSockets, agent.maxFreeSockets, agent.keepAlive, agent.defaultPort, agent.protocol, agent.getName({ host: "h", port: 5, family: 6 }));
    log(http.globalAgent.keepAlive, https.globalAgent.protocol, https.globalAgent.defaultPort, new https.Agent() instanceof http.Agent, agent.options);
  },
  (log) => {
    const req = http.request({ host: "127.0.0.1", port: 1, path: "/p", headers: { A: "b" } });
    log(req.method, req.path, req.host, req.protocol, req.getHeaders(), req.headersSent, req.finished, req.aborted);
    return watched(req, log);
  },
];

export const events = [
  served((req, res, log) => {
    res.on("finish", () => log("server finish")).on("close", () => {
      log("server close", res.writableFinished);
      heads.over();
    });
    res.end("x");
  }, async (ask) => {
    const over = new Promise((done) => (heads.over = done));
    await text(ask("/"));
    await over;
  }),
  served(() => {}, (ask, log) => {
    const req = ask("/", { timeout: 20 });
    req.on("timeout", () => req.destroy());
    return watched(req, log);
  }),
  served(() => {}, (ask, log) => {
    const req = ask("/");
    const seen = [];
    const over = watched(req, (...values) => seen.push(values.join(" ")));
    req.abort();
    return over.then(() => new Promise(setImmediate)).then(() => log(seen.sort(), req.aborted));
  }),
  served(() => {}, (ask, log) => {
    const control = new AbortController();
    const over = watched(ask("/", { signal: control.signal }), log);
    control.abort();
    return over;
  }),
  served(() => {}, (ask, log) => {
    const req = ask("/");
    const over = watched(req, log);
    req.destroy(new RangeError("mine"));
    return over;
  }),
  served((req, res) => res.destroy(), (ask, log) => watched(ask("/"), log)),
  served((req, res) => res.end("x"), async (ask, log) => {
    const req = ask("/");
    req.end("all");
    req.on("error", (error) => log(error.code, error.message));
    req.write("late");
    await new Promise((done) => req.on("close", done));
  }),
  served((req, res, log) => {
    res.on("error", (error) => log(error.code, error.message));
    res.end("x");
    res.write("late");
  }, async (ask, log) => log((await text(ask("/")))[1])),
  served((req, res) => {
    res.write("half");
    heads.half = res;
  }, async (ask, log) => {
    const req = ask("/");
    req.end();
    const [res] = await once(req, "response");
    await once(res, "data");
    const told = once(res, "error").catch((error) => error);
    heads.half.destroy();
    const [error] = await told;
    log(error.code, error.message, res.aborted, res.complete);
  }),
  served((req, res) => {
    res.on("close", () => heads.left(res.writableFinished));
    req.on("aborted", () => {});
  }, async (ask, log, server) => {
    const left = new Promise((done) => (heads.left = done));
    const req = ask("/");
    req.on("error", () => {}).end();
    await once(server, "request");
    req.destroy();
    log(await left);
  }),
];

export const servers = [
  thrown(() => http.createServer().listen(70000)),
  thrown(() => http.createServer().listen({})),
  thrown(() => http.createServer(5)),
  thrown(() => http.createServer({ headersTimeout: "x" })),
  async (log) => {
    const server = http.createServer();
    log(server.listening, server.address(), server.timeout, server.keepAliveTimeout, server.headersTimeout, server.requestTimeout, server.maxHeadersCount);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { address, family, port } = server.address();
    log(address, family, port > 0, server.listening);
    thrown(() => server.listen(0))(log);
    const second = http.createServer().listen(port, "127.0.0.1");
    const [error] = await once(second, "error");
    log(error.code, error.syscall, error.address, error.port === port);
    await new Promise((done) => server.close(done));
    log(server.listening, server.address());
    await new Promise((done) => server.close((problem) => done(log(problem.code, problem.message))));
  },
  served((req, res) => res.end(), async (ask, log, server) => {
    let now = 0;
    let most = 0;
    server.removeAllListeners("request");
    server.on("request", (req, res) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        res.end();
      }, 5);
    });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
    await Promise.all(Array.from({ length: 6 }, () => text(ask("/", { agent }))));
    agent.destroy();
    log(most);
  }),
];
