// expect: error
Object.prototype.then = function (f) { f(this); }; Array.prototype[Symbol.iterator] = function* () { for (;;) yield this; };
Object.defineProperty(Object.prototype, "0", { get() { return [this]; }, set() { for (;;); } }); await Promise.all([1, 2]); for (;;) [...[1]];
