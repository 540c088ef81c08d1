// expect: error
// Numbers that double.
let n = 7n; for (;;) n = n * n;
