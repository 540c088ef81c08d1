// Several streams of lariat:flow at a time: merge, and flatMap with concurrency.
(function (host) {
  "use strict";
  const { END, WAIT, NONE, pending, Gated, Failure, closeAll } = host;

  // Slot is one of the streams that a Join has open. It has at most one item.
  class Slot {
    item = NONE;
    busy = false;
    ended = false;
    constructor(join, pull, token) {
      this.join = join;
      this.pull = pull;
      this.token = token;
      if (pull) pull.down = this;
    }
    ask() {
      if (this.busy || this.ended || this.item !== NONE) return;
      let v;
      try {
        v = this.pull.next();
      } catch (e) {
        this.lost(e);
        return;
      }
      if (v === WAIT) {
        this.busy = true;
        this.join.running++;
        return;
      }
      this.got(v);
    }
    take(v) {
      this.busy = false;
      this.got(v);
      this.join.ended();
      this.join.refill();
    }
    broke(e) {
      this.busy = false;
      this.lost(e);
      this.join.ended();
      this.join.refill();
    }
    got(v) {
      if (v === END) {
        this.end();
      } else {
        this.item = v;
        this.join.came(this);
      }
    }
    lost(e) {
      this.ended = true;
      this.item = new Failure(e);
      this.join.exhausted = true;
      this.join.came(this);
    }
    // end closes the stream and gives up the place.
    end() {
      const { join } = this;
      this.ended = true;
      if (join.stopped) return;
      let closing;
      try {
        closing = this.pull.close();
      } catch (e) {
        this.lost(e);
        return;
      }
      if (!pending(closing)) {
        join.remove(this);
        return;
      }
      join.running++;
      closing.then(() => join.remove(this), (e) => this.lost(e)).then(() => {
        join.ended();
        join.refill();
      });
    }
  }

  // Join has several streams open at a time. The stage above gives openers.
  class Join extends Gated {
    slots = [];
    queue = null; // of the slots that have an item, unless the streams come one after the other
    constructor(up, o) {
      super(up, o.gate);
      this.limit = o.limit;
      if (!o.ordered) this.queue = [];
    }
    free() {
      return !this.exhausted && !this.pulling && this.slots.length < this.limit;
    }
    fill() {
      do {
        while (this.free() && !this.stopped) this.request();
        for (let i = 0; i < this.slots.length && !this.stopped;) {
          const slot = this.slots[i];
          slot.ask();
          if (this.slots[i] === slot) i++;
        }
      } while (this.free() && !this.stopped);
    }
    got(open) {
      const token = this.settled();
      if (open === END || this.stopped) {
        this.exhausted = true;
        token?.release();
        return;
      }
      try {
        this.slots.push(new Slot(this, open(), token));
      } catch (e) {
        token?.release();
        this.lost(e);
      }
    }
    // lost puts an error of the stage above in its place.
    lost(e) {
      this.settled()?.release();
      const slot = new Slot(this, null, undefined);
      this.slots.push(slot);
      slot.lost(e);
    }
    came(slot) {
      if (this.queue) this.queue.push(slot);
    }
    remove(slot) {
      const i = this.slots.indexOf(slot);
      if (i < 0) return;
      this.slots.splice(i, 1);
      slot.token?.release();
    }
    ready() {
      const slot = this.queue ? this.queue.shift() : this.slots[0];
      if (!slot) return this.exhausted && this.slots.length === 0 ? END : NONE;
      const v = slot.item;
      if (v instanceof Failure) this.failure = v;
      else slot.item = NONE;
      return v;
    }
    shut() {
      const open = this.slots.filter((slot) => slot.pull);
      for (const slot of this.slots) slot.token?.release();
      return closeAll([...open.map((slot) => slot.pull), this.up]);
    }
  }

  return { Join };
})
