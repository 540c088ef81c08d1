// expect: error
// A text that doubles in the hands of objects.
const o = { s: "0123456789" }; for (;;) o.s = JSON.stringify([o.s, o.s]);
