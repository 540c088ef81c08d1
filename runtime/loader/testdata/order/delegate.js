// yield* passes requests on, with no wait of its own for what the inner iterator yields.
const tick = n => { let p = Promise.resolve(); for (let i = 1; i <= n; i++) p = p.then(() => print('t' + i)) };
const log = name => [v => print(name, JSON.stringify(v)), e => print(name, 'threw', e && e.constructor === TypeError ? 'TypeError' : String(e))];
async function* inner() {
  try { print('inner got', yield 1); print('inner got', yield Promise.resolve(2)); return 'inner result' }
  catch (e) { print('inner caught', e); return 'from catch' }
  finally { print('inner finally') }
}
async function* outer(x) { const r = yield* x; print('delegate gave', r); return 'outer ' + r }
const custom = (methods) => ({ [Symbol.asyncIterator]() { print('open'); return methods } });
(async () => {
  tick(10);
  let it = outer(inner());
  for (const v of ['a', 'b', 'c', 'd']) await it.next(v).then(...log('next ' + v));
  tick(10);
  it = outer(inner()); await it.next(); await it.throw('T').then(...log('throw'));
  tick(10);
  it = outer(inner()); await it.next(); await it.return(Promise.resolve('R')).then(...log('return'));
  tick(12);
  it = outer([10, Promise.resolve(20)]);
  for (let i = 0; i < 4; i++) await it.next(i).then(...log('sync ' + i));
  tick(8);
  it = outer([1, 2]); await it.next(); await it.return('kept').then(...log('array return'));
  tick(12);
  it = outer(custom({ next(v) { print('next', v); return { value: Promise.resolve('raw'), done: false } } }));
  print((await it.next('x')).value instanceof Promise);
  await it.return('r').then(...log('no return method'));
  it = outer(custom({ next: () => ({ done: false }), return(v) { print('return', v, arguments.length); return { value: 'rv', done: true } } }));
  await it.next(); await it.throw('t').then(...log('no throw method'));
  it = outer(custom({ next: () => ({ done: false }), return(v) { print('return', v); return 5 } }));
  await it.next(); await it.return('q').then(...log('return gives a number'));
  it = outer(custom({ next: () => 5 })); await it.next().then(...log('next gives a number'));
  it = outer(custom({ next: () => ({ done: false }), throw(v) { print('throw', v); return { get done() { print('done'); return true }, get value() { print('value'); return 'tv' } } } }));
  await it.next(); await it.throw('t').then(...log('throw done'));
  it = outer(custom({ next: () => Promise.reject('bad') })); await it.next().then(...log('rejected'));
  it = outer(custom({ get next() { print('get next'); return undefined } })); await it.next().then(...log('no next'));
  await outer(undefined).next().then(...log('undefined'));
  await outer({}).next().then(...log('not iterable'));
  await outer({ [Symbol.asyncIterator]: 1 }).next().then(...log('not callable'));
  await outer({ [Symbol.asyncIterator]: () => 1 }).next().then(...log('no iterator'));
  const counting = custom({ get next() { print('read next'); return () => ({ done: true, value: 'v' }) } });
  await outer(counting).next().then(...log('read once'));
  async function* three(n) { if (n) { yield n; yield* three(n - 1) } return n }
  tick(20);
  for await (const v of three(3)) print('nested', v);
  function* plain() { const r = yield* inner2(); print('plain', r) } function* inner2() { yield 'p'; return 'pr' }
  print([...plain()]);
})().catch(e => print(String(e && e.stack || e)));
