/** URLs by the URL standard, and Node's functions for them. */
declare module "node:url" {
  /**
   * A URL (https://url.spec.whatwg.org/#url-class). Setting a part to what is not valid changes nothing.
   * ```js
   * const page = new URL("../list?page=2", "https://example.org/docs/index.html");
   * page.searchParams.append("sort", "name");
   * page.hash = "top";
   * console.log(page.href);
   * // Output:
   * // https://example.org/list?page=2&sort=name#top
   * ```
   */
  export class URL {
    /** Reads a URL, relative to base if there is one. @throws TypeError (ERR_INVALID_URL) with input and base */
    constructor(url: string | { toString(): string }, base?: string | { toString(): string });
    /** Whether the constructor would take it. */
    static canParse(url: string | { toString(): string }, base?: string | { toString(): string }): boolean;
    /** The URL, or null if it is not valid. */
    static parse(url: string | { toString(): string }, base?: string | { toString(): string }): URL | null;
    /**
     * Gives a Blob a URL, for fetch() and new Worker(). It stays until it is revoked, or the isolate that made it has ended.
     * @throws TypeError for anything but a Blob
     * ```js
     * const url = URL.createObjectURL(new Blob(['{ "size": 3 }'], { type: "application/json" }));
     * const { size } = await (await fetch(url)).json();
     * URL.revokeObjectURL(url);
     * console.log(size, await fetch(url).catch((error) => error.name));
     * // Output:
     * // 3 TypeError
     * ```
     */
    static createObjectURL(obj: Blob): string;
    /** Takes the URL of a Blob away; the Blob stays with those who have it. Another text does nothing. */
    static revokeObjectURL(url: string): void;
    /** The whole URL. @throws TypeError when it is set to what is not valid */
    href: string;
    /** Scheme, host and port, or "null". */
    readonly origin: string;
    /** The scheme with its colon. */
    protocol: string;
    /** The name that stands before the host, percent-encoded; empty if there is none. */
    username: string;
    /** The password that stands before the host, percent-encoded; empty if there is none. */
    password: string;
    /** The host with its port, if that is not the usual one. */
    host: string;
    /** The host without its port. */
    hostname: string;
    /** The port, empty if it is the usual one of the scheme. */
    port: string;
    /** The path, percent-encoded. */
    pathname: string;
    /** The query with its question mark, empty if there is none. */
    search: string;
    /** The entries of the query: a change of one is a change of the other. */
    readonly searchParams: URLSearchParams;
    /** The fragment with its number sign, empty if there is none. */
    hash: string;
    /** The whole URL, as href. */
    toString(): string;
    /** The whole URL, for JSON.stringify. */
    toJSON(): string;
  }

  /** The entries of a query, in their order (https://url.spec.whatwg.org/#urlsearchparams). */
  export class URLSearchParams {
    /** Reads text, pairs, or the properties of an object. @throws TypeError for what is no pair */
    constructor(init?: string | Iterable<[string, string]> | Iterable<string[]> | Record<string, string> | URLSearchParams);
    /** The number of entries. */
    readonly size: number;
    /** Adds an entry at the end, whatever entries the name has. */
    append(name: string, value: string): void;
    /** Takes all entries of a name away, or those with a value. */
    delete(name: string, value?: string): void;
    /** The first value, or null. */
    get(name: string): string | null;
    /** All values of a name, in their order. */
    getAll(name: string): string[];
    /** Whether there is an entry of a name, or one with this value. */
    has(name: string, value?: string): boolean;
    /** Gives a name one value: that of its first entry changes, its others go; without one it is added. */
    set(name: string, value: string): void;
    /** Sorts the entries by name, in UTF-16 code units; those of one name keep their order. */
    sort(): void;
    /** Calls a function for each entry, in order: the value comes first. @throws TypeError for what is no function */
    forEach(callback: (value: string, name: string, params: URLSearchParams) => void, thisArg?: unknown): void;
    /** The names, one for each entry. */
    keys(): IterableIterator<string>;
    /** The values, one for each entry. */
    values(): IterableIterator<string>;
    /** The entries, each a name and a value. */
    entries(): IterableIterator<[string, string]>;
    /** The entries, as entries(). */
    [Symbol.iterator](): IterableIterator<[string, string]>;
    /** The query without its question mark. */
    toString(): string;
  }

  /** A host in the form that is sent: in Punycode. Empty if it is not valid. */
  export function domainToASCII(domain: string): string;
  /** A host in the form that is read. Empty if it is not valid. */
  export function domainToUnicode(domain: string): string;
  /**
   * The path of a file URL.
   * @throws TypeError if it is another URL, or has a host or an encoded separator
   * ```js
   * import { fileURLToPath, pathToFileURL } from "node:url";
   * console.log(fileURLToPath("file:///a%20b/c%23", { windows: false }), pathToFileURL("/a b/c#", { windows: false }).href);
   * // Output:
   * // /a b/c# file:///a%20b/c%23
   * ```
   */
  export function fileURLToPath(url: string | URL, options?: PathOptions): string;
  /** The file URL of a path; a relative one begins at process.cwd(). */
  export function pathToFileURL(path: string, options?: PathOptions): URL;
  /** For which system a path is; by default it is this one. */
  export interface PathOptions {
    /** Whether the path is one of Windows. */
    windows?: boolean;
  }
  /** The parts of a URL as they were read before there was the class URL. */
  export class Url {
    /** The scheme with its colon, in small letters. */
    protocol: string | null;
    /** Whether two slashes follow the scheme. */
    slashes: boolean | null;
    /** Name and password, with a colon between them. */
    auth: string | null;
    /** The host with its port. */
    host: string | null;
    /** The port as it is written. */
    port: string | null;
    /** The host without its port. */
    hostname: string | null;
    /** The fragment with its number sign. */
    hash: string | null;
    /** The query with its question mark. */
    search: string | null;
    /** The query without its question mark; an object of its entries, if parse() was asked for that. */
    query: any;
    /** The path without the query. */
    pathname: string | null;
    /** The path with the query. */
    path: string | null;
    /** The whole URL. */
    href: string;
  }
  /**
   * Reads a URL the old way, which takes relative ones and does not say what is wrong: new URL() is better.
   * @throws TypeError if the host cannot be one
   */
  export function parse(url: string, parseQueryString?: boolean, slashesDenoteHost?: boolean): Url;
  /** The text of a URL, or of an object with its parts. */
  export function format(url: URL, options?: { auth?: boolean; fragment?: boolean; search?: boolean; unicode?: boolean }): string;
  export function format(parts: Partial<Omit<Url, "port">> & { port?: string | number | null } | string): string;
  /** Where a link leads to from a page, the old way: new URL(to, from) is better. */
  export function resolve(from: string, to: string): string;
  /** What resolve gives, in parts. */
  export function resolveObject(from: string, to: string): Url;
  /** The parts of a URL as the options of an HTTP request. */
  export function urlToHttpOptions(url: URL): {
    protocol: string;
    hostname: string;
    hash: string;
    search: string;
    pathname: string;
    path: string;
    href: string;
    port?: number;
    auth?: string;
  };
}

interface URL extends InstanceType<typeof import("node:url").URL> {}
/** A URL: the class that "node:url" exports. */
declare var URL: typeof import("node:url").URL;
interface URLSearchParams extends InstanceType<typeof import("node:url").URLSearchParams> {}
/** The entries of a query: the class that "node:url" exports. */
declare var URLSearchParams: typeof import("node:url").URLSearchParams;
