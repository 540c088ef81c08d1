import { id as a } from './one.mjs';
import { id as b } from './one.mjs?x';
import { id as c } from './one.mjs?y';
import { id as d } from './one.mjs?x';
import { id as e } from './sub/../one.mjs';
import { id as f } from './%6fne.mjs';
console.log(a, b, c, d, e, f);
console.log((await import('./one.mjs')).id, (await import(import.meta.resolve('./one.mjs?y'))).id);
console.log((await import('./one.mjs?x#h')).url.split('/').pop());
