/**
 * Values that several isolates use at the same time: the main program and its workers.
 *
 * A SharedCounter is one number, a SharedArray many, a SharedMap a table of values by key. share() makes a value that
 * nobody can change any more and that is in memory once, however many workers look at it. All of them can be posted to
 * a worker or captured by its function, and are the same thing there.
 *
 * What is plainly written here is seen by another isolate only after something that puts the two in order: an operation
 * of Atomics, a lock, a message. Reading and writing the elements of a `view` while another isolate writes them is a
 * data race; the methods of SharedArray and Atomics are not.
 */
declare module "lariat:shared" {
  import type { Token, WaitOptions } from "lariat:errors";

  /** What the constructor of a SharedCounter takes besides a plain number. */
  export interface SharedCounterOptions {
    /** The number it starts from. Default 0. */
    initial?: number;
    /** "int64" (the default) counts integers, "float64" any number. */
    type?: "int64" | "float64";
    /** Appears in errors and deadlock reports. */
    name?: string;
  }

  /**
   * One number that any number of isolates change at the same time. Each method is one atomic operation.
   *
   * An "int64" takes integers up to 2^53 and is exact. Should sums take it further it goes on counting exactly, up to
   * 2^63, where it wraps around; but a JavaScript number shows it rounded from 2^53 on. A "float64" rounds as numbers do.
   * ```js
   * import { SharedCounter } from "lariat:shared";
   * const hits = new SharedCounter({ name: "hits" });
   * hits.add(5);
   * hits.increment();
   * console.log(hits.value);
   * // Output: 6
   * ```
   */
  export class SharedCounter {
    /** @throws RangeError when an "int64" would start from something else than an integer up to 2^53 */
    constructor(initial?: number | SharedCounterOptions);
    /** The name that was given, or "". */
    readonly name: string;
    /** The number as it is now. Writing it is atomic too, but `counter.value += 1` is two operations: use add. */
    value: number;
    /**
     * Adds n and returns the new value.
     * @throws RangeError when n is no integer, or beyond 2^53, and the counter is an "int64"
     * ```js
     * import { SharedCounter } from "lariat:shared";
     * const hits = new SharedCounter(5);
     * console.log(hits.add(3), hits.value);
     * // Output: 8 8
     * ```
     */
    add(n: number): number;
    /**
     * Subtracts n and returns the new value.
     * ```js
     * import { SharedCounter } from "lariat:shared";
     * const left = new SharedCounter(5);
     * console.log(left.sub(2));
     * // Output: 3
     * ```
     */
    sub(n: number): number;
    /**
     * Adds 1 and returns the new value.
     * ```js
     * import { SharedCounter } from "lariat:shared";
     * const hits = new SharedCounter();
     * console.log(hits.increment());
     * // Output: 1
     * ```
     */
    increment(): number;
    /**
     * Subtracts 1 and returns the new value.
     * ```js
     * import { SharedCounter } from "lariat:shared";
     * const left = new SharedCounter(3);
     * console.log(left.decrement());
     * // Output: 2
     * ```
     */
    decrement(): number;
    /**
     * Writes replacement if the value is expected. Returns the value that it found: the exchange has happened if that
     * is expected.
     * ```js
     * import { SharedCounter } from "lariat:shared";
     * const state = new SharedCounter(0);
     * console.log(state.compareExchange(0, 1), state.compareExchange(0, 2), state.value);
     * // Output: 0 1 1
     * ```
     */
    compareExchange(expected: number, replacement: number): number;
    /**
     * Waits until the predicate holds and gives the value that it held for. It is asked at once and whenever the counter
     * has changed, wherever that happened; nothing polls. It must answer at once, not with a promise.
     * @throws DOMException "TimeoutError" or signal.reason
     * @throws DeadlockError when nothing is left that could change the counter
     * ```js
     * import { SharedCounter } from "lariat:shared";
     * const done = new SharedCounter();
     * setTimeout(() => done.add(3), 10);
     * console.log(await done.waitFor((n) => n >= 3, { timeout: "1s" }));
     * // Output: 3
     * ```
     */
    waitFor(predicate: (value: number) => boolean, options?: WaitOptions): Promise<number>;
  }

  /** The types of elements. Those of "bigint64" are bigints. */
  export type SharedArrayType =
    "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32" | "float32" | "float64" | "bigint64";

  /** The typed array that shows the memory of a SharedArray. */
  export type SharedArrayView =
    Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array;

