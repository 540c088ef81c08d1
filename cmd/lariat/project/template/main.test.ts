import { assert, test } from "lariat:test";
import { greet } from "./main.ts";

test("everybody is greeted, in order", async () => {
  assert.deepEqual(await greet(["Ada", "Grace"]), ["Hello, Ada!", "Hello, Grace!"]);
});
