/**
 * Channels and queues that pass items between tasks.
 *
 * An item goes to exactly one receiver. Senders and receivers are served in the order of their calls; every wait obeys
 * the ambient scope and takes `{ signal, timeout }`. A receiver that is cancelled has taken nothing: what came for it in
 * the same instant goes back to the front. A sender that is cancelled has sent nothing.
 *
 * Channels, queues and PubSub can be posted to a worker and are the same thing there. Until then an item stays the same
 * object for whoever receives it; when the channel is posted, what is in it is cloned, and from then on every item is,
 * when it is sent. A worker that dies loses only what it had received.
 */
declare module "lariat:queue" {
  import type { Duration, WaitOptions } from "lariat:errors";

  /**
   * What happens when an item comes and the channel is full. "wait" (default): the sender waits. "throw": it gets a
   * QueueFullError. "drop-oldest": the oldest item makes room. "drop-newest": the item that comes is dropped. "latest": all
   * that is there makes room.
   */
  export type Overflow = "wait" | "throw" | "drop-oldest" | "drop-newest" | "latest";

  /** Options of a Channel. */
  export interface ChannelOptions<T> {
    /** How many items may wait in it; Infinity is no limit. */
    capacity?: number;
    /** What happens when it is full. Default "wait". */
    overflow?: Overflow;
    /** Appears in errors and deadlock reports. */
    name?: string;
    /** Gets each item that the overflow policy drops, in order, soon after. */
    onDrop?: (item: T) => void;
  }

  /**
   * A line of items between those who send and those who receive. With capacity 0, the default, a sender waits until a
   * receiver has taken its item.
   * @throws RangeError when the capacity is negative or a fraction
   * ```js
   * import { Channel } from "lariat:queue";
   * const channel = new Channel(2);
   * async function produce() {
   *   for (const item of ["a", "b", "c"]) await channel.send(item);
   *   channel.close();
   * }
   * const producing = produce();
   * for await (const item of channel) console.log(item);
   * await producing;
   * // Output:
   * // a
   * // b
   * // c
   * ```
   */
  export class Channel<T> implements AsyncIterable<T>, AsyncDisposable {
    constructor(options?: number | ChannelOptions<T>);
    /** The name that was given, or "". */
    readonly name: string;
    /** How many items wait in it. */
    readonly size: number;
    /** How many fit in; Infinity is no limit. */
    readonly capacity: number;
    /** Whether close() or fail() was called. */
    readonly closed: boolean;
    /** How many calls wait, to send, to receive or for a state. */
    readonly waiting: number;
    /**
     * Sends an item, and waits until there is room for it.
     * @throws ClosedError when the channel is closed, before or meanwhile; then the item was not sent
     * @throws QueueFullError when it is full and overflow is "throw"
     * @throws DOMException "TimeoutError" or signal.reason; "DataCloneError" when the channel is shared and the item cannot be
     * @throws DeadlockError when nothing is left that could receive
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel({ capacity: 1, name: "jobs" });
     * await channel.send("first");
     * await channel.send("second", { timeout: 5 }).catch((error) => console.log(error.name));
     * console.log(channel.size);
     * // Output:
     * // TimeoutError
     * // 1
     * ```
     */
    send(item: T, options?: WaitOptions): Promise<void>;
    /**
     * Never waits: whether the item was sent. What an overflow policy drops counts as sent.
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(1);
     * console.log(channel.trySend("a"), channel.trySend("b"));
     * // Output: true false
     * ```
     */
    trySend(item: T): boolean;
    /**
     * Waits for the next item; undefined when the channel is closed and empty.
     * @throws what fail() was given, when nothing is left
     * @throws DOMException "TimeoutError" or signal.reason
     * @throws DeadlockError when nothing is left that could send
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(1);
     * channel.trySend("a");
     * channel.close();
     * console.log(await channel.receive(), await channel.receive());
     * // Output: a undefined
     * ```
     */
    receive(options?: WaitOptions): Promise<T | undefined>;
    /**
     * Never waits: the next item, or null when there is none.
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(1);
     * channel.trySend("a");
     * console.log(channel.tryReceive(), channel.tryReceive());
     * // Output: { value: 'a' } null
     * ```
     */
    tryReceive(): { value: T } | null;
    /**
     * Waits for an item, and up to maxWait more for others, but takes no more than max. Without maxWait it takes what is
     * there. The list is empty when the channel is closed and empty. One that is cancelled puts back what it had.
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(10);
     * for (let i = 1; i <= 5; i++) channel.trySend(i);
     * console.log(await channel.receiveMany(3));
     * console.log(await channel.receiveMany(3, { maxWait: 5 }));
     * // Output:
     * // [ 1, 2, 3 ]
     * // [ 4, 5 ]
     * ```
     */
    receiveMany(max: number, options?: WaitOptions & { maxWait?: Duration }): Promise<T[]>;
    /**
     * Refuses those who send from now on, and who wait to. Receivers take what is there, then end.
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(1);
     * channel.close();
     * await channel.send("late").catch((error) => console.log(error.code));
     * // Output: ERR_CLOSED
     * ```
     */
    close(): void;
    /**
     * Is close(), but receivers that find nothing any more reject with the error.
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(1);
     * channel.trySend("last");
     * channel.fail(new Error("the source broke"));
     * console.log(await channel.receive());
     * await channel.receive().catch((error) => console.log(error.message));
     * // Output:
     * // last
     * // the source broke
     * ```
     */
    fail(error: unknown): void;
    /**
     * Waits until a send would not have to wait.
     * @throws ClosedError
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(1);
     * channel.trySend("a");
     * setTimeout(() => channel.tryReceive(), 1);
     * await channel.ready({ timeout: "1s" });
     * console.log(channel.trySend("b"));
     * // Output: true
     * ```
     */
    ready(options?: WaitOptions): Promise<void>;
    /**
     * Waits until the channel is empty: all that was sent has been received.
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(2);
     * channel.trySend("a");
     * setTimeout(() => channel.tryReceive(), 1);
     * await channel.drain();
     * console.log(channel.size);
     * // Output: 0
     * ```
     */
    drain(options?: WaitOptions): Promise<void>;
    /**
     * What for await uses. Each item goes to one of those who iterate; leaving the loop closes nothing.
     * ```js
     * import { Channel } from "lariat:queue";
     * const channel = new Channel(3);
     * for (const item of ["a", "b", "c"]) channel.trySend(item);
     * for await (const item of channel.values()) {
     *   console.log(item);
     *   if (item === "b") break;
     * }
     * console.log(channel.size, channel.closed);
     * // Output:
     * // a
     * // b
     * // 1 false
     * ```
     */
    values(): AsyncIterableIterator<T>;
    [Symbol.asyncIterator](): AsyncIterableIterator<T>;
    /** Is close(). It waits for nobody. */
    [Symbol.asyncDispose](): Promise<void>;
  }

