export * from './all.mjs';
export const viaCycle = 'cycle';
