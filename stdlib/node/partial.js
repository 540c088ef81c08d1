// The modules of Node for connections of one's own, and for what another engine has. Packages load them to ask something
// small, such as isIP; what would need a connection or that engine says what there is instead, when it is called.
(function (host, errors) {
  "use strict";
  const { checkString, coded } = errors;

  const unavailable = (name, instead) => coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `${name}() is not available: ${instead}`);
  // absent makes functions that throw, and classes whose constructor does.
  function absent(module, instead, names) {
    const all = {};
    for (const name of names.split(" ")) {
      all[name] = { [name](...args) { // eslint-disable-line no-unused-vars
        throw unavailable(`${module}.${name}`, instead);
      } }[name];
      if (/^[A-Z]/.test(name)) all[name] = { [name]: class { constructor() { throw unavailable(`new ${module}.${name}`, instead); } } }[name];
    }
    return all;
  }

  const text = (input) => (typeof input === "string" ? input : input === undefined || input === null ? "" : `${input}`);
  const net = () => ({
    isIP: (input) => host.ip(text(input)),
    isIPv4: (input) => host.ip(text(input)) === 4,
    isIPv6: (input) => host.ip(text(input)) === 6,
    ...absent("net", "use fetch(), WebSocket, and the servers of node:http and lariat:http", "Server Socket connect createConnection createServer"),
    getDefaultAutoSelectFamily: () => true,
    setDefaultAutoSelectFamily() {},
  });

  // checkServerIdentity holds the names of a certificate against a host: undefined if one is its name.
  function checkServerIdentity(hostname, cert) {
    checkString(hostname, "hostname");
    const names = (cert.subjectaltname ?? "").split(", ").filter(Boolean).map((name) => name.split(":"));
    const dns = names.filter(([kind]) => kind === "DNS").map(([, ...name]) => name.join(":"));
    const matches = (pattern) => {
      const wanted = pattern.toLowerCase().replace(/\.$/, "").split(".");
      const parts = hostname.toLowerCase().replace(/\.$/, "").split(".");
      if (wanted.length !== parts.length) return false;
      return wanted.every((one, i) => one === parts[i] || (i === 0 && one === "*" && wanted.length > 2));
    };
    let reason;
    if (host.ip(hostname) !== 0) {
      const ips = names.filter(([kind]) => kind === "IP Address").map(([, ...ip]) => ip.join(":"));
      if (!ips.includes(hostname)) reason = `IP: ${hostname} is not in the cert's list: ${ips.join(", ")}`;
    } else if (dns.length > 0) {
      if (!dns.some(matches)) reason = `Host: ${hostname}. is not in the cert's altnames: ${cert.subjectaltname}`;
    } else if (cert.subject?.CN === undefined) {
      reason = "Cert does not contain a DNS name";
    } else if (![].concat(cert.subject.CN).some(matches)) {
      reason = `Host: ${hostname}. is not cert's CN: ${cert.subject.CN}`;
    }
    if (reason === undefined) return undefined;
    return coded(Error, "ERR_TLS_CERT_ALTNAME_INVALID", `Hostname/IP does not match certificate's altnames: ${reason}`, { reason, host: hostname, cert });
  }
  const tls = () => ({
    DEFAULT_MIN_VERSION: "TLSv1.2", DEFAULT_MAX_VERSION: "TLSv1.3", checkServerIdentity,
    ...absent("tls", "fetch(), node:https and serve() of lariat:http have it", "Server TLSSocket connect createSecureContext createServer"),
  });

  const names = `METHOD PATH SCHEME AUTHORITY STATUS`.split(" ");
  const plain = `ACCEPT ACCEPT_ENCODING AUTHORIZATION CACHE_CONTROL CONNECTION CONTENT_ENCODING CONTENT_LENGTH CONTENT_TYPE COOKIE DATE ETAG EXPECT HOST
    HTTP2_SETTINGS KEEP_ALIVE LAST_MODIFIED LOCATION PROXY_CONNECTION SERVER SET_COOKIE TE TRAILER TRANSFER_ENCODING UPGRADE USER_AGENT VARY`.split(/\s+/);
  const http2 = () => ({
    constants: Object.fromEntries([
      ...names.map((name) => [`HTTP2_HEADER_${name}`, `:${name.toLowerCase()}`]),
      ...plain.map((name) => [`HTTP2_HEADER_${name}`, name.toLowerCase().replaceAll("_", "-")]),
      ...["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"].map((name) => [`HTTP2_METHOD_${name}`, name]),
      ["NGHTTP2_NO_ERROR", 0], ["NGHTTP2_REFUSED_STREAM", 7], ["NGHTTP2_CANCEL", 8],
    ]),
    sensitiveHeaders: Symbol("nodejs.http2.sensitiveHeaders"),
    ...absent("http2", "fetch() and serve() of lariat:http speak HTTP/2 by themselves",
      "Http2ServerRequest Http2ServerResponse connect createSecureServer createServer"),
  });

  const v8 = () => ({
    startupSnapshot: { isBuildingSnapshot: () => false },
    ...absent("v8", "the engine is another one; structuredClone() copies values",
      "deserialize getHeapSnapshot getHeapSpaceStatistics getHeapStatistics serialize setFlagsFromString writeHeapSnapshot"),
  });

  const cluster = () => ({
    isMaster: true, isPrimary: true, isWorker: false, workers: {}, settings: {}, SCHED_NONE: 1, SCHED_RR: 2, schedulingPolicy: 2,
    ...absent("cluster", "serve() of lariat:http has workers", "disconnect fork setupMaster setupPrimary"),
  });

  return { cluster, http2, net, tls, v8 };
})
