/**
 * Channels between isolates and inside one, as the web has them
 * (https://html.spec.whatwg.org/multipage/web-messaging.html).
 *
 * Values travel as structuredClone copies them, or are moved when they are in the transfer list. Messages
 * are delivered one a turn, in order, and none is lost: what comes to a port waits until it is started and somebody
 * listens to messages, also while the port is on its way to another isolate. Locks, channels and other shared
 * objects of lariat that are posted are the same ones on the other side.
 *
 * A port or a BroadcastChannel keeps the program alive while somebody listens to its messages, as in Node, unless
 * unref() says otherwise. But when every isolate of the program does nothing but listen to others, no message can ever
 * come: then the program ends, where Node would hang.
 */

/** What can be moved to another isolate: it is of no use in the old one afterwards. */
type Transferable = ArrayBuffer | MessagePort | ReadableStream | TransformStream | WritableStream;

/** What a MessageEvent is made with. */
interface MessageEventInit<T = any> extends EventInit {
  data?: T;
  origin?: string;
  lastEventId?: string;
  source?: MessagePort | null;
  ports?: Iterable<MessagePort>;
}

/** A message that has come ("message"), or one that cannot be read here ("messageerror", without data). */
interface MessageEvent<T = any> extends Event {
  /** The value that was posted. */
  readonly data: T;
  /** Always empty, but for events that a script makes. */
  readonly origin: string;
  /** Always empty, but for events that a script makes. */
  readonly lastEventId: string;
  /** Always null, but for events that a script makes. */
  readonly source: MessagePort | null;
  /** The ports that were moved with the message, in the order of the transfer list. */
  readonly ports: readonly MessagePort[];
}

/**
 * The event of a message.
 * @throws TypeError for ports or a source that are no MessagePorts
 * ```js
 * const target = new EventTarget();
 * target.addEventListener("message", ({ data }) => console.log(data));
 * target.dispatchEvent(new MessageEvent("message", { data: [1, 2] }));
 * // Output: [ 1, 2 ]
 * ```
 */
declare var MessageEvent: {
  prototype: MessageEvent;
  new <T>(type: string, init?: MessageEventInit<T>): MessageEvent<T>;
};

/** What an ErrorEvent is made with. */
interface ErrorEventInit extends EventInit {
  message?: string;
  filename?: string;
  lineno?: number;
  colno?: number;
  error?: any;
}

/** An error that nobody caught. */
interface ErrorEvent extends Event {
  /** The text of the error: "TypeError: x is not a function". */
  readonly message: string;
  /** The file in which it was thrown, empty if that is not known. */
  readonly filename: string;
  /** The line, from 1 on. */
  readonly lineno: number;
  /** The column, from 1 on. */
  readonly colno: number;
  /** What was thrown; a copy if it was thrown in another isolate. */
  readonly error: any;
}

/**
 * The event of an uncaught error, as a Worker fires it.
 * ```js
 * const event = new ErrorEvent("error", { message: "it broke", error: new Error("it broke") });
 * console.log(event.message, event.error.name, event.lineno);
 * // Output: it broke Error 0
 * ```
 */
declare var ErrorEvent: {
  prototype: ErrorEvent;
  new (type: string, init?: ErrorEventInit): ErrorEvent;
};

