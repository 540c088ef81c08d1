import { test, assert } from "lariat:test";
import * as errors from "lariat:errors";
import { Mutex, Semaphore } from "lariat:lock";
import { sleep, taskGroup, withTimeout } from "lariat:task";

const { Governor, LariatError, ClosedError, RateLimitError } = errors;
const classes = Object.entries(errors).filter(([name, C]) => C.prototype instanceof LariatError);
const named = (name) => (error) => error.name === name;

test("each class is a proper subclass with a stable code of its own", () => {
  assert.ok(classes.length >= 16, `${classes.length} classes`);
  const codes = new Set();
  for (const [name, C] of classes) {
    const error = new C("text");
    assert.equal(C.name, name);
    assert.equal(error.name, name);
    assert.equal(error.message, "text");
    assert.ok(error instanceof C && error instanceof LariatError && error instanceof Error, name);
    assert.equal(error.code, C.code);
    assert.ok(Object.hasOwn(error, "code") && !Object.keys(error).includes("code"), name);
    assert.match(C.code, /^ERR_[A-Z_]+$/);
    assert.equal(String(error), `${name}: text`);
    assert.match(error.stack, /failure\.test\.js/);
    codes.add(C.code);
    assert.throws(() => C("text"), TypeError);
  }
  assert.equal(codes.size, classes.length);
});

test("options give a cause and further properties", () => {
  const cause = new Error("beneath");
  const error = new RateLimitError("full", { cause, retryAfter: 250 });
  assert.equal(error.cause, cause);
  assert.equal(error.retryAfter, 250);
  assert.deepEqual(Object.keys(error), ["retryAfter"]);
  assert.equal(Object.hasOwn(new ClosedError("x"), "cause"), false);
  for (const nothing of [undefined, null, {}, 5]) assert.deepEqual(Object.keys(new ClosedError("x", nothing)), []);
  assert.equal(new LariatError("x", { code: "ERR_MINE" }).code, "ERR_MINE");
  assert.equal(new LariatError("x").code, undefined);
});

test("a script's own subclass has its own code", () => {
  class QuotaError extends LariatError {
    static code = "ERR_QUOTA";
  }
  class Inherits extends ClosedError {}
  assert.equal(new QuotaError("x").code, "ERR_QUOTA");
  assert.equal(new Inherits("x").code, "ERR_CLOSED");
  assert.ok(new Inherits("x") instanceof ClosedError);
});

test("clones keep class, code, message, cause and properties", () => {
  for (const [name, C] of classes) {
    const copy = structuredClone(new C("text", { cause: new TypeError("beneath"), retryAfter: 5 }));
    assert.ok(copy instanceof C, name);
    assert.equal(copy.code, C.code);
    assert.equal(copy.message, "text");
    assert.equal(copy.retryAfter, 5);
    assert.ok(copy.cause instanceof TypeError);
  }
});

test("Governor is abstract and says what a subclass lacks", async () => {
  assert.throws(() => new Governor(), TypeError);
  assert.throws(() => Governor(), TypeError);
  class Half extends Governor {}
  const half = new Half();
  await assert.rejects(half.acquire(), { name: "TypeError", code: "ERR_ARG_TYPE", message: /acquire.*implemented/ });
  assert.throws(() => half.tryAcquire(), /tryAcquire.*implemented/);
  await assert.rejects(half.with(() => {}), /implemented/);
  assert.ok(new Mutex() instanceof Governor && new Semaphore(1) instanceof Governor);
});

