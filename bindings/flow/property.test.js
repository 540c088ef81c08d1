// Random chains of stages against the same chains on arrays.
import { test, assert } from "lariat:test";
import { Stream, stream } from "lariat:flow";
import { Semaphore } from "lariat:lock";
import { backoff } from "lariat:retry";
import { sleep, withTimeout } from "lariat:task";

const seeds = 500;

// random is mulberry32.
function random(seed) {
  let a = seed;
  const next = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, flip: (p = 0.5) => next() < p, pick: (list) => list[below(list.length)] };
}

// World is what a chain runs in: it counts what is open, running and pulled.
class World {
  sources = [];
  running = 0;
  permits = new Semaphore(3);
  constructor(r) {
    this.r = r;
  }
  // later gives v, sometimes at once and sometimes after a random time. It counts as running until then.
  later(v, calm = false) {
    const { r } = this;
    if (calm || r.flip(0.4)) return v;
    const ms = r.below(10);
    this.running++;
    return (async () => {
      try {
        if (ms === 0) await null; else await sleep(ms);
        return typeof v === "function" ? v() : v;
      } finally {
        this.running--;
      }
    })();
  }
  source(items, bad) {
    const { r } = this;
    const s = { pulled: 0, closed: 0, ended: false, open: false };
    this.sources.push(s);
    const kind = r.below(4), world = this;
    const end = () => {
      s.ended = true;
      known();
    };
    const give = (i) => {
      if (i === bad) {
        end();
        throw new Error("source");
      }
      if (i >= items.length) {
        end();
        return { value: undefined, done: true };
      }
      s.pulled++;
      return { value: items[i], done: false };
    };
    if (kind === 0 && bad === undefined) {
      s.ended = true;
      s.array = true;
      return items;
    }
    let i = 0;
    // known says that the consumer has had the time to hear of the end.
    const known = async () => {
      for (let i = 0; i < 5; i++) await null;
      s.known = true;
    };
    const close = () => {
      s.wrong = s.known;
      s.closed++;
      return { value: undefined, done: true };
    };
    if (kind === 1) {
      return { [Symbol.iterator]: () => ({ next: () => ((s.open = true), give(i++)), return: close }) };
    }
    if (kind === 2) {
      return {
        [Symbol.asyncIterator]: () => ({
          next: async () => {
            s.open = true;
            assert.equal(s.busy ?? false, false, "two pulls at a time");
            s.busy = true;
            try {
              await world.later(null);
              return give(i++);
            } catch (error) {
              s.ended = true;
              throw error;
            } finally {
              s.busy = false;
            }
          },
          return: async () => {
            const result = close();
            await world.later(null);
            return result;
          },
        }),
      };
    }
    return (async function* () {
      s.open = true;
      try {
        for (;;) {
          await world.later(null);
          const result = give(i++);
          if (result.done) return;
          yield result.value;
        }
      } finally {
        s.closed++;
      }
    })();
  }
  // check is called when the chain is over.
  check(what) {
    for (const s of this.sources) {
      assert.ok(s.closed <= 1, `${what}: closed ${s.closed} times`);
      if (s.open && !s.ended) assert.equal(s.closed, 1, `${what}: not closed`);
      assert.ok(!s.wrong, `${what}: closed although it had ended`);
    }
    assert.equal(this.running, 0, `${what}: something still runs`);
    assert.equal(this.permits.available, 3, `${what}: permits were lost`);
  }
}

const boom = (v) => { throw new Error(`at ${v}`); };

// Each operator gives what it does to a stream and to an outcome { items, error }; `ahead` is how many items it may have in
// flight if it gives one for each, undefined if it does not.
const each = (f) => ({ items, error }) => {
  const out = [];
  for (const [i, v] of items.entries()) {
    try {
      const given = f(v, i, out);
      if (given === each.stop) return { items: out };
    } catch (e) {
      return { items: out, error: e };
    }
  }
  return { items: out, error };
};
each.stop = Symbol("stop");

