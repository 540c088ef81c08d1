// The errors of the system, by their numbers on Linux.
import util from "node:util";

const map = () => util.getSystemErrorMap();
export const errors = [
  () => [...map()].filter(([, [name]]) => /^E[A-Z]+$/.test(name)).sort((a, b) => a[0] - b[0]).map(([n, [name, text]]) => `${n} ${name} ${text}`).join("\n"), () => map().size > 70, () => map() instanceof Map, () => map().get(-2), () => map().get(-4095), () => map().get(-3008), 
  ...[-1, -2, -13, -17, -98, -104, -110, -111, -4095, -3008, -3001, -9999, 0, 1, 2, 1.5, -1.5, NaN, -Infinity, "x", "-2", undefined, null, {}, -2n, -(2 ** 31)].map((n) => () => util.getSystemErrorName(n)), () => [util.getSystemErrorName.length, util.getSystemErrorMap.length],
];
