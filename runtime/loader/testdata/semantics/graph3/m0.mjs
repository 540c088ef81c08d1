export * from './m3.mjs';
console.log('start 0');
export function f0() { return 'f0'; }
console.log('mid 0');
export let v0 = 'v0';
console.log('end 0');
