// The watchers of "node:fs", and all that the module exports.
(function (host, errors) {
  "use strict";
  const { checkFunction, hidden } = errors;
  const { Buffer, classes, createReadStream, createWriteStream, optionsOf, pathOf } = host;

  // watchingOf reads the arguments of both forms of watch.
  function watchingOf(path, options) {
    if (typeof options === "string") options = { encoding: options };
    const o = optionsOf(options, {});
    if (o.recursive !== undefined) errors.checkBoolean(o.recursive, "options.recursive");
    return { path: pathOf(path, "filename"), options: o };
  }
  const named = ({ encoding }) => (name) => {
    if (!encoding || encoding === "utf8" || encoding === "utf-8") return name;
    return encoding === "buffer" ? Buffer.from(name) : Buffer.from(name).toString(encoding);
  };

  // What Node calls a rename is whatever makes a name come or go.
  const eventOf = (o) => ({ kind, name }) => ({ eventType: kind === "modify" ? "change" : "rename", filename: named(o)(name) });

  let FSWatcher;
  const watcherClass = () => {
    const EventEmitter = host.events();
    FSWatcher ??= class FSWatcher extends EventEmitter {
      #watch;
      constructor(path, o) {
        super();
        this.#watch = host.watchSync(path, Boolean(o.recursive), o.persistent !== false, (error, change) => {
          if (error) {
            error.filename = path;
            this.emit("error", error);
            this.close();
            return;
          }
          const { eventType, filename } = eventOf(o)(change);
          this.emit("change", eventType, filename);
        });
      }
      close() {
        if (this.#watch === undefined) return;
        host.unwatch(this.#watch);
        this.#watch = undefined;
        globals.process.nextTick(() => this.emit("close"));
      }
      ref() {
        if (this.#watch !== undefined) host.keepWatch(this.#watch, true);
        return this;
      }
      unref() {
        if (this.#watch !== undefined) host.keepWatch(this.#watch, false);
        return this;
      }
    };
    return FSWatcher;
  };
  function watch(path, options, listener) {
    if (typeof options === "function") [options, listener] = [undefined, options];
    const { path: file, options: o } = watchingOf(path, options);
    if (listener !== undefined) checkFunction(listener, "listener");
    const watcher = new (watcherClass())(file, o);
    if (listener) watcher.on("change", listener);
    if (o.signal?.aborted) globals.process.nextTick(() => watcher.close());
    else o.signal?.addEventListener("abort", () => watcher.close(), { once: true });
    return watcher;
  }
  host.promises.watch = function watch_(path, options) {
    const { path: file, options: o } = watchingOf(path, options);
    const changes = host.watchAll(file, { recursive: Boolean(o.recursive), signal: o.signal });
    const iterator = {
      [Symbol.asyncIterator]: () => iterator,
      next: async () => {
        const step = await changes.next();
        return step.done ? step : { value: eventOf(o)(step.value), done: false };
      },
      return: (value) => changes.return(value),
    };
    return iterator;
  };
  hidden(host.promises.watch, "name", "watch");

  // watchFile looks at a path from time to time.
  const looked = new Map();
  function watchFile(path, options, listener) {
    if (typeof options === "function") [options, listener] = [{}, options];
    checkFunction(listener, "listener");
    const file = pathOf(path, "filename");
    const { interval = 5007, persistent = true, bigint = false } = options ?? {};
    let watcher = looked.get(file);
    if (watcher === undefined) {
      const EventEmitter = host.events();
      watcher = new EventEmitter();
      const none = () => new host.Stats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
      const look = () => host.sync.statSync(file, { bigint, throwIfNoEntry: false }) ?? none();
      let before = look();
      watcher.timer = globals.setInterval(() => {
        const now = look();
        const same = ["mtimeMs", "ctimeMs", "size", "ino", "mode"].every((key) => now[key] === before[key]);
        if (!same) watcher.emit("change", now, before);
        before = now;
      }, interval);
      if (!persistent) watcher.timer.unref();
      watcher.ref = () => (watcher.timer.ref(), watcher);
      watcher.unref = () => (watcher.timer.unref(), watcher);
      looked.set(file, watcher);
    }
    watcher.on("change", listener);
    return watcher;
  }
  function unwatchFile(path, listener) {
    const file = pathOf(path, "filename");
    const watcher = looked.get(file);
    if (watcher === undefined) return;
    if (listener) watcher.removeListener("change", listener);
    else watcher.removeAllListeners("change");
    if (watcher.listenerCount("change") > 0) return;
    globals.clearInterval(watcher.timer);
    looked.delete(file);
  }

  const all = { ...host.all, createReadStream, createWriteStream, watch, watchFile, unwatchFile };
  const lazily = (name, get) => {
    let own;
    Object.defineProperty(all, name, {
      get: () => own ?? get(),
      set(value) {
        own = value;
      },
      enumerable: true,
      configurable: true,
    });
  };
  for (const name of ["ReadStream", "WriteStream"]) {
    lazily(name, () => classes()[name]);
    lazily(`File${name}`, () => classes()[name]);
  }
  return all;
})
