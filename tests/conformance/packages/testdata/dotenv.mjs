import dotenv from "dotenv";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

console.log(dotenv.parse("# comment\nA=1\nB = spaced \nC='single # not'\nD=\"two\\nlines\"\nexport E=exported\nF=\nG=a=b\nH=`back ticks`"));
const dir = mkdtempSync(join(process.cwd(), "env-"));
try {
  writeFileSync(join(dir, ".env"), "LARIAT_TEST=from the file\nLARIAT_KEPT=file");
  process.env.LARIAT_KEPT = "environment";
  const { parsed } = dotenv.config({ path: join(dir, ".env"), quiet: true });
  console.log(parsed, process.env.LARIAT_TEST, process.env.LARIAT_KEPT);
  dotenv.config({ path: join(dir, ".env"), override: true, quiet: true });
  console.log(process.env.LARIAT_KEPT, dotenv.config({ path: join(dir, "missing"), quiet: true }).error?.code);
} finally {
  rmSync(dir, { recursive: true });
}
