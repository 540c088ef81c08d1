// How the stages of lariat:flow talk to each other. A stage has next(), which gives an item, END, or WAIT: then it calls
// take(item) or broke(error) of the stage below it, later and once. There is no promise between two stages. next() is not
// called again before the answer is there. Whoever owns a stage calls close() when it is done with it, after END and
// after an error too; only the source knows whether there is anything left to close. close() gives a promise if that
// takes time, and the same one when it is called again. A consumer whose stage is closed while it waits still gets an answer: END.
(function (host) {
  "use strict";
  const { shield, wait, puller, turn, error } = host;
  const END = Symbol("end"), WAIT = Symbol("wait"), SKIP = Symbol("skip");
  const arrayValues = Array.prototype[Symbol.iterator];

  // manyItems is how many a stage takes in a row, if none of them has to be waited for, before the others get a turn.
  const manyItems = 2000;

  // pending tells whether a value has to be awaited.
  const pending = (v) => typeof v === "object" && v !== null && typeof v.then === "function";
  const isObject = (v) => (typeof v === "object" && v !== null) || typeof v === "function";

  class Pull {
    down = null;
    constructor(up) {
      this.up = up;
      if (up) up.down = this;
    }
    broke(error) {
      this.down.broke(error);
    }
    close() {
      return this.up.close();
    }
  }

  // Source is what all sources have: once over, it gives nothing and has nothing to close.
  class Source extends Pull {
    over = false;
    constructor() {
      super(null);
      this.value = (v) => this.down.take(this.over ? END : v);
      this.failed = (e) => this.down.broke(e);
    }
    // awaited deals with an item that is a promise.
    awaited(v) {
      wait(v, this.value, this.failed);
      return WAIT;
    }
  }

  class ArraySource extends Source {
    at = 0;
    constructor(array) {
      super();
      this.array = array;
    }
    next() {
      const array = this.array;
      if (this.at >= array.length || this.over) return END;
      const v = array[this.at++];
      return typeof v === "object" && v !== null && typeof v.then === "function" ? this.awaited(v) : v;
    }
    close() {
      this.over = true;
    }
  }

  // IteratorSource closes its iterator once, unless it has ended or failed by itself.
  class IteratorSource extends Source {
    closing = undefined; // whoever closes it once more waits for the same
    constructor(iterator) {
      super();
      this.iterator = iterator;
      this.step = iterator.next;
      if (typeof this.step !== "function") throw error("type", "stream: the iterator of the source has no next method");
    }
    next() {
      if (this.over) return END;
      this.over = true; // unless it answers
      const result = this.step.call(this.iterator);
      if (!isObject(result)) throw error("type", "stream: the iterator of the source gave a result that is no object");
      if (result.done) return END;
      const v = result.value;
      this.over = false;
      return typeof v === "object" && v !== null && typeof v.then === "function" ? this.awaited(v) : v;
    }
    close() {
      if (this.over) return this.closing;
      this.over = true;
      const { iterator } = this;
      const method = iterator.return;
      if (method === undefined || method === null) return undefined;
      this.closing = shield(() => method.call(iterator));
      return this.closing;
    }
  }

  class AsyncSource extends IteratorSource {
    constructor(iterator) {
      super(iterator);
      this.puller = puller(
        iterator,
        (v) => {
          if (this.over) this.down.take(END);
          else if (typeof v === "object" && v !== null && typeof v.then === "function") this.awaited(v);
          else this.down.take(v);
        },
        () => {
          this.over = true;
          this.down.take(END);
        },
        (e) => {
          this.over = true;
          this.down.broke(e);
        },
      );
    }
    next() {
      if (this.over) return END;
      this.over = true; // if it throws
      this.puller.pull();
      this.over = false;
      return WAIT;
    }
  }

  // FailedSource stands for a source that could not be opened: the stream fails when it is asked.
  class FailedSource extends Source {
    constructor(error) {
      super();
      this.error = error;
    }
    next() {
      if (this.over) return END;
      this.over = true;
      throw this.error;
    }
    close() {
      this.over = true;
    }
  }

  // opener looks at what a stream is to be made of, and makes a function that opens it.
  const opener = (source, what) => {
    if (source !== undefined && source !== null) {
      const iterate = source[Symbol.asyncIterator];
      if (iterate !== undefined && iterate !== null) return () => new AsyncSource(iterate.call(source));
      const values = source[Symbol.iterator];
      if (typeof values === "function") {
        if (values === arrayValues && Array.isArray(source)) return () => new ArraySource(source);
        return () => new IteratorSource(values.call(source));
      }
    }
    throw error("type", `${what} must be an iterable or an async iterable`);
  };

  // Line is a row of steps between a source and whoever takes the items: each is a function of an item that gives another
  // one, SKIP, END, or a promise of them. A step that knows the item to be the last one sets over.
  class Line extends Pull {
    over = false;
    closed = false;
    dropped = 0; // items since the last turn of the others
    constructor(up, makers) {
      super(up);
      this.steps = makers.map((make) => make(this));
      this.got = (v) => {
        if (this.closed) v = END;
        this.give(v, this.at);
      };
      this.lost = (e) => this.down.broke(e);
      this.goOn = () => this.give(this.closed ? END : SKIP, 0);
    }
    next() {
      if (this.over) return END;
      const v = this.up.next();
      return v === WAIT || v === END ? v : this.run(v, 0);
    }
    take(v) {
      this.give(v, 0);
    }
    give(v, at) {
      try {
        v = this.run(v, at);
      } catch (e) {
        this.down.broke(e);
        return;
      }
      if (v !== WAIT) this.down.take(v);
    }
    run(v, at) {
      const { steps } = this, n = steps.length;
      for (;;) {
        if (v === END) {
          this.over = true;
          return END;
        }
        if (v === SKIP) {
          if (this.over) return END;
          if (++this.dropped === manyItems) {
            this.dropped = 0;
            turn(this.goOn);
            return WAIT;
          }
          v = this.up.next();
          if (v === WAIT) return WAIT;
          at = 0;
          continue;
        }
        if (at === n) return v;
        v = steps[at++](v);
        if (typeof v === "object" && v !== null && typeof v.then === "function") {
          this.at = at;
          wait(v, this.got, this.lost);
          return WAIT;
        }
      }
    }
    close() {
      this.over = this.closed = true;
      return this.up.close();
    }
  }

  return { END, WAIT, SKIP, manyItems, pending, isObject, Pull, Source, ArraySource, IteratorSource, AsyncSource, FailedSource, Line, opener };
})
