// A server and its clients by the names of Node, as packages use them: streams both ways, an agent, errors as events.
// Flags: -N
import http from "node:http";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import { Transform } from "node:stream";

const loud = () => new Transform({
  transform(chunk, encoding, callback) {
    callback(null, chunk.toString().toUpperCase());
  },
});

const server = http.createServer(async (req, res) => {
  const { pathname } = new URL(req.url, `http://${req.headers.host}`);
  if (req.method === "POST" && pathname === "/loud") {
    res.writeHead(200, { "Content-Type": "text/plain" });
    await pipeline(req, loud(), res);
  } else {
    res.statusCode = 404;
    res.end(http.STATUS_CODES[404]);
  }
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
async function ask(path, body) {
  const req = http.request({ port: server.address().port, host: "127.0.0.1", path, method: body ? "POST" : "GET", agent });
  req.end(body);
  const [res] = await once(req, "response");
  return `${res.statusCode} ${(await res.setEncoding("utf8").toArray()).join("")}`;
}

console.log(await Promise.all([ask("/loud", "hello"), ask("/loud", "streams"), ask("/nothing")]));
agent.destroy();
await new Promise((done) => server.close(done));

const lost = http.get("http://127.0.0.1:1/");
const [error] = await once(lost, "error");
console.log(error.code, error.message);
// Output:
// [ '200 HELLO', '200 STREAMS', '404 Not Found' ]
// ECONNREFUSED connect ECONNREFUSED 127.0.0.1:1
