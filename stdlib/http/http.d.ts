/** Servers whose handlers take a Request and return a Response, as the web has them; and many requests at once. */
declare module "lariat:http" {
  import type { AnyIterable, Duration, Governor, WaitOptions } from "lariat:errors";
  import type { RetryOptions } from "lariat:retry";

  /** What a handler knows of a request besides the request. */
  export interface ServeContext {
    /** Ends when the client leaves, when the time of the request is over, and when the server is closed. */
    readonly signal: AbortSignal;
    /** The address of the client: "127.0.0.1:50000". */
    readonly remote: string;
  }

  /** Answers a request. */
  export type Handler = (request: Request, context: ServeContext) => Response | PromiseLike<Response>;

  /** What a server is to be. */
  export interface ServeOptions {
    /** Default 0: one that is free, see server.url. */
    port?: number;
    /** Where to listen. Default "127.0.0.1": nobody but this machine; "0.0.0.0" or "::" is everybody. */
    hostname?: string;
    /**
     * How many isolates run the handler, in parallel. Default 0: the handler runs here. The function is sent to them as
     * one is to a pool of workers: by the name of the module that exports it, or by its source.
     */
    workers?: number;
    /**
     * How long a handler may take. Then its scope ends with a TimeoutError, and the client gets a 503, unless
     * the handler catches that and answers itself. A handler in a worker that never waits for anything, as in an endless loop, is
     * stopped one second later: its worker is killed, with the other requests that it has, and another takes its place.
     * Default: no limit.
     */
    requestTimeout?: Duration;
    /** How many bytes the body of a request may have; one that has more gets a 413. Default 128 MiB. */
    maxBody?: number;
    /** The files of a certificate and of its key, in PEM: the server speaks https, HTTP/2 too. */
    cert?: string;
    key?: string;
    /** Called when the server listens. */
    onListen?: (server: Server) => void;
    /** Closes the server. The scope around serve does so as well. */
    signal?: AbortSignal;
  }

  /** A server that listens. It keeps the program alive. */
  export interface Server extends AsyncDisposable {
    /** Where it can be reached from this machine. */
    readonly url: URL;
    /** The port. */
    readonly port: number;
    /** The address that it listens at. */
    readonly hostname: string;
    /** How many requests are not answered yet. */
    readonly inflight: number;
    /** Fulfilled when the server is closed and nothing is left of it. */
    readonly closed: Promise<void>;
    /**
     * Takes no more requests, and waits for those that are under way. After a time, 3 s if not given, what is left is
     * broken off: the scopes of the handlers end.
     */
    close(options?: { timeout?: Duration }): Promise<void>;
    /** Lets the program end although the server listens. */
    unref(): Server;
    /** Takes that back. */
    ref(): Server;
  }

  /**
   * Answers requests. Each is a task of its own, whose scope ends when its client leaves: every wait of lariat in the
   * handler rejects then, and so does the reading of a body that the client has broken off, with the AbortError "the client has
   * left". Bodies stream both ways; a ReadableStream whose chunks are lines "data: …" is server-sent events.
   * A handler that throws gives the client a 500, and the error is printed with the method and the path of its request.
   * An answer may begin before the body of its request was read to the end. Over HTTP/1.1 it is the last one on its connection
   * then, since what is left of the body is in the way of the next request; the client is told with `Connection: close`. Only
   * what is left of up to 256 KiB is read before an answer that is not streamed, for as long as the client does not pause for
   * half a second, so that the connection can be used again.
   * @throws Error with a code as in Node, EADDRINUSE for one, when it cannot listen
   * ```js
   * import { serve } from "lariat:http";
   * await using server = await serve((request) => {
   *   const { pathname } = new URL(request.url);
   *   return pathname === "/" ? new Response("hello") : Response.json({ pathname }, { status: 404 });
   * });
   * console.log(await (await fetch(server.url)).text());
   * console.log((await fetch(new URL("/none", server.url))).status);
   * // Output:
   * // hello
   * // 404
   * ```
   */
  export function serve(handler: Handler | string, options?: ServeOptions): Promise<Server>;

  /** An event of eventStream. */
  export interface ServerSentEvent {
    /** What the client gets: a string as it is, everything else as JSON. Without it there is no event. */
    data?: unknown;
    /** The type of the event. Default: "message". */
    event?: string;
    /** What a client gives in the header last-event-id when it connects again. */
    id?: string | number;
    /** How long a client waits before it connects again, in milliseconds. */
    retry?: number;
    /** What no client looks at; it keeps a connection busy on which there is nothing to tell. */
    comment?: string;
  }

  /**
   * Makes a response of server-sent events, which a client reads with EventSource. Each item is an event, or its data.
   * The iteration ends when the client leaves.
   * @throws TypeError, where the body is read, for a type or an id with line breaks in it
   * ```js
   * import { eventStream, serve } from "lariat:http";
   * await using server = await serve(() => eventStream((async function* () {
   *   yield "hello";
   *   yield { event: "price", id: 7, data: { apples: 3 } };
   * })()));
   * console.log(await (await fetch(server.url)).text());
   * // Output:
   * // data: hello
   * //
   * // event: price
   * // id: 7
   * // data: {"apples":3}
   * ```
   */
  export function eventStream(events: AnyIterable<ServerSentEvent | string | number>, init?: ResponseInit): Response;

  /** How upgradeWebSocket works. */
  export interface UpgradeWebSocketOptions {
    /** Which of the protocols that the client speaks is taken. Default: none. */
    protocol?: string;
    /**
     * How long a client may be quiet before it is asked whether it is still there; if it does not answer for as long
     * again, the connection is broken off. 0 never asks. Default: 2 minutes.
     */
    idleTimeout?: Duration;
    /** The longest message that is taken, in bytes. Default: 128 MiB. */
    maxMessage?: number;
  }

