// Agent of "node:http": which requests share connections. The connections are made and kept by the host, a pool of them for
// all requests with the same settings of TLS.
(function (host, errors) {
  "use strict";
  const { checkNumber, invalidType } = errors;
  const { EventEmitter, unavailable } = host;
  const kPools = Symbol("kPools");

  function Agent(options) {
    if (!(this instanceof Agent)) return new Agent(options);
    EventEmitter.call(this);
    this.defaultPort = 80;
    this.protocol = "http:";
    this.options = Object.assign(Object.create(null), options);
    this.options.noDelay ??= true;
    this.options.path = null;
    this.requests = Object.create(null);
    this.sockets = Object.create(null);
    this.freeSockets = Object.create(null);
    this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
    this.keepAlive = this.options.keepAlive || false;
    this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
    this.maxFreeSockets = this.options.maxFreeSockets || 256;
    this.scheduling = this.options.scheduling || "lifo";
    this.maxTotalSockets = this.options.maxTotalSockets;
    this.totalSocketCount = 0;
    if (this.scheduling !== "lifo" && this.scheduling !== "fifo") {
      throw errors.invalidValue("scheduling", this.scheduling, "must be one of: 'fifo', 'lifo'");
    }
    if (this.maxTotalSockets !== undefined) checkNumber(this.maxTotalSockets, "maxTotalSockets", 1);
    else this.maxTotalSockets = Infinity;
    this[kPools] = new Map();
  }
  Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
  Object.setPrototypeOf(Agent, EventEmitter);
  Agent.defaultMaxSockets = Infinity;
  const proto = Agent.prototype;

  proto.createConnection = function createConnection() {
    throw unavailable("createConnection()", "connections are made by the runtime");
  };
  proto.getName = function getName(options = {}) {
    let name = `${options.host || "localhost"}:${options.port || ""}:${options.localAddress || ""}`;
    if (options.family === 4 || options.family === 6) name += `:${options.family}`;
    if (options.socketPath) name += `:${options.socketPath}`;
    return name;
  };
  proto.destroy = function destroy() {
    for (const pool of this[kPools].values()) host.closePool(pool);
    this[kPools].clear();
  };
  const ours = { addRequest() {}, createSocket() {}, keepSocketAlive: () => true, removeSocket() {}, reuseSocket() {} };
  for (const [name, value] of Object.entries(ours)) errors.hidden(proto, name, value);

  const tlsNames = ["ca", "cert", "key", "rejectUnauthorized", "servername"];
  const pem = (value, name) => {
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) return value.map((one) => pem(one, name)).join("\n");
    if (typeof value !== "string" && !ArrayBuffer.isView(value)) throw invalidType(`options.${name}`, "of type string or an instance of Buffer, TypedArray, or DataView", value);
    return typeof value === "string" ? value : host.Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
  };

  // poolOf gives the connections that a request with these options shares.
  function poolOf(agent, options, secure) {
    for (const name of ["addRequest", "createConnection", "createSocket"]) {
      if (agent[name] !== proto[name]) throw unavailable(`An agent with a ${name}() of its own`, "connections are made by the runtime");
    }
    const all = { ...agent.options, ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) };
    for (const name of ["pfx", "checkServerIdentity", "passphrase"]) {
      if (secure && all[name] !== undefined) throw unavailable(`The option "${name}"`, "there are ca, cert, key, servername and rejectUnauthorized");
    }
    const family = all.family === 4 || all.family === 6 ? all.family : 0;
    const tls = {};
    if (secure) for (const name of tlsNames) if (all[name] !== undefined && all[name] !== null) tls[name] = /^(ca|cert|key)$/.test(name) ? pem(all[name], name) : all[name];
    const key = JSON.stringify([family, tls]);
    let pool = agent[kPools].get(key);
    if (pool === undefined) {
      pool = host.pool({
        keepAlive: Boolean(agent.keepAlive), maxSockets: Number.isFinite(agent.maxSockets) ? agent.maxSockets : 0,
        maxFree: Math.min(agent.maxFreeSockets, 2 ** 30), idle: agent.options.timeout || 0, family,
        secure: Object.keys(tls).length > 0, ca: tls.ca, cert: tls.cert, key: tls.key, servername: tls.servername,
        insecure: tls.rejectUnauthorized === false,
      });
      agent[kPools].set(key, pool);
    }
    return pool;
  }

  function SecureAgent(options) {
    if (!(this instanceof SecureAgent)) return new SecureAgent(options);
    Agent.call(this, options);
    this.defaultPort = 443;
    this.protocol = "https:";
    this.maxCachedSessions = this.options.maxCachedSessions ?? 100;
  }
  Object.defineProperty(SecureAgent, "name", { value: "Agent" });
  Object.setPrototypeOf(SecureAgent.prototype, Agent.prototype);
  Object.setPrototypeOf(SecureAgent, Agent);

  const defaults = { keepAlive: true, scheduling: "lifo", timeout: 5000 };
  const agents = { http: new Agent(defaults), https: new SecureAgent(defaults) };
  // agentOf reads the option agent.
  function agentOf(agent, kind, fallback) {
    if (agent === false) return kind === "https:" ? new SecureAgent() : new Agent();
    if (agent === undefined || agent === null) return fallback ?? (kind === "https:" ? agents.https : agents.http);
    if (typeof agent.addRequest !== "function") throw invalidType("options.agent", "one of Agent-like Object, undefined, or false", agent);
    if (!(agent instanceof Agent)) throw unavailable("An agent that makes its own connections", "connections are made by the runtime");
    return agent;
  }

  return { Agent, SecureAgent, agentOf, agents, poolOf };
})
