// The stages of lariat:flow that go over several sources in turn: zip, concat, flatMap, catch, finally.
(function (host) {
  "use strict";
  const { END, WAIT, SKIP, manyItems, pending, Pull, shield, cancelled, turn } = host;

  // closeAll closes several stages; the first error counts. It gives a promise if one of them does.
  const closeAll = (list) => {
    const waits = [];
    let failed = false, failure;
    for (const pull of list) {
      try {
        const closing = pull.close();
        if (pending(closing)) waits.push(closing);
      } catch (e) {
        if (!failed) failure = e;
        failed = true;
      }
    }
    if (waits.length === 0) {
      if (failed) throw failure;
      return undefined;
    }
    return Promise.allSettled(waits).then((all) => {
      if (failed) throw failure;
      for (const one of all) if (one.status === "rejected") throw one.reason;
    });
  };

  // Zip takes one item of each, in turn.
  class Zip extends Pull {
    row = [];
    over = false;
    constructor(ups) {
      super(null);
      this.ups = ups;
      for (const up of ups) up.down = this;
    }
    next() {
      if (this.over || this.ups.length === 0) return END;
      return this.go();
    }
    go() {
      const { row, ups } = this;
      while (row.length < ups.length) {
        const v = ups[row.length].next();
        if (v === WAIT) return WAIT;
        if (v === END) return this.end();
        row.push(v);
      }
      this.row = [];
      return row;
    }
    end() {
      this.over = true;
      this.row = [];
      return END;
    }
    take(v) {
      let out;
      try {
        if (v === END) {
          out = this.end();
        } else {
          this.row.push(v);
          out = this.go();
        }
      } catch (e) {
        this.down.broke(e);
        return;
      }
      if (out !== WAIT) this.down.take(out);
    }
    close() {
      this.over = true;
      return closeAll(this.ups);
    }
  }

  // Flat gives the items of one stream after the other. The outer stage gives openers, or promises of them.
  class Flat extends Pull {
    inner = null;
    closed = false;
    constructor(up) {
      super(up);
      this.again = () => this.take(this.closed ? END : SKIP);
      this.finished = () => {
        this.inner = null;
        this.again();
      };
      this.lost = (e) => this.down.broke(e);
    }
    next() {
      return this.closed ? END : this.go(SKIP);
    }
    // go deals with an answer of the inner stream if there is one and of the outer if not; SKIP asks for the next.
    go(v) {
      for (let n = 0; ; n++) {
        if (v === WAIT || (v === END && (this.closed || !this.inner))) return v;
        if (v === END) {
          const closing = this.inner.close();
          if (pending(closing)) {
            closing.then(this.finished, this.lost);
            return WAIT;
          }
          this.inner = null;
        } else if (v !== SKIP) {
          if (this.inner) return v;
          this.inner = v();
          this.inner.down = this;
        }
        if (n === manyItems) {
          turn(this.again);
          return WAIT;
        }
        v = (this.inner ?? this.up).next();
      }
    }
    take(v) {
      let out;
      try {
        out = this.go(v);
      } catch (e) {
        this.down.broke(e);
        return;
      }
      if (out !== WAIT) this.down.take(out);
    }
    close() {
      this.closed = true;
      return closeAll(this.inner ? [this.inner, this.up] : [this.up]);
    }
  }

  // Catch goes on with another stream when the one above fails.
  class Catch extends Pull {
    caught = false;
    constructor(up, fn) {
      super(up);
      this.fn = fn;
      this.replace = (open) => {
        if (this.closed) return this.down.take(END);
        try {
          this.up = open();
          this.up.down = this;
          const v = this.up.next();
          if (v !== WAIT) this.down.take(v);
        } catch (e) {
          this.down.broke(e);
        }
      };
      this.lost = (e) => this.down.broke(e);
    }
    next() {
      if (this.caught) return this.up.next();
      try {
        return this.up.next();
      } catch (e) {
        return this.rescue(e);
      }
    }
    take(v) {
      this.down.take(v);
    }
    broke(e) {
      if (this.caught) this.down.broke(e);
      else this.rescue(e);
    }
    rescue(e) {
      this.caught = true;
      const { up, fn } = this;
      const go = async () => {
        try {
          await up.close();
        } catch {
          // the error that is being dealt with came first
        }
        cancelled();
        return fn(e);
      };
      go().then(this.replace, this.lost);
      return WAIT;
    }
    close() {
      this.closed = true;
      return this.up.close();
    }
  }

  // Finally calls fn once, when the stream above has been closed.
  class Finally extends Pull {
    called = false;
    closing = undefined;
    constructor(up, fn) {
      super(up);
      this.fn = fn;
    }
    next() {
      return this.up.next();
    }
    take(v) {
      this.down.take(v);
    }
    close() {
      if (this.called) return this.closing;
      this.called = true;
      const { up, fn } = this;
      this.closing = shield(() => {
        let closing;
        try {
          closing = up.close();
        } catch (e) {
          fn();
          throw e;
        }
        return pending(closing) ? Promise.resolve(closing).finally(() => fn()) : fn();
      });
      return this.closing;
    }
  }

  return { closeAll, Zip, Flat, Catch, Finally };
})
