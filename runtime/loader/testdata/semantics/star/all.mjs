export * from './left.mjs';
export * from './right.mjs';
export * from './cycle.mjs';
export const own = 'all';
