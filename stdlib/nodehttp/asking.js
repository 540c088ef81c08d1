// What a request of "node:http" is to ask, and whom: the arguments of request(), read and checked.
(function (host, errors) {
  "use strict";
  const { checkBoolean, checkSignal, coded, invalidType } = errors;
  const { agentOf, isInvalid, methodOf, unavailable, url } = host;

  // optionsOf reads (url, options, callback), of which each may be missing.
  function optionsOf(input, options, callback) {
    if (typeof input === "string") input = url.urlToHttpOptions(new globals.URL(input));
    else if (input instanceof globals.URL) input = url.urlToHttpOptions(input);
    else [input, options, callback] = [null, input, options];
    if (typeof options === "function") [options, callback] = [{}, options];
    return { options: { ...input, ...options }, given: options ?? {}, callback };
  }

  const refused = {
    createConnection: "connections are made by the runtime",
    lookup: "names are looked up by the runtime",
    socketPath: "there are connections to hosts only",
    localAddress: "the system chooses where a connection comes from",
  };

  const hostOf = (value, name) => {
    if (value !== undefined && value !== null && typeof value !== "string") {
      throw invalidType(`options.${name}`, "of type string or one of undefined or null", value);
    }
    return value;
  };

  // askingOf makes of the options what the host sends, all but the headers.
  function askingOf(options, kind) {
    for (const [name, why] of Object.entries(refused)) {
      if (options[name] !== undefined && options[name] !== null && options[name] !== false) throw unavailable(`The option "${name}"`, why);
    }
    const agent = agentOf(options.agent, kind, options._defaultAgent);
    const protocol = options.protocol || agent.protocol || kind;
    if (protocol !== agent.protocol) {
      throw coded(TypeError, "ERR_INVALID_PROTOCOL", `Protocol "${protocol}" not supported. Expected "${agent.protocol}"`);
    }
    const path = options.path ? `${options.path}` : "/";
    if (/[^!-ÿ]/.test(path)) throw coded(TypeError, "ERR_UNESCAPED_CHARACTERS", "Request path contains unescaped characters");
    hostOf(options.hostname, "hostname");
    hostOf(options.host, "host");
    const name = options.hostname || options.host || "localhost";
    const port = Number(options.port || options.defaultPort || agent.defaultPort);
    const method = methodOf(options.method);
    if (method === "CONNECT") throw unavailable("The method CONNECT", "there are no sockets to hand out");
    if (options.insecureHTTPParser !== undefined) checkBoolean(options.insecureHTTPParser, "options.insecureHTTPParser");
    checkSignal(options.signal, "signal");
    if (options.auth !== undefined && options.auth !== null && isInvalid(`${options.auth}`)) {
      throw coded(TypeError, "ERR_INVALID_CHAR", 'Invalid character in header content ["Authorization"]');
    }
    const bare = name.replace(/^\[(.*)\]$/, "$1");
    const literal = bare.includes(":") ? `[${bare}]` : bare;
    const standard = port === Number(options.defaultPort || agent.defaultPort);
    return {
      agent, protocol, path, method, host: bare, port, secure: protocol === "https:", address: `${literal}:${port}`,
      hostHeader: standard ? literal : `${literal}:${port}`,
    };
  }

  return { askingOf, optionsOf };
})
