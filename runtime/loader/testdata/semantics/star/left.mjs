export const left = 'l', both = 1, own = 'shadowed';
export { same } from './same.mjs';
export default 'left';
