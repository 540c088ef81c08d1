// a comment line
export function thrower(message) {
  if (message === 'deep') inner(message);
  throw new Error(message);
}

function inner(m) { throw new Error(m); }
export class Class {
  #private = 1;
  method() { return this.call(); }
  call() {
    throw new Error('private ' + this.#private);
  }
}
export async function later() {
  await null;
  await new Promise((r) => r());
  throw new Error('after two awaits');
}
export async function* gen() {
  yield 1;
  await null;
      throw new Error('in an async generator');
}
export function lowered() {
  const o = { async *m() { for await (const x of []) yield* x; } }; void o;
  return (() => { throw new Error('beside lowered syntax'); })();
}