/** One end of a channel. It can be transferred to another isolate. */
interface MessagePort extends EventTarget {
  /**
   * Sends a value to the other end, a copy but for what is in the transfer list. After the channel was closed nothing
   * happens.
   * @throws DOMException "DataCloneError" for what cannot be copied or moved, this port among it; then nothing was moved
   */
  postMessage(message: any, transfer: Iterable<Transferable>): void;
  postMessage(message: any, options?: { transfer?: Iterable<Transferable> }): void;
  /** Lets messages come: addEventListener() alone does not. Setting onmessage and on("message") do it too. */
  start(): void;
  /**
   * Closes the channel. What was sent still arrives; what has come and was not delivered is dropped. Both ends then
   * fire "close".
   */
  close(): void;
  /** Called with each message. Setting it starts the port. */
  onmessage: ((event: MessageEvent) => any) | null;
  /** Called for a message that cannot be read here. */
  onmessageerror: ((event: MessageEvent) => any) | null;
  /** Called once no more messages come: this end or the other was closed, or its isolate has ended. */
  onclose: ((event: Event) => any) | null;
  /** Keeps the program alive, as the first listener of messages does by itself. */
  ref(): void;
  /** Lets the program end although somebody listens. */
  unref(): void;
  /** Whether the port keeps the program alive. */
  hasRef(): boolean;
  /** Adds a listener as Node does: it gets the message itself and not an event, and starts the port. */
  on(type: string, listener: (value: any) => void): this;
  /** The same as on(). */
  addListener(type: string, listener: (value: any) => void): this;
  /** Adds a listener for one message; the next ones wait until there is another listener. */
  once(type: string, listener: (value: any) => void): this;
  /** Takes a listener away. */
  off(type: string, listener: (value: any) => void): this;
  /** The same as off(). */
  removeListener(type: string, listener: (value: any) => void): this;
  /** Takes all listeners away, or all of one type. */
  removeAllListeners(type?: string): this;
  /** Calls the listeners here with a value and sends nothing; it returns whether there were any. */
  emit(type: string, value?: any): boolean;
  /** The number of listeners of a type. */
  listenerCount(type: string): number;
  /** The types that have listeners. */
  eventNames(): string[];
}

/** The class of the ports of a MessageChannel; scripts cannot construct it. */
declare var MessagePort: {
  prototype: MessagePort;
};

/** Two ports: what is posted at one comes to the other. */
interface MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}

/**
 * Makes a channel. One of its ports usually moves to a worker, or anywhere inside a message.
 * ```js
 * const { port1, port2 } = new MessageChannel();
 * port2.onmessage = ({ data }) => {
 *   console.log("got", data);
 *   port2.close();
 * };
 * port1.onclose = () => console.log("closed");
 * port1.postMessage({ question: 6 * 9 });
 * // Output:
 * // got { question: 54 }
 * // closed
 * ```
 */
declare var MessageChannel: {
  prototype: MessageChannel;
  new (): MessageChannel;
};

/** One of any number of places that hear each other. */
interface BroadcastChannel extends EventTarget {
  readonly name: string;
  /**
   * Sends a copy of a value to all other BroadcastChannels of the name, in all isolates of the program. All of them
   * get the messages in the same order. Those to which nobody listens at this moment miss it.
   * @throws DOMException "InvalidStateError" after close(), "DataCloneError" for what cannot be copied
   */
  postMessage(message: any): void;
  /** Leaves; what has not been delivered is dropped. */
  close(): void;
  /** Called with each message of the others. */
  onmessage: ((event: MessageEvent) => any) | null;
  /** Called for a message that cannot be read here. */
  onmessageerror: ((event: MessageEvent) => any) | null;
  /** Keeps the program alive, as the first listener of messages does by itself. */
  ref(): this;
  /** Lets the program end although somebody listens. */
  unref(): this;
}

/**
 * Joins the channels of a name, in this isolate and in the others of the program. Programs do not hear each other.
 * @throws TypeError without a name
 * ```js
 * const [news, reader] = [new BroadcastChannel("news"), new BroadcastChannel("news")];
 * reader.onmessage = ({ data }) => {
 *   console.log(data);
 *   reader.close();
 * };
 * news.postMessage("it works");
 * // Output: it works
 * ```
 */
declare var BroadcastChannel: {
  prototype: BroadcastChannel;
  new (name: string): BroadcastChannel;
};

declare module "web:messaging" {
  export const BroadcastChannel: typeof globalThis.BroadcastChannel;
  export const ErrorEvent: typeof globalThis.ErrorEvent;
  export const MessageChannel: typeof globalThis.MessageChannel;
  export const MessageEvent: typeof globalThis.MessageEvent;
  export const MessagePort: typeof globalThis.MessagePort;
}
