export const right = 'r', both = 2;
export * from './same.mjs';
export default 'right';