  /**
   * A Channel for work: without a limit unless it has a capacity, and with an account of what is done.
   * ```js
   * import { Queue } from "lariat:queue";
   * const queue = new Queue();
   * async function worker() {
   *   for await (const job of queue) {
   *     console.log("did", job);
   *     queue.taskDone();
   *   }
   * }
   * const working = worker();
   * for (const job of ["wash", "dry"]) await queue.put(job);
   * await queue.join();
   * console.log("unfinished:", queue.unfinished);
   * queue.close();
   * await working;
   * // Output:
   * // did wash
   * // did dry
   * // unfinished: 0
   * ```
   */
  export class Queue<T> extends Channel<T> {
    /**
     * Another name of send().
     * ```js
     * import { Queue } from "lariat:queue";
     * const queue = new Queue({ capacity: 1 });
     * await queue.put("a");
     * await queue.put("b", { timeout: 1 }).catch((error) => console.log(error.name));
     * // Output: TimeoutError
     * ```
     */
    put(item: T, options?: WaitOptions): Promise<void>;
    /**
     * Waits for the next item.
     * @throws ClosedError when the queue is closed and empty, or what fail() was given
     * ```js
     * import { Queue } from "lariat:queue";
     * const queue = new Queue();
     * await queue.put("a");
     * queue.close();
     * console.log(await queue.get());
     * await queue.get().catch((error) => console.log(error.code));
     * // Output:
     * // a
     * // ERR_CLOSED
     * ```
     */
    get(options?: WaitOptions): Promise<T>;
    /**
     * Says that the work on one item is done.
     * @throws OverReleaseError when it is called more often than there were items
     * ```js
     * import { Queue } from "lariat:queue";
     * const queue = new Queue();
     * await queue.put("a");
     * await queue.get();
     * queue.taskDone();
     * console.log(queue.unfinished);
     * // Output: 0
     * ```
     */
    taskDone(): void;
    /**
     * Waits until taskDone() was called for every item. Items that a worker has received count as done when it dies: they
     * are not given to another, since what was begun may not be safe to do twice. Its task rejects, and can send them again.
     * ```js
     * import { Queue } from "lariat:queue";
     * const queue = new Queue();
     * await queue.put("a");
     * setTimeout(async () => { await queue.get(); queue.taskDone(); }, 1);
     * await queue.join({ timeout: "1s" });
     * console.log("all is done");
     * // Output: all is done
     * ```
     */
    join(options?: WaitOptions): Promise<void>;
    /** How many items were sent for which taskDone() was not called. Those that were dropped are not among them. */
    readonly unfinished: number;
  }

