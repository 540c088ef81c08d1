import def, { x } from './plain.cjs';
import es, { y } from './compiled.cjs';
import fn, { p } from './fn.cjs';
import * as ns from './plain.cjs';
import data from './data.json' with { type: 'json' };
import lazy, * as lazyNs from './lazy.cjs';
console.log(JSON.stringify(def), x, ns.x, ns.default === def);
console.log(typeof es, es.default, es.y, y, es.__esModule);
console.log(fn(), p, typeof fn.p);
console.log(JSON.stringify(data));
console.log(lazy.value, Object.prototype.toString.call(ns));
const again = await import('./plain.cjs');
console.log(again === ns);
def.x = 'changed';
console.log(ns.x, def.x);
try { await import('./throws.cjs'); } catch (e) { console.log(e.message); }
try { await import('./throws.cjs'); } catch (e) { console.log(e.message, globalThis.count); }
