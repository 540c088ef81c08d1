// A server with schemas, injected and real requests.
import Fastify from "fastify";

const app = Fastify();
app.get("/", async () => ({ hello: "world" }));
app.get("/user/:id", { schema: { params: { type: "object", properties: { id: { type: "integer" } } } } }, async (req, reply) => {
  reply.header("x-a", "b");
  return { id: req.params.id, query: req.query };
});
app.post("/post", async (req, reply) => reply.code(201).send({ got: req.body }));
app.get("/fail", async () => {
  throw new Error("broken");
});
const injected = await app.inject({ method: "POST", url: "/post", payload: { a: 1 } });
console.log(injected.statusCode, injected.headers["content-type"], injected.headers["content-length"], injected.payload);
const address = await app.listen({ port: 0, host: "127.0.0.1" });
console.log(address.replace(/\d+$/, "port"));
const post = (body) => ({ method: "POST", headers: { "content-type": "application/json" }, body });
for (const [path, init] of [["/"], ["/user/5?x=1"], ["/user/x"], ["/post", post('{"z":2}')], ["/post", post("{")], ["/fail"], ["/none"]]) {
  const res = await fetch(address + path, init);
  const text = await res.text();
  console.log(path, res.status, res.headers.get("content-type"), res.headers.get("x-a"), text.includes("in JSON") ? "not JSON" : text);
}
await app.close();
console.log("closed");