  /** Options of a PriorityQueue. */
  export interface PriorityQueueOptions<T> extends ChannelOptions<T> {
    /** Gives the priority of an item, in the isolate that made the queue. By default it is the item itself, if it is a number, or its `priority`, or 0. */
    priority?: (item: T) => number;
    /** The priority of an item rises by one whenever it has waited for so long, so that none starves. Default never. */
    aging?: Duration;
  }

  /**
   * A Queue that gives out the highest priority first, and equal ones in the order in which they came.
   * ```js
   * import { PriorityQueue } from "lariat:queue";
   * const queue = new PriorityQueue({ priority: (job) => job.urgency });
   * for (const [name, urgency] of [["mail", 1], ["fire", 9], ["tea", 1]]) await queue.put({ name, urgency });
   * while (queue.size > 0) console.log((await queue.get()).name);
   * // Output:
   * // fire
   * // mail
   * // tea
   * ```
   */
  export class PriorityQueue<T> extends Queue<T> {
    constructor(options?: number | PriorityQueueOptions<T>);
    /**
     * Sends an item, with a priority of its own if there is one.
     * ```js
     * import { PriorityQueue } from "lariat:queue";
     * const queue = new PriorityQueue();
     * await queue.send("tea", { priority: 1 });
     * await queue.send("fire", { priority: 9 });
     * console.log(await queue.receive());
     * // Output: fire
     * ```
     */
    send(item: T, options?: WaitOptions & { priority?: number }): Promise<void>;
    /**
     * Another name of send().
     * ```js
     * import { PriorityQueue } from "lariat:queue";
     * const queue = new PriorityQueue({ priority: (text) => text.length });
     * await queue.put("no");
     * await queue.put("perhaps");
     * console.log(await queue.get());
     * // Output: perhaps
     * ```
     */
    put(item: T, options?: WaitOptions & { priority?: number }): Promise<void>;
    /**
     * Never waits: whether the item was sent.
     * ```js
     * import { PriorityQueue } from "lariat:queue";
     * const queue = new PriorityQueue({ capacity: 1 });
     * console.log(queue.trySend("a", { priority: 1 }), queue.trySend("b", { priority: 2 }));
     * // Output: true false
     * ```
     */
    trySend(item: T, options?: { priority?: number }): boolean;
  }

  /**
   * A Queue that gives out the newest item first.
   * ```js
   * import { LifoQueue } from "lariat:queue";
   * const queue = new LifoQueue();
   * for (const page of ["home", "list", "item"]) queue.trySend(page);
   * console.log(await queue.get(), await queue.get());
   * // Output: item list
   * ```
   */
  export class LifoQueue<T> extends Queue<T> {}

  /** Options of a PubSub. */
  export interface PubSubOptions {
    /** How many items may wait for each subscriber; Infinity is no limit. Default 16. */
    buffer?: number;
    /** What happens when a subscriber is that far behind. "wait" (default): those who publish wait for it. */
    overflow?: Overflow;
    /** How many of the last items a new subscriber gets first. Default 0. */
    replay?: number;
    /** Appears in errors and deadlock reports. */
    name?: string;
  }

