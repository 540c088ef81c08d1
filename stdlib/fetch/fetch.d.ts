/**
 * Requests and answers as the web has them (https://fetch.spec.whatwg.org), sent by Go: HTTP/1.1 and HTTP/2, connections
 * that are kept, bodies that stream both ways, gzip and deflate. There are no cookies, no cache and no proxy.
 */

/** What Headers can be made of. */
type HeadersInit = Headers | Record<string, string> | Iterable<readonly [string, string]>;

interface Headers {
  /** Adds a value behind those that the name has. */
  append(name: string, value: string): void;
  /** Removes all values of a name. */
  delete(name: string): void;
  /** Returns the values of a name, joined by ", "; null if there are none. */
  get(name: string): string | null;
  /** Returns every value of Set-Cookie, which cannot be joined. */
  getSetCookie(): string[];
  /** Reports whether the name has a value. */
  has(name: string): boolean;
  /** Replaces all values of a name by one. */
  set(name: string, value: string): void;
  /** Calls a function for each name, in order. */
  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArg?: unknown): void;
  /** Goes through names and values, in the order of the names. */
  entries(): IterableIterator<[string, string]>;
  /** Goes through the names, in small letters and in order. */
  keys(): IterableIterator<string>;
  /** Goes through the values, in the order of the names. */
  values(): IterableIterator<string>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

/**
 * The header fields of a request or an answer. Names are the same in large and small letters; iteration is in their order.
 * Those of an answer that came from a server are immutable.
 * @throws TypeError for names and values that cannot be sent: a line break would let a value become another header
 * ```js
 * const headers = new Headers({ "X-B": "2", "x-a": "1" });
 * headers.append("X-A", "one");
 * console.log([...headers]);
 * try {
 *   headers.set("x-a", "1\r\nset-cookie: stolen");
 * } catch (error) {
 *   console.log(error.name);
 * }
 * // Output:
 * // [ [ 'x-a', '1, one' ], [ 'x-b', '2' ] ]
 * // TypeError
 * ```
 */
declare var Headers: { prototype: Headers; new (init?: HeadersInit): Headers };

/** An entry of a FormData. */
type FormDataEntryValue = File | string;

interface FormData {
  /** Adds an entry. A Blob becomes a File. */
  append(name: string, value: string | Blob): void;
  append(name: string, value: Blob, filename: string): void;
  /** Removes all entries of a name. */
  delete(name: string): void;
  /** Returns the first entry of a name, or null. */
  get(name: string): FormDataEntryValue | null;
  /** Returns all entries of a name. */
  getAll(name: string): FormDataEntryValue[];
  /** Reports whether there is an entry of a name. */
  has(name: string): boolean;
  /** Replaces all entries of a name by one. */
  set(name: string, value: string | Blob): void;
  set(name: string, value: Blob, filename: string): void;
  /** Calls a function for each entry. */
  forEach(callback: (value: FormDataEntryValue, name: string, form: FormData) => void, thisArg?: unknown): void;
  /** Goes through names and entries. */
  entries(): IterableIterator<[string, FormDataEntryValue]>;
  /** Goes through the names. */
  keys(): IterableIterator<string>;
  /** Goes through the entries. */
  values(): IterableIterator<FormDataEntryValue>;
  [Symbol.iterator](): IterableIterator<[string, FormDataEntryValue]>;
}

/**
 * The fields and files of a form. As a body it is multipart/form-data, and formData() reads that back.
 * ```js
 * const form = new FormData();
 * form.append("name", "Ada");
 * form.append("notes", new File(["1843"], "notes.txt"));
 * const read = await new Response(form).formData();
 * console.log(read.get("name"), read.get("notes").name, await read.get("notes").text());
 * // Output: Ada notes.txt 1843
 * ```
 */
declare var FormData: { prototype: FormData; new (): FormData };

/** What a body can be made of. Node's extension is here, too: an async iterable of Uint8Arrays. */
type BodyInit = string | Blob | BufferSource | FormData | URLSearchParams | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * What Request and Response have in common. A body can be read once; clone() before that gives another. Up to 512 MiB are
 * read whole, a LimitError says so beyond; the stream has no limit.
 */
interface Body {
  /** The body as a stream, or null. */
  readonly body: ReadableStream<Uint8Array> | null;
  /** Whether it has been read, a part of it at least. */
  readonly bodyUsed: boolean;
  /** Reads it to its end. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** Reads it to its end. Its type is that of the header Content-Type. */
  blob(): Promise<Blob>;
  /** Reads it to its end. */
  bytes(): Promise<Uint8Array>;
  /** Reads it as multipart/form-data or application/x-www-form-urlencoded, which the header Content-Type tells. */
  formData(): Promise<FormData>;
  /** Reads it as JSON. */
  json(): Promise<any>;
  /** Reads it as UTF-8. */
  text(): Promise<string>;
}

