// What of the module "lariat:http" is made of the rest: requests that are tried again, and those of which only the body
// is wanted.
(function (host) {
  "use strict";
  // Statuses that may be others at the next try.
  const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

  const retried = (attempt, options) =>
    host.need("lariat:retry").retry(attempt, { retryResultIf: (response) => passing.has(response.status), ...options });

  const worthwhile = (error) =>
    error?.status === undefined ? error?.cause !== undefined || error?.name === "TimeoutError" : passing.has(error.status);

  async function read(input, init, how) {
    if (typeof input !== "string" && typeof (input?.href ?? input?.url) !== "string") {
      throw new TypeError(`fetch${how === "json" ? "JSON" : "Text"}: "url" must be a string, a URL or a Request`);
    }
    const { timeout, retry, ...rest } = init ?? {};
    const attempt = async () => {
      const response = await host.fetch(input, rest);
      if (response.ok) return response[how]();
      response[Symbol.dispose]();
      throw host.refused(response, rest.method ?? "GET");
    };
    const run = retry === undefined ? attempt : () => host.need("lariat:retry").retry(attempt, { retryIf: worthwhile, ...retry });
    return timeout === undefined ? run() : host.need("lariat:task").withTimeout(timeout, run);
  }

  const line = (name, text, what) => {
    if (/[\r\n\0]/.test(text)) throw new TypeError(`eventStream: the ${what} of an event must be one line, got ${JSON.stringify(text)}`);
    return `${name}: ${text}\n`;
  };

  // written is an event as it is sent.
  function written(item) {
    const event = typeof item === "object" && item !== null ? item : { data: item };
    let text = "";
    if (event.comment !== undefined) text += String(event.comment).replace(/^/gm, ": ") + "\n";
    if (event.event !== undefined) text += line("event", String(event.event), "type");
    if (event.id !== undefined) text += line("id", String(event.id), "id");
    if (event.retry !== undefined) text += line("retry", String(Math.trunc(event.retry)), "retry");
    if (event.data !== undefined) {
      const data = typeof event.data === "string" ? event.data : JSON.stringify(event.data);
      text += String(data).split(/\r\n|\r|\n/).map((one) => `data: ${one}\n`).join("");
    }
    return text + "\n";
  }

  // eventStream makes a response of events. Leaving it, as the client does, ends the iteration.
  function eventStream(events, init = {}) {
    if (typeof (events?.[Symbol.asyncIterator] ?? events?.[Symbol.iterator]) !== "function") {
      throw new TypeError('eventStream: "events" must be an iterable or an async iterable of events');
    }
    const headers = new host.Headers(init.headers);
    if (!headers.has("content-type")) headers.set("content-type", "text/event-stream");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    const encoder = new host.TextEncoder();
    const transform = (item, controller) => controller.enqueue(encoder.encode(written(item)));
    const bytes = host.ReadableStream.from(events).pipeThrough(new host.TransformStream({ transform }));
    return new host.Response(bytes, { ...init, headers });
  }

  return {
    retried,
    eventStream,
    fetchText: (url, init = undefined) => read(url, init, "text"),
    fetchJSON: (url, init = undefined) => read(url, init, "json"),
  };
});
