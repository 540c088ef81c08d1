const attempt = async (s) => { try { await import(s); return 'no error'; } catch (e) { return e; } };
const one = await attempt('./throws.mjs'), two = await attempt('./throws.mjs');
console.log(one.message, one === two, globalThis.runs);
const dependent = await attempt('./dependent.mjs');
console.log(dependent === one);
for (const s of ['./missing-name.mjs', './missing-default.mjs', './ambiguous.mjs', './syntax.mjs', './missing-unused.mjs', './missing-reexport.mjs']) {
  const e = await attempt(s);
  console.log(s, e.name, e instanceof SyntaxError);
}
for (const s of ['./nowhere.mjs', 'no-such-package', './imports-nowhere.mjs', 'no-scheme:x']) console.log(s, (await attempt(s)).code);
console.log(globalThis.evaluated);
console.log(await attempt('./cycle-throws.mjs').then((e) => e.message), await attempt('./cycle-other.mjs').then((e) => e.message));
try { await import({ toString() { throw new Error('from toString'); } }); } catch (e) { console.log(e.message); }
