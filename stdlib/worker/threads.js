// node:worker_threads as Node v20 has it, as far as that is honest here.
(function (host, errors) {
  "use strict";
  const { EventEmitter, MessagePort, start, environment, receive, mark, isMarked, refuse } = host;
  const { invalidType } = errors;
  const SHARE_ENV = Symbol.for("nodejs.worker_threads.SHARE_ENV");

  const unsupported = {
    stdin: "the option stdin of a Worker is not supported: post messages instead",
    stdout: "the option stdout of a Worker is not supported: it writes to the standard output of the program",
    stderr: "the option stderr of a Worker is not supported: it writes to the standard error of the program",
    resourceLimits: "the option resourceLimits of a Worker is not supported: the memory of one isolate cannot be limited",
  };

  const isURL = (value) => typeof value === "object" && value !== null && typeof value.href === "string" && typeof value.protocol === "string";

  function checkPath(filename, options) {
    if (options.eval) {
      if (typeof filename === "string") return filename;
      const error = new TypeError("The property 'options.eval' must be false when 'filename' is not a string. Received true");
      error.code = "ERR_INVALID_ARG_VALUE";
      throw error;
    }
    if (isURL(filename)) {
      if (filename.protocol === "file:" || filename.protocol === "data:") return filename.href;
      const error = new TypeError("The URL must be of scheme file or data");
      error.code = "ERR_INVALID_URL_SCHEME";
      throw error;
    }
    if (typeof filename !== "string") throw invalidType("filename", "of type string or an instance of URL", filename);
    if (/^\.\.?[\\/]|^[\\/]|^[A-Za-z]:[\\/]/.test(filename)) return filename.replace(/[%?#]/g, encodeURIComponent);
    const hint = /^(file|data):/.test(filename) ? " Wrap it with new URL()." : "";
    const error = new TypeError("The worker script or module filename must be an absolute path or a relative path starting with " +
      `'./' or '../'.${hint} Received "${filename}"`);
    error.code = "ERR_WORKER_PATH";
    throw error;
  }

  function checkOptions(options) {
    for (const name of ["argv", "execArgv"]) {
      if (options[name] !== undefined && options[name] !== null && !Array.isArray(options[name])) {
        throw invalidType(`options.${name}`, "an instance of Array", options[name]);
      }
    }
    const { env } = options;
    if (env === SHARE_ENV) refuse("SHARE_ENV is not supported: a worker has an environment of its own, a copy of its parent's");
    if (env !== undefined && env !== null && typeof env !== "object") {
      throw invalidType("options.env", "of type object or one of undefined, null, or worker_threads.SHARE_ENV", env);
    }
    for (const [name, why] of Object.entries(unsupported)) {
      const value = options[name];
      if (typeof value === "object" && value !== null ? Object.keys(value).length > 0 : value) refuse(why);
    }
  }

  class Worker extends EventEmitter {
    #handle;
    #ended = false;
    #exit = Promise.withResolvers();

    constructor(filename, options) {
      super();
      options = { ...options };
      const program = checkPath(filename, options);
      checkOptions(options);
      this.#handle = start(program, {
        eval: Boolean(options.eval),
        name: options.name === undefined ? "" : `${options.name}`,
        env: options.env ?? undefined,
        argv: options.argv ?? undefined,
        workerData: options.workerData,
        transferList: options.transferList,
        online: () => this.emit("online"),
        message: (value) => this.emit("message", value),
        messageerror: (error) => this.emit("messageerror", error),
        failed: (error) => this.emit("error", error),
        over: (code) => {
          this.#ended = true;
          this.#exit.resolve(code);
          this.emit("exit", code);
        },
      });
      this.threadName = options.name === undefined ? "WorkerThread" : `${options.name}`;
    }

    get threadId() {
      return this.#ended ? -1 : this.#handle.threadId;
    }
    get resourceLimits() {
      return {};
    }
    get stdin() {
      return null;
    }
    get stdout() {
      return null;
    }
    get stderr() {
      return null;
    }
    postMessage(...args) {
      this.#handle.postMessage(...args);
    }
    terminate() {
      if (this.#ended) return Promise.resolve();
      this.#handle.terminate();
      return this.#exit.promise;
    }
    ref() {
      this.#handle.ref();
    }
    unref() {
      this.#handle.unref();
    }
    getHeapSnapshot() {
      return Promise.resolve().then(() => refuse("Worker.getHeapSnapshot is not available: there are no snapshots of one isolate"));
    }
    async [Symbol.asyncDispose]() {
      await this.terminate();
    }
  }

  const exports = {
    isMainThread: host.isMainThread,
    MessagePort,
    MessageChannel: host.MessageChannel,
    BroadcastChannel: host.BroadcastChannel,
    Worker,
    SHARE_ENV,
    threadId: host.threadId,
    parentPort: host.parentPort,
    workerData: host.workerData,
    resourceLimits: {},
    receiveMessageOnPort(port) {
      return receive(port);
    },
    markAsUntransferable(object) {
      mark(object);
    },
    isMarkedAsUntransferable(object) {
      return isMarked(object);
    },
    moveMessagePortToContext() {
      refuse("moveMessagePortToContext is not available: there are no contexts");
    },
    setEnvironmentData(key, value) {
      if (value === undefined) environment().delete(key);
      else environment().set(key, value);
    },
    getEnvironmentData(key) {
      return environment().get(key);
    },
  };
  return exports;
})
