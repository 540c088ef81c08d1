import { test, assert } from "lariat:test";
import { all, any, imap, map, race, shield, sleep, taskGroup, TaskGroup, withTimeout } from "lariat:task";

const named = (name) => (error) => error.name === name;

test("nobody leaves a scope while a function within waits for something foreign and then cleans up", async () => {
  const trace = [];
  await assert.rejects(withTimeout(10, async () => {
    try {
      await withTimeout(100, () => new Promise(() => {}));
    } finally {
      await shield(async () => { await sleep(20); trace.push("saved"); });
    }
  }), named("TimeoutError"));
  assert.deepEqual(trace, ["saved"]);
});

test("nobody leaves a scope while a map within waits for something foreign", async () => {
  const trace = [];
  await assert.rejects(withTimeout(10, async () => {
    try {
      await map([1], () => new Promise(() => {}));
    } finally {
      await shield(async () => { await sleep(20); trace.push("saved"); });
    }
  }), named("TimeoutError"));
  assert.deepEqual(trace, ["saved"]);
});

test("nobody leaves a scope before a shielded child within has ended", async () => {
  let saved = false;
  await assert.rejects(withTimeout(10, () => taskGroup((group) => {
    group.spawn({ shield: true }, async () => { await sleep(30); saved = true; });
    group.spawn(() => sleep("1h"));
  })), named("TimeoutError"));
  assert.ok(saved);
});

test("a shielded child that stands in line outlives the cancellation", async () => {
  let value;
  await taskGroup(async (group) => {
    group.spawn(() => sleep(5));
    const child = group.spawn({ shield: true }, async () => { await sleep(5); return "ran"; });
    group.cancel();
    value = await child;
  }, { concurrency: 1 });
  assert.equal(value, "ran");
});

test("a reason of the script is known as the cancellation that it is", async () => {
  for (const reason of ["enough", new Error("enough"), null, Number.NaN]) {
    await taskGroup(async (group) => {
      const child = group.spawn(() => sleep("1h"));
      group.cancel(reason);
      await child.then(assert.fail, (error) => assert.ok(Object.is(error, reason)));
      assert.equal(child.state, "cancelled");
    });
  }
  const controller = new AbortController();
  const reason = new Error("outside");
  const group = taskGroup(async (g) => {
    g.spawn(() => sleep("1h"));
    g.spawn(() => sleep("1h"));
    controller.abort(reason);
    await g.join();
  }, { signal: controller.signal });
  await assert.rejects(group, (error) => error === reason);
});

test("a failure may be a text of any alphabet", async () => {
  await assert.rejects(taskGroup(async (group) => {
    group.spawn(() => { throw "für"; });
    await group.join();
  }), (error) => error === "für");
});

test("what fails after a join is reported as well", async () => {
  const messages = (error) => error.errors.map((e) => e.message).join() === "A,B";
  await assert.rejects(taskGroup(async (group) => {
    group.spawn(() => { throw new Error("A"); });
    await assert.rejects(group.join(), /A/);
    group.spawn(() => { throw new Error("B"); });
  }, { onError: "collect" }), messages);
  await assert.rejects((async () => {
    await using group = new TaskGroup({ onError: "collect" });
    group.spawn(() => { throw new Error("A"); });
    await assert.rejects(group.join(), /A/);
    group.spawn(() => { throw new Error("B"); });
  })(), messages);
});

test("a long line of bodies that end at once is no recursion", async () => {
  const results = await taskGroup(async (group) => {
    for (let i = 0; i < 20_000; i++) group.spawn(i ? () => i : () => sleep(1));
    return group.join();
  }, { concurrency: 1 });
  assert.equal(results.length, 20_000);
  assert.equal(results.at(-1), 19_999);
});

test("a governor that answers too late gets its token back, and the items are left alone", async () => {
  const grants = [];
  let pulled = 0;
  let released = 0;
  const items = { [Symbol.iterator]: () => ({ next: () => ({ value: pulled++, done: false }) }) };
  const governor = { acquire: () => new Promise((resolve) => grants.push(resolve)) };
  await assert.rejects(map(items, (n) => n, { concurrency: governor, timeout: 10 }), named("TimeoutError"));
  assert.equal(grants.length, 1);
  grants[0]({ release: () => released++ });
  await sleep(1);
  assert.deepEqual([pulled, released], [0, 1]);
});

test("an iterable that throws when it is closed does not hide the failure", async () => {
  const items = {
    [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), get return() { throw new Error("return"); } }),
  };
  await assert.rejects(map(items, async (n, i) => {
    if (i === 3) throw new Error("body");
    await sleep(1);
  }, { concurrency: 2 }), /body/);
});

test("a promise with a getter in the way fails its task", async () => {
  const promise = Object.defineProperty(new Promise(() => {}), "constructor", { get() { throw new Error("getter"); } });
  await assert.rejects(all([() => promise]), /getter/);
});

test("calls of next are answered in their order", async () => {
  const numbers = imap((async function* () { yield 1; await sleep(1); yield 2; })(), async (n) => n);
  const seen = [];
  await Promise.all([1, 2, 3, 4].map((i) => numbers.next().then(({ value }) => seen.push([i, value]))));
  assert.deepEqual(seen, [[1, 1], [2, 2], [3, undefined], [4, undefined]]);
});