function concurrency(w, ordered) {
  const n = 1 + w.r.below(4), o = { concurrency: n, ordered };
  if (w.r.flip(0.3)) o.buffer = 1 + w.r.below(5);
  return { o, ahead: n === 1 && !o.buffer ? 0 : o.buffer ?? n };
}

const anyOrder = {
  map(w) {
    const bad = w.r.flip(0.1) ? w.r.below(30) : undefined;
    const f = (v) => (v === bad ? boom(v) : v + 1);
    return { on: (s) => s.map((v) => w.later(() => f(v), false)).map((v) => (typeof v === "function" ? v() : v)),
      as: each((v, i, out) => { out.push(f(v)); }), ahead: 0 };
  },
  filter(w) {
    const m = 2 + w.r.below(3);
    return { on: (s) => s.filter((v) => w.later(v % m !== 0)), as: each((v, i, out) => { if (v % m !== 0) out.push(v); }) };
  },
  tap: (w) => ({ on: (s) => s.tap(() => w.later(0)), as: (x) => x, ahead: 0 }),
  buffer(w) {
    const n = 1 + w.r.below(4);
    return { on: (s) => s.buffer(n), as: (x) => x, ahead: n };
  },
  timeout: () => ({ on: (s) => s.timeout("1h"), as: (x) => x, ahead: 1 }),
  finally: (w) => ({ on: (s) => s.finally(() => w.later(0)), as: (x) => x, ahead: 0 }),
  takeUntil: () => ({ on: (s) => s.takeUntil(new Promise(() => {})), as: (x) => x, ahead: 1 }),
  flatMap(w) {
    const n = w.r.below(3), o = w.r.flip() ? { concurrency: 1 + w.r.below(3), ordered: true } : undefined;
    const make = (v) => Array.from({ length: n }, (_, i) => v * 2 + i);
    return { on: (s) => s.flatMap(async (v) => { await w.later(0); return w.source(make(v)); }, o),
      as: each((v, i, out) => { out.push(...make(v)); }) };
  },
};
const inOrder = {
  ...anyOrder,
  mapSome(w) {
    const { o, ahead } = concurrency(w, true);
    const bad = w.r.flip(0.1) ? w.r.below(30) : undefined;
    const f = (v) => (v === bad ? boom(v) : v * 3);
    return { on: (s) => s.map(async (v) => { await w.later(0); return f(v); }, o), as: each((v, i, out) => { out.push(f(v)); }), ahead };
  },
  mapGoverned: (w) => ({
    on: (s) => s.limit(w.permits).map(async (v) => { await w.later(0); return v + 1; }, { buffer: 1 + w.r.below(5) }).limit(1),
    as: each((v, i, out) => { out.push(v + 1); }),
    ahead: 5,
  }),
  rate: (w) => ({ on: (s) => s.rate(w.permits), as: (x) => x, ahead: 0 }),
  retry(w) {
    let failures = w.r.below(3), list = [];
    const again = stream(() => list).map((v) => { if (v === list.at(-1) && failures-- > 0) throw new Error("again"); return v; });
    const all = again.retry({ attempts: 9, backoff: backoff.constant(w.r.below(5)) });
    return { on: (s) => s.chunk(Infinity).flatMap((items) => { list = items; return all; }).distinct(),
      as: ({ items, error }) => ({ items: error ? [] : [...new Set(items)], error }) };
  },
  filterSome(w) {
    const { o } = concurrency(w, true);
    return { on: (s) => s.filter((v) => w.later(v % 3 !== 1), o), as: each((v, i, out) => { if (v % 3 !== 1) out.push(v); }) };
  },
  take(w) {
    const n = w.r.below(8);
    return { on: (s) => s.take(n), as: ({ items, error }) => (items.length >= n ? { items: items.slice(0, n) } : { items, error }) };
  },
  drop(w) {
    const n = w.r.below(4);
    return { on: (s) => s.drop(n), as: ({ items, error }) => ({ items: items.slice(n), error }) };
  },
  takeWhile(w) {
    const n = w.r.below(40);
    return { on: (s) => s.takeWhile((v) => w.later(v < n)), as: each((v, i, out) => { if (v >= n) return each.stop; out.push(v); }) };
  },
  dropWhile(w) {
    const n = w.r.below(8);
    let begun = false;
    return { on: (s) => s.dropWhile((v) => w.later(v < n)), as: each((v, i, out) => { begun ||= v >= n; if (begun) out.push(v); }) };
  },
  scan: (w) => {
    let sum = 0;
    return { on: (s) => s.scan((a, v) => w.later(a + v), 0), as: each((v, i, out) => { out.push(sum += v); }), ahead: 0 };
  },
  distinct(w) {
    const seen = new Set();
    return { on: (s) => s.distinct((v) => v % 5), as: each((v, i, out) => { if (!seen.has(v % 5)) { seen.add(v % 5); out.push(v); } }) };
  },
  chunk(w) {
    const n = 1 + w.r.below(4);
    return { on: (s) => s.chunk(n).map((list) => list.reduce((a, b) => a + b)), as({ items, error }) {
      const out = [];
      for (let i = 0; i < items.length; i += n) {
        if (!error || i + n <= items.length) out.push(items.slice(i, i + n).reduce((a, b) => a + b));
      }
      return { items: out, error };
    } };
  },
  window(w) {
    const n = 1 + w.r.below(3), step = 1 + w.r.below(4);
    return { on: (s) => s.window(n, step).map((list) => list.reduce((a, b) => a + b)), as({ items, error }) {
      const out = [];
      for (let i = 0; i + n <= items.length; i += step) out.push(items.slice(i, i + n).reduce((a, b) => a + b));
      return { items: out, error };
    } };
  },
  batch(w) {
    const n = 1 + w.r.below(4), ms = w.r.below(12);
    return { on: (s) => s.batch(n, ms).flatMap((list) => { assert.ok(list.length > 0 && list.length <= n); return list; }), as: (x) => x };
  },
  concat(w) {
    const more = [1, 2, 3];
    return { on: (s) => s.concat(w.source(more)), as: ({ items, error }) => (error ? { items, error } : { items: [...items, ...more] }) };
  },
  catch(w) {
    const more = [7, 8];
    return { on: (s) => s.catch(() => w.source(more)), as: ({ items, error }) => ({ items: error ? [...items, ...more] : items }) };
  },
  zip(w) {
    const n = w.r.below(30), other = Array.from({ length: n }, (_, i) => i);
    return { on: (s) => s.zip(w.source(other)).map(([a, b]) => a + b), as: ({ items, error }) =>
      ({ items: items.slice(0, n).map((v, i) => v + i), error: items.length > n ? undefined : error }) };
  },
  tee(w) {
    return { on(s) {
      const [a, b] = s.tee(2, { buffer: 1 + w.r.below(3) });
      const left = w.r.below(6);
      if (left === 5) return Stream.zip(a, b).map(([x, y]) => { assert.equal(x, y); return x; });
      w.side.push(a.take(left).toArray().catch((e) => e));
      return b;
    }, as: (x) => x };
  },
};

