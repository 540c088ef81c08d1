// A server of asynchronous middleware: bodies of all kinds, errors.
import { once } from "node:events";
import { Readable } from "node:stream";
import Koa from "koa";

const app = new Koa();
app.use(async (ctx, next) => {
  await next();
  ctx.set("X-Length", String(ctx.length));
});
app.use((ctx) => {
  if (ctx.path === "/") ctx.body = "Hello";
  if (ctx.path === "/json") ctx.body = { query: ctx.query, ip: ctx.ip, name: ctx.hostname };
  if (ctx.path === "/stream") ctx.body = Readable.from(["a", "b"]);
  if (ctx.path === "/bytes") ctx.body = Buffer.from([1, 2, 3]);
  if (ctx.path === "/fail") ctx.throw(418, "teapot");
  if (ctx.path === "/throw") throw new Error("broken");
});
app.on("error", (error) => console.log("error", error.message));
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
for (const path of ["/", "/json?a=1", "/stream", "/bytes", "/none", "/fail", "/throw"]) {
  const res = await fetch(`http://127.0.0.1:${server.address().port}${path}`);
  console.log(path, res.status, res.headers.get("content-type"), res.headers.get("x-length"), (await res.text()).length);
}
server.close(() => console.log("closed"));
