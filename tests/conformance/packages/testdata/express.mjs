// A server with middleware, parameters, JSON, files, errors.
import { once } from "node:events";
import { writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";

const file = join(mkdtempSync(join(tmpdir(), "express-")), "file.txt");
writeFileSync(file, "from a file");
const app = express();
app.use(express.json(), express.urlencoded({ extended: false }));
app.use((req, res, next) => {
  res.set("X-Middle", "1");
  next();
});
app.get("/", (req, res) => res.send("Hello World!"));
app.get("/user/:id", (req, res) => res.json({ id: req.params.id, query: req.query, name: req.hostname, protocol: req.protocol, ip: req.ip }));
app.post("/data", (req, res) => res.status(201).json({ got: req.body }));
app.get("/fail", () => {
  throw new Error("broken");
});
app.get("/file", (req, res) => res.sendFile(file));
app.get("/redirect", (req, res) => res.redirect("/"));
app.get("/cookie", (req, res) => res.cookie("a", "b c", { httpOnly: true }).type("html").send("<p>"));
const router = express.Router();
router.all("/*", (req, res) => res.send(`${req.method} ${req.baseUrl} ${req.path}`));
app.use("/sub", router);
app.use((error, req, res, next) => (res.headersSent ? next(error) : res.status(error.status ?? 500).json({ type: error.type, name: error.name })));

const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const json = { "content-type": "application/json" };
for (const [path, init] of [
  ["/"], ["/user/7?a=1&b=2"], ["/data", { method: "POST", body: '{"x":1}', headers: json }], ["/data", { method: "POST", body: new URLSearchParams({ y: "2" }) }],
  ["/none"], ["/redirect"], ["/data", { method: "POST", body: "{bad", headers: json }], ["/fail"], ["/file"], ["/file", { headers: { range: "bytes=5-6" } }],
  ["/cookie"], ["/sub/a/b", { method: "DELETE" }], ["/", { method: "HEAD" }],
]) {
  const res = await fetch(`http://127.0.0.1:${server.address().port}${path}`, init);
  const names = ["content-type", "etag", "content-length", "content-range", "x-middle", "x-powered-by", "set-cookie"];
  const head = names.map((name) => (name === "etag" && path === "/file" ? "" : res.headers.get(name)));
  console.log(init?.method ?? "GET", path, res.status, ...head, (await res.text()).slice(0, 90).split("\n")[0]);
}
server.close(() => console.log("closed"));
