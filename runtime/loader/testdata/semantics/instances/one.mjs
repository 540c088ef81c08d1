globalThis.last = (globalThis.last ?? 0) + 1;
export const id = globalThis.last;
export const url = import.meta.url;
