// The simple stages of lariat:flow: steps of a Line, and stages that make other items of the items.
(function (host) {
  "use strict";
  const { END, WAIT, SKIP, pending, manyItems, Pull, now, splitter, turn } = host;
  const { POSITIVE_INFINITY: Infinity } = Number;

  // then awaits what a function of the user gives, if that has to be awaited.
  const then = (v, f) => (pending(v) ? Promise.resolve(v).then(f) : f(v));

  const steps = {
    map: (fn) => () => {
      let i = 0;
      return (v) => fn(v, i++);
    },
    filter: (fn) => () => {
      let i = 0;
      return (v) => {
        const kept = fn(v, i++);
        if (pending(kept)) return Promise.resolve(kept).then((kept) => (kept ? v : SKIP));
        return kept ? v : SKIP;
      };
    },
    take: (n) => (line) => {
      let left = n;
      if (left === 0) line.over = true;
      return (v) => {
        if (--left === 0) line.over = true;
        return v;
      };
    },
    drop: (n) => () => {
      let left = n;
      return (v) => (left > 0 ? (left--, SKIP) : v);
    },
    takeWhile: (fn) => () => (v) => then(fn(v), (more) => (more ? v : END)),
    dropWhile: (fn) => () => {
      let dropping = true;
      return (v) => (dropping ? then(fn(v), (more) => (more ? SKIP : ((dropping = false), v))) : v);
    },
    scan: (fn, initial) => () => {
      let sum = initial;
      return (v) => then(fn(sum, v), (next) => (sum = next));
    },
    distinct: (key) => () => {
      const seen = new Set();
      return (v) =>
        then(key ? key(v) : v, (k) => {
          if (seen.has(k)) return SKIP;
          seen.add(k);
          return v;
        });
    },
    tap: (fn) => () => (v) => then(fn(v), () => v),
    throttle: (interval) => () => {
      let next = -Infinity;
      return (v) => {
        const at = now();
        if (at < next) return SKIP;
        next = at + interval;
        return v;
      };
    },
    rate: (governor) => () => (v) => {
      const token = governor.tryAcquire?.();
      if (token) {
        token.release();
        return v;
      }
      return Promise.resolve(governor.acquire()).then((token) => {
        token.release();
        return v;
      });
    },
  };

  // Stage is for what makes other items of the items: on(item or END) gives one, END, or SKIP for none yet.
  class Stage extends Pull {
    closed = false;
    next() {
      for (let n = 0; n < manyItems; n++) {
        const v = this.up.next();
        if (v === WAIT) return WAIT;
        const out = this.on(v);
        if (out !== SKIP) return out;
      }
      turn(() => (this.closed ? this.down.take(END) : this.more()));
      return WAIT;
    }
    // more goes on where an item was not enough.
    more() {
      let out;
      try {
        out = this.next();
      } catch (e) {
        this.down.broke(e);
        return;
      }
      if (out !== WAIT) this.down.take(out);
    }
    take(v) {
      let out;
      try {
        out = this.on(v);
      } catch (e) {
        this.down.broke(e);
        return;
      }
      if (out === SKIP) this.more();
      else this.down.take(out);
    }
    close() {
      this.closed = true;
      return this.up.close();
    }
  }

  class Chunk extends Stage {
    list = [];
    constructor(up, n) {
      super(up);
      this.n = n;
    }
    on(v) {
      const { list } = this;
      if (v === END) {
        if (list.length === 0) return END;
      } else if (list.push(v) < this.n) {
        return SKIP;
      }
      this.list = [];
      return list;
    }
  }

  class Window extends Stage {
    list = [];
    skip = 0;
    constructor(up, n, step) {
      super(up);
      this.n = n;
      this.step = step;
    }
    on(v) {
      if (v === END) return END;
      if (this.skip > 0) {
        this.skip--;
        return SKIP;
      }
      if (this.list.push(v) < this.n) return SKIP;
      const { list } = this;
      this.list = list.slice(this.step);
      this.skip = Math.max(0, this.step - this.n);
      return list;
    }
  }

  class Lines extends Stage {
    list = [];
    at = 0;
    splitter = splitter();
    ended = false;
    next() {
      return this.at < this.list.length ? this.list[this.at++] : this.ended ? END : super.next();
    }
    on(v) {
      this.ended = v === END;
      this.list = this.ended ? this.splitter.end() : this.splitter.add(v);
      this.at = 1;
      return this.list && this.list.length > 0 ? this.list[0] : this.ended ? ((this.list = []), END) : SKIP;
    }
  }

  const json = () => {
    let n = 0;
    return (line) => {
      n++;
      if (line.trim() === "") return SKIP;
      try {
        return JSON.parse(line);
      } catch (cause) {
        throw new SyntaxError(`jsonLines: line ${n} is not JSON: ${cause.message}`, { cause });
      }
    };
  };

  return { then, steps, Stage, Chunk, Window, Lines, json };
})
