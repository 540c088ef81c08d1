/** Events and cancellation as the web has them (https://dom.spec.whatwg.org). */

/** What an Event is made with. */
interface EventInit {
  bubbles?: boolean;
  /** Whether preventDefault() has an effect. */
  cancelable?: boolean;
  composed?: boolean;
}

/** Something that has happened, as its listeners see it. */
interface Event {
  readonly type: string;
  /** The object that it was dispatched to, null before. */
  readonly target: EventTarget | null;
  /** @deprecated The same as target. */
  readonly srcElement: EventTarget | null;
  /** The object whose listeners run now, null when none do. */
  readonly currentTarget: EventTarget | null;
  /** AT_TARGET while listeners run, else NONE: targets have no parents here. */
  readonly eventPhase: number;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly composed: boolean;
  readonly defaultPrevented: boolean;
  /** False once the event was canceled; setting it to false is preventDefault(). */
  returnValue: boolean;
  /** True once propagation was stopped; setting it to true is stopPropagation(). */
  cancelBubble: boolean;
  /** True for events of lariat itself. */
  readonly isTrusted: boolean;
  /** When it was made, in milliseconds since the program began. */
  readonly timeStamp: number;
  /** The targets that it passes: [currentTarget] while listeners run, else []. */
  composedPath(): EventTarget[];
  /** Cancels what the event announces, if it can be canceled: dispatchEvent() returns false. */
  preventDefault(): void;
  /** Keeps the event from the listeners of the next phase. */
  stopPropagation(): void;
  /** Keeps the event from all listeners that have not heard of it. */
  stopImmediatePropagation(): void;
  /** @deprecated Begins the event anew; use the constructor. */
  initEvent(type: string, bubbles?: boolean, cancelable?: boolean): void;
  readonly NONE: 0;
  readonly CAPTURING_PHASE: 1;
  readonly AT_TARGET: 2;
  readonly BUBBLING_PHASE: 3;
}

/**
 * Something that has happened. Scripts extend it with what their listeners need to know.
 * @throws TypeError without a type
 * ```js
 * const target = new EventTarget();
 * target.addEventListener("save", (event) => event.preventDefault());
 * console.log(target.dispatchEvent(new Event("save", { cancelable: true })));
 * // Output: false
 * ```
 */
declare var Event: {
  prototype: Event;
  new (type: string, init?: EventInit): Event;
  readonly NONE: 0;
  readonly CAPTURING_PHASE: 1;
  readonly AT_TARGET: 2;
  readonly BUBBLING_PHASE: 3;
};

/** What a CustomEvent is made with. */
interface CustomEventInit<T = unknown> extends EventInit {
  detail?: T;
}

/** An Event with data of the script's own. */
interface CustomEvent<T = unknown> extends Event {
  /** The data, null if there are none. */
  readonly detail: T;
}

/**
 * An Event that carries data.
 * ```js
 * const target = new EventTarget();
 * target.addEventListener("price", (event) => console.log(event.detail));
 * target.dispatchEvent(new CustomEvent("price", { detail: { eur: 5 } }));
 * // Output: { eur: 5 }
 * ```
 */
declare var CustomEvent: {
  prototype: CustomEvent;
  new <T>(type: string, init?: CustomEventInit<T>): CustomEvent<T>;
};

/** A function that is called with an event. */
interface EventListener {
  (event: any): void;
}

/** An object whose method handleEvent is called with an event. */
interface EventListenerObject {
  handleEvent(event: any): void;
}

/** What removeEventListener compares beside type and listener. */
interface EventListenerOptions {
  /** Hears of events before those without it. */
  capture?: boolean;
}

/** What addEventListener accepts. */
interface AddEventListenerOptions extends EventListenerOptions {
  /** Takes the listener away when it is called. */
  once?: boolean;
  /** Says that the listener will not cancel the event: preventDefault() has no effect in it. */
  passive?: boolean;
  /** Takes the listener away when the signal ends. */
  signal?: AbortSignal;
}

