export const early = f() + g();
export function f() { return 'f'; }
export { g };
function g() { return 'g'; }
export class C { m() { return 'm'; } }
