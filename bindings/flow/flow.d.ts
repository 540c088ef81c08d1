/**
 * Streams that are pulled: items come when they are asked for, so that nobody is flooded. The names are those of the
 * iterator helpers of ECMAScript where these have them, and a stage can work on several items at a time.
 *
 * - A stream does nothing until its items are taken: by toArray(), forEach(), for await and the like.
 * - It is for one use. Made of a function, stream(() => source), or by of, range, interval and events, it can be used many times.
 * - It is ordered. An error comes in its turn, behind the items before it, and keeps its stack and cause.
 * - However it ends, by the end, an error, `break`, take() or the cancellation of the scope around it, what still runs is
 *   cancelled and awaited, and the source is closed: its return() is called once, unless it has ended or failed by itself.
 *   Closing is shielded from cancellation for five seconds. An error of closing does not hide the one that ended the stream.
 * - Work on several items at a time runs in tasks beneath the scope of whoever takes the items.
 * - Items that are promises are awaited.
 */
declare module "lariat:flow" {
  import type { AnyIterable, Concurrency, Duration, WaitOptions } from "lariat:errors";
  import type { RetryOptions } from "lariat:retry";

  type P<T> = T | PromiseLike<T>;

  /** How many items a stage works on at a time. */
  export interface ConcurrencyOptions {
    /**
     * How many at a time, or a Governor that each item needs a permit of: it is acquired before the item is pulled and
     * released when fn is done with it. Default: that of limit(), or 1.
     */
    concurrency?: Concurrency;
    /** Whether results come in the order of the items. Default true; false gives them as they are ready. */
    ordered?: boolean;
    /** How many items may have been pulled whose results nobody has taken yet. Default: the concurrency; 16 for a Governor. */
    buffer?: number;
  }

  /** What parallel() needs: WorkerPool of "lariat:worker" is one. */
  export interface ImapPool {
    imap<T, R>(fn: (item: T, index: number) => P<R>, items: AnyIterable<T>, options?: object): AsyncIterable<Awaited<R>>;
  }

  /** What parallel() passes on to imap(). */
  export interface ParallelOptions extends WaitOptions {
    /** Whether results come in the order of the items. Default true. */
    ordered?: boolean;
    /** How many items go to a worker at once. Default "auto". */
    chunkSize?: number | "auto";
    /** How many results may wait for the consumer beside what the workers hold. Default: two chunks for each worker. */
    buffer?: number;
  }

  /** What pipeTo() writes to, if it is no function: a Channel, a WritableStream or an object with write(). All that they give is awaited. */
  export type Sink<T> =
    | { send(item: T): unknown; close?(): unknown; fail?(error: unknown): unknown }
    | { write(item: T): unknown; close?(): unknown; abort?(error: unknown): unknown }
    | { getWriter(): { write(item: T): unknown; close(): unknown; abort(error: unknown): unknown; releaseLock(): unknown } };

  /** The options of tee(), partition() and groupBy(). */
  export interface ShareOptions {
    /** How many items may wait for a consumer who is slower than the others. Default 16. */
    buffer?: number;
  }

