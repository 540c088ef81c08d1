/**
 * Requests and servers with streams and events, as Node v20 has them, so that packages run. New programs are shorter with
 * fetch() and with serve() of "lariat:http". A request needs the permission to reach its host, a server the one to listen.
 *
 * What is different: connections belong to the runtime. Sockets tell where they lead, and that is all; options such as
 * createConnection and lookup, and upgrades, throw ERR_FEATURE_UNAVAILABLE_ON_PLATFORM. rawHeaders are sorted by name. The
 * reason of an answer is the one of its status. A server reads no more of a request once its answer has been sent.
 */
declare module "node:http" {
  import EventEmitter from "node:events";
  import Stream, { Readable } from "node:stream";

  type Header = number | string | readonly string[];
  type Headers = Record<string, Header | undefined> | readonly (string | readonly [string, Header])[];
  /** What a request is, apart from its URL. */
  export interface RequestOptions {
    protocol?: string;
    host?: string | null;
    hostname?: string | null;
    port?: number | string | null;
    defaultPort?: number | string;
    path?: string | null;
    method?: string;
    headers?: Headers;
    /** "user:password", for the header Authorization. */
    auth?: string | null;
    /** Which connections are used: those of an agent, or with false new ones. */
    agent?: Agent | boolean;
    /** Milliseconds in which nothing happens after which it emits "timeout". */
    timeout?: number;
    /** Destroys the request when it is aborted. */
    signal?: AbortSignal;
    family?: number;
    setHost?: boolean;
    joinDuplicateHeaders?: boolean;
  }
  export interface AgentOptions {
    /** Whether connections are kept for the next request. */
    keepAlive?: boolean;
    keepAliveMsecs?: number;
    /** How many connections to a host there are at once. */
    maxSockets?: number;
    /** How many are kept. */
    maxFreeSockets?: number;
    maxTotalSockets?: number;
    /** Milliseconds for which an idle connection is kept. */
    timeout?: number;
    scheduling?: "fifo" | "lifo";
  }
  /** Requests of one agent share connections. */
  export class Agent extends EventEmitter {
    constructor(options?: AgentOptions);
    maxSockets: number;
    maxFreeSockets: number;
    maxTotalSockets: number;
    readonly requests: object;
    readonly sockets: object;
    readonly freeSockets: object;
    /** The name of the connections that a request with these options would use. */
    getName(options?: RequestOptions): string;
    /** Closes the connections. */
    destroy(): void;
  }
  /** Where a message comes from or goes to. */
  export interface Socket extends EventEmitter {
    readonly remoteAddress: string;
    readonly remotePort: number;
    readonly remoteFamily: string;
    readonly localAddress: string;
    readonly localPort: number;
    readonly destroyed: boolean;
    setTimeout(milliseconds: number, callback?: () => void): this;
    /** Breaks the connection off. */
    destroy(error?: Error): this;
  }
  /** A head and a body that come in: a request at a server, an answer at a client. */
  export class IncomingMessage extends Readable {
    constructor(socket?: Socket);
    /** By names in lower case. Set-Cookie is a list, others are joined. */
    headers: Record<string, string | undefined> & { "set-cookie"?: string[] };
    headersDistinct: Record<string, string[] | undefined>;
    /** Names and values in turn. */
    rawHeaders: string[];
    /** What came after the body, once it has been read. */
    trailers: Record<string, string | undefined>;
    rawTrailers: string[];
    httpVersion: string;
    httpVersionMajor: number;
    httpVersionMinor: number;
    /** Whether all of it came. */
    complete: boolean;
    aborted: boolean;
    socket: Socket;
    connection: Socket;
    /** Of a request. */
    method?: string;
    url?: string;
    /** Of an answer. */
    statusCode?: number;
    statusMessage?: string;
    setTimeout(milliseconds: number, callback?: () => void): this;
  }
  /** A head and a body that go out. */
  export class OutgoingMessage extends Stream {
    readonly headersSent: boolean;
    readonly writableEnded: boolean;
    readonly writableFinished: boolean;
    readonly writableLength: number;
    sendDate: boolean;
    readonly socket: Socket | null;
    readonly destroyed: boolean;
    /** @throws Error with code ERR_HTTP_HEADERS_SENT once the head has been sent */
    setHeader(name: string, value: Header): this;
    setHeaders(headers: Map<string, Header> | globalThis.Headers): this;
    appendHeader(name: string, value: string | readonly string[]): this;
    getHeader(name: string): Header | undefined;
    getHeaders(): Record<string, Header | undefined>;
    getHeaderNames(): string[];
    getRawHeaderNames(): string[];
    hasHeader(name: string): boolean;
    removeHeader(name: string): void;
    /** Sends headers after the body, if that has no Content-Length. */
    addTrailers(headers: Headers): void;
    flushHeaders(): void;
    cork(): void;
    uncork(): void;
    /** False says that it is better to wait for "drain". */
    write(chunk: string | Uint8Array, encoding?: string, callback?: (error?: Error | null) => void): boolean;
    write(chunk: string | Uint8Array, callback?: (error?: Error | null) => void): boolean;
    end(chunk?: string | Uint8Array, encoding?: string, callback?: () => void): this;
    end(chunk: string | Uint8Array, callback?: () => void): this;
    end(callback?: () => void): this;
    destroy(error?: Error): this;
    setTimeout(milliseconds: number, callback?: () => void): this;
  }
  /** A request that is sent. It emits "response", "error", "timeout", "abort", "information", "continue" and "close". */
  export class ClientRequest extends OutgoingMessage {
    constructor(url: string | URL | RequestOptions, callback?: (res: IncomingMessage) => void);
    readonly method: string;
    readonly path: string;
    readonly host: string;
    readonly protocol: string;
    readonly reusedSocket: boolean;
    readonly aborted: boolean;
    abort(): void;
    setNoDelay(noDelay?: boolean): void;
    setSocketKeepAlive(enable?: boolean, delay?: number): void;
  }
  /** The answer of a server. */
  export class ServerResponse extends OutgoingMessage {
    constructor(req: IncomingMessage);
    statusCode: number;
    statusMessage: string;
    readonly req: IncomingMessage;
    writeHead(status: number, reason?: string, headers?: Headers): this;
    writeHead(status: number, headers?: Headers): this;
    writeContinue(callback?: () => void): void;
  }
  export interface ServerOptions {
    /** Milliseconds for the head of a request; 60,000 unless given. */
    headersTimeout?: number;
    /** Milliseconds for which an idle connection is kept; 5000 unless given. */
    keepAliveTimeout?: number;
    requestTimeout?: number;
    IncomingMessage?: typeof IncomingMessage;
    ServerResponse?: typeof ServerResponse;
  }
  /** It emits "request" with the request and its answer, "listening", "close", "error", "timeout" and "checkContinue". */
  export class Server extends EventEmitter {
    constructor(options?: ServerOptions, listener?: (req: IncomingMessage, res: ServerResponse) => void);
    constructor(listener?: (req: IncomingMessage, res: ServerResponse) => void);
    readonly listening: boolean;
    timeout: number;
    keepAliveTimeout: number;
    headersTimeout: number;
    requestTimeout: number;
    /** Without a port the system chooses one, which address() tells. Errors, such as a missing permission, are the event "error". */
    listen(port?: number | string, host?: string, callback?: () => void): this;
    listen(port: number | string, callback: () => void): this;
    listen(options: { port?: number; host?: string; signal?: AbortSignal }, callback?: () => void): this;
    listen(callback: () => void): this;
    address(): { address: string; family: string; port: number } | null;
    /** Takes no more requests; "close" comes when those under way are over. */
    close(callback?: (error?: Error) => void): this;
    closeAllConnections(): void;
    closeIdleConnections(): void;
    getConnections(callback: (error: null, count: number) => void): this;
    setTimeout(milliseconds?: number, callback?: () => void): this;
    ref(): this;
    unref(): this;
    [Symbol.asyncDispose](): Promise<void>;
  }

