const run = async (s) => { try { const ns = await import(s); console.log(s, Object.keys(ns).join()); } catch (e) { console.log(s, e.name, e instanceof SyntaxError || e.message); } };
await run('./m4.mjs');
await run('./m7.mjs');
await run('./m6.mjs');
