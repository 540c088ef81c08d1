// expect: timeout
async function* g() { try { for (;;) yield 1; } finally { for (;;); } } for await (const x of g()) for await (const y of g());
