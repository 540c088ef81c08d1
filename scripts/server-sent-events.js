// Server-sent events: a server that tells of its work, breaks off, and a client that goes on where it was.
// Flags: -N
import { eventStream, serve } from "lariat:http";
import { sleep } from "lariat:task";

const work = ["fetch", "build", "test", "deploy"];

await using server = await serve((request) => {
  const done = Number(request.headers.get("last-event-id") ?? 0);
  console.log(done === 0 ? "a client" : `the client again, after step ${done}`);
  return eventStream((async function* () {
    yield { retry: 20 };
    for (let i = done; i < work.length; i++) {
      await sleep(5);
      yield { event: "step", id: i + 1, data: { step: work[i] } };
      if (i === 1) return; // the connection is lost
    }
    yield { event: "end", data: "all done" };
  })());
});

const events = new EventSource(server.url);
events.addEventListener("step", ({ data, lastEventId }) => console.log(lastEventId, JSON.parse(data).step));
events.onerror = () => console.log("lost");
const end = await new Promise((resolve) => events.addEventListener("end", resolve));
console.log(end.data);
events.close();
// Output:
// a client
// 1 fetch
// 2 build
// lost
// the client again, after step 2
// 3 test
// 4 deploy
// all done
