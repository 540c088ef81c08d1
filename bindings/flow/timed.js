// The stages of lariat:flow that wait for something else than the source: time, room, a signal.
(function (host) {
  "use strict";
  const { END, NONE, Pump, Failure, timer, turn, wait, error, isSignal } = host;
  const { POSITIVE_INFINITY: Infinity } = Number;

  // Ahead is a pump that gives what is in its list, then what ended the stage above.
  class Ahead extends Pump {
    list = [];
    pulling = false;
    exhausted = false;
    last = END;
    room() {
      return !this.exhausted && !this.pulling;
    }
    fill() {
      while (this.room() && !this.stopped) {
        this.pulling = true;
        this.pull(this.up);
      }
    }
    got(v) {
      this.pulling = false;
      if (v === END) this.exhausted = true;
      else this.add(v);
    }
    lost(e) {
      this.pulling = false;
      this.exhausted = true;
      this.last = new Failure(e);
    }
    ready() {
      if (this.list.length > 0) return this.list.shift();
      return this.exhausted ? this.last : NONE;
    }
  }

  class Buffer extends Ahead {
    atOnce = 0; // items that a source gave which has never anything to wait for
    constructor(up, n, overflow) {
      super(up);
      this.n = n;
      this.overflow = overflow;
      this.resume = () => {
        this.pulling = false;
        this.refill();
      };
    }
    room() {
      return super.room() && (this.overflow !== "wait" || this.list.length < this.n);
    }
    fill() {
      for (let i = 0; this.room() && !this.stopped; i++) {
        this.pulling = true;
        if (i > this.n && i % 1000 === 0) turn(this.resume);
        else this.pull(this.up);
      }
    }
    add(v) {
      const { list, n, overflow } = this;
      if (list.length < n) list.push(v);
      else if (overflow === "drop-oldest") {
        list.shift();
        list.push(v);
      }
    }
  }

  // Alarmed has one timer at a time.
  class Alarmed extends Ahead {
    timer = null;
    set(ms) {
      this.clear();
      if (ms !== Infinity) this.timer = timer(ms, () => this.ring());
    }
    ring() {
      this.timer = null;
      this.due();
      this.refill();
    }
    clear() {
      if (this.timer) this.timer.stop();
      this.timer = null;
    }
    shut() {
      this.clear();
      return this.up?.close();
    }
  }

  class Batch extends Alarmed {
    late = false;
    constructor(up, n, every) {
      super(up);
      this.n = n;
      this.every = every;
    }
    room() {
      return super.room() && this.list.length < this.n;
    }
    add(v) {
      if (this.list.push(v) === 1) this.set(this.every);
    }
    due() {
      this.late = true;
    }
    ready() {
      const { list } = this;
      if (list.length === 0) return this.exhausted ? this.last : NONE;
      if (list.length < this.n && !this.late && !this.exhausted) return NONE;
      this.clear();
      this.late = false;
      this.list = [];
      return list;
    }
  }

  class Debounce extends Alarmed {
    item = NONE;
    constructor(up, delay) {
      super(up);
      this.delay = delay;
    }
    room() {
      return super.room() && this.list.length === 0;
    }
    add(v) {
      this.item = v;
      this.set(this.delay);
    }
    due() {
      this.list.push(this.item);
      this.item = NONE;
    }
    got(v) {
      super.got(v);
      if (v === END) this.flush();
    }
    lost(e) {
      super.lost(e);
      this.flush();
    }
    flush() {
      this.clear();
      if (this.item !== NONE) this.due();
    }
  }

  // Asked pulls only when it is asked itself.
  class Asked extends Alarmed {
    asked = false;
    next() {
      this.asked = true;
      return super.next();
    }
    room() {
      return this.asked && super.room() && this.list.length === 0;
    }
    add(v) {
      this.list.push(v);
    }
    ready() {
      const v = super.ready();
      if (v !== NONE) this.asked = false;
      return v;
    }
  }

  class Timeout extends Asked {
    constructor(up, ms) {
      super(up);
      this.ms = ms;
    }
    fill() {
      super.fill();
      if (this.pulling && !this.timer) this.set(this.ms);
    }
    got(v) {
      this.clear();
      super.got(v);
    }
    lost(e) {
      this.clear();
      super.lost(e);
    }
    due() {
      this.failure = new Failure(error("timeout", `Stream.timeout: no item came within ${this.ms} ms`));
    }
  }

  class TakeUntil extends Asked {
    constructor(up, end) {
      super(up);
      this.end = end;
      this.fired = () => {
        this.exhausted = true;
        if (this.region && !this.stopped) this.region.run(() => this.refill());
      };
    }
    begin() {
      super.begin();
      const { end } = this;
      if (isSignal(end)) {
        if (end.aborted) this.exhausted = true;
        else end.addEventListener("abort", this.fired);
        return;
      }
      wait(end, this.fired, (e) => {
        this.last = new Failure(e);
        this.fired();
      });
    }
    shut() {
      if (isSignal(this.end)) this.end.removeEventListener("abort", this.fired);
      return super.shut();
    }
  }

  return { Ahead, Asked, Buffer, Batch, Debounce, Timeout, TakeUntil };
})