  /**
   * A server. It answers when it listens.
   * ```js
   * import http from "node:http";
   * const server = http.createServer((req, res) => {
   *   res.setHeader("Content-Type", "text/plain");
   *   res.end(`${req.method} ${req.url}`);
   * });
   * server.listen(0, "127.0.0.1", () => {
   *   http.get({ port: server.address().port, path: "/hello" }, (res) => {
   *     res.setEncoding("utf8").on("data", (text) => console.log(res.statusCode, text));
   *     res.on("end", () => server.close());
   *   });
   * });
   * // Output:
   * // 200 GET /hello
   * ```
   */
  export function createServer(options?: ServerOptions, listener?: (req: IncomingMessage, res: ServerResponse) => void): Server;
  export function createServer(listener?: (req: IncomingMessage, res: ServerResponse) => void): Server;
  /**
   * Begins a request, which end() sends.
   * @throws TypeError if the URL or an option is not valid
   */
  export function request(url: string | URL, options?: RequestOptions, callback?: (res: IncomingMessage) => void): ClientRequest;
  export function request(url: string | URL | RequestOptions, callback?: (res: IncomingMessage) => void): ClientRequest;
  /** Sends a request without a body. */
  export function get(url: string | URL, options?: RequestOptions, callback?: (res: IncomingMessage) => void): ClientRequest;
  export function get(url: string | URL | RequestOptions, callback?: (res: IncomingMessage) => void): ClientRequest;
  /** @throws TypeError if it is not the name of a header */
  export function validateHeaderName(name: string, label?: string): void;
  /** @throws TypeError if a header cannot have the value */
  export function validateHeaderValue(name: string, value: unknown): void;
  /** Does nothing: parsers belong to the runtime. */
  export function setMaxIdleHTTPParsers(max: number): void;
  /** The names of methods. */
  export const METHODS: string[];
  /** The reasons of statuses. */
  export const STATUS_CODES: Record<string, string>;
  /** The agent of requests that name none. */
  export let globalAgent: Agent;
  /** How many bytes the head of a message may have. */
  export const maxHeaderSize: number;
}

