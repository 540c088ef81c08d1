import main from 'pkg';
import { feature } from 'pkg/features/one';
import json from 'pkg/package.json' with { type: 'json' };
import scoped from '@scope/name';
import sub from '@scope/name/lib/sub.js';
import { viaImports, dep, bare } from 'pkg/imports';
import nested from 'pkg/nested/a/b.js';
console.log(main, feature, json.name, scoped, sub, viaImports, dep, bare, nested);
for (const s of ['pkg/private/x.mjs', 'pkg/features/none', 'pkg/src/one.mjs', 'pkg/bad', 'pkg/outside', '#nothing', 'pkg/order'])
  try { console.log(s, (await import(s)).default); } catch (e) { console.log(s, e.code); }
console.log(import.meta.resolve('pkg').split('/').slice(-3).join('/'));
import cjs from './user.cjs';
console.log(cjs);
