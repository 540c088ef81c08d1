// expect: error
// Doubles by join, concat, padEnd, replaceAll, normalize.
let s = "abcdefgh"; for (;;) { s = [s, s].join(""); s = s.concat(s).normalize("NFKD").padEnd(s.length * 2, "é").replaceAll("a", "aa"); }