test("with needs an acquire that gives a token", async () => {
  const boom = new Error("boom");
  const giving = (token) => Object.assign(Object.create(Governor.prototype), { acquire: async () => token });
  for (const nothing of [undefined, 5, {}, { release: 5 }]) {
    await assert.rejects(giving(nothing).with(() => assert.fail("must not run")), { name: "TypeError", message: /token with release/ });
  }
  await assert.rejects(giving({ get release() { throw boom; } }).with(() => {}), (error) => error === boom);
  await assert.rejects(giving({ release() { throw boom; } }).with(() => 1), (error) => error === boom);
  let receiver;
  const token = { release() { receiver = this; } };
  assert.equal(await giving(token).with(() => 1), 1);
  assert.equal(receiver, token);
  const { with: method } = Governor.prototype;
  assert.deepEqual([method.name, method.length, Object.keys(Governor.prototype)], ["with", 1, []]);
  for (const wrong of [undefined, {}, { acquire: 5 }]) await assert.rejects(method.call(wrong, () => {}), { message: 'Governor.with: "this" must be a Governor' });
  await assert.rejects(method.call({ acquire() { throw boom; } }, () => {}), (error) => error === boom);
  assert.equal(await method.call({ acquire: () => token }, () => "any object with the protocol"), "any object with the protocol");
});

// Turnstile is a script's own Governor: it admits two, in the order of the calls.
class Turnstile extends Governor {
  free = 2;
  line = [];
  asked = [];
  async acquire(options) {
    this.asked.push(options);
    if (this.free === 0) {
      await new Promise((resolve, reject) => {
        this.line.push(resolve);
        options?.signal?.addEventListener("abort", () => {
          this.line = this.line.filter((entry) => entry !== resolve);
          reject(options.signal.reason);
        });
      });
    } else {
      this.free--;
    }
    return this.token();
  }
  tryAcquire() {
    if (this.free === 0) return null;
    this.free--;
    return this.token();
  }
  token() {
    return {
      release: () => {
        const next = this.line.shift();
        if (next) next();
        else this.free++;
      },
    };
  }
}

for (const [kind, create] of [["lariat's", () => new Semaphore(2)], ["a script's own", () => new Turnstile()]]) {
  const free = (governor) => governor.available ?? governor.free;

  test(`with and wrap bound what runs, for ${kind} Governor`, async () => {
    const governor = create();
    let running = 0, most = 0;
    const work = async (n) => {
      most = Math.max(most, ++running);
      await sleep(1);
      running--;
      return n * 2;
    };
    assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map((n) => governor.with(() => work(n)))), [2, 4, 6, 8, 10]);
    assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map(governor.wrap(work))), [2, 4, 6, 8, 10]);
    assert.equal(most, 2);
    assert.equal(free(governor), 2);
  });

  test(`with gives back what a failure held, for ${kind} Governor`, async () => {
    const governor = create();
    const boom = new Error("boom");
    await assert.rejects(governor.with(() => { throw boom; }), (error) => error === boom);
    await assert.rejects(governor.with(async () => { await null; throw boom; }), (error) => error === boom);
    await assert.rejects(governor.with(5), { name: "TypeError", message: 'Governor.with: "fn" must be a function' });
    assert.throws(() => governor.wrap(), TypeError);
    assert.equal(free(governor), 2);
  });

  test(`wrap keeps this, arguments, name and length, for ${kind} Governor`, async () => {
    const object = { factor: 3, scale: create().wrap(function scale(a, b) { return this.factor * a + b; }) };
    assert.equal(await object.scale(2, 1), 7);
    assert.equal(object.scale.name, "scale");
    assert.equal(object.scale.length, 2);
  });

  test(`wrapIterator is admitted for each step, for ${kind} Governor`, async () => {
    const governor = create();
    const all = async (it) => { const out = []; for await (const v of it) out.push(v); return out; };
    assert.deepEqual(await all(governor.wrapIterator([1, Promise.resolve(2), 3])), [1, 2, 3]);
    let closed = 0;
    async function* endless() {
      try {
        for (let i = 0; ; i++) {
          assert.equal(free(governor), 1);
          yield i;
        }
      } finally {
        closed++;
      }
    }
    for await (const n of governor.wrapIterator(endless())) if (n === 3) break;
    assert.equal(closed, 1);
    assert.equal(free(governor), 2);
    const it = governor.wrapIterator([1, 2]);
    assert.equal(it[Symbol.asyncIterator](), it);
    assert.deepEqual(await it.return("left"), { value: "left", done: true });
    assert.throws(() => governor.wrapIterator(5), TypeError);
    assert.throws(() => governor.wrapIterator(null), TypeError);
    await assert.rejects(all(governor.wrapIterator({ [Symbol.iterator]: () => ({ next: () => 5 }) })), TypeError);
    assert.equal(free(governor), 2);
  });

  test(`all holds everything or nothing, with ${kind} Governor`, async () => {
    const governor = create(), mutex = new Mutex();
    const both = Governor.all(governor, mutex);
    assert.ok(both instanceof Governor);
    const token = await both.acquire();
    assert.deepEqual([free(governor), mutex.locked, token.held], [1, true, true]);
    assert.equal(both.tryAcquire(), null);
    assert.equal(free(governor), 1);
    await assert.rejects(both.acquire({ timeout: 5 }), named("TimeoutError"));
    await assert.rejects(withTimeout(5, () => both.acquire()), named("TimeoutError"));
    await assert.rejects(both.acquire({ signal: AbortSignal.abort() }), named("AbortError"));
    assert.equal(free(governor), 1);
    assert.deepEqual([token.release(), token.release(), token.held], [true, false, false]);
    assert.deepEqual([free(governor), mutex.locked], [2, false]);
    { using all = both.tryAcquire(); assert.ok(all.held && mutex.locked); }
    assert.equal(await both.with(() => free(governor)), 1);
    assert.deepEqual([free(governor), mutex.locked], [2, false]);
  });

  test(`all has one order, with ${kind} Governor`, async () => {
    const a = create(), b = create();
    await taskGroup((group) => {
      for (let i = 0; i < 20; i++) {
        const both = i % 2 ? Governor.all(a, b, a) : Governor.all(b, b, a);
        group.spawn(() => both.with(() => sleep(1)));
      }
    });
    assert.deepEqual([free(a), free(b)], [2, 2]);
  });
}

