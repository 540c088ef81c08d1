// expect: error
const it = { [Symbol.iterator]: () => it, next: () => ({ value: it }), return() { throw new Error("return"); } };
for (const x of it) { const [y] = it; }
