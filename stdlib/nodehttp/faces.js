// What "node:http" and "node:https" export.
(function (host, errors) {
  "use strict";
  const { Agent, ClientRequest, IncomingMessage, METHODS, OutgoingMessage, STATUS_CODES, SecureAgent, SecureServer, Server, ServerResponse } = host;
  const { agents, asking, validateHeaderName, validateHeaderValue } = host;

  const http = {
    METHODS, STATUS_CODES, Agent, ClientRequest, IncomingMessage, OutgoingMessage, Server, ServerResponse,
    createServer: (options, listener) => new Server(options, listener),
    validateHeaderName, validateHeaderValue,
    ...asking("http:"),
    setMaxIdleHTTPParsers(max) {
      errors.checkInteger(max, "max", 1);
    },
    maxHeaderSize: 1 << 20,
  };
  const https = {
    Agent: SecureAgent, Server: SecureServer,
    createServer: (options, listener) => new SecureServer(options, listener),
    ...asking("https:"),
  };
  for (const [module, kind] of [[http, "http"], [https, "https"]]) {
    Object.defineProperty(module, "globalAgent", {
      configurable: true, enumerable: true,
      get: () => agents[kind],
      set(agent) {
        agents[kind] = agent;
      },
    });
  }
  return { http, https };
})
