import { thrower, Class, later, gen, lowered } from './lib.mjs';
const at = (e) => [...e.stack.matchAll(/(\w+\.mjs):(\d+):(\d+)/g)].map((m) => m.slice(1).join(':')).join(' < ');
const attempt = (f) => { try { f(); } catch (e) { console.log(at(e)); } };
console.log(at(new Error('here')));
/* é💥 */ attempt(() => { const x = 'ü💥'; throw new TypeError(x); });
attempt(() => thrower('deep'));
attempt(() => new Class().method());
attempt(() => [1].map((x) => thrower(x)));
await null;
try { await later(); } catch (e) { console.log(at(e).split(' < ')[0]); }
try { for await (const x of gen()) console.log(x); } catch (e) { console.log(at(e).split(' < ')[0]); }
setTimeout(() => { attempt(() => { throw new Error('timer'); }); }, 0);
attempt(() => lowered()); attempt(function named() { thrower(); });
