import suite from "promises-aplus-tests";

// Promises that are rejected and handled later are what many of its tests are about.
process.on("unhandledRejection", () => {});
process.removeAllListeners("warning");
const counts = { pass: 0, fail: 0 };
function Reporter(runner) {
  runner.on("pass", () => { counts.pass++; });
  runner.on("fail", (test, error) => {
    counts.fail++;
    console.log(test.fullTitle(), error.message);
  });
}
const adapter = {
  resolved: (value) => Promise.resolve(value),
  rejected: (reason) => Promise.reject(reason),
  deferred() {
    const parts = {};
    parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
    return parts;
  },
};
suite(adapter, { reporter: Reporter, timeout: 60_000 }, (error) => console.log(error?.message ?? "conforms", counts));
