import { a, late } from './main.mjs'; export const b = () => 'b' + a(); export const callA = () => late; let r; try { r = late } catch (e) { r = e.name } console.log('early', r, typeof a, a());