test("all asks a script's governors for the sum of the weights, and can be nested", async () => {
  const own = new Turnstile(), semaphore = new Semaphore(5);
  const nested = Governor.all(Governor.all(own, semaphore), own, semaphore);
  using token = await nested.acquire({ weight: 2, priority: 3 });
  assert.equal(semaphore.available, 1);
  assert.equal(own.asked.length, 1);
  assert.deepEqual([own.asked[0].weight, own.asked[0].priority], [4, 3]);
  await assert.rejects(nested.acquire({ weight: 3 }), RangeError);
  assert.deepEqual([own.free, semaphore.available], [1, 1]);
});

test("all respects a method that a subclass of lariat's overrides", async () => {
  const trace = [];
  class Loud extends Mutex {
    async acquire(options) {
      trace.push("asked");
      return super.acquire(options);
    }
  }
  const loud = new Loud(), plain = new Semaphore(1);
  await Governor.all(plain, loud).with(() => trace.push(loud.locked && plain.available === 0));
  assert.deepEqual(trace, ["asked", true]);
  assert.equal(loud.locked, false);
});

test("all gives back what it has when one refuses or answers nonsense", async () => {
  const semaphore = new Semaphore(1);
  const broken = (methods) => Governor.all(semaphore, Object.assign(new Turnstile(), methods));
  const boom = new Error("boom");
  await assert.rejects(broken({ acquire: async () => { throw boom; } }).acquire(), (error) => error === boom);
  await assert.rejects(broken({ acquire: async () => 5 }).acquire(), TypeError);
  assert.throws(() => broken({ tryAcquire: () => { throw boom; } }).tryAcquire(), /boom/);
  assert.throws(() => broken({ tryAcquire: () => 5 }).tryAcquire(), TypeError);
  assert.equal(semaphore.available, 1);
  for (const wrong of [[], [5], [null], [{ acquire() {} }]]) assert.throws(() => Governor.all(...wrong), TypeError);
});
