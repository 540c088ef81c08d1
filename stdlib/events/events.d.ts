/** Events of Node v20: EventEmitter, and functions that wait for events. */
declare module "node:events" {
  /** A function that hears of events. */
  export type Listener = (...args: any[]) => void;
  /** The name of an event. */
  export type EventName = string | symbol;
  /** What has listeners: an emitter, or an EventTarget of the web. */
  export type Emitter = EventEmitter | EventTarget;

  /** How an emitter treats the promises that its listeners return. */
  export interface EmitterOptions {
    /** The promise of a listener that rejects becomes an event "error". */
    captureRejections?: boolean;
  }

  /** What the functions that wait accept. A wait also ends with the cancellation scope that it began in. */
  export interface WaitOptions {
    /** Ends the wait with an AbortError whose cause is the reason. */
    signal?: AbortSignal;
  }

  /**
   * Calls the listeners of an event in the order in which they were added, at once. An event "error" that has no
   * listener is thrown. The functions of the module are properties of the class as well.
   * ```js
   * import { EventEmitter } from "node:events";
   * class Door extends EventEmitter {}
   * const door = new Door();
   * door.on("open", (who) => console.log(`${who} comes in`));
   * door.once("open", () => console.log("for the first time"));
   * console.log(door.emit("open", "Ada"), door.listenerCount("open"));
   * // Output:
   * // Ada comes in
   * // for the first time
   * // true 1
   * ```
   */
  export class EventEmitter {
    constructor(options?: EmitterOptions);
    static EventEmitter: typeof EventEmitter;
    static init: typeof init;
    static captureRejections: boolean;
    static defaultMaxListeners: number;
    static readonly captureRejectionSymbol: typeof captureRejectionSymbol;
    static readonly errorMonitor: typeof errorMonitor;
    static readonly usingDomains: false;
    static once: typeof once;
    static on: typeof on;
    static addAbortListener: typeof addAbortListener;
    static getEventListeners: typeof getEventListeners;
    static getMaxListeners: typeof getMaxListeners;
    static setMaxListeners: typeof setMaxListeners;
    static listenerCount: typeof listenerCount;
    /** Adds a listener. More than getMaxListeners() of one event give a warning. @throws TypeError if it is no function */
    on(name: EventName, listener: Listener): this;
    /** The same as on. */
    addListener(name: EventName, listener: Listener): this;
    /** Adds a listener that is called once. */
    once(name: EventName, listener: Listener): this;
    /** Adds a listener before the others. */
    prependListener(name: EventName, listener: Listener): this;
    /** Adds a listener before the others that is called once. */
    prependOnceListener(name: EventName, listener: Listener): this;
    /** Removes the listener that was added last, if it is there. */
    off(name: EventName, listener: Listener): this;
    /** The same as off. */
    removeListener(name: EventName, listener: Listener): this;
    /** Removes all listeners, or all of one event. */
    removeAllListeners(name?: EventName): this;
    /** Calls the listeners, and tells whether there are any. @throws what a listener throws, or the error of an unheard "error" */
    emit(name: EventName, ...args: any[]): boolean;
    /** The number of listeners of an event, or of how often one of them is there. */
    listenerCount(name: EventName, listener?: Listener): number;
    /** A copy of the listeners. */
    listeners(name: EventName): Listener[];
    /** A copy of the listeners, with the wrappers of those that are called once. */
    rawListeners(name: EventName): Listener[];
    /** The events that have listeners. */
    eventNames(): EventName[];
    /** How many listeners an event may have without a warning. */
    getMaxListeners(): number;
    /** Sets that number; 0 is no limit. @throws RangeError if it is negative */
    setMaxListeners(n: number): this;
  }
  /** The class is the module itself. */
  export default EventEmitter;

  /** Makes an object an emitter, as the constructor does. */
  export function init(this: object, options?: EmitterOptions): void;
  /** What EmitterOptions.captureRejections is for new emitters, as it was when the module was imported. */
  export const captureRejections: boolean;
  /** How many listeners an event may have without a warning, as it was when the module was imported: 10. */
  export const defaultMaxListeners: number;
  /** The name of the method that hears of rejections instead of "error". */
  export const captureRejectionSymbol: unique symbol;
  /** The event that hears of errors before "error", and takes nothing away from it. */
  export const errorMonitor: unique symbol;
  /** Always false: there are no domains. */
  export const usingDomains: false;

  /**
   * The arguments of the next event. An event "error" on the way rejects the promise.
   * @throws AbortError when the signal ends first
   */
  export function once(emitter: Emitter, name: EventName, options?: WaitOptions): Promise<any[]>;

  /**
   * The arguments of every event from now on; those that nobody waits for are kept. The iterator ends with an event of
   * `close` and fails with an event "error". Beyond `highWaterMark` kept events it pauses the emitter, and below
   * `lowWaterMark` it resumes it.
   * @throws AbortError when the signal ends
   * ```js
   * import { EventEmitter, on } from "node:events";
   * const e = new EventEmitter();
   * queueMicrotask(() => { e.emit("tick", 1); e.emit("tick", 2); e.emit("end"); });
   * for await (const [n] of on(e, "tick", { close: ["end"] })) console.log(n);
   * // Output:
   * // 1
   * // 2
   * ```
   */
  export function on(
    emitter: Emitter,
    name: EventName,
    options?: WaitOptions & { close?: EventName[]; highWaterMark?: number; lowWaterMark?: number },
  ): AsyncIterableIterator<any[]>;

  /** Calls a function once when the signal ends, or soon if it has; disposing of the result prevents that. */
  export function addAbortListener(signal: AbortSignal, listener: () => void): Disposable;
  /** A copy of the listeners of an emitter. @throws TypeError for an EventTarget, which does not tell */
  export function getEventListeners(emitter: EventEmitter, name: EventName): Listener[];
  /** How many listeners an event of an emitter may have without a warning. */
  export function getMaxListeners(emitter: EventEmitter): number;
  /** Sets that number for emitters, or the default for all. @throws RangeError if it is negative */
  export function setMaxListeners(n?: number, ...emitters: Emitter[]): void;
  /** The number of listeners. */
  export function listenerCount(emitter: EventEmitter, name: EventName): number;
}
