// The adapter for Node: queries, forms, redirects, compression, streams, errors.
import http from "node:http";
import zlib from "node:zlib";
import { once } from "node:events";
import axios from "axios";

const server = http.createServer((req, res) => {
  const { pathname, search } = new URL(req.url, "http://x");
  let body = "";
  req.on("data", (chunk) => (body += chunk)).on("end", () => {
    if (pathname === "/json") {
      res.setHeader("content-type", "application/json");
      const { authorization, "content-type": type } = req.headers;
      return res.end(JSON.stringify({ method: req.method, search, body, type, authorization }));
    }
    if (pathname === "/redirect") return res.writeHead(302, { location: "/json?from=redirect" }).end();
    if (pathname === "/gzip") {
      return res.writeHead(200, { "content-encoding": "gzip", "content-type": "application/json" }).end(zlib.gzipSync('{"zipped":true}'));
    }
    if (pathname === "/500") return res.writeHead(500, { "content-type": "text/plain" }).end("oh no");
    if (pathname === "/big") return res.end("x".repeat(100000));
    if (pathname === "/echo") res.end(body);
  });
}).listen(0, "127.0.0.1");
await once(server, "listening");
const client = axios.create({ baseURL: `http://127.0.0.1:${server.address().port}`, adapter: "http" });
const show = (name, answer) => answer.then(
  (res) => console.log(name, res.status, res.statusText, JSON.stringify(res.data).slice(0, 300)),
  (error) => console.log(name, error.name, error.code, error.message, error.response?.status, error.response?.data),
);
await show("get", client.get("/json", { params: { a: 1, b: [2, 3] } }));
await show("post", client.post("/json", { x: 1 }));
await show("form", client.post("/json", new URLSearchParams({ a: "b" })));
await show("auth", client.get("/json", { auth: { username: "u", password: "p" } }));
await show("redirect", client.get("/redirect"));
await show("no redirect", client.get("/redirect", { maxRedirects: 0 }));
await show("gzip", client.get("/gzip"));
await show("500", client.get("/500"));
await show("timeout", client.get("/slow", { timeout: 50 }));
const control = new AbortController();
const cancelled = show("cancel", client.get("/slow", { signal: control.signal }));
control.abort();
await cancelled;
await show("too big", client.get("/big", { maxContentLength: 1000 }));
await show("refused", axios.get("http://127.0.0.1:1/", { adapter: "http" }));
const { data } = await client.get("/big", { responseType: "stream" });
let bytes = 0;
for await (const chunk of data) bytes += chunk.length;
console.log("stream", bytes);
await show("bytes", client.put("/echo", Buffer.from("bytes")));
await show("head", client.head("/json"));
server.closeAllConnections();
server.close(() => console.log("closed"));
