// expect: error
const a = []; a.length = 2 ** 32 - 1; for (;;) { a.push?.apply(a, a); a.splice(0, 1, ...a); }
