// Calls the methods of what the classes of lariat's modules make, with arguments that make no sense: twice on a new instance, since
// the first may have closed it. Prints the errors that do not say whose they are or what was expected, and the classes that nobody
// has said how to make. In virtual time, so that what waits for ever costs nothing.
const mine = new Error("mine");
const getters = {};
for (const name of ["signal", "timeout", "max", "name", "length"]) {
  Object.defineProperty(getters, name, { enumerable: true, get() { throw mine; } });
}
const values = { 5: 5, null: null, "{}": {}, getters, symbol: Symbol("s"), "-1": -1, function: () => {} };

/** Each returns an instance of what it is called after, or a promise of one. */
const makers = {
  "lariat:task": {
    TaskGroup: ({ TaskGroup }) => new TaskGroup(),
    AsyncLocalStorage: ({ AsyncLocalStorage }) => new AsyncLocalStorage(),
  },
  "lariat:lock": {
    Mutex: ({ Mutex }) => new Mutex(), RWLock: ({ RWLock }) => new RWLock(), Semaphore: ({ Semaphore }) => new Semaphore(1),
    BoundedSemaphore: ({ BoundedSemaphore }) => new BoundedSemaphore(1), Condition: ({ Condition }) => new Condition(),
    AsyncEvent: ({ AsyncEvent }) => new AsyncEvent(), Barrier: ({ Barrier }) => new Barrier(2), Latch: ({ Latch }) => new Latch(1),
    AsyncLock: ({ AsyncLock }) => new AsyncLock(), SingleFlight: ({ SingleFlight }) => new SingleFlight(), KeyedMutex: ({ KeyedMutex }) => new KeyedMutex(),
    Token: ({ Mutex }) => new Mutex().tryLock(),
  },
  "lariat:worker": { WorkerPool: ({ WorkerPool }) => new WorkerPool({ max: 1 }) },
  "lariat:shared": {
    SharedCounter: ({ SharedCounter }) => new SharedCounter(), SharedArray: ({ SharedArray }) => new SharedArray("int32", 2),
    SharedMap: ({ SharedMap }) => new SharedMap(),
  },
  "lariat:limit": {
    RateLimiter: ({ RateLimiter }) => new RateLimiter({ limit: 5, interval: 10 }),
    KeyedRateLimiter: ({ KeyedRateLimiter }) => new KeyedRateLimiter({ limit: 5, interval: 10 }),
    AdaptiveLimiter: ({ AdaptiveLimiter }) => new AdaptiveLimiter(), TaskQueue: ({ TaskQueue }) => new TaskQueue(),
  },
  "lariat:queue": {
    Channel: ({ Channel }) => new Channel({ capacity: 1 }), Queue: ({ Queue }) => new Queue(),
    PriorityQueue: ({ PriorityQueue }) => new PriorityQueue(), LifoQueue: ({ LifoQueue }) => new LifoQueue(),
    PubSub: ({ PubSub }) => new PubSub(), Subscription: ({ PubSub }) => new PubSub().subscribe(),
  },
  "lariat:flow": { Stream: ({ stream }) => stream(() => [1, 2]) },
  "lariat:resource": { ResourcePool: ({ ResourcePool }) => new ResourcePool({ create: () => ({}), max: 1 }) },
  "lariat:retry": {
    RetryBudget: ({ RetryBudget }) => new RetryBudget(), CircuitBreaker: ({ CircuitBreaker }) => new CircuitBreaker(),
    Bulkhead: ({ Bulkhead }) => new Bulkhead(1),
  },
  "lariat:loop": { EventLoop: ({ EventLoop }) => new EventLoop() },
  "lariat:errors": { Governor: async () => new (await import("lariat:lock")).Semaphore(1) },
  "lariat:fs": {
    TempDir: ({ tempDir }) => tempDir({ dir: "." }),
    FileHandle: async ({ open }) => open(process.argv[2]),
    FileWriter: async ({ open }) => (await open(process.argv[2] + ".out", "w")).writer(),
  },
};

// problem is what is wrong with an error.
function problem(error, names) {
  if (error === mine) return "";
  if (!(error instanceof Error)) return "is no Error";
  if (error.code === "ERR_INTERNAL") return "is a bug of ours";
  if (!(error instanceof TypeError || error instanceof RangeError)) return error.code === undefined ? "has no code" : "";
  if (!error.message.startsWith("cannot ") && !names.some((name) => error.message.includes(name))) return "does not name the method";
  return /must|needs|is no |there is no|cannot|not |made by|already/.test(error.message) ? "" : "does not say what was expected";
}

function* methodsOf(proto) {
  for (; proto && proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    for (const key of Reflect.ownKeys(proto)) {
      if (key === "constructor" || key === Symbol.for("nodejs.util.inspect.custom")) continue; // the latter is for console.log alone
      if (typeof Object.getOwnPropertyDescriptor(proto, key).value === "function") yield key;
    }
  }
}

/** The classes of an object: what is inherited may speak of the one that has it. */
function ancestors(object) {
  const names = [];
  for (let c = object.constructor; c?.name; c = Object.getPrototypeOf(c)) names.push(c.name);
  return names;
}

let tried = 0;
async function abuse(make, exports, name, key, text, args) {
  let instance;
  const call = async () => {
    try {
      tried++;
      const result = instance[key](...args);
      if (typeof result?.then === "function") await Promise.race([result, new Promise((done) => setTimeout(done, 1000))]);
      if (typeof result?.next === "function") await Promise.race([result.next(), new Promise((done) => setTimeout(done, 1000))]);
    } catch (error) {
      const method = typeof key === "symbol" ? key.description : key;
      const what = problem(error, [method, name, ...ancestors(instance)]);
      if (what) console.log(`nonsense: ${name}.${method}(${text}): "${error?.name}: ${error?.message}" ${what}`);
    }
  };
  instance = await make(exports);
  await call();
  await call();
  for (const end of [Symbol.asyncDispose, Symbol.dispose]) {
    try {
      await instance[end]?.();
      break;
    } catch { /* it was ended in another way */ }
  }
}

process.on("unhandledRejection", () => {}); // of what nobody waits for any more
for (const module of process.argv.slice(3)) {
  const exports = await import(module);
  const known = makers[module] ?? {};
  for (const [name, make] of Object.entries(known)) {
    for (const key of new Set(methodsOf(Object.getPrototypeOf(await make(exports))))) {
      for (const [text, argument] of Object.entries(values)) {
        await abuse(make, exports, name, key, text, [argument]);
        await abuse(make, exports, name, key, `function, ${text}`, [() => {}, argument]);
      }
    }
  }
  for (const [name, value] of Object.entries(exports)) {
    if (typeof value !== "function" || !String(value).startsWith("class") || value.prototype instanceof Error) continue;
    if (!known[name] && new Set(methodsOf(value.prototype)).size > 0) console.log(`nonsense: ${module}: there is no maker of ${name}`);
  }
}
console.log(`nonsense: ${tried > 1000 ? "done" : `too little was tried: ${tried}`}`);
process.exit(0);
