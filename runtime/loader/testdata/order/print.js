// How Node is given print: node --require ./print.js ticks.js > ticks.out
globalThis.print = (...a) => console.log(a.map(x => typeof x === 'symbol' ? String(x) : x).join(' '));
