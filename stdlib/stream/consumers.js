// The module "node:stream/consumers": everything that a stream gives, as one value.
(function (host) {
  "use strict";
  const { Buffer } = host;

  async function chunks(stream) {
    const list = [];
    const iterator = (stream[Symbol.asyncIterator] ?? stream[Symbol.iterator]).call(stream);
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) list.push(step.value);
    return list;
  }
  async function buffer(stream) {
    const list = await chunks(stream);
    return Buffer.concat(list.map((chunk) => (typeof chunk === "string" ? Buffer.from(chunk) : chunk instanceof ArrayBuffer ? Buffer.from(chunk) : chunk)));
  }
  async function arrayBuffer(stream) {
    const { buffer: memory, byteOffset, byteLength } = await buffer(stream);
    return memory.slice(byteOffset, byteOffset + byteLength);
  }
  async function text(stream) {
    const decoder = new globals.TextDecoder();
    let result = "";
    for (const chunk of await chunks(stream)) result += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    return result + decoder.decode();
  }
  async function json(stream) {
    return JSON.parse(await text(stream));
  }
  async function blob(stream) {
    return new globals.Blob(await chunks(stream));
  }
  return { arrayBuffer, blob, buffer, json, text };
})