  /**
   * Answers a request with a WebSocket, as in Deno: the handler returns the response, and then the socket opens. It works
   * in workers, too, where the socket belongs to the worker that answers. Who may connect is for the handler to say:
   * browsers give the origin of a page in the header origin. When the server is closed, its sockets are with the code 1001.
   * @throws TypeError for a request that does not ask for a WebSocket, or that the server has not made; for a protocol that
   * the client has not offered; DOMException "NotSupportedError" for HTTP/2
   * ```js
   * import { serve, upgradeWebSocket } from "lariat:http";
   * await using server = await serve((request) => {
   *   if (request.headers.get("upgrade") !== "websocket") return new Response("a WebSocket is wanted", { status: 426 });
   *   const { socket, response } = upgradeWebSocket(request, { idleTimeout: "30s" });
   *   socket.onopen = () => socket.send("welcome");
   *   return response;
   * });
   * const socket = new WebSocket(server.url);
   * const { data } = await new Promise((resolve) => (socket.onmessage = resolve));
   * console.log(data, (await fetch(server.url)).status);
   * // Output: welcome 426
   * ```
   */
  export function upgradeWebSocket(request: Request, options?: UpgradeWebSocketOptions): { socket: WebSocket; response: Response };

  /** How fetchAll works. */
  export interface FetchAllOptions extends WaitOptions {
    /** How many requests are under way or wait for the loop. Default 16. A Governor lets each in, 16 at most. */
    concurrency?: number | Governor | { acquire(): PromiseLike<{ release(): unknown }> };
    /** How many of them go to the same host. Default: no limit of its own. */
    perHost?: number;
    /** Lets each request in: a RateLimiter, or whatever has acquire(). */
    rate?: Governor | { acquire(): PromiseLike<{ release(): unknown } | void> };
    /**
     * Tries a request again, as retry() of lariat:retry does: when no answer comes, and when its status is 408, 425, 429,
     * 500, 502, 503 or 504. Retry-After is obeyed. Default: each is sent once.
     */
    retry?: RetryOptions;
    /** How long a request may take until its response is there. Default: no limit. */
    requestTimeout?: Duration;
    /**
     * "throw", the default: the first request without an answer ends the loop with its error. "skip" leaves it out.
     * "collect" goes on, and throws an AggregateError at the end.
     */
    onError?: "throw" | "collect" | "skip";
    /** False gives the responses as they come, and not in the order of the requests. */
    ordered?: boolean;
    /**
     * Hears how many requests have an answer, or none for good, at most once a turn of the loop. What it throws ends the loop.
     *
     * ```js
     * import { fetchAll, serve } from "lariat:http";
     * await using server = await serve(() => new Response("ok"));
     * const urls = [server.url, "http://127.0.0.1:1/", server.url];
     * let last;
     * for await (const response of fetchAll(urls, { onError: "skip", onProgress: (progress) => { last = progress; } })) await response.text();
     * console.log(last);
     * // Output: { done: 3, failed: 1, total: 3 }
     * ```
     */
    onProgress?: (progress: FetchProgress) => void;
  }

  /** How far fetchAll has come. */
  export interface FetchProgress {
    /** Requests that have ended, those without an answer among them. */
    done: number;
    /** Requests that have no answer. */
    failed: number;
    /** How many there are: at once for an array, a Set or a Map, else when the last was read. */
    total?: number;
  }

  /**
   * Sends many requests and gives their responses one by one. Requests are read from the iterable when there is room for
   * them; leaving the loop cancels those under way. Bodies of up to 64 KiB are read before a response is given.
   * @throws what fetch throws; a TypeError for what is neither a URL nor a Request
   * ```js
   * import { fetchAll, serve } from "lariat:http";
   * await using server = await serve((request) => new Response(new URL(request.url).pathname));
   * const urls = ["/a", "/b", "/c"].map((path) => new URL(path, server.url));
   * for await (const response of fetchAll(urls, { concurrency: 2 })) console.log(await response.text());
   * // Output:
   * // /a
   * // /b
   * // /c
   * ```
   */
  export function fetchAll(requests: AnyIterable<string | URL | Request>, options?: FetchAllOptions): AsyncIterableIterator<Response>;

  /** How fetchText and fetchJSON work. */
  export interface FetchBodyOptions extends RequestInit {
    /** How long all of it may take. */
    timeout?: Duration;
    /** Tries again, as the option of fetchAll does. */
    retry?: RetryOptions;
  }

  /**
   * Sends a request and reads the body of its answer as text.
   * @throws what fetch throws; an Error with the code "ERR_HTTP_STATUS" and the status if that is none from 200 to 299
   * ```js
   * import { fetchText, serve } from "lariat:http";
   * await using server = await serve((request) => new Response("x", { status: request.method === "GET" ? 200 : 405 }));
   * console.log(await fetchText(server.url, { timeout: "5s" }));
   * await fetchText(server.url, { method: "PUT" }).catch((error) => console.log(error.code, error.status));
   * // Output:
   * // x
   * // ERR_HTTP_STATUS 405
   * ```
   */
  export function fetchText(url: string | URL | Request, options?: FetchBodyOptions): Promise<string>;

  /**
   * Sends a request and reads the body of its answer as JSON.
   * @throws what fetchText throws; a SyntaxError for what is no JSON
   * ```js
   * import { fetchJSON, serve } from "lariat:http";
   * await using server = await serve(() => Response.json({ a: 1 }));
   * console.log(await fetchJSON(server.url));
   * // Output: { a: 1 }
   * ```
   */
  export function fetchJSON<T = unknown>(url: string | URL | Request, options?: FetchBodyOptions): Promise<T>;
}
