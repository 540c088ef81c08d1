// Counts the lines, words and bytes of files and writes upper-case copies: many at a time, in chunks, each as a whole
// or not at all.
//
// Guide: AsyncFileProcessor.process_file
//
// In Python this is an AsyncFileProcessor around aiofiles, which sends each chunk to a thread and back. It cuts characters
// between chunks, leaves half a file behind when it fails, and reads and writes by turns. Here text is cut between
// characters, a copy is there as a whole or not at all, and many files are under way at a time.
//
//   lariat run -R -W scripts/process-files.ts [--out FOLDER] FILE-OR-FOLDER...
//
// The copies go to a new temporary folder unless --out names one. Without files it makes two of its own. Ctrl-C is safe:
// copies that are complete stay, the others leave nothing behind.
//
// Flags: -R -W
import { mkdir, open, readDir, readFile, stat, tempDir, writeFile } from "lariat:fs";
import { map, throwIfCancelled } from "lariat:task";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";

interface Source {
  path: string;
  /** Where the copy goes beneath the output folder. */
  name: string;
}

interface Counts {
  lines: number;
  words: number;
  bytes: number;
}

const usage = "usage: lariat run -R -W scripts/process-files.ts [--out FOLDER] FILE-OR-FOLDER...";
const concurrency = 8;

/** Yields the files that a path names: itself, or all that is in the folder, as the folder is read. */
async function* find(path: string, out: string): AsyncGenerator<Source> {
  if (!(await stat(path)).isDirectory) {
    yield { path, name: nameOf(path) };
    return;
  }
  for await (const entry of readDir(path, { recursive: true })) {
    const ownOutput = resolve(entry.path).startsWith(out + sep);
    if (entry.isFile && !ownOutput) yield { path: entry.path, name: join(nameOf(path), relative(path, entry.path)) };
  }
}

/** Names a path as it is seen from here, or by its last part when it is elsewhere. */
function nameOf(path: string): string {
  const name = relative(process.cwd(), path);
  return name.startsWith("..") || isAbsolute(name) ? basename(resolve(path)) : name;
}

/** Copies one file in upper case and counts on the way. The file may be larger than memory: it passes in chunks. */
async function copyUpper({ path, name }: Source, out: string): Promise<Counts> {
  const target = join(out, name);
  if (resolve(target) === resolve(path)) throw new Error("the copy would replace the file itself");
  await mkdir(dirname(target), { recursive: true });
  await using file = await open(path);
  const counts = { lines: 0, words: 0, bytes: (await file.stat()).size };
  await writeFile(target, upper(file.texts(), counts), { atomic: true });
  return counts;
}

/** Yields chunks of text in upper case. No more is read than the disk can take on the other side. */
async function* upper(chunks: AsyncIterable<string>, counts: Counts) {
  let last = "\n";
  for await (const text of chunks) {
    counts.lines += text.split("\n").length - 1;
    counts.words += text.match(/\S+/g)?.length ?? 0;
    if (/\S/.test(last) && /^\S/.test(text)) counts.words--; // the word that the chunks were cut in was counted before
    last = text.at(-1) ?? last;
    yield text.toUpperCase();
  }
  if (last !== "\n") counts.lines++; // the last line may lack its end
}

/** Processes everything that the paths name. One that fails is reported, and the others go on. */
async function processAll(paths: string[], out: string) {
  const done = new Map<string, Counts>(), names = new Set<string>();
  let failures = 0;
  const attempt = async <T>(path: string, work: () => Promise<T>) => {
    try {
      return await work();
    } catch (error) {
      throwIfCancelled(); // Ctrl-C is nobody's failure: it ends everything
      failures++;
      console.error(`process-files: ${path}: ${(error as Error).message}`);
    }
  };
  async function* sources() {
    for (const path of paths) {
      const found = find(path, out);
      for (let next; (next = await attempt(path, () => found.next())) && !next.done;) yield next.value;
    }
  }
  try {
    await map(sources(), (source) => attempt(source.path, async () => {
      if (names.has(source.name)) throw new Error(`there is another ${source.name}`);
      names.add(source.name);
      done.set(source.name, await copyUpper(source, out));
    }), { concurrency });
  } finally {
    report(done, failures);
  }
  return failures === 0;
}

/** Prints a table of the counts, with their sum. */
function report(done: Map<string, Counts>, failures: number) {
  const total = { lines: 0, words: 0, bytes: 0 };
  const row = ({ lines, words, bytes }: Record<keyof Counts, number | string>, name: string) =>
    console.log([lines, words, bytes].map((cell) => String(cell).padStart(11)).join(""), "", name);
  row({ lines: "lines", words: "words", bytes: "bytes" }, "file");
  for (const [name, counts] of [...done].sort(([a], [b]) => (a < b ? -1 : 1))) {
    row(counts, name);
    for (const key of ["lines", "words", "bytes"] as const) total[key] += counts[key];
  }
  row(total, `total of ${done.size}${failures ? `, ${failures} failed` : ""}`);
}

/** What there is to see without any files. */
async function demonstrate() {
  await using dir = await tempDir(), out = await tempDir();
  await writeFile(join(dir.path, "poem.txt"), "Roses are red,\nviolets are blue.\n");
  await writeFile(join(dir.path, "numbers.txt"), (function* () { for (let i = 0; i < 100_000; i++) yield `${i} is a number\n`; })());
  const paths = ["poem.txt", "numbers.txt", "missing.txt"].map((name) => join(dir.path, name));
  await processAll(paths, out.path);
  console.log(await readFile(join(out.path, "poem.txt")));
}

/** Reads the command line, or says what is wrong with it. */
function commandLine() {
  try {
    return parseArgs({ allowPositionals: true, options: { out: { type: "string" }, help: { type: "boolean" } } });
  } catch (error) {
    console.error(`process-files: ${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}

const { values, positionals } = commandLine();
if (values.help) {
  console.log(usage);
} else if (positionals.length === 0) {
  await demonstrate();
} else {
  const out = resolve(values.out ?? (await tempDir({ prefix: "upper-" })).path);
  try {
    if (!(await processAll(positionals, out))) process.exitCode = 1;
  } finally {
    console.error(`the copies are in ${out}`);
  }
}

// Output:
//       lines      words      bytes  file
//      100000     400000    1788890  numbers.txt
//           2          6         33  poem.txt
//      100002     400006    1788923  total of 2, 1 failed
// ROSES ARE RED,
// VIOLETS ARE BLUE.
