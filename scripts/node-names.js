// Modules of Node that scripts know: events, paths, text formats, buffers, the process.
import { EventEmitter, once } from "node:events";
import { join, parse, relative } from "node:path/posix";
import { format, inspect, promisify } from "node:util";
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";

class Download extends EventEmitter {
  async start() {
    for (const percent of [50, 100]) {
      await sleep(1);
      this.emit("progress", percent);
    }
    this.emit("end", "file.txt");
  }
}
const download = new Download();
download.on("progress", (percent) => console.log(`${percent} %`));
const ended = once(download, "end");
await download.start();
console.log(await ended);

const { name, ext } = parse(join("/data", "..", "logs", "today.txt"));
console.log(name, ext, relative("/logs/a", "/logs/b/c"));

console.log(format("%s is %d years, %j", "Ann", 41, { ok: true }));
console.log(inspect(new Map([["key", { nested: [1, 2, 3] }]]), { depth: 0 }));
const later = promisify((value, callback) => setTimeout(callback, 1, null, value * 2));
console.log(await later(21));

const request = new AsyncLocalStorage();
await request.run({ id: 7 }, async () => {
  await sleep(1);
  console.log("request", request.getStore().id);
});

console.log(Buffer.from("lariat").toString("base64"), process.argv.length);

// Output:
// 50 %
// 100 %
// [ 'file.txt' ]
// today .txt ../b/c
// Ann is 41 years, {"ok":true}
// Map(1) { 'key' => [Object] }
// 42
// request 7
// bGFyaWF0 2
