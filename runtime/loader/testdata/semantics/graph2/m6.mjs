console.log('start 6');
export function f6() { return 'f6'; }
await new Promise((r) => setTimeout(r, 30));
console.log('mid 6');
export const v6 = 'v6';
console.log('end 6');
