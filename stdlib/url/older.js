// The older functions of "node:url", which are in legacy.js: that is compiled when one of them is called.
(function (host) {
  "use strict";
  function Url() {
    for (const name of ["protocol", "slashes", "auth", "host", "port", "hostname", "hash", "search", "query", "pathname", "path", "href"]) this[name] = null;
  }
  let made;
  const legacy = () => (made ??= host.legacy(host.URL, Url));
  for (const name of ["parse", "format", "resolve", "resolveObject", "parseHost"]) {
    Url.prototype[name] = function (...args) {
      legacy(); // which replaces this function
      return this[name](...args);
    };
  }
  return {
    Url,
    parse: (url, parseQueryString, slashesDenoteHost) => legacy().parse(url, parseQueryString, slashesDenoteHost),
    format: (url, options) => legacy().format(url, options),
    resolve: (from, to) => legacy().resolve(from, to),
    resolveObject: (from, to) => legacy().resolveObject(from, to),
  };
})
