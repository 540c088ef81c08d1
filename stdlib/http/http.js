// What of the module "lariat:http" is made of the rest: requests that are tried again, and those of which only the body
// is wanted.
(function (host) {
  "use strict";
  // Statuses that may be others at the next try.
  const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

  const retried = (attempt, options) =>
    host.need("lariat:retry").retry(attempt, { retryResultIf: (response) => passing.has(response.status), ...options });

  const worthwhile = (error) =>
    error?.status === undefined ? error?.cause !== undefined || error?.name === "TimeoutError" : passing.has(error.status);

  async function read(input, init, how) {
    const { timeout, retry, ...rest } = init ?? {};
    const attempt = async () => {
      const response = await host.fetch(input, rest);
      if (response.ok) return response[how]();
      response[Symbol.dispose]();
      throw host.refused(response, rest.method ?? "GET");
    };
    const run = retry === undefined ? attempt : () => host.need("lariat:retry").retry(attempt, { retryIf: worthwhile, ...retry });
    return timeout === undefined ? run() : host.need("lariat:task").withTimeout(timeout, run);
  }

  return {
    retried,
    fetchText: (url, init = undefined) => read(url, init, "text"),
    fetchJSON: (url, init = undefined) => read(url, init, "json"),
  };
});
