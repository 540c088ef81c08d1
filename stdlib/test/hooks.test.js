import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, test } from "lariat:test";
import { sleep } from "lariat:task";

let log = [];
const say = (word) => async () => { await sleep(1); log.push(word); };

describe("outer", () => {
  beforeAll((t) => { log.push(t.name); t.after(say("left")); });
  beforeAll(say("all"));
  afterAll(say("end 1"));
  afterAll(say("end 2"));
  beforeEach((t) => log.push(t.name));
  beforeEach(say("each"));
  afterEach(say("done 1"));
  afterEach(say("done 2"));
  test("first", (t) => { t.after(say("after 1")); t.after(say("after 2")); log.push("first"); });
  describe("inner", () => {
    beforeAll(say("in"));
    beforeEach(say("in each"));
    afterEach(say("in done"));
    afterAll(say("out"));
    test("second", { repeat: 2 }, say("second"));
    test.skip("left out", say("never"));
  });
});

describe.skip("left out", () => {
  beforeAll(say("never"));
  test("too", say("never"));
});

test("hooks run around the tests of their group", () => {
  assert.deepEqual(log, [
    "outer", "all", "outer > first", "each", "first", "after 2", "after 1", "done 2", "done 1",
    "in", "outer > inner > second", "each", "in each", "second", "in done", "done 2", "done 1",
    "outer > inner > second", "each", "in each", "second", "in done", "done 2", "done 1",
    "out", "end 2", "end 1", "left",
  ]);
});

describe("what lasts", () => {
  let timer;
  beforeAll(() => { timer = setInterval(() => {}, 1000); });
  afterAll(() => clearInterval(timer));
  let each;
  beforeEach(() => { each = setInterval(() => {}, 1000); });
  afterEach(() => clearInterval(each));
  test("from a hook to its counterpart is no leak", { leaks: "error" }, () => {});
});

describe("a frozen clock", () => {
  beforeEach((t) => t.clock.freeze());
  afterEach(() => sleep(1000));
  test("stays frozen in the test, and only there", async (t) => {
    let fired = false;
    setTimeout(() => { fired = true; }, 5);
    await null;
    assert.equal(fired, false);
    await t.clock.advance(10);
    assert.equal(fired, true);
  });
});

test("a running test sets no hooks", () => {
  assert.throws(() => beforeEach(() => {}), /a test runs already: hooks are set while the file is loaded; t\.after is for one test/);
  assert.throws(() => describe("late", () => {}), /a test runs already/);
});

test("hooks and groups want what makes sense", (t) => {
  assert.throws(() => t.after(1), TypeError);
});
for (const wrong of [
  () => beforeAll(), () => afterAll({ timeout: 1 }, () => {}), () => afterEach(() => {}, { timeout: "x" }), () => beforeEach(() => {}, { when: 1 }),
  () => describe(1, () => {}), () => describe("a"), () => describe("a", { repeat: 1 }, () => {}), () => describe("a", { leaks: "?" }, () => {}),
  () => describe("async", async () => {}), () => describe("throws", () => { throw new TypeError("mine"); }), () => test("a", { rpeat: 1 }, () => {}),
]) {
  assert.throws(wrong, (error) => error instanceof TypeError || error instanceof RangeError);
}
