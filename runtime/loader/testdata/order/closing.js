// for-await closes its iterator when it is left early, and only then.
const make = (name, over = {}) => ({ [Symbol.asyncIterator]() { let i = 0; print(name, 'open'); return {
  next(...a) { print(name, 'next', a.length); return i < 3 ? { value: i++, done: false } : { value: 'end', done: true } },
  return(...a) { print(name, 'return', a.length); return {} }, ...over } } });
const error = e => e && e.constructor === TypeError ? 'TypeError' : String(e);
const attempt = async (name, f) => { try { print(name, 'gives', await f()) } catch (e) { print(name, 'throws', error(e)) } };
(async () => {
  await attempt('whole', async () => { for await (const x of make('a')) print('x', x) });
  await attempt('break', async () => { for await (const x of make('a')) break });
  await attempt('return', async () => { for await (const x of make('a')) return 'r' + x });
  await attempt('throw', async () => { for await (const x of make('a')) throw 'body' });
  await attempt('continue', async () => { for await (const x of make('a')) continue });
  await attempt('labels', async () => { outer: for await (const x of make('o')) { for await (const y of make('i')) { if (x === 0) continue outer; break outer } } });
  await attempt('bad return', async () => { for await (const x of make('a', { return: 5 })) break });
  await attempt('bad return on throw', async () => { for await (const x of make('a', { return: 5 })) throw 'body' });
  await attempt('null return', async () => { for await (const x of make('a', { return: null })) break; return 'ok' });
  await attempt('no object', async () => { for await (const x of make('a', { return: () => 5 })) break });
  await attempt('no object on throw', async () => { for await (const x of make('a', { return: () => 5 })) throw 'body' });
  await attempt('return throws', async () => { for await (const x of make('a', { return() { throw 'ret' } })) break });
  await attempt('return throws on throw', async () => { for await (const x of make('a', { return() { throw 'ret' } })) throw 'body' });
  await attempt('return rejects', async () => { for await (const x of make('a', { return: () => Promise.reject('rej') })) return 1 });
  await attempt('next throws', async () => { for await (const x of make('a', { next() { throw 'next' } })) print('never') });
  await attempt('next rejects', async () => { for await (const x of make('a', { next: () => Promise.reject('next') })) print('never') });
  await attempt('next gives a number', async () => { for await (const x of make('a', { next: () => 5 })) print('never') });
  await attempt('done throws', async () => { for await (const x of make('a', { next: () => ({ get done() { throw 'done' } }) })) print('never') });
  await attempt('value throws', async () => { for await (const x of make('a', { next: () => ({ get value() { throw 'value' } }) })) print('never') });
  await attempt('pattern throws', async () => { for await (const { x } of make('a', { next: () => ({ value: null }) })) print('never') });
  await attempt('not iterable', async () => { for await (const x of 5) print('never') });
  await attempt('null', async () => { for await (const x of null) print('never') });
  await attempt('string', async () => { let s = ''; for await (const x of 'abc') s += x; return s });
  await attempt('sync break', async () => { const it = [1, 2][Symbol.iterator](); it.return = () => { print('sync return'); return {} }; for await (const x of { [Symbol.iterator]: () => it }) break });
  await attempt('sync number', async () => { for await (const x of { [Symbol.iterator]: () => ({ next: () => 1 }) }) break });
  await attempt('in a generator', async () => {
    async function* g() { for await (const x of make('g')) { yield x } }
    const it = g(); await it.next(); print(JSON.stringify(await it.return('stop')));
  });
  await attempt('generator broken', async () => {
    async function* g() { try { yield 1; yield 2 } finally { print('closing'); await 0; print('closed') } }
    for await (const x of g()) { print('x', x); break } print('after');
  });
  await attempt('patched next', async () => {
    async function* g() { yield 1; yield 2 }
    const it = g(); let n = 0; it.next = function () { print('patched'); return n++ ? { done: true } : { value: 'p', done: false } };
    for await (const x of it) print('x', x);
  });
  await attempt('next read once', async () => {
    async function* g() { yield 1; yield 2; yield 3 }
    const it = g(); for await (const x of it) { print('x', x); it.next = () => { throw 'never' } }
  });
})().catch(e => print(String(e && e.stack || e)));
