// The stages of lariat:flow that have work in flight: bodies that run, pulls that are ahead of the consumer, timers. It
// runs in a region of its own beneath the consumer's scope, and a stage is closed when all of it has ended.
(function (host) {
  "use strict";
  const { END, WAIT, pending, Pull, region } = host;
  const NONE = Symbol("none");

  class Failure {
    constructor(error) {
      this.error = error;
    }
  }

  class Work extends Pull {
    region = null;
    running = 0; // what has not answered: bodies, pulls
    stopped = false;
    stopping = undefined;
    calm = false; // the region was cancelled, and what still runs will never hear of it
    unwound = null;
    label = "a stream";
    options = undefined;
    begin() {
      this.region = region(this.label, (reason) => this.cancelled(reason), () => this.quiet(), this.options);
    }
    quiet() {
      this.calm = true;
      this.check();
    }
    // ended counts one answer; what runs is to be awaited when the stage is closed.
    ended() {
      this.running--;
      this.check();
    }
    check() {
      if (this.unwound && (this.running === 0 || this.calm)) {
        const f = this.unwound;
        this.unwound = null;
        f();
      }
    }
    // stop cancels what runs and closes what is above. It gives a promise if that takes time.
    stop() {
      if (this.stopped) return this.stopping;
      this.stopped = true;
      if (this.region && this.running > 0) this.region.abort();
      let closing;
      try {
        closing = this.shut();
      } catch (e) {
        closing = Promise.reject(e);
      }
      if (this.running === 0 && !pending(closing)) {
        if (this.region) this.region.end();
        return undefined;
      }
      this.stopping = this.unwind(closing);
      this.stopping.catch(() => {}); // whoever closes the stage gets it
      return this.stopping;
    }
    async unwind(closing) {
      try {
        await closing;
      } finally {
        if (this.running > 0 && !this.calm) await new Promise((resolve) => { this.unwound = resolve; });
        if (this.region) this.region.end();
      }
    }
    shut() {
      return this.up.close();
    }
    close() {
      return this.stop();
    }
  }

  // Pump is a stage whose items become ready at times of their own. ready() gives the next item, END, a Failure or NONE;
  // fill() begins what may begin; feed() is called when something has become ready.
  class Pump extends Work {
    waiting = false;
    filling = false;
    giving = false;
    failure = null;
    broken = false; // an error is on its way to the consumer
    constructor(up) {
      super(up);
      this.filler = () => {
        this.filling = true;
        try {
          this.fill();
        } finally {
          this.filling = false;
        }
      };
      this.give = (v) => this.down.take(v);
      this.giveError = (e) => this.down.broke(e);
    }
    next() {
      if (this.stopped && !this.failure) return END;
      if (!this.region) this.begin();
      let v = this.get();
      if (v !== END && !this.giving && !this.stopped && this.room()) this.region.run(this.filler);
      if (v === NONE) v = this.get();
      if (v === NONE) {
        this.waiting = true;
        return WAIT;
      }
      if (v !== END && !(v instanceof Failure)) return v;
      const stopping = this.stop();
      if (pending(stopping)) {
        this.tell(v, stopping);
        return WAIT;
      }
      if (v === END) return END;
      throw v.error;
    }
    get() {
      return this.failure ?? (this.stopped ? END : this.ready());
    }
    room() {
      return true;
    }
    // refill begins what may begin now, and gives what is ready. It is called inside the region.
    refill() {
      if (this.filling || this.giving) return;
      do {
        if (!this.stopped && this.room()) this.filler();
      } while (this.feed());
    }
    // feed gives an item to a consumer who waits, and says whether it did. He may ask for the next one at once.
    feed() {
      if (!this.waiting || this.filling) return false;
      const v = this.get();
      if (v === NONE) return false;
      this.waiting = false;
      if (v !== END && !(v instanceof Failure)) {
        const before = this.giving;
        this.giving = true; // whoever feeds begins what he makes room for
        this.region.outside(this.give, v);
        this.giving = before;
        return true;
      }
      const stopping = this.stop();
      if (pending(stopping)) this.tell(v, stopping);
      else if (v === END) this.region.outside(this.give, END);
      else this.region.outside(this.giveError, v.error);
      return false;
    }
    // tell gives the end when all has unwound. An error of closing does not hide the one that ended the stream.
    tell(v, stopping) {
      this.region.outside(() => {
        if (v === END) stopping.then(() => this.give(END), this.giveError);
        else stopping.then(() => this.giveError(v.error), () => this.giveError(v.error));
      });
    }
    // cancelled ends the stream when the scope around it ends, unless it was the stage itself that ended it.
    cancelled(reason) {
      if (this.stopped || this.broken) return;
      this.failure = new Failure(reason);
      if (this.waiting) this.feed();
      else this.stop();
    }
    // close answers a consumer who waits: it was closed over his head.
    close() {
      const stopping = this.stop();
      if (this.waiting) {
        this.waiting = false;
        this.region.outside(this.give, END);
      }
      return stopping;
    }
    // pull asks the stage above; got(v) or lost(e) is called with the answer.
    pull(up) {
      let v;
      try {
        v = up.next();
      } catch (e) {
        this.lost(e, up);
        return;
      }
      if (v === WAIT) {
        this.running++;
        return;
      }
      this.got(v, up);
    }
    take(v) {
      this.running--;
      this.got(v, this.up);
      this.check();
      this.refill();
    }
    broke(e) {
      this.running--;
      this.lost(e, this.up);
      this.check();
      this.refill();
    }
  }

  return { NONE, Failure, Work, Pump };
})
