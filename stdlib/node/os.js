// The parts of "node:os" that are not a plain question to the host (https://nodejs.org/docs/latest-v20.x/api/os.html).
(function (host, errors) {
  "use strict";
  const { checkInteger, hidden } = errors;
  const { os } = host;

  // A function without arguments stands for its result where a text or a number is wanted.
  for (const name of host.questions) {
    const ask = os[name];
    hidden(ask, Symbol.toPrimitive, () => ask());
  }

  const bare = (object) => Object.assign({ __proto__: null }, object);
  const priority = bare({
    PRIORITY_LOW: 19, PRIORITY_BELOW_NORMAL: 10, PRIORITY_NORMAL: 0, PRIORITY_ABOVE_NORMAL: -7, PRIORITY_HIGH: -14, PRIORITY_HIGHEST: -20,
  });
  const dlopen = bare(host.windows ? {} : { RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_GLOBAL: host.linux ? 256 : 8, RTLD_LOCAL: host.linux ? 0 : 4 });
  if (host.linux) dlopen.RTLD_DEEPBIND = 8;
  const signals = Object.freeze(bare(host.signals));
  const constants = { __proto__: null, UV_UDP_REUSEADDR: 4, dlopen, errno: bare(host.errno), signals, priority };
  for (const [name, value] of Object.entries({ constants, EOL: host.end, devNull: host.null })) {
    Object.defineProperty(os, name, { value, writable: false, enumerable: true, configurable: name !== "constants" });
  }

  class SystemError extends Error {
    constructor(info) {
      super(`A system error occurred: ${info.syscall} returned ${info.code} (${info.message})`);
      this.code = "ERR_SYSTEM_ERROR";
      this.info = info;
      this.errno = info.errno;
      this.syscall = info.syscall;
    }
  }
  hidden(SystemError.prototype, "name", "SystemError");

  const [least, most] = [-(2 ** 31), 2 ** 31 - 1];
  os.getPriority = function getPriority(pid = 0) {
    checkInteger(pid, "pid", least, most);
    const answer = host.priority(pid);
    if (typeof answer === "number") return answer;
    throw new SystemError({ ...answer, syscall: "uv_os_getpriority" });
  };
  os.setPriority = function setPriority(pid, ...rest) {
    let [value] = rest;
    if (rest.length === 0) [pid, value] = [0, pid];
    else checkInteger(pid, "pid", least, most);
    checkInteger(value, "priority", -20, 19);
    host.refusePriority(`${pid}`);
  };

  os.userInfo = function userInfo(options) {
    const encoding = options?.encoding;
    const info = host.user();
    if (typeof encoding === "string" && encoding !== "utf8") {
      for (const name of ["username", "homedir", "shell"]) {
        if (info[name] === null) continue;
        const bytes = host.buffer().from(info[name]);
        info[name] = encoding === "buffer" ? bytes : bytes.toString(encoding);
      }
    }
    return info;
  };
  return os;
})
