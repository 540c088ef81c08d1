import * as cyclic from './cyclic.mjs';
import def, { late } from './cyclic.mjs';
const attempt = (f) => { try { return String(f()); } catch (e) { return e.name; } };
export const seen = [attempt(() => cyclic.late), attempt(() => late), attempt(() => cyclic.default), attempt(() => def),
  'late' in cyclic, attempt(() => typeof late)].join();
