// A web server: JSON, a form, server-sent events, a client that leaves, and a close that waits for those under way.
// Flags: -N
import { serve } from "lariat:http";
import { sleep } from "lariat:task";

const visits = [];
const slow = Promise.withResolvers();

async function* clock(signal) {
  for (let i = 1; !signal.aborted; i++) {
    yield new TextEncoder().encode(`data: tick ${i}\n\n`);
    await sleep(5);
  }
}

async function handler(request, { signal }) {
  const { pathname } = new URL(request.url);
  switch (`${request.method} ${pathname}`) {
    case "GET /visits":
      return Response.json(visits);
    case "POST /visits": {
      const form = await request.formData();
      visits.push(form.get("name"));
      return Response.redirect(new URL("/visits", request.url), 303);
    }
    case "GET /clock":
      return new Response(clock(signal), { headers: { "content-type": "text/event-stream" } });
    case "GET /slow":
      // Nobody waits for this any more when the client has left: the sleep ends, and so does the task.
      try {
        await sleep("1h");
      } finally {
        slow.resolve(signal.reason.message);
      }
  }
  return new Response("not found", { status: 404 });
}

await using server = await serve(handler, { requestTimeout: "1m", maxBody: 10_000 });
const at = (path) => new URL(path, server.url);

console.log((await fetch(at("/nowhere"))).status);
const response = await fetch(at("/visits"), { method: "POST", body: new URLSearchParams({ name: "Ada" }) });
console.log(response.redirected, await response.json());

// Chunks end where the network likes, events at an empty line.
async function* events(body) {
  let rest = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const whole = (rest + chunk).split("\n\n");
    rest = whole.pop();
    yield* whole;
  }
}

let ticks = 0;
for await (const event of events((await fetch(at("/clock"))).body)) {
  console.log(event);
  if (++ticks === 3) break; // the server hears of it, and its generator ends
}

try {
  await fetch(at("/slow"), { signal: AbortSignal.timeout(50) });
} catch (error) {
  console.log("client:", error.name);
}
console.log("slow:", await slow.promise);
await server.close();
console.log("open requests:", server.inflight);

// Output:
// 404
// true [ 'Ada' ]
// data: tick 1
// data: tick 2
// data: tick 3
// client: TimeoutError
// slow: the client has left
// open requests: 0
