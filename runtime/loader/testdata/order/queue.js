// Requests that arrive while the body runs or waits are served in order.
const log = name => [v => print(name, JSON.stringify(v)), e => print(name, 'threw', String(e))];
async function* g() {
  print('start');
  try {
    const a = yield 'one'; print('got', a);
    try { const b = yield 'two'; print('got', b) } catch (e) { print('caught', e); yield 'after catch' }
    await null;
    yield 'three';
  } finally { print('cleanup'); await undefined; print('cleaned') }
  return 'never reached by return';
}
(async () => {
  const it = g();
  const all = [
    it.next('ignored').then(...log('n1')), it.next('A').then(...log('n2')), it.throw('T').then(...log('t1')),
    it.next('B').then(...log('n3')), it.next('C').then(...log('n4')), it.next('D').then(...log('n5')), it.return('R').then(...log('r1')),
  ];
  print('queued');
  await Promise.all(all);
  const early = g();
  await Promise.all([early.return('r').then(...log('er')), early.next().then(...log('en')), early.throw('t').then(...log('et')), early.return(Promise.resolve('r2')).then(...log('er2')), early.next().then(...log('en2'))]);
  const dead = g();
  await Promise.all([dead.throw('first').then(...log('dt')), dead.next().then(...log('dn'))]);
  const mix = g();
  await Promise.all([mix.next().then(...log('m1')), mix.return('mr').then(...log('m2')), mix.next().then(...log('m3')), mix.throw('mt').then(...log('m4')), mix.return(Promise.reject('bad')).then(...log('m5')), mix.next().then(...log('m6'))]);
  let inside;
  async function* self() {
    print('body'); inside.next('reentrant').then(...log('s2')); inside.throw('later').then(...log('s3'));
    try { print('yield gives', yield 1) } catch (e) { print('body caught', e) }
    print('yield gives', yield 2);
  }
  inside = self();
  await inside.next().then(...log('s1'));
  await inside.next('x').then(...log('s4'));
  await inside.return('y').then(...log('s5'));
})().catch(e => print(String(e && e.stack || e)));
