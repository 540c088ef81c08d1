console.log('fast start');
await new Promise((r) => setTimeout(r, 5));
console.log('fast end');