  /**
   * A stream of items. Streams are made by stream() and the static methods.
   * ```js
   * import { stream } from "lariat:flow";
   * import { sleep } from "lariat:task";
   * async function* lookups() { for (let id = 1; ; id++) yield id; }
   * const names = await stream(lookups())
   *   .map(async (id) => { await sleep(10); return `user ${id}`; }, { concurrency: 4 })
   *   .filter((name) => !name.endsWith("2"))
   *   .take(3)
   *   .toArray();
   * console.log(names);
   * // Output: [ 'user 1', 'user 3', 'user 4' ]
   * ```
   */
  export class Stream<T> implements AsyncIterable<T>, AsyncDisposable {
    private constructor();
    /**
     * The same as stream().
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.from(new Set([1, 2])).toArray());
     * // Output: [ 1, 2 ]
     * ```
     */
    static from<T>(source: AnyIterable<T> | (() => P<AnyIterable<T>>)): Stream<T>;
    /**
     * A stream of these items, for any number of uses.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.of(1, 2, 3).map((n) => n * n).toArray());
     * // Output: [ 1, 4, 9 ]
     * ```
     */
    static of<T>(...items: T[]): Stream<Awaited<T>>;
    /**
     * The numbers from start up to, but without, end; Infinity is never reached. For any number of uses.
     * @throws RangeError when step is 0
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(0, 10, 4).toArray(), await Stream.range(3, 0, -1).toArray());
     * // Output: [ 0, 4, 8 ] [ 3, 2, 1 ]
     * ```
     */
    static range(start: number, end: number, step?: number): Stream<number>;
    /**
     * Gives 0 after `every`, 1 after twice that and so on, by a schedule that does not drift. Of the ticks that pass
     * while nobody asks only the last one is given.
     * @throws RangeError when `every` is not positive and finite
     * ```js
     * import { Stream } from "lariat:flow";
     * const start = performance.now();
     * await Stream.interval("5ms").take(3).forEach(() => {});
     * console.log(performance.now() - start >= 15);
     * // Output: true
     * ```
     */
    static interval(every: Duration): Stream<number>;
    /**
     * The events of one type, from the first pull on. They cannot wait: those that nobody has taken are kept, with `buffer`
     * only the latest so many. The stream never ends by itself; when the signal is aborted it fails with its reason.
     * ```js
     * import { Stream } from "lariat:flow";
     * const target = new EventTarget();
     * const two = Stream.events(target, "tick").take(2).count();
     * target.dispatchEvent(new Event("tick"));
     * target.dispatchEvent(new Event("tick"));
     * console.log(await two);
     * // Output: 2
     * ```
     */
    static events<E extends Event = Event>(
      target: EventTarget,
      type: string,
      options?: { signal?: AbortSignal; buffer?: number },
    ): Stream<E>;
    /**
     * The items of all sources as they come. Each is asked for one item ahead.
     * ```js
     * import { Stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * async function* slow() { await sleep(5); yield "slow"; }
     * console.log(await Stream.merge(slow(), ["fast", "faster"]).toArray());
     * // Output: [ 'fast', 'faster', 'slow' ]
     * ```
     */
    static merge<T>(...sources: AnyIterable<T>[]): Stream<T>;
    /**
     * The items of one source after the other. A source is opened when the one before it has ended.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.concat([1, 2], [3]).toArray());
     * // Output: [ 1, 2, 3 ]
     * ```
     */
    static concat<T>(...sources: AnyIterable<T>[]): Stream<T>;
    /**
     * Lists of one item of each source. Ends with the first source that ends; they are asked in turn, so that none of a
     * later one is lost then.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.zip(["a", "b", "c"], [1, 2]).toArray());
     * // Output: [ [ 'a', 1 ], [ 'b', 2 ] ]
     * ```
     */
    static zip<S extends AnyIterable<any>[]>(...sources: S): Stream<{ [K in keyof S]: S[K] extends AnyIterable<infer I> ? I : never }>;

