// A word that is spelt wrong would be a setting that has no effect: every interface of lariat's own says which options there are.
import { test, assert } from "lariat:test";
import * as lock from "lariat:lock";
import * as task from "lariat:task";
import * as queue from "lariat:queue";
import * as limit from "lariat:limit";
import * as retry from "lariat:retry";
import * as fs from "lariat:fs";
import { Stream } from "lariat:flow";
import { ResourcePool } from "lariat:resource";
import { EventLoop } from "lariat:loop";
import { SharedArray, SharedCounter, SharedMap } from "lariat:shared";

const odd = { oddity: 1 };
const rate = new limit.RateLimiter({ limit: 1, interval: 1000 });
const calls = {
  "new Mutex": () => new lock.Mutex(odd),
  "new RWLock": () => new lock.RWLock(odd),
  "new Semaphore": () => new lock.Semaphore(1, odd),
  "new BoundedSemaphore": () => new lock.BoundedSemaphore(1, odd),
  "new Condition": () => new lock.Condition(null, odd),
  "new AsyncEvent": () => new lock.AsyncEvent(odd),
  "new Latch": () => new lock.Latch(1, odd),
  "new Barrier": () => new lock.Barrier(1, odd),
  "new SingleFlight": () => new lock.SingleFlight(odd),
  "new KeyedMutex": () => new lock.KeyedMutex(odd),
  "once": () => lock.once(() => 1, odd),
  "Mutex.lock": () => new lock.Mutex().lock(odd),
  "Semaphore.acquire": () => new lock.Semaphore(1).acquire(odd),
  "Semaphore.tryAcquire": () => new lock.Semaphore(1).tryAcquire(odd),
  "AsyncEvent.wait": () => new lock.AsyncEvent().wait(odd),
  "sleep": () => task.sleep(1, odd),
  "shield": () => task.shield(() => 1, odd),
  "map": () => task.map([1], (x) => x, odd),
  "imap": () => task.imap([1], (x) => x, odd),
  "forEach": () => task.forEach([1], (x) => x, odd),
  "taskGroup": () => task.taskGroup(async (g) => 1, odd),
  "new TaskGroup": () => new task.TaskGroup(odd),
  "all": () => task.all([() => 1], odd),
  "race": () => task.race([() => 1], odd),
  "any": () => task.any([() => 1], odd),
  "new Channel": () => new queue.Channel(odd),
  "new PubSub": () => new queue.PubSub(odd),
  "Channel.send": () => new queue.Channel(1).send(1, odd),
  "Channel.receive": () => new queue.Channel(1).receive(odd),
  "Channel.receiveMany": () => new queue.Channel(1).receiveMany(1, odd),
  "select": () => queue.select([queue.recv(new queue.Channel(1))], odd),
  "new RateLimiter": () => new limit.RateLimiter({ limit: 1, interval: 1, ...odd }),
  "RateLimiter.acquire": () => rate.acquire(odd),
  "new AdaptiveLimiter": () => new limit.AdaptiveLimiter(odd),
  "new TaskQueue": () => new limit.TaskQueue(odd),
  "TaskQueue.add": () => new limit.TaskQueue().add(() => 1, odd),
  "throttle": () => limit.throttle(() => 1, 1, odd),
  "debounce": () => limit.debounce(() => 1, 1, odd),
  "retry": () => retry.retry(() => 1, odd),
  "retryable": () => retry.retryable(() => 1, odd),
  "hedge": () => retry.hedge(() => 1, odd),
  "new RetryBudget": () => new retry.RetryBudget(odd),
  "new CircuitBreaker": () => new retry.CircuitBreaker(odd),
  "new Bulkhead": () => new retry.Bulkhead(1, odd),
  "Bulkhead.acquire": () => new retry.Bulkhead(1).acquire(odd),
  "new ResourcePool": () => new ResourcePool({ create: () => 1, ...odd }),
  "ResourcePool.acquire": () => new ResourcePool({ create: () => 1 }).acquire(odd),
  "new EventLoop": () => new EventLoop(odd),
  "Stream.map": () => Stream.of(1).map((x) => x, odd),
  "Stream.tee": () => Stream.of(1).tee(2, odd),
  "Stream.toArray": () => Stream.of(1).toArray(odd),
  "Stream.pipeTo": () => Stream.of(1).pipeTo(new queue.Channel(1), odd),
  "readFile": () => fs.readFile("x", odd),
  "stat": () => fs.stat("x", odd),
  "rename": () => fs.rename("x", "y", odd),
  "remove": () => fs.remove("x", odd),
  "open": () => fs.open("x", "r", odd),
  "writeFile": () => fs.writeFile("x", "", odd),
  "readDir": () => fs.readDir("x", odd),
  "watch": () => fs.watch("x", odd),
  "tempDir": () => fs.tempDir(odd),
  "processFile": () => fs.processFile("x", "y", (x) => x, odd),
  "new SharedCounter": () => new SharedCounter(odd),
  "new SharedMap": () => new SharedMap(odd),
  "new SharedArray": () => new SharedArray("int32", 1, odd),
};

test("an option that there is not is refused, and those that there are are named", async () => {
  const kept = [];
  for (const [name, call] of Object.entries(calls)) {
    try {
      await call();
      kept.push(name);
    } catch (e) {
      assert.equal(e.name, "TypeError", `${name}: ${e}`);
      assert.match(e.message, /there is no option "oddity"; the options are [a-z]/, name);
    }
  }
  assert.deepEqual(kept, []);
});
