import { numbers, Base, tagged, later } from './modern.mjs';
const seen = [];
for await (const n of numbers(3)) seen.push(n);
console.log(seen.join());
class Derived extends Base {
  #secret = 41;
  static count = 0;
  static { Derived.count = 1; }
  get secret() { return this.#secret + 1; }
  static has(o) { return #secret in o; }
}
console.log(new Derived().secret, Derived.count, Derived.has(new Derived()), Derived.has({}), new Derived().hello());
console.log(tagged`a${1}b`, 2 ** 10, String(1_000n), null ?? 'nullish', ({ a: { b: 1 } })?.a?.b, undefined?.x);
let x = null; x ??= 5; x ||= 6; x &&= 7;
console.log(x, [...'añ💥'].length, /(?<y>\d{4})/.exec('in 2024').groups.y, /\p{Lu}/u.test('É'), /\p{Lu}/u.test('é'));
const late = later();
console.log((await late.next()).value, (await late.return('r')).value, (await late.next()).done);
console.log((await Promise.all([1, Promise.resolve(2)])).join(), typeof import.meta.url);
outer: for (const i of [1, 2]) for (const j of [1, 2]) { if (j === 2) continue outer; console.log(i, j); }
console.log(((a, b = 2, ...[c]) => a + b + c)(1, undefined, 3), (({ a: { b = 5 } = {} }) => b)({}));
var get = { get static() { return 1; }, async: 2, await: 3, of: 4 };
console.log(get.static + get.async + get.await + get.of);
export default async function* () { yield 1; }