    /**
     * fn(item, index) of each item, awaited.
     * ```js
     * import { stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * const slowFirst = async (ms) => { await sleep(ms); return ms; };
     * console.log(await stream([30, 20, 10]).map(slowFirst, { concurrency: 3 }).toArray());
     * console.log(await stream([30, 20, 10]).map(slowFirst, { concurrency: 3, ordered: false }).toArray());
     * // Output:
     * // [ 30, 20, 10 ]
     * // [ 10, 20, 30 ]
     * ```
     */
    map<R>(fn: (item: T, index: number) => P<R>, options?: ConcurrencyOptions): Stream<Awaited<R>>;
    /**
     * The items for which fn(item, index) is true.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream(["a", "", "b"]).filter(Boolean).toArray());
     * // Output: [ 'a', 'b' ]
     * ```
     */
    filter<S extends T>(fn: (item: T, index: number) => item is S, options?: ConcurrencyOptions): Stream<S>;
    filter(fn: (item: T, index: number) => unknown, options?: ConcurrencyOptions): Stream<T>;
    /**
     * The items of fn(item, index), an iterable, for each item: of one after the other, or of several at a time. In order,
     * those that have to wait for their turn are one item ahead.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream(["a b", "c"]).flatMap((text) => text.split(" ")).toArray());
     * // Output: [ 'a', 'b', 'c' ]
     * ```
     */
    flatMap<R>(fn: (item: T, index: number) => P<AnyIterable<R>>, options?: Omit<ConcurrencyOptions, "buffer">): Stream<R>;
    /**
     * The first n items. The source is closed when the nth has been given and the next one is asked for.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(1, Infinity).take(2).toArray());
     * // Output: [ 1, 2 ]
     * ```
     */
    take(n: number): Stream<T>;
    /**
     * All but the first n items.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream("abc").drop(1).toArray());
     * // Output: [ 'b', 'c' ]
     * ```
     */
    drop(n: number): Stream<T>;
    /**
     * The items before the first one for which fn is false.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(1, Infinity).takeWhile((n) => n * n < 10).toArray());
     * // Output: [ 1, 2, 3 ]
     * ```
     */
    takeWhile(fn: (item: T) => unknown): Stream<T>;
    /**
     * The items from the first one on for which fn is false.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream(["# a", "# b", "c", "# d"]).dropWhile((line) => line.startsWith("#")).toArray());
     * // Output: [ 'c', '# d' ]
     * ```
     */
    dropWhile(fn: (item: T) => unknown): Stream<T>;
    /**
     * Ends when the signal is aborted or the promise is fulfilled, even while an item is being waited for. If the promise
     * rejects, the stream fails.
     * ```js
     * import { stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * async function* stuck() { yield 1; await sleep("1h"); }
     * console.log(await stream(stuck()).takeUntil(AbortSignal.timeout(50)).toArray());
     * // Output: [ 1 ]
     * ```
     */
    takeUntil(end: AbortSignal | PromiseLike<unknown>): Stream<T>;

