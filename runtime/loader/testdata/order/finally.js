// return() and throw() meet finally blocks that wait, yield, return and throw.
const log = name => [v => print(name, JSON.stringify(v)), e => print(name, 'threw', String(e))];
const run = async (name, g, ...calls) => { const it = g(); for (const [m, v] of calls) await it[m](v).then(...log(name + ' ' + m)) };
(async () => {
  await run('yields', async function* () { try { yield 1 } finally { print('f', yield 2); print('f', yield 3) } }, ['next'], ['return', 'r'], ['next', 'x'], ['next', 'y'], ['next']);
  await run('returns', async function* () { try { yield 1 } finally { return 'override' } }, ['next'], ['return', 'r'], ['next']);
  await run('throws', async function* () { try { yield 1 } finally { throw 'override' } }, ['next'], ['return', 'r'], ['next']);
  await run('awaits', async function* () { try { yield 1 } finally { await 0; print('waited') } }, ['next'], ['throw', 't'], ['next']);
  await run('catches', async function* () { try { yield 1 } catch (e) { print('c', e); yield 'c' } finally { print('f') } yield 'after' }, ['next'], ['throw', 't'], ['next'], ['next']);
  await run('nested', async function* () { try { try { yield 1 } finally { print('in'); await 0 } } finally { print('out'); yield 'out' } }, ['next'], ['return', 'r'], ['next']);
  await run('loop', async function* () { for (let i = 0; ; i++) { try { yield i } finally { print('f' + i); if (i === 0) continue } } }, ['next'], ['return', 'r'], ['return', 'r2'], ['next']);
  await run('break', async function* () { L: for (;;) { try { yield 1 } finally { break L } } yield 'survived' }, ['next'], ['return', 'r'], ['next']);
  await run('rejects', async function* () { try { yield 1 } catch (e) { print('caught', e); yield 'c' } }, ['next'], ['return', Promise.reject('rr')], ['next']);
  await run('return rejected', async function* () { try { return Promise.reject('x') } catch (e) { print('caught', e); return 'ok' } }, ['next'], ['next']);
  await run('return thenable', async function* () { return { then(r) { print('then'); r('tv') } } }, ['next']);
  await run('yield rejected', async function* () { try { yield Promise.reject('x') } catch (e) { print('caught', e); yield 'ok' } }, ['next'], ['next']);
  await run('return of nothing', async function* () { try { return } finally { print('f') } }, ['next']);
  await run('throw before start', async function* () { print('never') }, ['throw', 't'], ['next']);
  await run('return before start', async function* () { print('never') }, ['return', Promise.resolve('r')], ['next']);
  await run('reject before start', async function* () { print('never') }, ['return', Promise.reject('r')], ['next']);
  await run('switch', async function* () { switch (yield 1) { case 'a': return 'A'; default: return 'D' } }, ['next'], ['next', 'a']);
  await run('return in all places', async function* () {
    if (await 0) return 1; else { L: do { while (true) { for (const x of [1]) { for (const k in { a: 1 }) { try { return Promise.resolve('deep') } finally { print('f') } } } } } while (0) }
  }, ['next'], ['next']);
})().catch(e => print(String(e && e.stack || e)));
