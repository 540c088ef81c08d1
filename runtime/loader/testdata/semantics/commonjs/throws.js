globalThis.n = (globalThis.n || 0) + 1;
throw new Error('attempt ' + globalThis.n);
