// The forms of for-await, and generators in generators.
async function* count(n) { for (let i = 0; i < n; i++) yield i }
const tick = n => { let p = Promise.resolve(); for (let i = 1; i <= n; i++) p = p.then(() => print('t' + i)) };
const fs = [];
(async () => {
  for await (const x of count(3)) fs.push(() => x);
  print(fs.map(f => f()).join());
  let y; for await (y of count(2)); print(y);
  const o = {}; for await (o.p of count(2)); print(o.p);
  for await (const [a, { b = 'dflt' }] of [[1, {}], [2, { b: 3 }]]) print(a, b);
  for await ({ y = 9 } of [{}, { y: 1 }]) print(y);
  for await (let x of count(2)) { x += 10; print(x) }
  for await (var v of count(2)) ; print(v);
  const arrow = async () => { let s = 0; for await (const x of count(4)) s += x; return s }; print(await arrow());
  class C { async m() { for await (const x of this.g()) print(x, this === c) } async *g() { yield 'm' } } const c = new C(); await c.m();
  const it = count(3); await it.next(); for await (const x of it) print('rest', x);
  for await (const x of (async function* () { for await (const a of count(2)) for await (const b of count(2)) yield [a, b].join() })()) print(x);
  async function* map(s, f) { for await (const x of s) yield await f(x) }
  async function* filter(s, f) { for await (const x of s) if (await f(x)) yield x }
  async function* take(s, n) { if (n > 0) for await (const x of s) { yield x; if (!--n) return 'taken' } }
  tick(24);
  for await (const x of take(filter(map(count(Infinity), async x => x * x), x => x % 2), 3)) print('piped', x);
  tick(10);
  const two = count(5); const [p, q] = [two.next(), two.next()]; print((await q).value, (await p).value); await two.return(); print((await two.next()).done);
  async function* tree(n) { if (n.left) yield* tree(n.left); yield n.v; if (n.right) yield* tree(n.right) }
  for await (const x of tree({ v: 2, left: { v: 1 }, right: { v: 4, left: { v: 3 } } })) print('tree', x);
  const results = await Promise.all([0, 1, 2].map(async i => { let s = ''; for await (const x of count(i + 1)) s += i + ':' + x + ' '; return s })); print(results.join('|'));
  label: for await (const x of count(3)) { switch (x) { case 1: continue label; case 2: break label } print('label', x) }
  print(await (async function* () { return yield* count(2) })().return('early').then(r => JSON.stringify(r)));
  async function* withThis() { yield this.name; const f = () => this.name; yield f(); yield await (async () => this.name)() }
  for await (const x of withThis.call({ name: 'T' })) print(x);
  async function* args() { const f = () => arguments.length; yield f(); yield* arguments }
  for await (const x of args('a', 'b')) print(x);
  async function* newTarget() { yield new.target === undefined } print((await newTarget().next()).value);
  async function* evaluated() { let z = 1; yield eval('z + 1') } print((await evaluated().next()).value);
})().catch(e => print(String(e && e.stack || e)));
