/**
 * Server-sent events, as the web has them (https://html.spec.whatwg.org/multipage/server-sent-events.html): a response
 * that goes on, and a client that connects again when it ends. The server's half is eventStream of lariat:http.
 */

/** What an EventSource is made with. */
interface EventSourceInit {
  /** Kept, but without effect: there are no cookies. */
  withCredentials?: boolean;
  /** Fields of the request, which browsers do not have. */
  headers?: HeadersInit;
}

/** A stream of events. It keeps the program alive until it is closed. */
interface EventSource extends EventTarget {
  readonly url: string;
  readonly withCredentials: boolean;
  /** How it is: CONNECTING (0), OPEN (1) or CLOSED (2). */
  readonly readyState: number;
  /** Called when the stream begins, each time. */
  onopen: ((event: Event) => any) | null;
  /** Called with each event without a type of its own; those with one are for addEventListener. */
  onmessage: ((event: MessageEvent<string>) => any) | null;
  /**
   * Called when the connection is lost, or cannot be made: readyState is CONNECTING if there will be another try, and
   * CLOSED after an answer that is no stream of events (204 among them), and after the end of the scope.
   */
  onerror: ((event: Event) => any) | null;
  /** Ends the stream. */
  close(): void;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
}

/**
 * Connects to a stream of events, and again when it ends: after 3 seconds, or what the field retry says, with the id of
 * the last event in the header last-event-id. The end of the scope in which it is made closes it.
 * @throws DOMException "SyntaxError" for a URL that is none
 * ```js
 * import { eventStream, serve } from "lariat:http";
 *
 * const server = await serve(() => eventStream(["one", { event: "end", data: { count: 1 } }]));
 * const events = new EventSource(server.url);
 * events.onmessage = ({ data }) => console.log(data);
 * events.addEventListener("end", ({ data }) => {
 *   console.log(JSON.parse(data));
 *   events.close();
 *   server.close();
 * });
 * // Output:
 * // one
 * // { count: 1 }
 * ```
 */
declare var EventSource: {
  prototype: EventSource;
  new (url: string | URL, init?: EventSourceInit): EventSource;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
};

declare module "web:eventsource" {
  export const EventSource: typeof globalThis.EventSource;
}
