// Where the items of a stream of lariat:flow go: to a loop of its own, or to `for await`.
(function (host) {
  "use strict";
  const { END, WAIT, SKIP, manyItems, pending, Pull, Work, AsyncSource, ArraySource, AsyncIteratorPrototype, wait, cancelled, turn, asker, given } = host;
  const STOP = Symbol("stop");

  // Drain takes all items. each(item) may give a promise, which is awaited; STOP, or a promise of it, ends the loop. Where
  // nothing has to be awaited there is no promise an item, but every so often the others get a turn.
  class Drain extends Work {
    constructor(pull, label, options, each, result) {
      super(pull);
      this.label = label;
      this.options = options;
      this.each = each;
      this.result = result;
      this.taken = 0; // items since the last turn of the others
      this.go = () => {
        this.taken = 0;
        this.loop(SKIP);
      };
      this.went = (r) => {
        this.ended();
        if (!this.stopped) this.loop(r === STOP ? END : SKIP);
      };
      this.lost = (e) => this.broke(e);
      this.settle = () => {
        try {
          this.resolve(this.result());
        } catch (e) {
          this.reject(e);
        }
      };
    }
    start() {
      return new Promise((resolve, reject) => {
        this.resolve = resolve;
        this.reject = reject;
        try {
          this.begin();
        } catch (e) {
          this.fail(e);
          return;
        }
        this.region.run(this.go);
      });
    }
    loop(v) {
      try {
        while (!this.stopped) {
          if (v === END) {
            this.finish();
            return;
          }
          if (v !== SKIP) {
            const r = this.each(v);
            if (r === STOP) {
              this.finish();
              return;
            }
            if (typeof r === "object" && r !== null && typeof r.then === "function") {
              this.running++;
              wait(r, this.went, this.lost);
              return;
            }
          }
          if (++this.taken >= manyItems) {
            turn(this.go);
            return;
          }
          v = this.up.next();
          if (v === WAIT) {
            this.running++;
            return;
          }
        }
      } catch (e) {
        this.fail(e);
      }
    }
    take(v) {
      this.ended();
      this.loop(v);
    }
    broke(e) {
      this.ended();
      this.fail(e);
    }
    finish() {
      const stopping = this.stop();
      if (pending(stopping)) stopping.then(this.settle, this.reject);
      else this.settle();
    }
    // fail rejects when all has unwound. An error of closing does not hide the one that ended the stream.
    fail(e) {
      if (this.stopped) return;
      const stopping = this.stop();
      if (pending(stopping)) stopping.then(() => this.reject(e), () => this.reject(e));
      else this.reject(e);
    }
    cancelled(reason) {
      this.fail(reason);
    }
  }

  // StreamIterator is what for await gets. Calls of next() stand in line; return() does not: it ends the one that waits.
  class StreamIterator {
    #pull;
    #over = false;
    #asked = false; // whether a call of next() waits
    #line = []; // those behind it
    #given = 0; // items since the last turn of the others
    #asker = asker(() => {
      const leaving = this.return();
      this.#asked = false; // it rejects when that is done
      this.#advance();
      return leaving;
    });
    constructor(pull) {
      this.#pull = pull;
      pull.down = { take: (v) => this.#take(v), broke: (e) => this.#reply(this.#fail(e)) };
    }
    next() {
      if (this.#asked) return new Promise((resolve) => { this.#line.push(resolve); });
      return this.#step();
    }
    #step() {
      if (this.#over) return given(undefined, true);
      let v;
      try {
        cancelled();
        v = this.#pull.next();
      } catch (e) {
        return this.#fail(e);
      }
      if (v === WAIT) {
        this.#asked = true;
        return this.#asker.ask();
      }
      if (v === END) return this.return();
      if (++this.#given < manyItems) return given(v, false);
      this.#asked = true;
      this.#rest(v);
      return this.#asker.ask();
    }
    // rest gives an item when all others had a turn.
    #rest(v) {
      this.#given = 0;
      turn(() => this.#take(v));
    }
    #take(v) {
      if (++this.#given >= manyItems && v !== END && !this.#over) this.#rest(v);
      else this.#told(v);
    }
    #told(v) {
      this.#reply(v === END || this.#over ? this.return() : { value: v, done: false });
    }
    #reply(result) {
      if (pending(result)) result.catch(() => {}); // the one who asked hears of it, unless he has left
      if (this.#asked) {
        this.#asked = false;
        this.#asker.answer(result);
      }
      this.#advance();
    }
    #advance() {
      while (this.#line.length > 0 && !this.#asked) this.#line.shift()(this.#step());
    }
    // fail rejects when the source has been closed. An error of closing does not hide the one that came first.
    async #fail(e) {
      this.#over = true;
      try {
        await this.#pull.close();
      } catch {
        // see above
      }
      throw e;
    }
    async return(value) {
      if (!this.#over) {
        this.#over = true;
        await this.#pull.close();
      }
      return { value, done: true };
    }
  }
  Object.setPrototypeOf(StreamIterator.prototype, AsyncIteratorPrototype);
  Object.defineProperty(StreamIterator.prototype, Symbol.toStringTag, { value: "Stream Iterator", configurable: true });

  // Elsewhere is a stream that goes through somebody else's function from iterables to async iterables.
  class Elsewhere extends Pull {
    through = null;
    constructor(up, fn) {
      super(up);
      this.fn = fn;
    }
    next() {
      if (this.closed) return END;
      if (!this.through) {
        const { up } = this;
        const items = up instanceof ArraySource ? up.array : new StreamIterator(up);
        this.through = new AsyncSource(this.fn(items)[Symbol.asyncIterator]());
        this.through.down = this;
      }
      return this.through.next();
    }
    take(v) {
      this.down.take(v);
    }
    close() {
      this.closed = true;
      return (this.through ?? this.up).close();
    }
  }

  return { STOP, Drain, StreamIterator, Elsewhere };
})
