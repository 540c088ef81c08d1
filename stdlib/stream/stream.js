// The exports of "node:stream": the class Stream with everything else as its properties, as in Node.
(function (host) {
  "use strict";
  const { Stream, promises } = host;
  for (const name of [
    "isDestroyed", "isDisturbed", "isErrored", "isReadable", "isWritable", "Readable", "Writable", "Duplex", "Transform", "PassThrough",
    "addAbortSignal", "finished", "pipeline", "setDefaultHighWaterMark", "getDefaultHighWaterMark",
  ]) {
    Stream[name] = host[name];
  }
  Stream.destroy = host.destroyStream;
  Stream.promises = promises;
  Stream.Stream = Stream;
  return { Stream };
})
