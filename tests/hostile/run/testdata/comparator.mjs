// expect: timeout
const a = Array.from({ length: 1e5 }, (_, i) => i); for (;;) a.sort(() => { a.push(1); a.pop(); return Math.random() - 0.5; });
