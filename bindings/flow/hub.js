// One stream that several consumers share: tee, partition, groupBy. Each has a queue. An item is pulled when somebody
// asks whose queue is empty, and nobody's queue is full.
(function (host) {
  "use strict";
  const { END, WAIT, NONE, Work, Pump, Failure, pending } = host;

  class Hub extends Work {
    outputs = [];
    pulling = false;
    routing = false; // an item is on its way to the queues: whoever has it first must not be given the next one before
    over = false;
    last = null; // what all get behind the items in their queues: END or a Failure
    constructor(up, buffer, route, frame) {
      super(up);
      this.buffer = buffer;
      this.route = route;
      if (frame) this.options = { frame };
      this.pumper = () => this.pump();
    }
    hungry() {
      let some = false;
      for (const o of this.outputs) {
        if (o.queue.length >= this.buffer) return false;
        some ||= o.asked && o.queue.length === 0;
      }
      return some && !this.pulling && !this.routing && !this.over;
    }
    ask() {
      if (!this.hungry()) return;
      if (!this.region) this.begin();
      this.region.run(this.pumper);
    }
    pump() {
      while (this.hungry()) {
        this.pulling = true;
        let v;
        try {
          v = this.up.next();
        } catch (e) {
          this.finish(new Failure(e));
          return;
        }
        if (v === WAIT) {
          this.running++;
          return;
        }
        this.got(v);
      }
    }
    got(v) {
      this.pulling = false;
      if (v === END) {
        this.finish(END);
        return;
      }
      this.routing = true;
      this.route(this, v);
      this.routing = false;
    }
    take(v) {
      this.running--;
      if (this.stopped) this.check();
      else this.got(v);
      this.pump();
    }
    broke(e) {
      this.running--;
      if (this.stopped) this.check();
      else this.finish(new Failure(e));
    }
    cancelled(reason) {
      if (!this.stopped) this.finish(new Failure(reason));
    }
    // finish closes the source, then tells all.
    finish(last) {
      if (this.over) return this.stopping;
      this.over = true;
      const tell = (last) => {
        this.last = last;
        for (const o of [...this.outputs]) o.feed();
      };
      const stopping = this.stop();
      if (!pending(stopping)) tell(last);
      else stopping.then(() => tell(last), (e) => tell(last === END ? new Failure(e) : last));
      return stopping;
    }
    add(output) {
      this.outputs.push(output);
      return output;
    }
    // leave takes an output out. Nobody waits for it any more, and what would be its items is dropped.
    leave(output) {
      const i = this.outputs.indexOf(output);
      if (i >= 0) this.outputs.splice(i, 1);
      if (this.outputs.length === 0 && !this.over) {
        this.over = true;
        this.last = END;
        return this.stop();
      }
      if (!this.over) this.ask();
      return undefined;
    }
  }

  class Output extends Pump {
    queue = [];
    asked = false;
    constructor(hub) {
      super(null);
      this.hub = hub;
    }
    next() {
      this.asked = true;
      const v = super.next();
      if (v !== WAIT) this.hub.ask(); // there may be room now that others wait for
      return v;
    }
    room() {
      return this.asked && this.queue.length === 0;
    }
    fill() {
      this.hub.ask();
    }
    push(v) {
      this.queue.push(v);
      this.feed();
    }
    ready() {
      const { queue, hub } = this;
      const v = queue.length > 0 ? queue.shift() : hub.last ?? NONE;
      if (v !== NONE) this.asked = false;
      return v;
    }
    shut() {
      this.queue = [];
      return this.hub.leave(this);
    }
  }

  // Groups is the output that gives the groups. Who leaves it ends them all: a group that is on its way to him would
  // otherwise wait for ever for somebody to take it.
  class Groups extends Output {
    shut() {
      this.queue = [];
      this.hub.leave(this);
      return this.hub.finish(END);
    }
  }

  const tee = (up, n, buffer, frame) => {
    const hub = new Hub(up, buffer, (hub, v) => {
      for (const o of [...hub.outputs]) o.push(v);
    }, frame);
    return Array.from({ length: n }, () => hub.add(new Output(hub)));
  };

  // partition takes items as [item, whether it belongs to the first].
  const partition = (up, buffer, frame) => {
    const hub = new Hub(up, buffer, (hub, [v, first]) => {
      const o = first ? yes : no;
      if (!o.stopped) o.push(v);
    }, frame);
    const yes = hub.add(new Output(hub)), no = hub.add(new Output(hub));
    return [yes, no];
  };

  // groupBy takes items as [item, key] and gives [key, wrap(output)].
  const groupBy = (up, buffer, wrap) => {
    const groups = new Map();
    const hub = new Hub(up, buffer, (hub, [v, key]) => {
      let group = groups.get(key);
      if (group) {
        if (!group.stopped) group.push(v);
        return;
      }
      group = hub.add(new Output(hub));
      groups.set(key, group);
      group.push(v);
      outer.push([key, wrap(group)]);
    });
    const outer = hub.add(new Groups(hub));
    return outer;
  };

  return { tee, partition, groupBy };
})