    /**
     * map() on other isolates: fn must not use variables from outside. All of it is pool.imap(), errors too.
     * ```js
     * import { Stream } from "lariat:flow";
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 2 });
     * const fib = (n) => { let [a, b] = [0, 1]; while (n-- > 0) [a, b] = [b, a + b]; return a; };
     * console.log(await Stream.range(0, 30).parallel(pool, fib).last());
     * // Output: 514229
     * ```
     */
    parallel<R>(pool: ImapPool, fn: (item: T, index: number) => P<R>, options?: ParallelOptions): Stream<Awaited<R>>;
    /**
     * Pulls up to n items ahead of the consumer. With "drop-oldest" or "drop-newest" it pulls whatever comes, and keeps n
     * items that nobody has taken.
     * ```js
     * import { Stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * const seen = [];
     * for await (const n of Stream.range(0, 9).tap((n) => seen.push(n)).buffer(2)) {
     *   await sleep(5);
     *   if (n === 1) break;
     * }
     * console.log(seen);
     * // Output: [ 0, 1, 2, 3 ]
     * ```
     */
    buffer(n: number, overflow?: "wait" | "drop-oldest" | "drop-newest"): Stream<T>;
    /**
     * Lists of n items; the last may be shorter.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(0, 5).chunk(2).toArray());
     * // Output: [ [ 0, 1 ], [ 2, 3 ], [ 4 ] ]
     * ```
     */
    chunk(n: number): Stream<T[]>;
    /**
     * Lists of n items, or of fewer when `every` has passed since the first of them came; never empty ones.
     * ```js
     * import { stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * async function* orders() { yield "a"; yield "b"; await sleep(100); yield "c"; }
     * console.log(await stream(orders()).batch(100, "50ms").toArray());
     * // Output: [ [ 'a', 'b' ], [ 'c' ] ]
     * ```
     */
    batch(n: number, every: Duration): Stream<T[]>;
    /**
     * Lists of n items that follow each other, each `step` items (default 1) behind the one before; only full ones.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(0, 4).window(2).toArray());
     * // Output: [ [ 0, 1 ], [ 1, 2 ], [ 2, 3 ] ]
     * ```
     */
    window(n: number, step?: number): Stream<T[]>;
    /**
     * Lets an item pass and drops those that come within `interval` after it.
     * ```js
     * import { stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * async function* clicks() { yield 1; yield 2; await sleep(100); yield 3; }
     * console.log(await stream(clicks()).throttle("50ms").toArray());
     * // Output: [ 1, 3 ]
     * ```
     */
    throttle(interval: Duration): Stream<T>;
    /**
     * Gives an item once none has followed it for `delay`, and the last one at the end.
     * ```js
     * import { stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * async function* keys() { yield "l"; yield "la"; await sleep(100); yield "lar"; }
     * console.log(await stream(keys()).debounce(50).toArray());
     * // Output: [ 'la', 'lar' ]
     * ```
     */
    debounce(delay: Duration): Stream<T>;
    /**
     * The concurrency of the stages after it that name none: map, filter, flatMap, forEach, some, every, find.
     * ```js
     * import { stream } from "lariat:flow";
     * import { Semaphore } from "lariat:lock";
     * import { sleep } from "lariat:task";
     * const api = new Semaphore(2);
     * let running = 0, most = 0;
     * const call = async () => { most = Math.max(most, ++running); await sleep(5); running--; };
     * await stream("abcdef").limit(api).forEach(call);
     * console.log(most);
     * // Output: 2
     * ```
     */
    limit(concurrency: Concurrency): Stream<T>;
    /**
     * Lets each item wait for a permit of the governor, which is given back at once: for a rate limiter.
     * ```js
     * import { Stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * const slow = { // a governor of one's own
     *   async acquire() { await sleep(10); return { release() {} }; },
     * };
     * const start = performance.now();
     * await Stream.range(0, 5).rate(slow).count();
     * console.log(performance.now() - start >= 49);
     * // Output: true
     * ```
     */
    rate(governor: Exclude<Concurrency, number>): Stream<T>;
    /**
     * Stream.merge() of this stream and others.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.of(1, 3).merge([2, 4]).toArray());
     * // Output: [ 1, 2, 3, 4 ]
     * ```
     */
    merge<U = T>(...others: AnyIterable<U>[]): Stream<T | U>;
    /**
     * Stream.concat() of this stream and others.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.of(1).concat([2], [3]).toArray());
     * // Output: [ 1, 2, 3 ]
     * ```
     */
    concat<U = T>(...others: AnyIterable<U>[]): Stream<T | U>;
    /**
     * Stream.zip() of this stream and others.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.of("a", "b").zip(Stream.range(1, Infinity)).toArray());
     * // Output: [ [ 'a', 1 ], [ 'b', 2 ] ]
     * ```
     */
    zip<U>(other: AnyIterable<U>): Stream<[T, U]>;
    zip(...others: AnyIterable<any>[]): Stream<any[]>;
    /**
     * The sum so far with each item: fn(sum, item), beginning with `initial`.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream([1, 2, 3]).scan((sum, n) => sum + n, 0).toArray());
     * // Output: [ 1, 3, 6 ]
     * ```
     */
    scan<A>(fn: (sum: A, item: T) => P<A>, initial: A): Stream<A>;
    /**
     * The items that, or whose keys, have not come before. All keys are remembered.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream(["a", "B", "b", "A"]).distinct((s) => s.toLowerCase()).toArray());
     * // Output: [ 'a', 'B' ]
     * ```
     */
    distinct(key?: (item: T) => unknown): Stream<T>;
    /**
     * Calls fn with each item, waits for it and gives the item.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream([1, 2]).tap((n) => console.log("saw", n)).count());
     * // Output:
     * // saw 1
     * // saw 2
     * // 2
     * ```
     */
    tap(fn: (item: T) => unknown): Stream<T>;
    /**
     * A stream for each key, with its key, when the first item of it comes. The groups share the source: an item is pulled
     * when somebody asks who has none, unless a consumer has `buffer` items waiting: then all wait for him. So consume the groups
     * at the same time. A group that is left (`break`) gets no more items and stops nobody; who leaves the stream of groups
     * closes the source, and the groups end with what they have.
     * ```js
     * import { stream } from "lariat:flow";
     * const words = ["ant", "bee", "asp", "bat"];
     * const groups = stream(words).groupBy((word) => word[0]);
     * console.log(await groups.map(async ([key, group]) => key + await group.count(), { concurrency: Infinity }).toArray());
     * // Output: [ 'a2', 'b2' ]
     * ```
     */
    groupBy<K>(key: (item: T) => P<K>, options?: ShareOptions): Stream<[K, Stream<T>]>;
    /**
     * Two streams: of the items for which fn is true, and of the others. They share the source as the branches of tee() do.
     * ```js
     * import { Stream } from "lariat:flow";
     * const [even, odd] = Stream.range(0, 6).partition((n) => n % 2 === 0);
     * console.log(await Promise.all([even.toArray(), odd.toArray()]));
     * // Output: [ [ 0, 2, 4 ], [ 1, 3, 5 ] ]
     * ```
     */
    partition<S extends T>(fn: (item: T) => item is S, options?: ShareOptions): [Stream<S>, Stream<Exclude<T, S>>];
    partition(fn: (item: T) => unknown, options?: ShareOptions): [Stream<T>, Stream<T>];
    /**
     * n streams (default 2) of the same items. An item is pulled when a branch asks that has none, unless another one has
     * `buffer` items waiting: then the fast one waits for it, also when it has not begun. A branch that is left is waited
     * for no more; the last one that leaves closes the source. The source is pulled in the scope where tee() was called.
     * ```js
     * import { Stream } from "lariat:flow";
     * const [a, b] = Stream.range(1, 4).tee();
     * console.log(await Promise.all([a.toArray(), b.reduce((x, y) => x * y)]));
     * // Output: [ [ 1, 2, 3 ], 6 ]
     * ```
     */
    tee(n?: number, options?: ShareOptions): Stream<T>[];
    /**
     * Fails when an item takes longer than that, counted from when it is asked for: a slow consumer is not at fault.
     * @throws DOMException "TimeoutError" (in the stream)
     * ```js
     * import { stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * async function* stuck() { yield 1; await sleep("1h"); }
     * await stream(stuck()).timeout(20).toArray().catch((error) => console.log(error.name, error.message));
     * // Output: TimeoutError Stream.timeout: no item came within 20 ms
     * ```
     */
    timeout(duration: Duration): Stream<T>;
    /**
     * Opens the stream again when it fails, as retry() of "lariat:retry" does with a function. An attempt is the whole
     * stream from the beginning: items that were given already come again. `attempts` and `maxElapsed` count over all of
     * it, `attemptTimeout` includes the time of the consumer.
     * @throws TypeError when the stream is for one use
     * @throws RetryError (in the stream) as retry() does
     * ```js
     * import { stream } from "lariat:flow";
     * import { backoff } from "lariat:retry";
     * let calls = 0, from = 0;
     * async function* download() { // goes on where it has failed
     *   calls++;
     *   for (; from < 4; from++) {
     *     if (from === 2 && calls < 3) throw new Error("connection lost");
     *     yield from;
     *   }
     * }
     * console.log(await stream(download).retry({ backoff: backoff.none() }).toArray(), calls);
     * // Output: [ 0, 1, 2, 3 ] 3
     * ```
     */
    retry(options?: RetryOptions): Stream<T>;
    /**
     * When the stages before it fail, goes on with the items of fn(error). What fails there is not caught, nor what the
     * consumer throws, nor a cancellation of the scope around.
     * ```js
     * import { stream } from "lariat:flow";
     * const half = (n) => { if (n % 2) throw new Error(`${n} is odd`); return n / 2; };
     * console.log(await stream([4, 2, 3]).map(half).catch((error) => [error.message]).toArray());
     * // Output: [ 2, 1, '3 is odd' ]
     * ```
     */
    catch<R>(fn: (error: unknown) => P<AnyIterable<R>>): Stream<T | R>;
    /**
     * Calls fn once when the stream ends, however it does, after the source has been closed. fn is awaited and shielded;
     * what it throws makes the stream fail, if it has not failed already.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream([1, 2]).finally(() => console.log("over")).first());
     * // Output:
     * // over
     * // 1
     * ```
     */
    finally(fn: () => unknown): Stream<T>;
    /**
     * fn(this stream), as a stream: for stages of one's own, and for lines().
     * ```js
     * import { stream } from "lariat:flow";
     * const pairs = (s) => s.window(2, 2);
     * console.log(await stream("abcd").pipe(pairs).toArray());
     * // Output: [ [ 'a', 'b' ], [ 'c', 'd' ] ]
     * ```
     */
    pipe<R>(fn: (stream: this) => AnyIterable<R>): Stream<R>;

