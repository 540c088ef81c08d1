// Where pipeTo of lariat:flow writes to: a WritableStream, a Channel, or an object with write().
(function (host) {
  "use strict";
  const { wrong } = host;

  // sinkOf gives { write, close, abort }. abort passes the error on, to the target as well unless it is to be left alone.
  const sinkOf = (target, { preventClose = false, preventAbort = false }) => {
    const parts = partsOf(target);
    const finish = async (method, args) => {
      try {
        await method?.(...args);
      } finally {
        parts.release?.();
      }
    };
    return {
      write: parts.write,
      close: () => finish(preventClose ? undefined : parts.close, []),
      async abort(error) {
        await finish(preventAbort ? undefined : parts.abort, [error]).catch(() => {}); // the error that came first counts
        throw error;
      },
    };
  };

  const partsOf = (target) => {
    if (typeof target?.getWriter === "function") {
      const writer = target.getWriter();
      return {
        write: (v) => writer.write(v), close: () => writer.close(), abort: (error) => writer.abort(error),
        release: () => writer.releaseLock(),
      };
    }
    if (typeof target?.send === "function") {
      return {
        write: (v) => target.send(v), close: () => target.close?.(),
        abort: (error) => (typeof target.fail === "function" ? target.fail(error) : target.close?.()),
      };
    }
    if (typeof target?.write === "function") {
      return {
        write: (v) => target.write(v), close: () => target.close?.(),
        abort: (error) => (typeof target.abort === "function" ? target.abort(error) : target.close?.()),
      };
    }
    throw wrong('Stream.pipeTo: "target"', "a function, a WritableStream, a Channel, or an object with a method write");
  };

  return { sinkOf };
})
