// expect: ok
let o = {}; for (let i = 0; i < 1e5; i++) o = { o };
try { structuredClone(o); } catch (e) { if (!(e instanceof Error)) throw e; }
