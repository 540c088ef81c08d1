// expect: error
let n = 3n; for (;;) n **= 3n;
