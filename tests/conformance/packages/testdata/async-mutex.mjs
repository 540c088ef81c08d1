// A read-modify-write that loses nothing, a semaphore with weights, timeouts and cancellation.
import { E_ALREADY_LOCKED, E_CANCELED, E_TIMEOUT, Mutex, Semaphore, tryAcquire, withTimeout } from "async-mutex";

const tick = () => new Promise((resolve) => setTimeout(resolve));
let balance = 0;
const deposit = async () => {
  const seen = balance;
  await tick();
  balance = seen + 1;
};
const mutex = new Mutex();
await Promise.all(Array.from({ length: 10 }, deposit));
console.log("without", balance);
balance = 0;
await Promise.all(Array.from({ length: 10 }, () => mutex.runExclusive(deposit)));
console.log("with", balance, mutex.isLocked());

const order = [];
await Promise.all([0, 5, 1].map(async (priority, i) => {
  const release = await mutex.acquire(priority);
  order.push(i);
  release();
}));
console.log(order);

const semaphore = new Semaphore(3);
const log = [];
await Promise.all([2, 2, 1].map((weight, i) => semaphore.runExclusive(async (value) => {
  log.push(`${i} in with ${value}`);
  await tick();
  log.push(`${i} out`);
}, weight)));
console.log(log, semaphore.getValue());

const release = await mutex.acquire();
const impatient = withTimeout(mutex, 5);
await impatient.acquire().catch((error) => console.log(error === E_TIMEOUT, error.message));
await tryAcquire(mutex).acquire().catch((error) => console.log(error === E_ALREADY_LOCKED));
const cancelled = mutex.acquire().catch((error) => error === E_CANCELED);
mutex.cancel();
console.log(await cancelled);
const unlocked = mutex.waitForUnlock().then(() => "unlocked");
release();
release();
console.log(await unlocked, mutex.isLocked());