  /**
   * Numbers over a SharedArrayBuffer. The methods read and write one element as a whole, floating-point numbers and
   * bytes too; numbers are converted as typed arrays do it. What concerns several elements goes under lock().
   * ```js
   * import { SharedArray } from "lariat:shared";
   * const histogram = new SharedArray("uint32", 4);
   * for (const grade of [1, 2, 2, 3]) histogram.add(grade, 1);
   * console.log([...histogram]);
   * // Output: [ 0, 1, 2, 1 ]
   * ```
   */
  export class SharedArray<T extends number | bigint = number> implements Iterable<T> {
    /**
     * Makes an array of zeros, or one with the given elements.
     * @throws TypeError for an unknown type, RangeError for a length that is not possible
     */
    constructor(type: SharedArrayType, lengthOrItems: number | ArrayLike<number> | ArrayLike<bigint>, options?: { name?: string });
    /** How many elements there are; it never changes. */
    readonly length: number;
    /** The type that was given. */
    readonly type: SharedArrayType;
    /** The name that was given, or "". */
    readonly name: string;
    /** The memory: for Atomics, and for typed arrays of your own. */
    readonly buffer: SharedArrayBuffer;
    /**
     * The memory as a typed array, always the same object. Its elements are plain memory: read and write them while no
     * other isolate writes them, or through Atomics.
     */
    readonly view: SharedArrayView;
    /**
     * Reads an element. @throws RangeError when there is none
     * ```js
     * import { SharedArray } from "lariat:shared";
     * const sums = new SharedArray("float64", [1.5, 2.5]);
     * console.log(sums.get(1));
     * // Output: 2.5
     * ```
     */
    get(index: number): T;
    /**
     * Writes an element.
     * ```js
     * import { SharedArray } from "lariat:shared";
     * const sums = new SharedArray("int32", 2);
     * sums.set(0, 7);
     * console.log([...sums]);
     * // Output: [ 7, 0 ]
     * ```
     */
    set(index: number, value: T): void;
    /**
     * Adds n to an element and returns the new value. Integers wrap around.
     * ```js
     * import { SharedArray } from "lariat:shared";
     * const sums = new SharedArray("int32", [1, 2]);
     * sums.add(1, 10);
     * console.log([...sums]);
     * // Output: [ 1, 12 ]
     * ```
     */
    add(index: number, n: T): T;
    /**
     * Writes what fn makes of an element, and returns that. Should another isolate change the element meanwhile, fn is
     * called again with its new value, so it should do nothing else. What fn throws leaves the element as it is.
     * ```js
     * import { SharedArray } from "lariat:shared";
     * const best = new SharedArray("float64", [0.5]);
     * console.log(best.update(0, (old) => Math.max(old, 0.25)), best.update(0, (old) => Math.max(old, 0.75)));
     * // Output: 0.5 0.75
     * ```
     */
    update(index: number, fn: (old: T) => T): T;
    /**
     * Waits in line for the array's own mutex, to do several things as one. It keeps out only those who ask for it, too.
     * @throws DOMException "TimeoutError" or signal.reason
     * @throws DeadlockError when nothing is left that could release it
     * ```js
     * import { SharedArray } from "lariat:shared";
     * const accounts = new SharedArray("float64", [100, 0], { name: "accounts" });
     * {
     *   using token = await accounts.lock();
     *   accounts.add(0, -30);
     *   accounts.add(1, 30);
     * }
     * console.log(...accounts);
     * // Output: 70 30
     * ```
     */
    lock(options?: WaitOptions): Promise<Token>;
    /**
     * The elements, each as it is at the start.
     * ```js
     * import { SharedArray } from "lariat:shared";
     * const sums = new SharedArray("uint8", [1, 2, 3]);
     * console.log([...sums.values()]);
     * // Output: [ 1, 2, 3 ]
     * ```
     */
    values(): IterableIterator<T>;
    /** The same as values. */
    [Symbol.iterator](): IterableIterator<T>;
  }

  /** What share makes of a type: the same, read-only all the way down. */
  export type Shared<T> = T extends object ? { readonly [K in keyof T]: Shared<T[K]> } : T;

  /**
   * Makes a value that never changes. It is copied once, to where all isolates see it: posting it sends a reference and
   * costs nothing. In each isolate it looks like an ordinary frozen array or object, made as far as it is looked at;
   * the same part is always the same object. Every attempt to change it throws a TypeError.
   *
   * Plain objects, arrays and primitive values can be shared, also where they refer to themselves. Getters are called
   * and holes become undefined. A Map, Set, Date, typed array, RegExp or error can be changed or has a state, so it is
   * refused, and the error says what to do instead. structuredClone makes an ordinary copy.
   * @throws DataCloneError names what cannot be shared by its path
   * ```js
   * import { share } from "lariat:shared";
   * const rates = share({ base: "EUR", rates: [{ to: "USD", rate: 1.1 }, { to: "JPY", rate: 160 }] });
   * console.log(rates.rates.map((r) => r.to), Array.isArray(rates.rates), JSON.stringify(rates.rates[0]));
   * try { rates.base = "USD" } catch (error) { console.log(error.name) }
   * try { share({ handlers: [() => 1] }) } catch (error) { console.log(error.message) }
   * // Output:
   * // [ 'USD', 'JPY' ] true {"to":"USD","rate":1.1}
   * // TypeError
   * // value.handlers[0] is a function and cannot be shared
   * ```
   */
  export function share<T>(value: T): Shared<T>;

  /**
   * Whether a value is an object that share has made, or a part of one.
   * ```js
   * import { isShared, share } from "lariat:shared";
   * const list = share([[1], 2]);
   * console.log(isShared(list), isShared(list[0]), isShared([1]), isShared(2));
   * // Output: true true false false
   * ```
   */
  export function isShared(value: unknown): boolean;

