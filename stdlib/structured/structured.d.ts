/** Deep copies, as the web has them (https://html.spec.whatwg.org/#safe-passing-of-structured-data). */

/** What structuredClone accepts. */
interface StructuredSerializeOptions {
  /** Objects to move rather than copy: ArrayBuffers, ports, streams. They are of no use afterwards. */
  transfer?: Iterable<object>;
}

/**
 * Copies a value with all that it holds: objects, arrays, Maps, Sets, Dates, RegExps, errors, buffers and typed arrays,
 * with cycles and with what is shared inside. Locks, channels and other shared objects of lariat are not copied: the
 * copy refers to the same ones. Functions, symbols, Promises and the like cannot be copied; classes of the script lose
 * their prototype.
 * @throws DOMException "DataCloneError" that names the culprit by its path
 * ```js
 * const original = { when: new Date(0), tags: new Set(["a"]) };
 * original.self = original;
 * const copy = structuredClone(original);
 * console.log(copy !== original, copy.self === copy, copy.tags.has("a"));
 * try {
 *   structuredClone({ a: { callbacks: [() => {}] } });
 * } catch (error) {
 *   console.log(error.name, error.message);
 * }
 * // Output:
 * // true true true
 * // DataCloneError value.a.callbacks[0] is a function and cannot be cloned: send data, and import the function on the other side
 * ```
 */
declare function structuredClone<T>(value: T, options?: StructuredSerializeOptions): T;

declare module "web:structured" {
  export const structuredClone: typeof globalThis.structuredClone;
}
