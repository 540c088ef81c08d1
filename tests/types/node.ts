// Modules of Node as the compiler sees them.
import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import https from "node:https";
import dns from "node:dns";
import net from "node:net";
import { format, parse } from "node:url";

const listener = (req: IncomingMessage, res: ServerResponse): void => {
  const cookies: string[] | undefined = req.headers["set-cookie"];
  res.writeHead(200, { "X-Count": cookies?.length ?? 0, "X-List": ["a", "b"] }).end(req.url);
};
export async function run(): Promise<string> {
  await using server: Server = http.createServer({ keepAliveTimeout: 1000 }, listener);
  server.listen(0, "127.0.0.1", () => void server.address()?.port);
  const req = https.request("https://a/", { method: "POST", agent: new https.Agent({ keepAlive: true, ca: "pem" }), rejectUnauthorized: true });
  req.on("response", (res: IncomingMessage) => void res.statusCode).end("body");
  // @ts-expect-error: a status is a number
  http.createServer((_, res) => res.writeHead("200"));
  // @ts-expect-error: there are no connections of one's own
  net.connect(80).write("x");
  dns.lookup("localhost", { all: true }, (error, found) => void [error, found]);
  for await (const chunk of http.IncomingMessage.prototype) void chunk;
  const family: 0 | 4 | 6 = net.isIP("::1");
  return format({ ...parse("http://a/b"), port: family });
}

{
  const { createHistogram, monitorEventLoopDelay, performance } = await import("node:perf_hooks");
  const histogram = createHistogram({ figures: 2 });
  const add: (a: number, b: number) => number = performance.timerify((a: number, b: number) => a + b, { histogram });
  histogram.record(add(1, 2));
  const usage: { idle: number; active: number; utilization: number } = performance.eventLoopUtilization();
  const delay: boolean = monitorEventLoopDelay({ resolution: 20 }).enable();
  console.log(usage, delay, histogram.percentiles.get(50), performance.nodeTiming.idleTime);
  // @ts-expect-error: only a RecordableHistogram records
  monitorEventLoopDelay().record(1);
}
