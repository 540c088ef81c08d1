// fetch on node:http: compression, redirects, bodies, errors.
import http from "node:http";
import zlib from "node:zlib";
import { once } from "node:events";
import fetch from "node-fetch";

const server = http.createServer((req, res) => {
  let body = "";
  req.on("data", (chunk) => (body += chunk)).on("end", () => {
    if (req.url === "/gzip") return res.writeHead(200, { "content-encoding": "gzip" }).end(zlib.gzipSync("zipped"));
    if (req.url === "/deflate") return res.writeHead(200, { "content-encoding": "deflate" }).end(zlib.deflateSync("deflated"));
    if (req.url === "/redirect") return res.writeHead(301, { location: "/end" }).end();
    if (req.url === "/chunked") {
      res.write("a");
      return setTimeout(() => res.end("b"), 5);
    }
    if (req.url !== "/slow") res.setHeader("x-method", req.method).end(`body:${body} ${req.headers["content-type"] ?? ""}`);
  });
}).listen(0, "127.0.0.1");
await once(server, "listening");
const base = `http://127.0.0.1:${server.address().port}`;
for (const [path, init] of [
  ["/a"], ["/post", { method: "POST", body: "data" }], ["/put", { method: "PUT", body: new URLSearchParams({ a: 1 }) }], ["/gzip"], ["/deflate"],
  ["/redirect"], ["/chunked"], ["/slow", { timeout: 50 }], ["/redirect", { redirect: "manual" }], ["/redirect", { redirect: "error" }],
]) {
  try {
    const res = await fetch(base + path, init);
    console.log(path, res.status, res.statusText, res.ok, res.redirected, res.url.replace(base, ""), res.headers.get("x-method"), await res.text());
  } catch (error) {
    console.log(path, error.name, error.type, error.code, error.message.replaceAll(base, ""));
  }
}
const control = new AbortController();
setTimeout(() => control.abort(), 5);
await fetch(`${base}/slow`, { signal: control.signal }).catch((error) => console.log(error.name, error.message));
await fetch("http://127.0.0.1:1").catch((error) => console.log(error.name, error.code, error.message));
server.closeAllConnections();
server.close(() => console.log("closed"));
