import { a } from './main.mjs'; await 0; export const b = () => 'b' + a; console.log('b done')
