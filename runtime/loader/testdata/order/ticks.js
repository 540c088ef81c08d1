// Every job in between is counted: a tick more or less shows.
const tick = n => { let p = Promise.resolve(); for (let i = 1; i <= n; i++) p = p.then(() => print('t' + i)) };
async function* g(n) {
  try { for (let i = 0; i < n; i++) { print('y' + i); const r = yield i; print('r' + r) } return 'ret' }
  finally { print('fin'); await null; print('fin2') }
}
async function* h() {
  const x = yield* g(2); print('x' + x);
  try { yield Promise.reject('rej') } catch (e) { print('caught ' + e) }
  return Promise.resolve('hr');
}
const show = v => print(JSON.stringify(v));
(async () => {
  tick(14);
  const it = h();
  await Promise.all([it.next('a').then(show), it.next('b').then(show), it.next('c').then(show), it.return('d').then(show), it.next('e').then(show)]);
  tick(14);
  for await (const v of h()) print('v' + v);
  print('loop done');
  tick(12);
  for await (const v of [Promise.resolve(1), 2, { then(r) { r(3) } }]) { print('a' + v); if (v === 2) break }
  tick(12);
  try { for await (const v of g(3)) { print('w' + v); throw new Error('x') } } catch (e) { print(e.message) }
  const it2 = g(2); await it2.next();
  const p1 = it2.throw(new Error('boom')).catch(e => print(e.message)), p2 = it2.next().then(show);
  tick(6); await p1; await p2;
  tick(6);
  const it3 = g(1); show(await it3.return(Promise.resolve(9))); show(await it3.next());
  await it3.throw(new Error('z')).catch(e => print(e.message));
  tick(8);
  async function* empty() {}
  for await (const v of empty()) print('never');
  print('end of empty');
  tick(8);
  async function* awaits() { const a = await 1; print('a' + a); const b = await Promise.resolve(2); yield a + b; await new Promise(r => r()); return 4 }
  for await (const v of awaits()) print('s' + v);
})().catch(e => print(String(e && e.stack || e)));