    /**
     * All items.
     * @throws DOMException "TimeoutError", or the reason of the signal
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream(new Map([["a", 1]])).toArray({ timeout: "1s" }));
     * // Output: [ [ 'a', 1 ] ]
     * ```
     */
    toArray(options?: WaitOptions): Promise<T[]>;
    /**
     * Calls fn(item, index) for each item and waits for it. Several at a time are in no order.
     * ```js
     * import { stream } from "lariat:flow";
     * import { sleep } from "lariat:task";
     * await stream([20, 10]).forEach(async (ms) => { await sleep(ms); console.log(ms); }, 2);
     * // Output:
     * // 10
     * // 20
     * ```
     */
    forEach(fn: (item: T, index: number) => unknown, concurrency?: Concurrency): Promise<void>;
    /**
     * fn(sum, item, index) over all items. Without an initial value the first item is that.
     * @throws TypeError when there is neither
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(1, 6).reduce((product, n) => product * n));
     * // Output: 120
     * ```
     */
    reduce(fn: (sum: T, item: T, index: number) => P<T>): Promise<T>;
    reduce<A>(fn: (sum: A, item: T, index: number) => P<A>, initial: A): Promise<A>;
    /**
     * Whether fn(item, index) is true for some item; asks no further then.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(0, Infinity).some((n) => n > 5));
     * // Output: true
     * ```
     */
    some(fn: (item: T, index: number) => unknown, concurrency?: Concurrency): Promise<boolean>;
    /**
     * Whether fn(item, index) is true for every item; asks no further when it is not.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(0, Infinity).every((n) => n < 5));
     * // Output: false
     * ```
     */
    every(fn: (item: T, index: number) => unknown, concurrency?: Concurrency): Promise<boolean>;
    /**
     * The first item for which fn(item, index) is true, or undefined.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(1, Infinity).find(async (n) => n % 7 === 0, 4));
     * // Output: 7
     * ```
     */
    find<S extends T>(fn: (item: T, index: number) => item is S, concurrency?: Concurrency): Promise<S | undefined>;
    find(fn: (item: T, index: number) => unknown, concurrency?: Concurrency): Promise<T | undefined>;
    /**
     * The first item, or undefined.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(7, 9).first());
     * // Output: 7
     * ```
     */
    first(): Promise<T | undefined>;
    /**
     * The last item, or undefined.
     * ```js
     * import { Stream } from "lariat:flow";
     * console.log(await Stream.range(7, 9).last());
     * // Output: 8
     * ```
     */
    last(): Promise<T | undefined>;
    /**
     * How many items there are.
     * ```js
     * import { stream } from "lariat:flow";
     * console.log(await stream("letters").count());
     * // Output: 7
     * ```
     */
    count(): Promise<number>;
    /**
     * Hands each item to the target and waits for that. At the end the target is closed; when the stream fails it is told
     * (fail, abort, or else close). preventClose and preventAbort leave it alone. A function is only called.
     * ```js
     * import { Stream } from "lariat:flow";
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(1);
     * const writing = Stream.range(0, 3).pipeTo(channel);
     * for await (const n of channel) console.log(n);
     * await writing;
     * // Output:
     * // 0
     * // 1
     * // 2
     * ```
     */
    pipeTo(
      target: Sink<T> | ((item: T) => unknown),
      options?: WaitOptions & { preventClose?: boolean; preventAbort?: boolean },
    ): Promise<void>;
    /**
     * The stream as a ReadableStream of the web, which pulls an item when it is read.
     * @throws ModuleError when the runtime has no ReadableStream
     * ```js
     * import { Stream } from "lariat:flow";
     * const reader = Stream.range(1, Infinity).toReadableStream().getReader();
     * console.log((await reader.read()).value, (await reader.read()).value);
     * await reader.cancel();
     * // Output: 1 2
     * ```
     */
    toReadableStream(): ReadableStream<T>;
    /** Takes the items one by one. Calls of next() stand in line; return() ends the one that waits. */
    [Symbol.asyncIterator](): AsyncIterableIterator<T>;
    /**
     * Closes the source of a stream that nobody has begun to use. One in use belongs to whoever uses it.
     * ```js
     * import { stream } from "lariat:flow";
     * const file = {
     *   [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { console.log("closed"); return {}; } }),
     * };
     * {
     *   await using s = stream(file);
     * }
     * // Output: closed
     * ```
     */
    [Symbol.asyncDispose](): Promise<void>;
  }

