import { createParser } from "eventsource-parser";
import { EventSourceParserStream } from "eventsource-parser/stream";

const log = [];
const parser = createParser({ onEvent: (event) => log.push(event), onRetry: (ms) => log.push(`retry ${ms}`), onComment: (text) => log.push(`comment ${text}`), onError: (error) => log.push(`error ${error.type}`) });
for (const piece of [": hello\n", "data: one\nda", "ta: two\nid: 7\n\nevent: add\r\ndata:{\"n\":1}\r\n", "\r\nretry: 1500\n\n", "retry: x\n", "nonsense\n", "data: lost"]) parser.feed(piece);
parser.reset({ consume: true });
console.log(log);

const bytes = new ReadableStream({
  start(controller) {
    for (const text of ["data: caf", "é\n\n", "event: tick\ndata: 1\n\n", "data: 2\nid: last\n\n"]) controller.enqueue(new TextEncoder().encode(text));
    controller.close();
  },
});
for await (const event of bytes.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())) console.log(event);
