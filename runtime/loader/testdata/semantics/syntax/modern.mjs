export async function* numbers(n) { for (let i = 0; i < n; i++) { await null; yield i; } }
export class Base { hello = () => 'hello'; }
export const tagged = (s, ...v) => s.raw.join('|') + v.length;
export const later = async function* () { try { yield 'first'; yield 'second'; } finally { await null; } };