  /**
   * Makes a stream of an iterable, sync or async: an array, a generator, a Channel, a ReadableStream. Of a function it makes one
   * that can be used many times: each use calls the function, and awaits what it gives. If it fails, the stream does. A Stream is
   * given back as it is.
   * @throws TypeError when the source is neither; when a stream for one use is used again
   * ```js
   * import { stream } from "lariat:flow";
   * const once = stream([1, 2, 3]);
   * console.log(await once.count());
   * try { once.map(String); } catch (error) { console.log(error.message); }
   * const often = stream(() => [1, 2, 3]);
   * console.log(await often.first(), await often.last());
   * // Output:
   * // 3
   * // Stream.map: this stream is for one use and was used already: make it of a function, stream(() => source), or tee() it
   * // 1 3
   * ```
   */
  export function stream<T>(source: AnyIterable<T> | (() => P<AnyIterable<T>>)): Stream<T>;

  /**
   * Makes a stage, for pipe(), that cuts bytes or text in chunks of any size into lines. A line ends with \n or \r\n, which
   * is not part of it. Bytes are UTF-8, also where a character is spread over chunks; a byte order mark is dropped.
   * @throws TypeError (in the stream) when a chunk is neither
   * ```js
   * import { stream, lines } from "lariat:flow";
   * const bytes = new TextEncoder().encode("naïve\r\ncafé\nend");
   * const chunks = [bytes.slice(0, 3), bytes.slice(3, 12), bytes.slice(12)];
   * console.log(await stream(chunks).pipe(lines()).toArray());
   * // Output: [ 'naïve', 'café', 'end' ]
   * ```
   */
  export function lines(): (source: AnyIterable<Uint8Array | string>) => Stream<string>;

