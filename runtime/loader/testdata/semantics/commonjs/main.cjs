'use strict';
console.log(require.main === module, module.id, module.loaded, this === exports, typeof __filename, __filename.endsWith('main.cjs'));
console.log(typeof __dirname, module.filename === __filename, module.children.length, arguments.length >= 5);
const a = require('./a');
console.log(a.name, a.fromB, require('./a') === a, require('./a.js') === a, module.children.length);
console.log(require('./dir').where, require('./dir/').where, require('./lib').main);
console.log(require('./data.json').list[1], require('./data') === require('./data.json'));
console.log(require.resolve('./a').endsWith('a.js'), Object.keys(require.cache).length > 3);
delete require.cache[require.resolve('./a')];
console.log(require('./a') === a, require('./a').name);
try { require('./nope'); } catch (e) { console.log(e.code); }
try { require('no-such-package'); } catch (e) { console.log(e.code); }
for (let i = 0; i < 2; i++) try { require('./throws'); } catch (e) { console.log(e.message); }
console.log(require('./replaced')(), require('./returns').value, typeof require('./function'));
const m = require('./parent');
console.log(m.parent === module, m.paths[0].endsWith('node_modules'));
import('./esm.mjs').then((ns) => console.log(ns.default, Object.keys(ns).join()));
require.cache[require.resolve('./fake')] = { exports: 'planted' };
console.log(require('./fake'));
console.log(typeof require('./sloppy'));
