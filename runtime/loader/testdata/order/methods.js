// Async generators in every place where a function may stand: names, prototypes, receivers.
const AG = Object.getPrototypeOf(async function* () {}), AGP = AG.prototype;
const about = (f, name = f.name) => print(name, JSON.stringify([f.name, f.length, typeof f, Object.getPrototypeOf(f) === AG, f.hasOwnProperty('prototype'), Object.getPrototypeOf(f.prototype) === AGP, Object.prototype.toString.call(f)]));
const first = async it => (await it.next()).value;
async function* declared(a, b = 1, ...c) { yield [this === undefined || this === globalThis, a, b, c.length, arguments.length].join() }
const assigned = async function* () { yield assigned.name };
const named = async function* inner() { yield inner === named };
const o = {
  async *method(x) { yield [this === o, x] .join() }, prop: async function* () { yield 1 }, async *['comp' + 'uted']() { yield 2 },
  async *[Symbol.iterator]() { yield 3 }, async *'quoted name'() {}, async *7() {}, async *__proto__() { yield 'own' },
  __proto__: { async *method() { yield 'parent' } }, async *sup() { yield* super.method() },
};
class A { async *m() { yield 'A.m' } static async *s() { yield 'A.s' } async *[Symbol.asyncIterator]() { yield* [1, 2] } }
class B extends A {
  #secret = 'secret';
  async *m() { yield* super.m(); yield 'B.m' } async *#hidden() { yield this.#secret } reveal() { return this.#hidden() }
  static async *s() { yield* super.s(); yield 'B.s' } field = async function* () { yield this.#secret };
  static async *name2() {} async *'x y'() {} async *5() {}
}
(async () => {
  for (const f of [declared, assigned, named, o.method, o.prop, o.computed, o[Symbol.iterator], o['quoted name'], o[7], A.prototype.m, A.s, B.prototype.m, B.s, A.prototype[Symbol.asyncIterator], B.prototype['x y'], B.prototype[5]]) about(f);
  print(Object.hasOwn(o, '__proto__'), await first(o['__proto__'] === undefined ? [].values() : Object.getOwnPropertyDescriptor(o, '__proto__').value()));
  print(await first(declared(1)), await first(declared(1, 2, 3, 4)), await first(declared.call(undefined)), await first(assigned()), await first(named()));
  print(await first(o.method('x')), await first(o.sup()), await first(o.computed()), await first(new B().reveal()), await first(new B().field()));
  for await (const x of new B().m()) print(x);
  for await (const x of B.s()) print(x);
  for await (const x of new A()) print(x);
  for (const f of [declared, assigned, o.method, A.s, B.prototype.m]) { try { new f(); print('constructed') } catch (e) { print(e.constructor.name) } }
  const it = declared();
  print(Object.getPrototypeOf(it) === declared.prototype, it[Symbol.asyncIterator]() === it, String(it), it instanceof declared, Object.keys(it).length, Reflect.ownKeys(it).length);
  declared.prototype = null; print(Object.getPrototypeOf(declared()) === AGP);
  declared.prototype = { own: true }; print(declared().own);
  print(Reflect.ownKeys(AGP).map(String).sort().join(), Reflect.ownKeys(AG).map(String).sort().join());
  print(AG.constructor.name, AG.constructor.length, Object.getPrototypeOf(AG.constructor).name, AGP.constructor === AG);
  for (const bad of [undefined, 5, {}, (function* () {})(), AGP, Promise.resolve()]) for (const m of ['next', 'return', 'throw']) await AGP[m].call(bad).catch(e => print(m, e.constructor.name));
  try { (function* () {})().next.call(it); print('took it') } catch (e) { print(e.constructor.name) }
  const F = AG.constructor, dynamic = new F('a', 'b = 2', 'yield a + b; yield* [a, b]');
  about(dynamic); for await (const x of dynamic(1)) print(x);
  try { F('}, function () {'); } catch (e) { print(e.constructor.name) }
  try { F('a = (', '0) {'); } catch (e) { print(e.constructor.name) }
  about(F());
  let calls = 0; async function* defaults(a = (() => { calls++; throw 'sync' })()) { print('never') }
  try { defaults() } catch (e) { print('threw', e, calls) }
  hoisted().next().then(v => print(v.value)); async function* hoisted() { yield 'hoisted' }
  { async function* block() { yield 'block' } print(await first(block())) }
  switch (1) { case 1: async function* cased() { yield 'case' } print(await first(cased())) }
  var rebound = declared; async function* twice() { yield 1 } async function* twice() { yield 2 } print(await first(twice()));
  const immutable = async function* me() { 'use strict'; try { me = 1 } catch (e) { yield e.constructor.name } }; print(await first(immutable()));
  print(await first((async function* (a) { arguments[0] = 'changed'; yield a })('kept')));
  print([...(function* () { yield* (function* () { yield 'sync'; return 1 })() })()].join());
})().catch(e => print(String(e && e.stack || e)));
