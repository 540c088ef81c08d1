// The sources of lariat:flow that make their items themselves: events, ticks, and streams that are opened anew when they
// fail.
(function (host) {
  "use strict";
  const { END, WAIT, Ahead, Asked, now, need, pending } = host;

  class Events extends Ahead {
    constructor(target, type, o) {
      super(null);
      this.target = target;
      this.type = type;
      this.n = o.buffer;
      this.label = "Stream.events";
      this.options = { signal: o.signal };
      this.heard = (event) => {
        if (this.list.length === this.n) this.list.shift();
        this.list.push(event);
        this.feed();
      };
    }
    begin() {
      super.begin();
      this.target.addEventListener(this.type, this.heard);
    }
    room() {
      return false;
    }
    shut() {
      this.target.removeEventListener(this.type, this.heard);
    }
  }

  // Interval has a schedule that does not drift: tick n is due at (n + 1) * every. Of those that nobody took only the last one
  // is given.
  class Interval extends Asked {
    given = 0; // ticks
    constructor(every) {
      super(null);
      this.every = every;
    }
    begin() {
      super.begin();
      this.start = now();
    }
    room() {
      return this.asked && !this.timer && this.list.length === 0;
    }
    fill() {
      const passed = Math.floor((now() - this.start) / this.every + 1e-9);
      if (passed > this.given) this.tick(passed);
      else this.set(this.start + (this.given + 1) * this.every - now());
    }
    due() {
      this.tick(Math.max(this.given + 1, Math.floor((now() - this.start) / this.every + 1e-9)));
    }
    tick(n) {
      this.given = n;
      this.list.push(n - 1);
    }
  }

  // Retry opens a stream again and again, as lariat:retry says. It pulls an item when it is asked for one.
  class Retry extends Asked {
    current = null;
    wanted = null; // tells the attempt that an item is wanted
    started = false;
    constructor(open, options) {
      super(null);
      this.open = open;
      this.how = options;
      this.retry = need("lariat:retry").retry;
    }
    fill() {
      if (this.started) {
        const { wanted } = this;
        this.wanted = null;
        wanted?.();
        return;
      }
      this.started = true;
      this.running++;
      this.retry(() => this.attempt(), this.how).then(() => this.take(END), (e) => this.broke(e));
    }
    async attempt() {
      if (this.stopped) return;
      const pull = this.open();
      this.current = pull;
      try {
        for (;;) {
          const v = await new Promise((resolve, reject) => {
            pull.down = { take: resolve, broke: reject };
            const v = pull.next();
            if (v !== WAIT) resolve(v);
          });
          if (v === END || this.stopped) break;
          this.list.push(v);
          const more = new Promise((resolve) => { this.wanted = resolve; });
          this.refill();
          await more;
          if (this.stopped) break;
        }
      } catch (e) {
        await this.leave(pull).catch(() => {}); // the error that ends the attempt counts
        throw e;
      }
      await this.leave(pull);
    }
    async leave(pull) {
      await pull.close();
      this.current = null;
    }
    shut() {
      this.wanted?.();
      const closing = this.current?.close();
      return pending(closing) ? closing : undefined;
    }
  }

  return { Events, Interval, Retry };
})
