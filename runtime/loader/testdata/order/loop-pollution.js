// A for-await over an async generator, while scripts change what every promise and every object has.
async function* count(n) { for (let i = 0; i < n; i++) yield i; return "end"; }
const proto = Promise.prototype;
const tasks = [];

// a then on all objects, set between two items
tasks.push(async () => {
  const seen = [];
  try {
    for await (const v of count(4)) {
      print("item", v);
      if (v === 1) Object.defineProperty(Object.prototype, "then", { configurable: true, get() { seen.push("done" in this ? this.value : typeof this); return undefined; } });
      if (v === 2) delete Object.prototype.then;
    }
  } finally { delete Object.prototype.then; }
  print("reads of then", seen.join());
});

// a then that settles results in its own way
tasks.push(async () => {
  let n = 0;
  for await (const v of count(3)) {
    print("taken", v);
    if (v === 0) Object.prototype.then = function (f) { delete Object.prototype.then; n++; f({ value: "mine", done: n > 1 }); };
  }
  print("called", n);
});

// another constructor on all promises
tasks.push(async () => {
  const own = Object.getOwnPropertyDescriptor(proto, "constructor");
  let asked = 0;
  try {
    for await (const v of count(3)) {
      print("next", v);
      if (v === 0) Object.defineProperty(proto, "constructor", { configurable: true, get() { asked++; return Promise; } });
    }
  } finally { Object.defineProperty(proto, "constructor", own); }
  print("asked", asked > 0);
});

// another then on all promises
tasks.push(async () => {
  const then = proto.then;
  let called = 0;
  try {
    for await (const v of count(3)) {
      print("value", v);
      if (v === 0) proto.then = function (...args) { called++; return then.apply(this, args); };
    }
  } finally { proto.then = then; }
  print("then called", called);
});

// a constructor of no use
tasks.push(async () => {
  const own = Object.getOwnPropertyDescriptor(proto, "constructor");
  try {
    for await (const v of count(3)) {
      print("with", v);
      if (v === 0) { delete proto.constructor; proto.constructor = 5; }
    }
  } catch (e) { print("caught", e.name);
  } finally { Object.defineProperty(proto, "constructor", own); }
});

// requests of a script between those of the loop
tasks.push(async () => {
  const g = count(8), between = [];
  for await (const v of g) {
    print("loop", v);
    const a = g.next(), b = g.next("x");
    between.push(a, b);
    if (v > 2) break;
  }
  print("between", JSON.stringify(await Promise.all(between)), JSON.stringify(await g.next()));
});

// the same loop in a generator, and an error that ends it
tasks.push(async () => {
  async function* failing() { yield 1; yield Promise.reject(new Error("bad")); }
  async function* outer() { for await (const v of failing()) yield v * 2; }
  for (const f of [failing, outer]) {
    try { for await (const v of f()) print("before", v); } catch (e) { print("error", e.message); }
  }
  for await (const v of outer()) { print("left at", v); break; }
});

(async () => { for (const t of tasks) await t(); print("end"); })();
