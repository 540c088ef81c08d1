// What both halves of a stream of "node:stream" build on: the chunks that are kept, and how many.
(function (host, errors) {
  "use strict";
  const { coded, inspect } = errors;
  const { Buffer } = host;

  // Chunks is what a Readable keeps: a line of chunks that is taken from the front, by the chunk or by the byte.
  class Chunks {
    #list = [];
    #head = 0;
    get length() {
      return this.#list.length - this.#head;
    }
    push(chunk) {
      this.#list.push(chunk);
    }
    unshift(chunk) {
      if (this.#head > 0) this.#list[--this.#head] = chunk;
      else this.#list.unshift(chunk);
    }
    shift() {
      if (this.length === 0) return undefined;
      const chunk = this.#list[this.#head];
      this.#list[this.#head++] = undefined;
      if (this.#head === this.#list.length) this.clear();
      else if (this.#head >= 1024 && this.#head * 2 >= this.#list.length) {
        this.#list = this.#list.slice(this.#head);
        this.#head = 0;
      }
      return chunk;
    }
    first() {
      return this.#list[this.#head];
    }
    clear() {
      this.#list = [];
      this.#head = 0;
    }
    // all takes everything as one chunk.
    all(text, length) {
      const list = this.#list.slice(this.#head);
      this.clear();
      if (text) return list.join("");
      return list.length === 1 ? list[0] : Buffer.concat(list, length);
    }
    // take takes n bytes, or characters, of which there are more.
    take(n, text) {
      const first = this.first();
      if (n < first.length) {
        this.#list[this.#head] = first.slice(n);
        return first.slice(0, n);
      }
      if (n === first.length) return this.shift();
      const parts = [];
      for (let left = n; left > 0;) {
        const chunk = this.first();
        if (chunk.length <= left) {
          parts.push(this.shift());
          left -= chunk.length;
        } else {
          parts.push(chunk.slice(0, left));
          this.#list[this.#head] = chunk.slice(left);
          left = 0;
        }
      }
      return text ? parts.join("") : Buffer.concat(parts, n);
    }
    *[Symbol.iterator]() {
      for (let i = this.#head; i < this.#list.length; i++) yield this.#list[i];
    }
  }

  const defaults = { bytes: 16 * 1024, objects: 16 };
  const getDefaultHighWaterMark = (objectMode) => (objectMode ? defaults.objects : defaults.bytes);
  const setDefaultHighWaterMark = (objectMode, value) => {
    errors.checkInteger(value, "value", 0);
    defaults[objectMode ? "objects" : "bytes"] = value;
  };

  function highWaterMarkOf(state, options, half, duplex) {
    const own = options?.highWaterMark;
    const value = own !== undefined && own !== null ? own : duplex ? options?.[half] : undefined;
    if (value === undefined || value === null) return getDefaultHighWaterMark(state.objectMode);
    if (!Number.isInteger(value) || value < 0) {
      const name = duplex ? `options.${half}` : "options.highWaterMark";
      throw coded(TypeError, "ERR_INVALID_ARG_VALUE", `The property '${name}' is invalid. Received ${inspect(value)}`);
    }
    return Math.floor(value);
  }

  return { chunksOf: () => new Chunks(), getDefaultHighWaterMark, highWaterMarkOf, setDefaultHighWaterMark };
})
