/** Patterns of URLs, as the web has them (https://urlpattern.spec.whatwg.org). */

/** Patterns, or texts, of the parts of a URL. */
interface URLPatternInit {
  /** The scheme, with or without its colon. */
  protocol?: string;
  /** The name that stands before the host. */
  username?: string;
  /** The password that stands before the host. */
  password?: string;
  /** The host without its port. */
  hostname?: string;
  /** The port; empty is the usual one of the scheme. */
  port?: string;
  /** The path; a relative one begins at that of baseURL. */
  pathname?: string;
  /** The query, with or without its question mark. */
  search?: string;
  /** The fragment, with or without its number sign. */
  hash?: string;
  /** A URL that gives the parts that come before those that are named. */
  baseURL?: string;
}

/** What a pattern is made of, and what is held against it. */
type URLPatternInput = string | URLPatternInit;

interface URLPatternOptions {
  /** Path, query and fragment match in small letters and capitals alike. Default false. */
  ignoreCase?: boolean;
}

/** What has matched of a part of a URL. */
interface URLPatternComponentResult {
  /** The whole part. */
  input: string;
  /** What the groups have matched, by their names; those without one are counted from "0". */
  groups: Record<string, string | undefined>;
}

/** What exec() gives. */
interface URLPatternResult {
  /** The arguments of exec(). */
  inputs: [URLPatternInput] | [URLPatternInput, string];
  /** What has matched of the scheme. */
  protocol: URLPatternComponentResult;
  /** What has matched of the name before the host. */
  username: URLPatternComponentResult;
  /** What has matched of the password before the host. */
  password: URLPatternComponentResult;
  /** What has matched of the host. */
  hostname: URLPatternComponentResult;
  /** What has matched of the port; the usual one of a scheme is empty. */
  port: URLPatternComponentResult;
  /** What has matched of the path. */
  pathname: URLPatternComponentResult;
  /** What has matched of the query, without its question mark. */
  search: URLPatternComponentResult;
  /** What has matched of the fragment, without its number sign. */
  hash: URLPatternComponentResult;
}

interface URLPattern {
  /** The pattern of the scheme. */
  readonly protocol: string;
  /** The pattern of the name before the host. */
  readonly username: string;
  /** The pattern of the password before the host. */
  readonly password: string;
  /** The pattern of the host, without the port. */
  readonly hostname: string;
  /** The pattern of the port; empty is the usual one of the scheme. */
  readonly port: string;
  /** The pattern of the path. */
  readonly pathname: string;
  /** The pattern of the query, without the question mark. */
  readonly search: string;
  /** The pattern of the fragment, without the number sign. */
  readonly hash: string;
  /** Whether a group has a regular expression of its own. */
  readonly hasRegExpGroups: boolean;
  /** Whether a URL matches; one that is not valid does not. @throws TypeError for an object and a base URL beside it */
  test(input?: URLPatternInput, baseURL?: string): boolean;
  /** What matches, or null. @throws TypeError for an object and a base URL beside it */
  exec(input?: URLPatternInput, baseURL?: string): URLPatternResult | null;
}

/**
 * A pattern of URLs: ":name" is a segment, "*" is anything, "(…)" a regular expression, "{…}?" what may be missing; "+" and
 * "*" behind a group repeat it.
 * @throws TypeError for a pattern that is not valid, and for a relative one without a base URL
 * ```js
 * const route = new URLPattern({ pathname: "/books/:id(\\d+)/:chapter?" });
 * console.log(route.test("https://example.org/books/7"), route.test("https://example.org/books/seven"));
 * console.log(route.exec("https://example.org/books/7/intro").pathname.groups);
 *
 * const images = new URLPattern("*.:type(jpg|png)", "https://example.org/img/");
 * console.log(images.pathname, new URLPattern("https://{:lang.}?example.org/*").exec("https://de.example.org/a").hostname.groups.lang);
 * // Output:
 * // true false
 * // { id: '7', chapter: 'intro' }
 * // /img/*.:type(jpg|png) de
 * ```
 */
declare var URLPattern: {
  prototype: URLPattern;
  /** A pattern of a text or of parts; what is not named matches anything. */
  new (input?: URLPatternInput, options?: URLPatternOptions): URLPattern;
  /** A pattern of a text that a base URL completes. */
  new (input: string, baseURL: string, options?: URLPatternOptions): URLPattern;
};

declare module "web:urlpattern" {
  export const URLPattern: typeof globalThis.URLPattern;
}
