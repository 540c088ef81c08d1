const run = async (s) => { try { const ns = await import(s); console.log(s, Object.keys(ns).join()); } catch (e) { console.log(s, e.name, e instanceof SyntaxError || e.message); } };
await run('./m6.mjs');
await run('./m0.mjs');
await run('./m1.mjs');
