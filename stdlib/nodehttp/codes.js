// The names of "node:http": methods and statuses, and checks of what goes into the head of a message.
(function (host, errors) {
  "use strict";
  const { checkString, coded } = errors;
  const METHODS = `
    ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY
    OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK
    UNSUBSCRIBE`.trim().split(/\s+/);
  const STATUS_CODES = Object.fromEntries(`
    100 Continue; 101 Switching Protocols; 102 Processing; 103 Early Hints; 200 OK; 201 Created; 202 Accepted;
    203 Non-Authoritative Information; 204 No Content; 205 Reset Content; 206 Partial Content; 207 Multi-Status;
    208 Already Reported; 226 IM Used; 300 Multiple Choices; 301 Moved Permanently; 302 Found; 303 See Other; 304 Not Modified;
    305 Use Proxy; 307 Temporary Redirect; 308 Permanent Redirect; 400 Bad Request; 401 Unauthorized; 402 Payment Required;
    403 Forbidden; 404 Not Found; 405 Method Not Allowed; 406 Not Acceptable; 407 Proxy Authentication Required;
    408 Request Timeout; 409 Conflict; 410 Gone; 411 Length Required; 412 Precondition Failed; 413 Payload Too Large;
    414 URI Too Long; 415 Unsupported Media Type; 416 Range Not Satisfiable; 417 Expectation Failed; 418 I'm a Teapot;
    421 Misdirected Request; 422 Unprocessable Entity; 423 Locked; 424 Failed Dependency; 425 Too Early; 426 Upgrade Required;
    428 Precondition Required; 429 Too Many Requests; 431 Request Header Fields Too Large; 451 Unavailable For Legal Reasons;
    500 Internal Server Error; 501 Not Implemented; 502 Bad Gateway; 503 Service Unavailable; 504 Gateway Timeout;
    505 HTTP Version Not Supported; 506 Variant Also Negotiates; 507 Insufficient Storage; 508 Loop Detected;
    509 Bandwidth Limit Exceeded; 510 Not Extended; 511 Network Authentication Required;`.trim().split(/;\s*/).filter(Boolean).map((line) => [line.slice(0, 3), line.slice(4)]));

  // A literal in a function would be made anew with each call.
  const token = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
  const invalid = /[^\t\x20-\x7e\x80-\xff]/;
  const isToken = (text) => token.test(text);
  const isInvalid = (text) => invalid.test(text);

  // Names that were valid before; there are few in a program.
  const valid = new Set();
  const MANY = 1000;

  function validateHeaderName(name, label = "Header name") {
    if (valid.has(name)) return;
    if (typeof name !== "string" || !isToken(name)) throw coded(TypeError, "ERR_INVALID_HTTP_TOKEN", `${label} must be a valid HTTP token ["${name}"]`);
    if (valid.size < MANY) valid.add(name);
  }

  function validateHeaderValue(name, value) {
    if (value === undefined) throw coded(TypeError, "ERR_HTTP_INVALID_HEADER_VALUE", `Invalid value "${value}" for header "${name}"`);
    if (isInvalid(`${value}`)) throw coded(TypeError, "ERR_INVALID_CHAR", `Invalid character in header content ["${name}"]`);
  }

  function methodOf(method) {
    if (method === undefined || method === null) return "GET";
    checkString(method, "options.method");
    if (method === "") return "GET";
    if (!isToken(method)) throw coded(TypeError, "ERR_INVALID_HTTP_TOKEN", `Method must be a valid HTTP token ["${method}"]`);
    return method.toUpperCase();
  }

  const hangUp = (message = "socket hang up") => Object.assign(new Error(message), { code: "ECONNRESET" });
  // unavailable is the error of what Node does with a connection of its own.
  const unavailable = (what, instead) =>
    coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `${what} is not available: ${instead}`);

  return { METHODS, STATUS_CODES, hangUp, isInvalid, isToken, methodOf, unavailable, validateHeaderName, validateHeaderValue };
})