/** What a request is made with. */
interface RequestInit {
  /** Default "GET", and there is no body then. */
  method?: string;
  headers?: HeadersInit;
  body?: BodyInit | null;
  /** Ends the request, and the reading of its answer, with signal.reason. The scope around fetch does so as well. */
  signal?: AbortSignal | null;
  /** What becomes of an answer that names another place: "follow", the default, at most 20 times; "error"; "manual" gives that answer. */
  redirect?: "follow" | "error" | "manual";
  /** A body that is a stream is sent before its answer is read. It has to be said. */
  duplex?: "half";
  /**
   * What the caches on the way are told, for there is none here: "no-cache" sends Cache-Control: max-age=0; "no-store" and "reload"
   * send no-cache there and in Pragma, and so does "default" with a header If-None-Match, If-Modified-Since or the like.
   */
  cache?: "default" | "no-store" | "reload" | "no-cache" | "force-cache" | "only-if-cached";
  /** The rest says something to browsers, is checked and kept, and changes nothing here. */
  credentials?: "omit" | "same-origin" | "include";
  /** Digests of the body, "sha256-…", sha384 or sha512: fetch rejects when it has none of them. */
  integrity?: string;
  keepalive?: boolean;
  mode?: "same-origin" | "no-cors" | "cors";
  priority?: "high" | "low" | "auto";
  referrer?: string;
  referrerPolicy?: string;
  window?: null;
}

interface Request extends Body {
  /** The method. */
  readonly method: string;
  /** The URL. */
  readonly url: string;
  /** The headers. */
  readonly headers: Headers;
  /** Ends with the signal that the request was made with; that of a request which a server got, when its client leaves. */
  readonly signal: AbortSignal;
  /** What becomes of an answer that names another place. */
  readonly redirect: "follow" | "error" | "manual";
  /** What the request was made with. */
  readonly cache: string;
  readonly credentials: string;
  readonly destination: string;
  readonly duplex: "half";
  readonly integrity: string;
  readonly isHistoryNavigation: boolean;
  readonly isReloadNavigation: boolean;
  readonly keepalive: boolean;
  readonly mode: string;
  readonly referrer: string;
  readonly referrerPolicy: string;
  /** Returns the same request again, with a body of its own. */
  clone(): Request;
}

/**
 * A request: what fetch sends, and what a server gets.
 * @throws TypeError for what is no URL, for methods and headers that cannot be sent, and for a body with GET or HEAD
 * ```js
 * const request = new Request("https://example.org/a?b#c", { method: "post", body: new URLSearchParams({ q: "é" }) });
 * console.log(request.method, request.url, request.headers.get("content-type"));
 * console.log(await request.text(), request.bodyUsed);
 * // Output:
 * // POST https://example.org/a?b#c application/x-www-form-urlencoded;charset=UTF-8
 * // q=%C3%A9 true
 * ```
 */
declare var Request: { prototype: Request; new (input: string | URL | Request, init?: RequestInit): Request };

/** What an answer is made with. */
interface ResponseInit {
  /** From 200 to 599. Default 200. */
  status?: number;
  statusText?: string;
  headers?: HeadersInit;
}

interface Response extends Body, Disposable, AsyncDisposable {
  /** The headers. */
  readonly headers: Headers;
  /** Whether the status is one from 200 to 299. */
  readonly ok: boolean;
  /** Whether the answer came from another place than the one that was asked. */
  readonly redirected: boolean;
  /** The status. */
  readonly status: number;
  /** The text of the status. */
  readonly statusText: string;
  /** "basic" for an answer of fetch, "error" for Response.error(), else "default". */
  readonly type: "basic" | "default" | "error";
  /** Where the answer came from, without a fragment; empty if a script has made it. */
  readonly url: string;
  /** Returns the same answer again, with a body of its own. */
  clone(): Response;
}

/**
 * An answer: what fetch gives, and what the handler of a server returns. `using` gives back its connection when it was
 * not read, which happens otherwise when the garbage is collected.
 * @throws RangeError for a status out of range; TypeError for a body where the status has none
 * ```js
 * const response = Response.json({ ok: true }, { status: 201 });
 * console.log(response.status, response.headers.get("content-type"), await response.clone().text());
 * console.log(await response.json());
 * // Output:
 * // 201 application/json {"ok":true}
 * // { ok: true }
 * ```
 */
declare var Response: {
  prototype: Response;
  new (body?: BodyInit | null, init?: ResponseInit): Response;
  /** Returns the answer that stands for a failure of the network. */
  error(): Response;
  /** Returns an answer whose body is data as JSON. */
  json(data: unknown, init?: ResponseInit): Response;
  /** Returns an answer that names another place. Default status 302. */
  redirect(url: string | URL, status?: 301 | 302 | 303 | 307 | 308): Response;
};

/**
 * Sends a request, and resolves to the answer when its headers are there: also to one whose status is an error. The scope
 * around the call ends the request, as the signal does; what a body still waits for then rejects, too. URLs are http:,
 * https: and data:.
 * @throws TypeError "fetch failed" when no answer comes: its cause has a code as in Node, ECONNREFUSED, ENOTFOUND,
 * ECONNRESET and so on, and says which request it was. TypeError "terminated" when the body of the answer breaks off.
 * ```js
 * import { serve } from "lariat:http";
 * import { withTimeout } from "lariat:task";
 * await using server = await serve(async (request) => new Response(`${request.method} ${await request.text()}`));
 * const response = await withTimeout("5s", () => fetch(server.url, { method: "POST", body: "hello" }));
 * console.log(response.status, await response.text());
 * await server.close();
 * await fetch(server.url).catch((error) => console.log(error.message, error.cause.code));
 * // Output:
 * // 200 POST hello
 * // fetch failed ECONNREFUSED
 * ```
 */
declare function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

declare module "web:fetch" {
  export const FormData: typeof globalThis.FormData;
  export const Headers: typeof globalThis.Headers;
  export const Request: typeof globalThis.Request;
  export const Response: typeof globalThis.Response;
  export const fetch: typeof globalThis.fetch;
}