  /**
   * lines(), each parsed as JSON. Empty lines are skipped.
   * @throws SyntaxError (in the stream) that names the line
   * ```js
   * import { stream, jsonLines } from "lariat:flow";
   * const log = stream(['{"n": 1}\n{"n"', ": 2}\n", "oops\n"]).pipe(jsonLines());
   * await log.forEach((entry) => console.log(entry)).catch((error) => console.log(error.message.split(":", 2).join()));
   * // Output:
   * // { n: 1 }
   * // { n: 2 }
   * // jsonLines, line 3 is not JSON
   * ```
   */
  export function jsonLines<T = unknown>(): (source: AnyIterable<Uint8Array | string>) => Stream<T>;

  /**
   * A generator that is driven by hand. It has run to its first yield already, whose value is dropped. Calls stand in line.
   * ```js
   * import { coroutine } from "lariat:flow";
   * const averager = coroutine(function* () {
   *   let average, sum = 0;
   *   for (let n = 1; ; n++) {
   *     sum += yield average;
   *     average = sum / n;
   *   }
   * });
   * await using average = averager();
   * console.log(await average.send(10), await average.send(20));
   * // Output: 10 15
   * ```
   */
  export interface Coroutine<I, O> extends AsyncDisposable {
    /**
     * Makes `value` the value of the yield where the generator stands, and resolves to what it yields next; to undefined
     * when it ends.
     * @throws what the generator throws; ClosedError when it had ended
     */
    send(value: I): Promise<O | undefined>;
    /** Throws at the yield where the generator stands, and resolves as send() does. */
    throw(error: unknown): Promise<O | undefined>;
    /** Returns at the yield where the generator stands: its finally blocks run, shielded from cancellation. */
    close(): Promise<void>;
  }

  /**
   * Makes of a generator function one that starts coroutines. What it throws before its first yield is thrown by the first call.
   * @throws TypeError when fn is no function, or gives no generator
   * ```js
   * import { coroutine } from "lariat:flow";
   * const consumer = coroutine(function* (name) {
   *   try {
   *     for (;;) console.log(name, "got", yield);
   *   } finally {
   *     console.log(name, "is done");
   *   }
   * });
   * {
   *   await using c = consumer("c");
   *   await c.send(1);
   * }
   * // Output:
   * // c got 1
   * // c is done
   * ```
   */
  export function coroutine<I, O, A extends unknown[]>(
    fn: (...args: A) => Generator<O, void, I> | AsyncGenerator<O, void, I>,
  ): (...args: A) => Coroutine<I, O>;
}
