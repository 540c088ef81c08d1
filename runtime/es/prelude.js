// What only JavaScript syntax can do: private fields, new.target, await, and property reads with a
// primitive receiver. Nothing in here looks anything up that a script could have replaced: no globals,
// no methods of built-in objects, no iteration, no destructuring.
({
  get: (value, key) => value[key],
  put: (object, key, value) => { object[key] = value },

  // A function that may be called with and without new, and knows which it was.
  either: (make) => function (first, second) { return make(new.target, first, second) },

  // What is not needed before a script asks for it.
  more: () => ({
    // Classes whose instances carry a Go value in a slot that is invisible, belongs to that very object,
    // and is not found through a proxy or a prototype. The first is for Go to make instances of.
    opaque: () => class {
      #slot;
      constructor(slot) { this.#slot = slot }
      static slot(object) { return #slot in object ? object.#slot : undefined }
    },
    slotted: (init) => class {
      #slot;
      constructor(argument) { this.#slot = init(this, new.target, argument) }
      static slot(object) { return #slot in object ? object.#slot : undefined }
    },

    // The same for an object that exists: the constructor of the parent returns it.
    stamp: () => class extends class { constructor(object) { return object } } {
      #slot;
      constructor(object, slot) {
        super(object);
        this.#slot = slot;
      }
      static slot(object) { return #slot in object ? object.#slot : undefined }
    },

    // Errors of classes that a script may have replaced.
    rangeError: () => {
      try {
        const list = [];
        list.length = -1;
      } catch (error) {
        return error;
      }
    },
    referenceError: () => {
      try {
        later;
        let later;
      } catch (error) {
        return error;
      }
    },

    // AsyncIterator.prototype[Symbol.asyncDispose]: start returns none if there was nothing to call.
    awaited: async (start, none) => {
      const result = start();
      if (result !== none) await result;
    },

    // AsyncDisposableStack: disposes of resources from the last to the first. call starts the disposal of
    // one and returns none if there is nothing to call.
    disposeAll: async (count, call, none, suppress) => {
      let failed = false, reason, skipped = false, awaited = false;
      for (let i = count - 1; i >= 0; i--) {
        try {
          const result = call(i);
          if (result === none) {
            skipped = true;
          } else {
            awaited = true;
            await result;
          }
        } catch (error) {
          reason = failed ? suppress(error, reason) : error;
          failed = true;
        }
      }
      if (skipped && !awaited) await undefined;
      if (failed) throw reason;
    },

    // Array.fromAsync. The functions that it needs of Go come in as go.
    fromAsync: (go) => {
      // One step of a synchronous iterator as the async-from-sync iterator of the specification makes it.
      const step = async (iterator, next, close) => {
        const result = go.object(go.call(next, iterator));
        const done = !!result.done;
        let value = result.value;
        try {
          value = await value;
        } catch (error) {
          if (!done) close(iterator);
          throw error;
        }
        return { value, done };
      };
      const closeSync = async (iterator) => {
        const close = go.method(iterator, "return");
        if (close === undefined) return;
        const result = go.object(go.call(close, iterator));
        result.done;
        await result.value;
      };
      const quiet = (iterator) => {
        try {
          const close = go.method(iterator, "return");
          if (close !== undefined) go.call(close, iterator);
        } catch {}
      };
      // AsyncIteratorClose after an error, which wins over whatever closing throws.
      const closeAfter = async (iterator, sync) => {
        try {
          if (sync) {
            await closeSync(iterator);
          } else {
            const close = go.method(iterator, "return");
            if (close !== undefined) await go.call(close, iterator);
          }
        } catch {}
      };
      const fromIterator = async (Class, iterator, sync, map, self) => {
        const next = iterator.next;
        const list = go.create(Class);
        for (let k = 0; ; k++) {
          const result = await (sync ? step(iterator, next, quiet) : go.call(next, iterator));
          go.object(result);
          if (result.done) {
            list.length = k;
            return list;
          }
          let value = result.value;
          try {
            if (map) value = await go.call(map, self, value, k);
            go.define(list, k, value);
          } catch (error) {
            await closeAfter(iterator, sync);
            throw error;
          }
        }
      };
      return async (Class, items, map, self) => {
        if (map !== undefined) go.callable(map);
        const async = go.method(items, go.asyncIterator);
        const sync = async ? undefined : go.method(items, go.iterator);
        const method = async || sync;
        if (method) return fromIterator(Class, go.object(go.call(method, items)), !async, map, self);
        const source = go.toObject(items);
        const length = go.length(source);
        const list = go.create(Class, length);
        for (let k = 0; k < length; k++) {
          let value = await source[k];
          if (map) value = await go.call(map, self, value, k);
          go.define(list, k, value);
        }
        list.length = length;
        return list;
      };
    },
  }),
})
