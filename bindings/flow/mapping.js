// map and filter of lariat:flow with concurrency.
(function (host) {
  "use strict";
  const { END, SKIP, NONE, pending, wait, Pump, Failure } = host;
  const { Map } = globalThis;

  // Gated is a pump that may have to ask a governor before it pulls. Then the item has a token.
  class Gated extends Pump {
    pulling = false;
    exhausted = false;
    token = undefined;
    constructor(up, gate) {
      super(up);
      this.gate = gate;
    }
    request() {
      this.pulling = true;
      if (this.gate) this.enter();
      else this.pull(this.up);
    }
    // enter asks the governor first, then the source.
    enter() {
      let token;
      try {
        token = this.gate.tryAcquire?.();
        if (!token) token = this.gate.acquire();
      } catch (e) {
        this.lost(e);
        return;
      }
      if (!pending(token)) {
        this.token = token;
        this.pull(this.up);
        return;
      }
      this.running++;
      wait(token, (token) => {
        if (this.stopped) {
          token.release();
        } else {
          this.token = token;
          this.pull(this.up);
        }
        this.ended();
        this.refill();
      }, (e) => this.broke(e));
    }
    // settled ends a request and gives its token.
    settled() {
      const { token } = this;
      this.token = undefined;
      this.pulling = false;
      return token;
    }
  }

  // Mapping runs fn on items, several at a time. No more items are out than `ahead`: pulled and not given out yet.
  class Mapping extends Gated {
    pulled = 0;
    taken = 0;
    active = 0;
    results = new Map();
    order = null; // of the results that are ready, unless they are given out in the order of the items
    head = 0;
    constructor(up, fn, o, finish) {
      super(up, o.gate);
      this.fn = fn;
      this.limit = o.limit;
      this.ahead = o.buffer;
      this.finish = finish;
      if (!o.ordered) this.order = [];
    }
    room() {
      return !this.exhausted && !this.pulling && this.active < this.limit && this.pulled - this.taken < this.ahead;
    }
    ready() {
      for (let skipped = false; ;) {
        const i = this.nextReady();
        if (i < 0) {
          if (this.exhausted && this.taken === this.pulled) return END;
          if (!skipped || this.filling || !this.room()) return NONE;
          skipped = false; // what was dropped has left room
          this.region.run(this.filler);
          continue;
        }
        const v = this.results.get(i);
        this.results.delete(i);
        this.taken++;
        if (v instanceof Failure) this.failure = v;
        if (v !== SKIP) return v;
        skipped = true;
      }
    }
    // nextReady is the index of the result that comes next, or -1 while it is not there.
    nextReady() {
      const { order, taken } = this;
      if (!order) return this.results.has(taken) ? taken : -1;
      if (this.head === order.length) return -1;
      const i = order[this.head++];
      if (this.head === order.length) order.length = this.head = 0;
      return i;
    }
    fill() {
      while (this.room() && !this.stopped) this.request();
    }
    got(v) {
      const token = this.settled();
      if (v === END || this.stopped) {
        this.exhausted = true;
        token?.release();
        return;
      }
      const i = this.pulled++;
      let result;
      try {
        result = this.region.task(this.fn, v, i);
      } catch (e) {
        token?.release();
        this.fail(i, e);
        return;
      }
      if (!pending(result)) {
        token?.release();
        this.done(i, v, result);
        return;
      }
      this.running++;
      this.active++;
      wait(result, (r) => {
        this.active--;
        token?.release();
        this.done(i, v, r);
        this.ended();
        this.refill();
      }, (e) => {
        this.active--;
        token?.release();
        this.fail(i, e);
        this.ended();
        this.refill();
      });
    }
    lost(e) {
      this.settled()?.release();
      this.fail(this.pulled++, e);
    }
    done(i, v, result) {
      if (this.stopped) return;
      this.results.set(i, this.finish(v, result));
      if (this.order) this.order.push(i);
    }
    // fail notes an error in its place, and no more is pulled. Out of order it cancels the others at once.
    fail(i, e) {
      if (this.stopped) return;
      if (this.broken) return;
      this.exhausted = true;
      this.results.set(i, new Failure(e));
      if (this.order) {
        this.broken = true;
        this.order.push(i);
        if (this.running > 0) this.region.abort();
      }
    }
  }

  return { Gated, Mapping };
})
