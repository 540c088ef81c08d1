import ky, { HTTPError, TimeoutError } from "ky";

// A server that is a function: ky takes any fetch.
let calls = 0;
const server = async (request) => {
  const url = new URL(request.url);
  calls++;
  if (url.pathname === "/json") return Response.json({ method: request.method, query: url.search, body: await request.text(), type: request.headers.get("content-type"), extra: request.headers.get("x-extra") });
  if (url.pathname === "/flaky") return calls < 3 ? new Response("busy", { status: 503 }) : new Response("at last");
  if (url.pathname === "/slow") return new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));
  return new Response("nothing here", { status: 404, statusText: "Not Found" });
};
const api = ky.create({ prefixUrl: "http://api.test", fetch: server, headers: { "x-extra": "yes" } });
console.log(await api.get("json", { searchParams: { a: 1, b: "two words" } }).json());
console.log(await api.post("json", { json: { n: 1 } }).json());
calls = 0;
console.log(await api.get("flaky", { retry: { limit: 5, delay: () => 1 } }).text(), calls);
try {
  await api.get("missing");
} catch (error) {
  console.log(error instanceof HTTPError, error.name, error.message, error.response.status);
}
try {
  await api.get("slow", { timeout: 20, retry: 0 });
} catch (error) {
  console.log(error instanceof TimeoutError, error.name, error.message);
}
const controller = new AbortController();
const aborted = api.get("slow", { signal: controller.signal, retry: 0 });
controller.abort();
await aborted.catch((error) => console.log(error.name));
const log = [];
const hooked = api.extend({ hooks: { beforeRequest: [(request) => { log.push(`before ${request.method}`); }], afterResponse: [(_request, _options, response) => { log.push(`after ${response.status}`); }] } });
console.log((await hooked.put("json", { body: "text" }).json()).body, log);