const unordered = {
  ...anyOrder,
  mapAny(w) {
    const { o } = concurrency(w, false);
    return { on: (s) => s.map(async (v) => { await w.later(0); return v * 3; }, o), as: each((v, i, out) => { out.push(v * 3); }) };
  },
  filterAny(w) {
    const { o } = concurrency(w, false);
    return { on: (s) => s.filter((v) => w.later(v % 3 !== 1), o), as: each((v, i, out) => { if (v % 3 !== 1) out.push(v); }) };
  },
  merge: (w) => ({ on: (s) => s.merge(w.source([1, 2, 3]), w.source([4, 5])),
    as: ({ items, error }) => ({ items: [...items, 1, 2, 3, 4, 5], error }) }),
  flatMapAny(w) {
    const n = w.r.below(3), o = { concurrency: 1 + w.r.below(4), ordered: false };
    const make = (v) => Array.from({ length: n }, (_, i) => v * 2 + i);
    return { on: (s) => s.flatMap((v) => w.source(make(v)), o), as: each((v, i, out) => { out.push(...make(v)); }) };
  },
  partition: (w) => ({ on(s) {
    const [odd, even] = s.partition((v) => w.later(v % 2 === 1), { buffer: 1 + w.r.below(4) });
    return odd.merge(even);
  }, as: (x) => x }),
  groupBy(w) {
    const all = { concurrency: 9, ordered: false }, buffer = 1 + w.r.below(4);
    return { on: (s) => s.groupBy((v) => v % 3, { buffer }).flatMap(([, group]) => group, all), as: (x) => x };
  },
};

