// The module "node:dns": lookup, as the system answers, and the names of errors. The questions to name servers are not there.
(function (host, errors) {
  "use strict";
  const { checkFunction, coded, invalidType, invalidValue } = errors;
  const codes = Object.fromEntries(`NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM
    DESTRUCTION BADSTR BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED`.split(/\s+/).map((name) => [name, `E${name}`]));
  const families = new Map([[undefined, 0], [0, 0], [4, 4], [6, 6], ["IPv4", 4], ["IPv6", 6]]);
  let order = "verbatim";

  // asked reads (hostname, options) and gives the addresses, in the order that is wanted.
  async function asked(hostname, options) {
    const { all = false, family, order: wanted } = options;
    let list;
    const numeric = host.ip(hostname);
    if (!hostname) list = [];
    else if (numeric) list = [{ address: hostname, family: numeric }];
    else list = (await host.addresses(hostname, families.get(family))).map((address) => ({ address, family: host.ip(address) }));
    const first = { ipv4first: 4, ipv6first: 6 }[wanted ?? order];
    if (first) list.sort((a, b) => (b.family === first) - (a.family === first));
    if (all) return list;
    return list[0] ?? { address: null, family: families.get(family) === 6 ? 6 : 4 };
  }

  function check(hostname, options) {
    if (hostname && typeof hostname !== "string") throw invalidType("hostname", "of type string", hostname);
    const read = typeof options === "number" ? { family: options } : options ?? {};
    if (typeof read !== "object") throw invalidType("options", "of type object or integer", options);
    if (!families.has(read.family)) throw invalidValue("options.family", read.family, "must be one of: 0, 4, 6");
    return { ...read, ...(read.verbatim === false && read.order === undefined ? { order: "ipv4first" } : {}) };
  }

  function lookup(hostname, options, callback) {
    if (typeof options === "function") [options, callback] = [{}, options];
    const read = check(hostname, options);
    checkFunction(callback, "callback");
    asked(hostname, read).then((found) => host.tick(() => (read.all ? callback(null, found) : callback(null, found.address, found.family))),
      (error) => host.tick(() => callback(error)));
    return {};
  }
  const promised = async (hostname, options) => asked(hostname, check(hostname, options));

  const absent = `lookupService resolve resolve4 resolve6 resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa
    resolveSrv resolveTxt reverse setServers getServers`.split(/\s+/);
  const refused = (name) => coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `dns.${name}() is not available: lookup() asks the system`);
  const shared = {
    ...codes,
    getDefaultResultOrder: () => order,
    setDefaultResultOrder(value) {
      if (!["verbatim", "ipv4first", "ipv6first"].includes(value)) throw invalidValue("dnsOrder", value, "must be one of: 'verbatim', 'ipv4first'");
      order = value;
    },
    ...Object.fromEntries(absent.map((name) => [name, () => { throw refused(name); }])),
  };
  const promises = { ...shared, lookup: promised };
  return { ...shared, lookup, promises, ADDRCONFIG: 32, ALL: 16, V4MAPPED: 8 };
})
