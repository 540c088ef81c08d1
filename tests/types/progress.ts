// A bar as the compiler sees it.
import { map } from "lariat:task";
import { WorkerPool } from "lariat:worker";
import { fetchAll } from "lariat:http";
import { processFile } from "lariat:fs";
import { progress, type ProgressBar } from "lariat:progress";

export async function run(pool: WorkerPool): Promise<number> {
  using bar: ProgressBar = progress({ label: "a", total: 5, unit: "bytes" });
  await pool.map((n: number) => n, [1], { onProgress: bar });
  await map([1], async (n) => n, { onProgress: bar });
  for await (const response of fetchAll(["http://a/"], { onProgress: bar })) if (response.ok) break;
  await processFile("a", "b", (chunk) => chunk, { onProgress: bar });
  bar.add();
  bar({ done: 1, total: 2 });
  // @ts-expect-error: done has to be there
  bar({ total: 2 });
  // @ts-expect-error: it is read
  bar.done = 5;
  return bar.total ?? bar.done + bar.failed;
}
