// What a finally block does after it has waited, when return() has ended an async generator.
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
async function* items(end) {
  try {
    for (let i = 0; ; i++) yield i;
  } finally {
    await turn();
    await turn();
    end();
  }
}
const fail = () => { throw new RangeError("cannot close"); };
async function attempt(name, f) {
  try {
    console.log(name, JSON.stringify(await f()));
  } catch (error) {
    console.log(name, "threw", error.message);
  }
}
for (const end of [() => {}, fail]) {
  await attempt("return", async () => { const it = items(end); await it.next(); return it.return(1); });
  await attempt("throw", async () => { const it = items(end); await it.next(); return it.throw(new Error("mine")); });
  await attempt("break", async () => { for await (const n of items(end)) if (n === 2) break; });
  await attempt("nested", async () => {
    async function* outer() { try { yield* items(end); } finally { await turn(); } }
    for await (const n of outer()) if (n === 2) break;
    return "through";
  });
  await attempt("after", async () => { const it = items(end); await it.next(); await it.return(1).catch(() => {}); return it.next(); });
}
console.log("end");
