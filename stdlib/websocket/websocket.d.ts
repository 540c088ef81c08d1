/**
 * WebSockets, as the web has them (https://websockets.spec.whatwg.org): connections on which both sides send messages
 * when they like. The server's half is upgradeWebSocket of lariat:http.
 *
 * Messages that were not dealt with fill up to one megabyte; then nothing more is read and the other side has to wait.
 * Messages are compressed where both sides can (permessage-deflate). A message of more than 128 megabytes ends the
 * connection with the code 1009.
 */

/** What a WebSocket is made with, besides its URL: an extension that Node has, too. */
interface WebSocketInit {
  /** The protocols that the client speaks, the best first. */
  protocols?: string | Iterable<string>;
  /** Fields of the request that asks for the connection. */
  headers?: HeadersInit;
}

/** A connection. It keeps the program alive until it is closed. */
interface WebSocket extends EventTarget {
  /** Where it leads to. */
  readonly url: string;
  /** How it is: CONNECTING (0), OPEN (1), CLOSING (2) or CLOSED (3). */
  readonly readyState: number;
  /** How many bytes were given to send() and are not with the system yet. */
  readonly bufferedAmount: number;
  /** What the server has agreed on: "permessage-deflate", or empty. */
  readonly extensions: string;
  /** The protocol that the server has chosen, or empty. */
  readonly protocol: string;
  /** What messages of bytes come as: a Blob, unless it is set to "arraybuffer". */
  binaryType: "blob" | "arraybuffer";
  /** Called once messages may be sent. */
  onopen: ((event: Event) => any) | null;
  /** Called with each message: event.data is a string, a Blob or an ArrayBuffer. */
  onmessage: ((event: MessageEvent) => any) | null;
  /** Called when the connection fails; "close" follows. */
  onerror: ((event: ErrorEvent) => any) | null;
  /** Called at the end. */
  onclose: ((event: CloseEvent) => any) | null;
  /**
   * Sends a message: text, or the bytes of a buffer, a view or a Blob.
   * It returns at once; bufferedAmount tells how much is still to be sent.
   * @throws DOMException "InvalidStateError" before "open"
   */
  send(data: string | ArrayBufferLike | ArrayBufferView | Blob): void;
  /**
   * Says goodbye once everything was sent.
   * @param code 1000, or from 3000 to 4999
   * @param reason up to 123 bytes in UTF-8
   * @throws DOMException "InvalidAccessError" for other codes, "SyntaxError" for a reason that is too long
   */
  close(code?: number, reason?: string): void;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
}

/**
 * Connects to a server. When the scope in which it is made is cancelled, the connection is closed with the code 1001.
 * @throws DOMException "SyntaxError" for a URL that is none, has another scheme or a fragment, and for protocols that are no words
 * ```js
 * import { serve, upgradeWebSocket } from "lariat:http";
 *
 * const server = await serve((request) => {
 *   const { socket, response } = upgradeWebSocket(request);
 *   socket.onmessage = ({ data }) => socket.send(data.toUpperCase());
 *   return response;
 * });
 * const socket = new WebSocket(server.url);
 * socket.onopen = () => socket.send("hello");
 * socket.onmessage = ({ data }) => {
 *   console.log(data);
 *   socket.close(1000, "done");
 * };
 * socket.onclose = ({ code, reason, wasClean }) => {
 *   console.log(code, reason, wasClean);
 *   server.close();
 * };
 * // Output:
 * // HELLO
 * // 1000 done true
 * ```
 */
declare var WebSocket: {
  prototype: WebSocket;
  new (url: string | URL, protocols?: string | Iterable<string> | WebSocketInit): WebSocket;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
};

/** What a CloseEvent is made with. */
interface CloseEventInit extends EventInit {
  wasClean?: boolean;
  code?: number;
  reason?: string;
}

/** The end of a connection. */
interface CloseEvent extends Event {
  /** Whether both sides have said goodbye. */
  readonly wasClean: boolean;
  /** What the other side gave: 1005 if it gave none, 1006 if it has broken off. */
  readonly code: number;
  /** What the other side gave, or empty. */
  readonly reason: string;
}

/**
 * The event close of a WebSocket.
 * ```js
 * const event = new CloseEvent("close", { code: 1000, wasClean: true });
 * console.log(event.code, event.reason === "", event.wasClean);
 * // Output: 1000 true true
 * ```
 */
declare var CloseEvent: {
  prototype: CloseEvent;
  new (type: string, init?: CloseEventInit): CloseEvent;
};

declare module "web:websocket" {
  export const CloseEvent: typeof globalThis.CloseEvent;
  export const WebSocket: typeof globalThis.WebSocket;
}
