import * as all from './all.mjs';
import { own, left, right } from './all.mjs';
console.log(Object.keys(all).join());
console.log('both' in all, all.both, 'default' in all);
console.log(own, left, right, all.same, all.viaCycle);
import('./asks.mjs').catch((e) => console.log(e.name));