// chain makes a random chain, and what it is to give.
function chain(w, operators) {
  const { r } = w;
  const items = Array.from({ length: r.below(25) }, (_, i) => i);
  const failing = r.flip(0.1) ? r.below(25) : undefined;
  let s = stream(w.source(items, failing));
  let want = failing === undefined || failing > items.length ? { items } : { items: items.slice(0, failing), error: new Error("source") };
  if (w.sources[0].array) want = { items };
  let ahead = 0;
  const names = [];
  for (let i = 1 + r.below(5); i > 0; i--) {
    const name = r.pick(Object.keys(operators));
    const o = operators[name](w);
    names.push(name);
    s = o.on(s);
    want = o.as(want);
    ahead += o.ahead ?? NaN;
  }
  return { s, want, names: names.join(" "), ahead };
}

// drawn takes all, or so many, and gives the outcome.
async function drawn(s, most, seen) {
  const items = [];
  try {
    for await (const v of s) {
      items.push(v);
      seen?.(items.length);
      if (items.length === most) break;
    }
  } catch (error) {
    return { items, error };
  }
  return { items };
}

// cut is what is wanted of who leaves after so many items: then an error behind them is not met, in order.
const cut = (want, most) => (want.items.length >= most ? { items: want.items, cut: most, overtaking: want.error } : want);

const sorted = (list) => [...list].sort((a, b) => a - b);

function run(name, operators, compare) {
  test(name, { timeout: "100000h", leaks: "error" }, async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const w = new World(random(seed));
      w.side = [];
      const { s, want, names, ahead } = chain(w, operators);
      const what = `seed ${seed}: ${names}`;
      const most = w.r.flip(0.3) ? 1 + w.r.below(6) : Infinity;
      const deadline = w.r.flip(0.2) ? w.r.below(60) : undefined;
      const looped = w.r.flip() || most !== Infinity;
      const take = async () => {
        if (looped) {
          return drawn(s, most, (taken) => {
            const inFlight = w.sources[0].pulled - taken;
            if (inFlight > ahead) assert.fail(`${what}: ${inFlight} in flight, not ${ahead}`);
          });
        }
        const items = [];
        try {
          await s.forEach((v) => { items.push(v); });
        } catch (error) {
          return { items, error };
        }
        return { items };
      };
      let got;
      if (deadline === undefined) {
        got = await take();
        compare(got, cut(want, most), what);
      } else {
        got = await withTimeout(deadline, take).catch((error) => ({ error }));
        if (got.error?.name !== "TimeoutError") compare(got, cut(want, most), what);
      }
      await Promise.all(w.side);
      w.check(what);
    }
  });
}

run("ordered chains give what arrays give", inOrder, (got, want, what) => {
  assert.deepEqual(got.items, want.items.slice(0, want.cut), what);
  assert.equal(got.error?.message, want.error?.message, what);
});

run("unordered chains give the same items in any order", unordered, (got, want, what) => {
  if (want.error ?? (want.overtaking && got.error)) assert.equal(got.error?.message, (want.error ?? want.overtaking).message, what);
  else if (want.cut !== undefined) assert.equal(got.items.length, want.cut, what);
  else assert.deepEqual(sorted(got.items), sorted(want.items), what);
});
