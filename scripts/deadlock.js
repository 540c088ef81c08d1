// A deadlock is found and explained instead of hanging: who waits for what, who holds it, and on which line.
import { Governor } from "lariat:errors";
import { Mutex } from "lariat:lock";
import { sleep, taskGroup } from "lariat:task";

const accounts = new Mutex({ name: "accounts" });
const ledger = new Mutex({ name: "ledger" });

// Two tasks take the same two locks in opposite order. Sooner or later each holds what the other wants.
async function both(first, second) {
  using one = await first.lock();
  await sleep(1);
  using two = await second.lock();
}

const explain = ({ task, waitsFor, heldBy, at }) => {
  const line = (place) => place.split(":").at(-2);
  console.log(`${task.split(" (")[0]} waits on line ${line(at)} for ${waitsFor},`);
  console.log(`  which ${heldBy.split(" (")[0]} took on line ${line(heldBy)}`);
};

try {
  await taskGroup((group) => {
    group.spawn({ name: "transfer" }, both, accounts, ledger);
    group.spawn({ name: "audit" }, both, ledger, accounts);
  });
} catch ({ errors: [error] }) {
  console.log(error.name, error.code);
  error.waits.forEach(explain);
}

// Nothing is lost: the locks were released while the tasks unwound. Taken together, they cannot block each other.
const together = [Governor.all(accounts, ledger), Governor.all(ledger, accounts)];
await Promise.all(together.map((governor) => governor.with(() => sleep(1))));
console.log("together they went through:", !accounts.locked && !ledger.locked);

// Output:
// DeadlockError ERR_DEADLOCK
// task "transfer" waits on line 13 for Mutex "ledger",
//   which task "audit" took on line 11
// task "audit" waits on line 13 for Mutex "accounts",
//   which task "transfer" took on line 11
// together they went through: true
