import { test, assert } from "lariat:test";
import readline, { createInterface } from "node:readline";
import promises from "node:readline/promises";
import { PassThrough, Readable, Writable } from "node:stream";
import { once } from "node:events";
import { promisify } from "node:util";

const collector = () => {
  const chunks = [];
  const stream = new Writable({ decodeStrings: false, write(chunk, _, callback) { chunks.push(String(chunk)); callback(); } });
  stream.text = () => chunks.join("");
  return stream;
};
const linesOf = async (...chunks) => {
  const lines = [];
  for await (const line of createInterface({ input: Readable.from(chunks.map((c) => (typeof c === "string" ? Buffer.from(c) : c))) })) lines.push(line);
  return lines;
};

test("lines end as they do everywhere, wherever the chunks end", async () => {
  assert.deepEqual(await linesOf("a\nb\r\nc\rd\u2028e\u2029f"), ["a", "b", "c", "d", "e", "f"]);
  assert.deepEqual(await linesOf("one", "\r", "\ntwo\n", "\n"), ["one", "two", ""]);
  assert.deepEqual(await linesOf("no end"), ["no end"]);
  assert.deepEqual(await linesOf(), []);
  const euro = Buffer.from("€\n");
  assert.deepEqual(await linesOf(euro.subarray(0, 1), euro.subarray(1)), ["€"]);
});

test("events tell of lines, of pauses and of the end", async () => {
  const input = new PassThrough();
  const rl = createInterface({ input });
  const log = [];
  for (const name of ["line", "pause", "resume", "close"]) rl.on(name, (x) => log.push(x === undefined ? name : `${name} ${x}`));
  input.write("first\nsec");
  input.end("ond\n");
  await once(rl, "close");
  assert.deepEqual(log, ["line first", "line second", "pause", "close"]);
  assert.throws(() => rl.question("?", () => {}), { code: "ERR_USE_AFTER_CLOSE" });
  rl.close();
});

test("a question is answered by the next line", async () => {
  const [input, output] = [new PassThrough(), collector()];
  const rl = createInterface({ input, output, prompt: "$ " });
  rl.question("name? ", (name) => {
    rl.setPrompt("% ");
    rl.prompt();
    assert.equal(name, "Ada");
  });
  input.write("Ada\n");
  const rest = once(rl, "line");
  input.write("rest\n");
  assert.deepEqual(await rest, ["rest"]);
  assert.equal(output.text(), "name? % ");
  assert.equal(rl.getPrompt(), "% ");
  rl.write("typed\n");
  rl.close();
  const again = createInterface({ input: Readable.from(["42\n"]), output });
  assert.equal(await promisify(again.question).call(again, "answer? "), "42");
});

test("promises of answers keep order, are aborted and never hang", async () => {
  const [input, output] = [new PassThrough(), collector()];
  const rl = promises.createInterface({ input, output });
  const first = rl.question("a ");
  input.write("1\n");
  assert.equal(await first, "1");
  const controller = new AbortController();
  const aborted = rl.question("b ", { signal: controller.signal });
  controller.abort();
  await assert.rejects(aborted, { name: "AbortError", code: "ABORT_ERR" });
  await assert.rejects(rl.question("c ", { signal: AbortSignal.abort() }), { name: "AbortError" });
  const left = rl.question("d ");
  input.end();
  await assert.rejects(left, { name: "AbortError", message: "readline was closed before there was an answer" });
  assert.ok(rl instanceof readline.Interface && rl instanceof promises.Interface);
});

test("leaving the loop closes, and a signal does", async () => {
  const input = new PassThrough();
  const rl = createInterface({ input });
  setImmediate(() => input.write("a\nb\n"));
  for await (const line of rl) {
    assert.equal(line, "a");
    break;
  }
  assert.ok(rl.closed);
  const controller = new AbortController();
  const other = createInterface({ input: new PassThrough(), signal: controller.signal });
  controller.abort();
  assert.ok(other.closed);
});

test("the cursor is moved by what a terminal understands", async () => {
  const out = collector();
  readline.clearLine(out, -1);
  readline.clearLine(out, 0);
  readline.clearScreenDown(out);
  readline.cursorTo(out, 3);
  readline.cursorTo(out, 3, 4);
  readline.moveCursor(out, -1, 2);
  readline.moveCursor(out, 0, 0);
  assert.equal(out.text(), "\x1b[1K\x1b[2K\x1b[0J\x1b[4G\x1b[5;4H\x1b[1D\x1b[2B");
  const gathered = collector();
  await new promises.Readline(gathered).clearLine(1).cursorTo(0).commit();
  assert.equal(gathered.text(), "\x1b[0K\x1b[1G");
  assert.throws(() => readline.cursorTo(out, "x"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => createInterface({}), { code: "ERR_INVALID_ARG_TYPE" });
});
