// expect: error
class A extends Array { static get [Symbol.species]() { return function (n) { return new A(2 ** 32 - 1); }; } } const a = A.from([1, 2]); for (;;) a.map((x) => x).concat(a).fill(1);
