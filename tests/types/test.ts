// What the manual of lariat:test promises the compiler.
import { assert, explore, test, type ExploreOptions, type TestContext } from "lariat:test";

const options: ExploreOptions = { schedules: 10, seed: 3, timeout: "1m", leaks: "error" };
explore("an order", async (t: TestContext) => assert.equal(t.name, "an order"), options);
explore("any order", () => {});
test("a test", { seed: 1, repeat: 2 }, (t) => t.step("part", () => {}));
// @ts-expect-error: no such option
explore("another", () => {}, { orders: 5 });
// @ts-expect-error: the function comes second
explore("another", { schedules: 5 }, () => {});