/** What "node:http" has, over TLS. */
declare module "node:https" {
  import * as http from "node:http";

  interface TLSOptions {
    /** Authorities that are trusted instead of those of the system, in PEM. */
    ca?: string | Uint8Array | (string | Uint8Array)[];
    cert?: string | Uint8Array;
    key?: string | Uint8Array;
    /** False takes any certificate. */
    rejectUnauthorized?: boolean;
    /** The name that the certificate must be for. */
    servername?: string;
  }
  export interface RequestOptions extends http.RequestOptions, TLSOptions {}
  export interface AgentOptions extends http.AgentOptions, TLSOptions {}
  export interface ServerOptions extends http.ServerOptions {
    /** The certificate and its key, in PEM. */
    cert?: string | Uint8Array;
    key?: string | Uint8Array;
  }
  /** Requests of one agent share connections. */
  export class Agent extends http.Agent {
    constructor(options?: AgentOptions);
  }
  /** A server that speaks TLS. */
  export class Server extends http.Server {
    constructor(options: ServerOptions, listener?: (req: http.IncomingMessage, res: http.ServerResponse) => void);
  }
  /** A server that speaks TLS. */
  export function createServer(options: ServerOptions, listener?: (req: http.IncomingMessage, res: http.ServerResponse) => void): Server;
  /** Begins a request, which end() sends. */
  export function request(url: string | URL, options?: RequestOptions, callback?: (res: http.IncomingMessage) => void): http.ClientRequest;
  export function request(url: string | URL | RequestOptions, callback?: (res: http.IncomingMessage) => void): http.ClientRequest;
  /** Sends a request without a body. */
  export function get(url: string | URL, options?: RequestOptions, callback?: (res: http.IncomingMessage) => void): http.ClientRequest;
  export function get(url: string | URL | RequestOptions, callback?: (res: http.IncomingMessage) => void): http.ClientRequest;
  /** The agent of requests that name none. */
  export let globalAgent: Agent;
}
