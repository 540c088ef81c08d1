// Services, typed errors, retries, structured concurrency, resources, streams and schemas.
import { Cause, Context, Data, Deferred, Duration, Effect, Exit, Fiber, HashMap, Layer, Match, Option, Order, Queue, Ref, Schedule, Schema, Semaphore, Stream, pipe } from "effect";
import { TestClock } from "effect/testing";

class NotFound extends Data.TaggedError("NotFound") {}
class Users extends Context.Service()("Users") {}
const UsersInMemory = Layer.succeed(Users, {
  find: (id) => (id === 1 ? Effect.succeed({ id, name: "Ada" }) : Effect.fail(new NotFound({ id }))),
});
const greet = Effect.fn("greet")(function* (id) {
  const users = yield* Users;
  const user = yield* users.find(id);
  return `hello ${user.name}`;
});
const safely = (id) => greet(id).pipe(Effect.catchTag("NotFound", (error) => Effect.succeed(`nobody has ${error.id}`)));
console.log(await Effect.runPromise(Effect.all([safely(1), safely(2)]).pipe(Effect.provide(UsersInMemory))));

let tries = 0;
const flaky = Effect.suspend(() => (++tries < 4 ? Effect.fail(`try ${tries}`) : Effect.succeed(`try ${tries} worked`)));
console.log(await Effect.runPromise(flaky.pipe(Effect.retry(Schedule.exponential("1 millis")))));

let running = 0, most = 0;
const job = (n) => Effect.gen(function* () {
  most = Math.max(most, ++running);
  yield* Effect.sleep("2 millis");
  running--;
  return n * n;
});
console.log(await Effect.runPromise(Effect.forEach([1, 2, 3, 4, 5, 6], job, { concurrency: 3 })), most);

const log = [];
const resource = (name) => Effect.acquireRelease(Effect.sync(() => log.push(`open ${name}`)), (_, exit) => Effect.sync(() => log.push(`close ${name} ${exit._tag}`)));
const failing = Effect.scoped(Effect.gen(function* () {
  yield* resource("a");
  yield* resource("b");
  return yield* Effect.fail(new NotFound({ id: 9 }));
}));
const exit = await Effect.runPromiseExit(failing);
console.log(Exit.isFailure(exit), Cause.hasFails(exit.cause), log);

const interrupted = Effect.gen(function* () {
  const fiber = yield* Effect.forkChild(Effect.never.pipe(Effect.onInterrupt(() => Effect.sync(() => log.push("interrupted")))));
  yield* Effect.yieldNow;
  yield* Fiber.interrupt(fiber);
  return log.at(-1);
});
console.log(await Effect.runPromise(interrupted));
console.log(await Effect.runPromise(Effect.sleep("1 hour").pipe(Effect.timeoutOption("2 millis"))));
console.log(await Effect.runPromise(Effect.raceFirst(Effect.succeed("fast").pipe(Effect.delay("1 millis")), Effect.never)));

const shared = Effect.gen(function* () {
  const ref = yield* Ref.make(0);
  const queue = yield* Queue.bounded(2);
  const done = yield* Deferred.make();
  const semaphore = yield* Semaphore.make(1);
  yield* Effect.forkChild(Effect.gen(function* () {
    for (let n = 1; n <= 5; n++) yield* Queue.offer(queue, n);
    yield* Deferred.succeed(done, "all sent");
  }));
  const taken = [];
  while (taken.length < 5) taken.push(yield* Queue.take(queue));
  yield* Effect.all(taken.map((n) => semaphore.withPermits(1)(Ref.update(ref, (sum) => sum + n))), { concurrency: "unbounded" });
  return [taken, yield* Ref.get(ref), yield* Deferred.await(done)];
});
console.log(await Effect.runPromise(shared));
console.log(await Effect.runPromise(Stream.range(1, 20).pipe(Stream.filter((n) => n % 3 === 0), Stream.mapEffect((n) => Effect.succeed(n * 2)), Stream.grouped(2), Stream.runCollect)));

const virtual = Effect.gen(function* () {
  const fiber = yield* Effect.forkChild(Effect.sleep("3 hours").pipe(Effect.as("three hours later")));
  yield* TestClock.adjust("3 hours");
  return yield* Fiber.join(fiber);
});
console.log(await Effect.runPromise(virtual.pipe(Effect.provide(TestClock.layer()))));

const Person = Schema.Struct({ name: Schema.String, age: Schema.FiniteFromString });
console.log(Schema.decodeUnknownSync(Person)({ name: "Ada", age: "36" }));
try {
  Schema.decodeUnknownSync(Person)({ name: 1, age: "36" });
} catch (error) {
  console.log(error.message);
}
const area = Match.type().pipe(Match.tag("Circle", (c) => c.r * 3), Match.tag("Square", (s) => s.a ** 2), Match.exhaustive);
console.log([{ _tag: "Circle", r: 2 }, { _tag: "Square", a: 3 }].map(area));
console.log(pipe(Option.fromNullishOr(null), Option.map((n) => n + 1), Option.getOrElse(() => "none")), Duration.toMillis("1.5 seconds"));
console.log([..."cab"].sort(Order.String), HashMap.get(HashMap.make(["k", 1]), "k"), String(Option.some(1)));
