import def, { x, setX, setDefault, obj } from './live.mjs';
import * as live from './live.mjs';
import { x as through, def as again } from './through.mjs';
console.log(x, def, through, again);
setX(2); setDefault('second');
console.log(x, def, live.x, live.default, through, again);
obj.changed = true;
console.log(live.obj.changed, typeof setX, typeof nothing);
import { f, g, C, early } from './functions.mjs';
console.log(f(), g(), new C().m(), early);
export { x as y } from './live.mjs';
label: for (const v of [1]) { continue label; }
console.log(await import('./assigned.mjs').then((m) => [m.a, m.b, m.c, m.d, m.e].join()));
