// An analyser of web server logs: lines of any number of files, plain or gzip, read as streams and counted as they come.
// Flags: -R -W
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { parseArgs } from "node:util";

interface Entry {
  host: string;
  time: Date;
  method: string;
  path: string;
  status: number;
  bytes: number;
}

// The combined format of Apache and nginx.
const form = /^(\S+) \S+ \S+ \[([^\]]+)\] "([A-Z]+) (\S+) [^"]*" (\d{3}) (\d+|-)/;

function parse(line: string): Entry | undefined {
  const match = form.exec(line);
  if (match === null) return undefined;
  const [, host = "", time = "", method = "", path = "", status, bytes] = match;
  return {
    host, method, path: path.replace(/\?.*/, ""), status: Number(status), bytes: bytes === "-" ? 0 : Number(bytes),
    time: new Date(time.replace(/^(\d+)\/(\w+)\/(\d+):/, "$1 $2 $3 ")),
  };
}

class Report {
  lines = 0;
  wrong = 0;
  bytes = 0;
  first?: Date;
  last?: Date;
  statuses = new Map<string, number>();
  paths = new Map<string, number>();
  hosts = new Map<string, number>();
  hours = new Map<number, number>();

  add(line: string): void {
    this.lines++;
    const entry = parse(line);
    if (entry === undefined || Number.isNaN(entry.time.getTime())) {
      this.wrong++;
      return;
    }
    const count = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1);
    this.bytes += entry.bytes;
    if (this.first === undefined || entry.time < this.first) this.first = entry.time;
    if (this.last === undefined || entry.time > this.last) this.last = entry.time;
    count(this.statuses, `${Math.floor(entry.status / 100)}xx`);
    count(this.hosts, entry.host);
    count(this.hours, entry.time.getUTCHours());
    count(this.paths, `${entry.method} ${entry.path}`);
  }

  text(): string {
    const top = <K>(map: Map<K, number>, n: number) => [...map].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, n);
    const list = <K>(map: Map<K, number>, n: number) => top(map, n).map(([key, count]) => `  ${String(count).padStart(5)}  ${key}`).join("\n");
    const busy = Math.max(...this.hours.values());
    const bars = [...this.hours].sort((a, b) => a[0] - b[0]).map(([hour, n]) => `  ${String(hour).padStart(2, "0")}h ${"#".repeat(Math.ceil((n / busy) * 30))} ${n}`);
    return [
      `${this.lines} lines (${this.wrong} of no known form), ${(this.bytes / 1e6).toFixed(1)} MB, ${this.first?.toISOString()} to ${this.last?.toISOString()}`,
      `by status:\n${list(this.statuses, 5)}`, `most wanted:\n${list(this.paths, 4)}`, `busiest hosts:\n${list(this.hosts, 3)}`, `by hour:\n${bars.join("\n")}`,
    ].join("\n");
  }
}

async function analyse(file: string, report: Report): Promise<void> {
  const source = createReadStream(file);
  const input = file.endsWith(".gz") ? source.pipe(createGunzip()) : source;
  source.on("error", (error) => input.destroy(error));
  for await (const line of createInterface({ input, crlfDelay: Infinity })) report.add(line);
}

// A log as servers write it, the same each time: requests come more often by day, some fail, and lines are broken.
function* made(count: number): Generator<string> {
  let seed = 42;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  const paths = ["/", "/", "/", "/index.html", "/api/items", "/api/items", "/api/login", "/images/logo.png", "/robots.txt", "/admin.php"];
  let time = Date.UTC(2026, 2, 14, 6);
  for (let i = 0; i < count; i++) {
    const hour = new Date(time).getUTCHours();
    time += random(hour > 8 && hour < 18 ? 12_000 : 40_000);
    const path = paths[random(paths.length)];
    const status = path === "/admin.php" ? 404 : random(50) === 0 ? 503 : path === "/api/login" && random(4) === 0 ? 401 : 200;
    const [, day, month, year, clock] = new Date(time).toUTCString().match(/(\d+) (\w+) (\d+) (\S+)/)!;
    const query = path === "/api/items" ? `?page=${random(9)}` : "";
    if (random(400) === 0) yield "- - connection reset by peer\n";
    yield `10.0.${random(3)}.${random(9)} - - [${day}/${month}/${year}:${clock} +0000] "${path === "/api/login" ? "POST" : "GET"} ${path}${query} HTTP/1.1" ${status} ${random(20_000)} "-" "agent"\n`;
  }
}

const { positionals } = parseArgs({ allowPositionals: true });
const report = new Report();
if (positionals.length > 0) {
  for (const file of positionals) await analyse(file, report);
} else {
  const folder = mkdtempSync(join(tmpdir(), "logs-"));
  try {
    const files = [join(folder, "access.log"), join(folder, "access.log.1.gz")] as const;
    await pipeline(Readable.from(made(3000)), createWriteStream(files[0]));
    await pipeline(Readable.from(made(500)), createGzip(), createWriteStream(files[1]));
    for (const file of files) await analyse(file, report);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
console.log(report.text());

// Output:
// 3508 lines (8 of no known form), 34.5 MB, 2026-03-14T06:00:27.000Z to 2026-03-14T13:03:01.000Z
// by status:
//    2993  2xx
//     428  4xx
//      79  5xx
// most wanted:
//    1044  GET /
//     712  GET /api/items
//     377  GET /robots.txt
//     358  POST /api/login
// busiest hosts:
//     159  10.0.0.5
//     155  10.0.2.2
//     142  10.0.0.7
// by hour:
//   06h ################## 360
//   07h ################# 344
//   08h ################ 331
//   09h ############################## 633
//   10h ############################ 587
//   11h ############################# 599
//   12h ############################# 611
//   13h ## 35
