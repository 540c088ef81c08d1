// expect: timeout
// Nested quantifiers, in an engine that backtracks: a backreference sees to that.
/^(\w+\s?)*\1$/.test("word ".repeat(12) + "!"); for (;;) /(?=(a+)+$)b/.exec("a".repeat(60) + "c");
