export let x = 1;
let value = 'first';
export { value as default };
export const setX = (v) => { x = v; }, setDefault = (v) => { value = v; };
export const obj = {};