test("messages that tell of a failure quote it", async () => {
  const heard = [];
  await assert.rejects(taskGroup((group) => {
    group.spawn(() => sleep("1h").catch((error) => heard.push(error.message)));
    group.spawn({ name: "bad" }, async () => { throw new TypeError("why"); });
  }), TypeError);
  await assert.rejects(map([1, 2], async (n) => {
    if (n === 2) throw "a text";
    await sleep("1h").catch((error) => heard.push(error.message));
  }), (error) => error === "a text");
  assert.ok(/task "bad" \(#\d+\) failed: TypeError: why$/.test(heard[0]), heard[0]);
  assert.ok(heard[1].endsWith("failed: a text"), heard[1]);
});

test("an iterator of imap that nobody uses has no timer", async () => {
  imap([1], (n) => n, { timeout: "1h" });
  const unused = imap([1], (n) => n, { timeout: "1h" });
  assert.deepEqual(await unused.return(7), { value: 7, done: true });
});

test("a cancelled child that waits for something foreign is left behind, wherever it runs", async () => {
  const never = () => new Promise(() => {});
  const soon = async () => { await sleep(1); return "soon"; };
  const fail = async () => { await sleep(1); throw new RangeError("bad"); };
  assert.equal(await race([never, soon]), "soon");
  assert.equal(await any([never, soon]), "soon");
  await assert.rejects(all([never, fail]), RangeError);
  await assert.rejects(taskGroup((group) => { group.spawn(never); group.spawn(fail); }), RangeError);
  await assert.rejects(withTimeout(1, () => all([never, never])), named("TimeoutError"));
  await assert.rejects(withTimeout(1, () => taskGroup((group) => void group.spawn({ shield: false }, never))), named("TimeoutError"));
  let task;
  {
    await using group = new TaskGroup();
    task = group.spawn(never);
    await sleep(1);
  }
  assert.equal(task.state, "cancelled");
  await assert.rejects(task, named("AbortError"));
});

test("nobody leaves a scope while a race within is lost by something foreign", async () => {
  const trace = [];
  await assert.rejects(withTimeout(10, async () => {
    try {
      await race([() => new Promise(() => {}), () => sleep("1h")]);
    } finally {
      await shield(async () => { await sleep(20); trace.push("saved"); });
    }
  }), named("TimeoutError"));
  assert.deepEqual(trace, ["saved"]);
});

test("a cancelled child that cleans up is awaited, however deep and however long", async () => {
  const trace = [];
  const tidy = (name, ms) => async () => {
    try {
      await sleep("1h");
    } finally {
      for (let i = 0; i < 3; i++) await shield(() => sleep(ms));
      for (let i = 0; i < 20; i++) await null;
      trace.push(name);
    }
  };
  await assert.rejects(taskGroup((group) => {
    group.spawn(async () => {
      try {
        await all([tidy("a", 20), () => race([tidy("b", 30), tidy("c", 1)])]);
      } finally {
        await shield(() => sleep(50));
        trace.push("d");
      }
    });
    group.spawn(async () => { await sleep(5); throw new RangeError("bad"); });
  }), RangeError);
  assert.deepEqual(trace, ["c", "a", "b", "d"]);
});

test("leaving the loop over imap waits for what runs", async () => {
  let running = 0;
  let closed = false;
  async function* source() {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      closed = true;
    }
  }
  for await (const n of imap(source(), async (n) => {
    running++;
    try {
      if (n > 0) await sleep("1h");
      return n;
    } finally {
      await shield(() => sleep(20));
      running--;
    }
  })) {
    assert.equal(n, 0);
    break;
  }
  assert.equal(running, 0);
  assert.ok(closed);
  for await (const n of imap([1, 2], (n) => (n === 1 ? n : new Promise(() => {})))) { // foreign: it is left behind
    assert.equal(n, 1);
    break;
  }
});

test("break throws the error of the source's return method, a failure keeps its own", async () => {
  async function* items() {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      await sleep(5);
      throw new RangeError("cannot close");
    }
  }
  const loop = async (source, work = (n) => n) => {
    for await (const n of imap(source, work)) if (n === 3) break;
  };
  await assert.rejects(loop(items()), /cannot close/);
  await assert.rejects(loop(items(), (n) => { if (n === 1) throw new TypeError("bad item"); return n; }), /bad item/);
  const endless = (leave) => ({ [Symbol.iterator]: () => ({ next: () => ({ value: 3, done: false }), ...leave }) });
  await assert.rejects(loop(endless({ return() { throw new RangeError("no"); } })), /no/);
  await assert.rejects(loop(endless({ return: () => 1 })), /not an object/);
  await assert.rejects(loop(endless({ get return() { throw new RangeError("none"); } })), /none/);
  await loop(endless({}));
});

test("a map that fails has closed its source before, one that is cancelled does not wait for it", async () => {
  let closed = 0;
  async function* items(pause) { try { for (let i = 0; ; i++) yield i; } finally { await pause(); closed++; } }
  await assert.rejects(map(items(() => sleep(5)), (n) => { if (n === 1) throw new TypeError("bad item"); return n; }), /bad item/);
  assert.equal(closed, 1);
  const hanging = map(items(() => new Promise(() => {})), () => sleep("1h"), { concurrency: 2, timeout: 5 });
  await assert.rejects(hanging, { name: "TimeoutError" });
});