  /** Options of a SharedMap. */
  export interface SharedMapOptions {
    /** Appears in errors and deadlock reports. */
    name?: string;
    /** How many entries there may be; one more throws a LimitError. Default: no limit. */
    maxEntries?: number;
  }

  /**
   * A map that any number of isolates use at the same time. Keys are strings and numbers, values whatever share takes,
   * and are shared when they are stored; undefined is none. Entries stay in the order in which their keys came.
   * ```js
   * import { SharedMap } from "lariat:shared";
   * const words = new SharedMap();
   * for (const word of "the cat and the dog".split(" ")) words.update(word, (n = 0) => n + 1);
   * console.log([...words]);
   * // Output: [ [ 'the', 2 ], [ 'cat', 1 ], [ 'and', 1 ], [ 'dog', 1 ] ]
   * ```
   */
  export class SharedMap<K extends string | number, V> implements Iterable<[K, Shared<V>]> {
    constructor(options?: SharedMapOptions);
    /** The name that was given, or "". */
    readonly name: string;
    /** How many entries there are. */
    readonly size: number;
    /**
     * The value of a key, or undefined. It never waits.
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const users = new SharedMap();
     * users.set("ann", { age: 40 });
     * console.log(users.get("ann").age, users.get("bob"));
     * // Output: 40 undefined
     * ```
     */
    get(key: K): Shared<V> | undefined;
    /**
     * Whether the key has a value.
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const users = new SharedMap();
     * users.set("ann", 1);
     * console.log(users.has("ann"), users.has("bob"));
     * // Output: true false
     * ```
     */
    has(key: K): boolean;
    /**
     * Writes a value. Like everything that writes it stands still while another isolate's update of this key runs.
     * @throws DataCloneError when the value cannot be shared
     * @throws LimitError when there would be more than maxEntries
     * @throws DeadlockError inside the callback of an update
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const users = new SharedMap();
     * users.set("ann", 1).set("bob", 2);
     * console.log(users.size);
     * // Output: 2
     * ```
     */
    set(key: K, value: V): this;
    /**
     * Takes an entry away, and says whether it was there.
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const users = new SharedMap();
     * users.set("ann", 1);
     * console.log(users.delete("ann"), users.delete("ann"));
     * // Output: true false
     * ```
     */
    delete(key: K): boolean;
    /**
     * The value of a key; if there is none, the given one is written first.
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const users = new SharedMap();
     * console.log(users.getOrInsert("ann", 1), users.getOrInsert("ann", 2));
     * // Output: 1 1
     * ```
     */
    getOrInsert(key: K, value: V): Shared<V>;
    /**
     * Writes a value if the expected one is there, and says whether it did. Primitive values are compared by value, shared
     * objects by identity; undefined expects that there is none.
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const leader = new SharedMap();
     * console.log(leader.compareAndSet("who", undefined, "a"), leader.compareAndSet("who", undefined, "b"), leader.get("who"));
     * // Output: true false a
     * ```
     */
    compareAndSet(key: K, expected: Shared<V> | undefined, value: V): boolean;
    /**
     * Writes what fn makes of the value, and returns that. fn runs once and at once, and nobody else writes the key
     * meanwhile: others who want to stand still, so keep it short. In it no SharedMap can be written (DeadlockError). If it
     * throws nothing has changed; if its isolate is killed in the middle, the key is free again.
     * @throws TypeError when fn returns a promise or undefined
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const stock = new SharedMap();
     * stock.set("apples", { count: 3, sold: 0 });
     * stock.update("apples", (old) => ({ count: old.count - 1, sold: old.sold + 1 }));
     * console.log(stock.get("apples"));
     * // Output: { count: 2, sold: 1 }
     * ```
     */
    update(key: K, fn: (old: Shared<V> | undefined) => V): Shared<V>;
    /**
     * The value of a key as it changes: first the one that is there, then the newest whenever it is another one. Values
     * that came and went meanwhile are left out. undefined says that the key has none. The options end the whole watch.
     * @throws DOMException "TimeoutError" or signal.reason
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const config = new SharedMap();
     * config.set("level", "info");
     * setTimeout(() => config.set("level", "debug"), 10);
     * for await (const level of config.watch("level", { timeout: "1s" })) {
     *   console.log(level);
     *   if (level === "debug") break;
     * }
     * // Output:
     * // info
     * // debug
     * ```
     */
    watch(key: K, options?: WaitOptions): AsyncIterableIterator<Shared<V> | undefined>;
    /**
     * The entries as they are at this moment.
     * ```js
     * import { SharedMap } from "lariat:shared";
     * const users = new SharedMap();
     * users.set("ann", 1);
     * for (const [name, n] of users.entries()) console.log(name, n);
     * // Output: ann 1
     * ```
     */
    entries(): IterableIterator<[K, Shared<V>]>;
    /** The same as entries. */
    [Symbol.iterator](): IterableIterator<[K, Shared<V>]>;
  }
}
