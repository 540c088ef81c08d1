globalThis.loaded = true;

export const double = (x) => 2 * x;

export function twice(x) {
  return double(double(x));
}
