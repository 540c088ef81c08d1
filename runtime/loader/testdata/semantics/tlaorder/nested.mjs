export const nested = import('./late.mjs').then((m) => m.default);
