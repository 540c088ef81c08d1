// What the manual of lariat:test promises the compiler.
import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, explore, test, type ExploreOptions, type TestContext } from "lariat:test";

const options: ExploreOptions = { schedules: 10, seed: 3, timeout: "1m", leaks: "error" };
explore("an order", async (t: TestContext) => assert.equal(t.name, "an order"), options);
explore("any order", () => {});
test("a test", { seed: 1, repeat: 2 }, (t) => t.step("part", () => {}));
// @ts-expect-error: no such option
explore("another", () => {}, { orders: 5 });
// @ts-expect-error: the function comes second
explore("another", { schedules: 5 }, () => {});
describe("a group", { timeout: "5s", leaks: "off" }, () => {
  beforeAll(async (t) => t.after(() => {}), { timeout: 10 });
  beforeEach((t: TestContext) => t.step("prepared", () => {}));
  afterEach(() => {});
  afterAll(() => {});
  test.skip("not now", { repeat: 2 }, () => {});
  describe.only("alone", () => test.only("alone", () => {}));
});
// @ts-expect-error: a group is not repeated
describe("another", { repeat: 2 }, () => {});
// @ts-expect-error: the options come second
beforeEach({ timeout: 10 }, () => {});
test("a snapshot", (t) => {
  t.snapshot({ any: "value" });
  t.snapshot(1, "hint");
  // @ts-expect-error: a hint is a text
  t.snapshot(1, 2);
});
