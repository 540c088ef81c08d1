// fetch: what a request tells the caches on its way.
import http from "node:http";

const told = ["cache-control", "if-modified-since", "if-none-match", "pragma"];
const sets = [{}, { "If-None-Match": '"a"' }, { "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT" }, { "if-unmodified-since": "x" }, { "if-match": "x" }, { "if-range": "x" }, { "cache-control": "max-age=5" }, { pragma: "x" }, { pragma: "x", "cache-control": "y" }];
export const caching = ["default", "no-store", "reload", "no-cache", "force-cache"].map((cache) => async () => {
  const server = http.createServer((request, response) => response.end(JSON.stringify(told.map((name) => request.headers[name] ?? null))));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const rows = [];
  for (const headers of sets) {
    const request = new Request(`http://127.0.0.1:${server.address().port}/`, { cache, headers });
    rows.push([await (await fetch(request)).json(), request.cache, [...request.headers.keys()].join()].join(" "));
  }
  server.close();
  return rows;
});
