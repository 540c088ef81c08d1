import { v5, f5 } from './m5.mjs';
export * from './m1.mjs';
import './m2.mjs';
import { v0, f0 } from './m0.mjs';
console.log('start 6');
export function f6() { return 'f6'; }
console.log('6 sees', f5(), (() => { try { return v5; } catch (e) { return e.name; } })());
console.log('6 sees', f0(), (() => { try { return v0; } catch (e) { return e.name; } })());
await new Promise((r) => setTimeout(r, 60));
console.log('mid 6');
export let v6 = 'v6';
console.log('end 6');
