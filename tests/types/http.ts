// fetch and serve as the compiler sees them.
import { fetchAll, fetchJSON, fetchText, serve, type Handler, type Server } from "lariat:http";

const handler: Handler = async (request, { signal, remote }) => {
  const form: FormData = await request.formData();
  const entry: File | string | null = form.get("a");
  if (signal.aborted || entry === null) return Response.redirect("http://a/", 303);
  return Response.json({ remote, names: [...request.headers.keys()] }, { status: 201, headers: { a: "b" } });
};
export async function run(): Promise<number> {
  await using server: Server = await serve(handler, { port: 0, workers: 2, requestTimeout: "1s", maxBody: 10, onListen: (s) => void s.port });
  using response: Response = await fetch(server.url, { method: "POST", body: new URLSearchParams({ a: "1" }), signal: AbortSignal.timeout(1) });
  for await (const chunk of response.body ?? []) if (chunk.length > 1) return chunk.length;
  // @ts-expect-error: the kinds of redirects are known
  await fetch("http://a/", { redirect: "sometimes" });
  // @ts-expect-error: a handler returns a Response
  await serve(() => "text");
  return (await response.bytes()).length;
}

export async function many(): Promise<string> {
  const urls: (string | URL)[] = ["http://a/", new URL("http://b/")];
  for await (const response of fetchAll(urls, { concurrency: 4, perHost: 2, ordered: false, retry: { attempts: 2 }, timeout: "1m", onProgress: ({ done, total = 0 }) => void (done / total) })) {
    if (response.ok) return response.text();
  }
  const { name } = await fetchJSON<{ name: string }>("http://a/", { timeout: 10, headers: { a: "b" } });
  // @ts-expect-error: what to do with errors is one of three
  fetchAll(urls, { onError: "ignore" });
  return name + (await fetchText(new Request("http://a/")));
}

import { upgradeWebSocket } from "lariat:http";

export const upgraded: Handler = (request) => {
  const { socket, response } = upgradeWebSocket(request, { protocol: "v1", idleTimeout: "30s", maxMessage: 1 });
  socket.binaryType = "arraybuffer";
  socket.onclose = ({ code, reason, wasClean }) => console.log(code + 1, reason.length, wasClean === true);
  return response;
};
const socket: WebSocket = new WebSocket("ws://a", ["v1"]);
socket.addEventListener("message", (event) => console.log(event instanceof MessageEvent));
if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(1));
new WebSocket(new URL("ws://a"), { protocols: "x", headers: { a: "b" } }).close(1000);
// @ts-expect-error: the kinds are known
socket.binaryType = "text";
import { eventStream } from "lariat:http";

export const told: Handler = () => eventStream([{ event: "x", data: { a: 1 }, id: 1, retry: 5 }, "text"], { status: 200 });
const source = new EventSource("http://a", { withCredentials: true });
source.onmessage = ({ data, lastEventId }) => console.log(data.length, lastEventId.length, source.readyState === EventSource.OPEN);