  /**
   * Passes each item to every subscriber, to all in the same order.
   * ```js
   * import { PubSub } from "lariat:queue";
   * const news = new PubSub({ replay: 1 });
   * await news.publish("early");
   * const first = news.subscribe(), second = news.subscribe();
   * console.log(await news.publish("late"));
   * news.close();
   * for await (const item of first) console.log(item);
   * console.log((await second.next()).value);
   * // Output:
   * // 2
   * // early
   * // late
   * // early
   * ```
   */
  export class PubSub<T> implements Disposable {
    constructor(options?: PubSubOptions);
    /** The name that was given, or "". */
    readonly name: string;
    /** How many subscribers there are. */
    readonly subscribers: number;
    /** Whether close() was called. */
    readonly closed: boolean;
    /**
     * Publishes an item, and waits until each subscriber has it in its buffer: how many those are.
     * @throws ClosedError after close()
     * @throws DOMException "TimeoutError" or signal.reason; some subscribers may have the item then
     * ```js
     * import { PubSub } from "lariat:queue";
     * const news = new PubSub();
     * const one = news.subscribe(), two = news.subscribe();
     * console.log(await news.publish("hello"), (await one.next()).value, (await two.next()).value);
     * // Output: 2 hello hello
     * ```
     */
    publish(item: T, options?: WaitOptions): Promise<number>;
    /**
     * Subscribes from now on, until the loop is left, return() is called, the signal aborts or the PubSub closes.
     * ```js
     * import { PubSub } from "lariat:queue";
     * const news = new PubSub({ replay: 1 });
     * await news.publish("before");
     * for await (const item of news.subscribe()) {
     *   console.log(item);
     *   break;
     * }
     * console.log(news.subscribers);
     * // Output:
     * // before
     * // 0
     * ```
     */
    subscribe(options?: { signal?: AbortSignal }): AsyncIterableIterator<T>;
    /**
     * Ends each subscription when its items have been received.
     * ```js
     * import { PubSub } from "lariat:queue";
     * const news = new PubSub();
     * const items = news.subscribe();
     * await news.publish("last");
     * news.close();
     * console.log(await items.next(), await items.next());
     * // Output: { value: 'last', done: false } { value: undefined, done: true }
     * ```
     */
    close(): void;
    [Symbol.dispose](): void;
  }

  /** What select chooses from; R is what it gives. */
  export interface Case<R> {
    readonly kind: "case";
    readonly _r?: R;
  }
  /**
   * The case of receiving: undefined when the channel is closed and empty.
   * ```js
   * import { Channel, recv, select } from "lariat:queue";
   * const channel = new Channel(1);
   * channel.trySend(21);
   * console.log(await select([recv(channel, (n) => n * 2)]));
   * // Output: 42
   * ```
   */
  export function recv<T, R = T | undefined>(channel: Channel<T>, map?: (value: T | undefined) => R | PromiseLike<R>): Case<R>;
  /**
   * The case of sending.
   * ```js
   * import { Channel, select, send } from "lariat:queue";
   * const full = new Channel(1), free = new Channel(1);
   * full.trySend(0);
   * console.log(await select([send(full, 1, () => "full"), send(free, 1, () => "free")]));
   * // Output: free
   * ```
   */
  export function send<T, R = void>(channel: Channel<T>, value: T, map?: () => R | PromiseLike<R>): Case<R>;
  /**
   * The case of a delay that has passed since select was called.
   * ```js
   * import { after, Channel, recv, select } from "lariat:queue";
   * console.log(await select([recv(new Channel()), after(5, () => "nothing came")]));
   * // Output: nothing came
   * ```
   */
  export function after<R = undefined>(delay: Duration, map?: () => R | PromiseLike<R>): Case<R>;
  /**
   * Does exactly one of the cases, as soon as one can be done, and gives what its map returns. The others have no effect:
   * nothing is lost, as it would be with Promise.race. Of several that can be done at once Math.random chooses.
   * @throws ClosedError when the case of sending to a closed channel is chosen; what fail() was given when it is one of receiving
   * @throws DOMException "TimeoutError" or signal.reason
   * @throws DeadlockError when nothing is left that could make a case ready
   * ```js
   * import { after, Channel, recv, select } from "lariat:queue";
   * const news = new Channel(1), stop = new Channel(1);
   * news.trySend("hello");
   * const what = await select([
   *   recv(news, (text) => `news: ${text}`),
   *   recv(stop, () => "stop"),
   *   after("1s", () => "silence"),
   * ]);
   * console.log(what);
   * // Output: news: hello
   * ```
   */
  export function select<R>(cases: Iterable<Case<R>>, options?: WaitOptions): Promise<R>;
}