/** An object that events are dispatched to. */
interface EventTarget {
  /** Adds a listener; the same one of the same phase only once. A listener of null is ignored. */
  addEventListener(type: string, listener: EventListener | EventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  /** Takes a listener away, if it is there. */
  removeEventListener(type: string, listener: EventListener | EventListenerObject | null, options?: boolean | EventListenerOptions): void;
  /**
   * Calls the listeners of the event's type, capturing ones first, and returns false if one of them canceled the
   * event. What a listener throws is an uncaught exception and does not stop the others.
   * @throws DOMException "InvalidStateError" for an event that is being dispatched
   */
  dispatchEvent(event: Event): boolean;
}

/**
 * An object that events are dispatched to. Scripts extend it.
 * ```js
 * class Download extends EventTarget {
 *   finish() { this.dispatchEvent(new Event("done")); }
 * }
 * const download = new Download();
 * download.addEventListener("done", () => console.log("done"), { once: true });
 * download.finish();
 * download.finish();
 * // Output: done
 * ```
 */
declare var EventTarget: {
  prototype: EventTarget;
  new (): EventTarget;
};

/** Says whether work is still wanted. Everything in lariat that waits takes one as the option `signal`. */
interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  /** Why the signal has ended; undefined before. */
  readonly reason: any;
  /** A listener for "abort" that can be replaced. */
  onabort: ((this: AbortSignal, event: Event) => unknown) | null;
  /** Throws the reason if the signal has ended. */
  throwIfAborted(): void;
}

/**
 * Signals are made by an AbortController, by a scope of "lariat:task" or by these functions.
 * ```js
 * const signal = AbortSignal.any([AbortSignal.timeout(5), new AbortController().signal]);
 * signal.onabort = () => console.log(signal.reason.name);
 * await new Promise((resolve) => setTimeout(resolve, 20));
 * // Output: TimeoutError
 * ```
 */
declare var AbortSignal: {
  prototype: AbortSignal;
  /** Returns a signal that has ended, with a DOMException "AbortError" unless there is a reason. */
  abort(reason?: unknown): AbortSignal;
  /**
   * Returns a signal that ends with a DOMException "TimeoutError" after `delay`, in milliseconds or as in "1.5s". It
   * does not keep the program alive.
   * @throws RangeError for a negative delay
   */
  timeout(delay: number | string): AbortSignal;
  /**
   * Returns a signal that ends with the first of `signals`, for the same reason. It costs its sources nothing unless
   * somebody listens to it.
   */
  any(signals: Iterable<AbortSignal>): AbortSignal;
};

/** Ends a signal. */
interface AbortController {
  readonly signal: AbortSignal;
  /**
   * Ends the signal with a reason, by default a DOMException "AbortError". The waits that were given the signal end
   * first, then its listeners are called. Only the first call counts.
   */
  abort(reason?: unknown): void;
}

/**
 * The two halves of a cancellation: whoever has the controller ends what was given the signal.
 * ```js
 * const controller = new AbortController();
 * controller.signal.addEventListener("abort", () => console.log(controller.signal.reason));
 * controller.abort("no longer needed");
 * // Output: no longer needed
 * ```
 */
declare var AbortController: {
  prototype: AbortController;
  new (): AbortController;
};

/** An error of the web's APIs. */
interface DOMException extends Error {
  /** "AbortError", "TimeoutError", "DataCloneError" and so on. */
  readonly name: string;
  readonly message: string;
  /** @deprecated The number that went with the name, 0 for newer names. */
  readonly code: number;
}

/**
 * The error with which aborted waits reject ("AbortError"), and others of the web's: what it is says its name.
 * ```js
 * const error = new DOMException("too late", "TimeoutError");
 * console.log(error instanceof Error, String(error), error.code);
 * // Output: true TimeoutError: too late 23
 * ```
 */
declare var DOMException: {
  prototype: DOMException;
  new (message?: string, name?: string | { name?: string; cause?: unknown }): DOMException;
  readonly ABORT_ERR: 20;
  readonly TIMEOUT_ERR: 23;
  readonly DATA_CLONE_ERR: 25;
};

declare module "web:abort" {
  export const AbortController: typeof globalThis.AbortController;
  export const AbortSignal: typeof globalThis.AbortSignal;
  export const CustomEvent: typeof globalThis.CustomEvent;
  export const DOMException: typeof globalThis.DOMException;
  export const Event: typeof globalThis.Event;
  export const EventTarget: typeof globalThis.EventTarget;
}
