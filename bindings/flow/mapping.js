// map and filter of lariat:flow with concurrency.
(function (host) {
  "use strict";
  const { END, SKIP, NONE, manyItems, pending, wait, turn, Pump, Failure } = host;

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
    queue = []; // results from head on. In order it has a place for each item that is out, NONE until it is done
    head = 0;
    base = 0; // index of the item of queue[0]
    constructor(up, fn, o, finish) {
      super(up, o.gate);
      this.fn = fn;
      this.limit = o.limit;
      this.ahead = o.buffer;
      this.ordered = o.ordered;
      this.finish = finish;
      this.later = () => turn(() => this.refill());
    }
    room() {
      return !this.exhausted && !this.pulling && this.active < this.limit && this.pulled - this.taken < this.ahead;
    }
    ready() {
      for (let skipped = false, n = 0; ; n++) {
        const v = this.head < this.queue.length ? this.queue[this.head] : NONE;
        if (v === NONE) {
          if (this.exhausted && this.taken === this.pulled) return END;
          if (!skipped || this.filling || !this.room()) return NONE;
          skipped = false; // what was dropped has left room
          if (n > manyItems) {
            this.region.run(this.later);
            return NONE;
          }
          this.region.run(this.filler);
          continue;
        }
        this.shift();
        this.taken++;
        if (v instanceof Failure) this.failure = v;
        if (v !== SKIP) return v;
        skipped = true;
      }
    }
    shift() {
      this.queue[this.head++] = undefined;
      if (this.head === this.queue.length || this.head === 64) {
        this.base += this.head;
        if (this.head === this.queue.length) this.queue.length = 0;
        else this.queue.splice(0, this.head);
        this.head = 0;
      }
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
      const i = this.begun();
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
        this.done(i, this.finish(v, result));
        return;
      }
      this.running++;
      this.active++;
      wait(result, (r) => {
        this.left(token);
        if (!this.stopped) this.done(i, this.finish(v, r));
        this.refill();
      }, (e) => {
        this.left(token);
        this.fail(i, e);
        this.refill();
      });
    }
    // begun makes a place for the result of the next item, and gives its index.
    begun() {
      if (this.ordered) this.queue.push(NONE);
      return this.pulled++;
    }
    left(token) {
      this.active--;
      if (token) token.release();
      this.ended();
    }
    lost(e) {
      this.settled()?.release();
      this.fail(this.begun(), e);
    }
    done(i, result) {
      if (this.ordered) this.queue[i - this.base] = result;
      else this.queue.push(result);
    }
    // fail notes an error in its place, and no more is pulled. Out of order it cancels the others at once.
    fail(i, e) {
      if (this.stopped || this.broken) return;
      this.exhausted = true;
      this.done(i, new Failure(e));
      if (!this.ordered) {
        this.broken = true;
        if (this.running > 0) this.region.abort();
      }
    }
  }

  return { Gated, Mapping };
})
