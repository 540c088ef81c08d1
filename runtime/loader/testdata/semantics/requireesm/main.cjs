const ns = require('./lib.mjs');
console.log(ns.named, ns.default, ns.__esModule, Object.keys(ns).join());
const plain = require('./plain.mjs');
console.log(plain.a, plain.__esModule, plain === require('./plain.mjs'));
console.log(require('./whole.mjs'));
try { require('./waits.mjs'); } catch (e) { console.log(e.code); }
try { require('./imports-waits.mjs'); } catch (e) { console.log(e.code); }
try { require('./throws.mjs'); } catch (e) { console.log(e.message); }
ns.bump();
console.log(ns.count);
import('./lib.mjs').then((m) => console.log(m.count, m.__esModule));
