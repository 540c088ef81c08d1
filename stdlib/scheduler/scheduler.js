// The scheduler of the web (https://wicg.github.io/scheduling-apis), on jobs of the event loop: one task a turn.
(function (host) {
  "use strict";
  const { AbortController, AbortSignal, Event } = host;
  const PRIORITIES = ["user-blocking", "user-visible", "background"];
  const states = new WeakMap(); // of TaskSignals: { priority, queued, changing, handler }

  const checked = (value, what) => {
    const priority = String(value);
    if (!PRIORITIES.includes(priority)) {
      throw new TypeError(`${what}: "priority" must be one of ${PRIORITIES.join(", ")}, got ${JSON.stringify(priority)}`);
    }
    return priority;
  };

  // In the order in which they are served: those that go on after a yield, and then the tasks, for each priority.
  const queues = PRIORITIES.flatMap(() => [[], []]);
  const queueOf = (task) => queues[2 * PRIORITIES.indexOf(task.priority()) + (task.goesOn ? 0 : 1)];
  let current = null; // the signal and the priority of the task that runs
  let posted = false; // a turn is on its way

  // next asks for one more turn. There is never more than one on its way, so that microtasks run between two tasks.
  const next = () => {
    if (posted) return;
    posted = true;
    host.post(serve);
  };

  const enqueue = (task) => {
    task.queue = queueOf(task);
    task.queue.push(task);
    next();
  };

  const withdraw = (task) => {
    const i = task.queue?.indexOf(task) ?? -1;
    if (i >= 0) task.queue.splice(i, 1);
    task.queue = null;
  };

  // serve runs the first task.
  function serve() {
    posted = false;
    const task = queues.find((queue) => queue.length > 0)?.shift();
    if (task === undefined) return; // it was aborted
    if (queues.some((queue) => queue.length > 0)) next();
    task.queue = null;
    task.run();
  }

  // submit makes a promise of a task that the signal may end before it has begun.
  const submit = ({ signal, priority, delay, goesOn, call }) => new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const task = { goesOn, queue: null, priority: () => priority ?? states.get(signal)?.priority ?? "user-visible" };
    let timer;
    const forget = () => {
      signal?.removeEventListener("abort", stop);
      states.get(signal)?.queued.delete(task);
    };
    const stop = () => {
      host.clear(timer);
      withdraw(task);
      forget();
      reject(signal.reason);
    };
    signal?.addEventListener("abort", stop);
    if (priority === undefined) states.get(signal)?.queued.add(task);
    task.run = () => {
      forget();
      const before = current;
      current = { signal, priority };
      try {
        resolve(call());
      } catch (error) {
        reject(error);
      } finally {
        current = before;
      }
    };
    if (delay > 0) timer = host.later(delay, () => enqueue(task));
    else enqueue(task);
  });

  class Scheduler {
    #made;

    constructor(key = undefined) {
      if (key !== states) throw new TypeError("Scheduler cannot be constructed by a script");
    }

    static #check(value, what) {
      if (typeof value !== "object" || value === null || !(#made in value)) throw new TypeError(`${what}: "this" must be a Scheduler`);
    }

    postTask(callback, options = undefined) {
      try {
        Scheduler.#check(this, "Scheduler.postTask");
        if (typeof callback !== "function") throw new TypeError('Scheduler.postTask: "callback" must be a function');
        const { signal, priority, delay = 0 } = options ?? {};
        if (signal !== undefined && !(signal instanceof AbortSignal)) throw new TypeError('Scheduler.postTask: "signal" must be an AbortSignal');
        const wait = Number(delay);
        if (!(wait >= 0 && wait <= Number.MAX_SAFE_INTEGER)) throw new TypeError(`Scheduler.postTask: "delay" must be a number of milliseconds from 0 on, got ${delay}`);
        host.check();
        return submit({
          signal, delay: wait, priority: priority === undefined ? undefined : checked(priority, "Scheduler.postTask"), call: host.keep(callback),
        });
      } catch (error) {
        return Promise.reject(error);
      }
    }

    yield() {
      try {
        Scheduler.#check(this, "Scheduler.yield");
        host.check();
        return submit({ ...current, goesOn: true, call() {} });
      } catch (error) {
        return Promise.reject(error);
      }
    }
  }

  const stateOf = (signal, what) => {
    const state = states.get(signal);
    if (state === undefined) throw new TypeError(`${what}: "this" must be a TaskSignal`);
    return state;
  };

  const dress = (signal, priority) => {
    Object.setPrototypeOf(signal, TaskSignal.prototype);
    states.set(signal, { priority, queued: new Set(), followers: [], changing: false, handler: null });
    return signal;
  };

  class TaskSignal extends AbortSignal {
    get priority() {
      return stateOf(this, "TaskSignal.priority").priority;
    }

    get onprioritychange() {
      return stateOf(this, "TaskSignal.onprioritychange").handler;
    }

    set onprioritychange(value) {
      const state = stateOf(this, "TaskSignal.onprioritychange");
      if (!state.listens) {
        state.listens = true;
        this.addEventListener("prioritychange", (event) => state.handler?.call(this, event));
      }
      state.handler = typeof value === "function" ? value : null;
    }

    static any(signals, init = undefined) {
      const source = init?.priority ?? "user-visible";
      const followed = states.get(source);
      const signal = dress(AbortSignal.any(signals), followed?.priority ?? checked(source, "TaskSignal.any"));
      followed?.followers.push(signal);
      return signal;
    }
  }

  class TaskPriorityChangeEvent extends Event {
    #before;

    constructor(type, init) {
      super(type, init);
      this.#before = checked(init?.previousPriority, "new TaskPriorityChangeEvent");
    }

    get previousPriority() {
      return this.#before;
    }
  }

  const change = (signal, priority) => {
    const state = states.get(signal);
    if (state.changing) throw new host.DOMException("the priority is being changed already", "NotAllowedError");
    if (state.priority === priority) return;
    const previousPriority = state.priority;
    state.changing = true;
    try {
      state.priority = priority;
      for (const task of state.queued) {
        if (task.queue === null) continue;
        withdraw(task);
        task.queue = queueOf(task);
        task.queue.push(task);
      }
      host.announce(signal, new TaskPriorityChangeEvent("prioritychange", { previousPriority }));
      for (const follower of state.followers) change(follower, priority);
    } finally {
      state.changing = false;
    }
  };

  class TaskController extends AbortController {
    constructor(init = undefined) {
      super();
      dress(this.signal, checked(init?.priority ?? "user-visible", "new TaskController"));
    }

    setPriority(priority) {
      change(this.signal, checked(priority, "TaskController.setPriority"));
    }
  }

  const classes = { Scheduler, TaskController, TaskPriorityChangeEvent, TaskSignal };
  for (const [name, Class] of Object.entries(classes)) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))) {
      if (key !== "constructor") Object.defineProperty(Class.prototype, key, { ...property, enumerable: true });
    }
    Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
  }
  Object.defineProperty(TaskSignal, "any", { enumerable: true });
  Object.defineProperty(TaskController, "length", { value: 0, configurable: true });
  return { ...classes, scheduler: new Scheduler(states) };
});
