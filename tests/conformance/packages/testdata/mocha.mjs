import Mocha from "mocha";
import assert from "node:assert/strict";

// A suite that is run by mocha itself, and a reporter that leaves the times out.
const log = [];
function Reporter(runner) {
  runner.on("suite", (suite) => log.push(`suite ${suite.title || "(root)"}`));
  for (const event of ["pass", "pending"]) runner.on(event, (test) => log.push(`${event} ${test.title}`));
  runner.on("fail", (test, error) => log.push(`fail ${test.title}: ${error.name} ${error.message.split("\n")[0]}`));
  runner.once("end", () => log.push(`end ${runner.stats.tests} ${runner.stats.passes} ${runner.stats.failures} ${runner.stats.pending}`));
}
const mocha = new Mocha({ reporter: Reporter, ui: "bdd", timeout: 1000 });
mocha.suite.emit("pre-require", globalThis, "", mocha);
describe("outer", () => {
  let n = 0;
  before(async () => { n = await Promise.resolve(1); });
  beforeEach(() => { n++; });
  afterEach((done) => setTimeout(done, 1));
  it("runs", () => assert.equal(n, 2));
  it("waits", async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(n, 3);
  });
  it("is told by a callback", (done) => setTimeout(done, 1));
  it("fails", () => assert.deepEqual({ a: 1 }, { a: 2 }));
  it("throws later", (done) => setTimeout(() => { throw new RangeError("later"); }, 1));
  it("rejects", async () => { throw new TypeError("no"); });
  it("is not written yet");
  it.skip("is skipped", () => {});
  describe("inner", function () {
    this.timeout(20);
    this.retries(2);
    let tries = 0;
    it("is tried again", () => assert.equal(++tries, 3));
    it("is too slow", (done) => setTimeout(done, 500));
  });
});
mocha.run((failures) => {
  console.log(log.join("\n").replaceAll(/ \(file:.*?\)|For async tests.*$/gm, ""));
  console.log(failures, "failures");
});
