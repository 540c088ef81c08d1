export const b = 2, a = 1;
export let counter = 0;
export function bump() { counter++; }
export class Klass {}
export function func() {}
export const arrow = () => 1;
const hidden = 'with a string name';
export { hidden as 'ein Name', hidden as Z, hidden as _ };
export default class {}
