// Streams: operators, subjects, errors, time in a test scheduler and time that is real.
import {
  BehaviorSubject, EMPTY, ReplaySubject, Subject, bufferCount, catchError, combineLatest, concat, concatMap, debounceTime, defer, delay, distinctUntilChanged,
  exhaustMap, filter, finalize, firstValueFrom, from, groupBy, interval, lastValueFrom, map, merge, mergeMap, of, range, reduce, retry, scan, share, switchMap,
  take, takeUntil, throwError, timeout, timer, toArray, withLatestFrom, zip,
} from "rxjs";
import { TestScheduler } from "rxjs/testing";

console.log(await lastValueFrom(range(1, 10).pipe(filter((n) => n % 2), map((n) => n * n), scan((sum, n) => sum + n, 0), toArray())));
console.log(await lastValueFrom(from(["apple", "avocado", "banana"]).pipe(
  groupBy((word) => word[0]), mergeMap((group) => group.pipe(reduce((list, word) => [...list, word], []), map((list) => [group.key, list]))), toArray(),
)));

const log = [];
const clicks = new Subject();
const subscription = clicks.pipe(distinctUntilChanged(), withLatestFrom(new BehaviorSubject("b")), bufferCount(2)).subscribe({
  next: (pair) => log.push(JSON.stringify(pair)), complete: () => log.push("complete"),
});
[1, 1, 2, 3, 3, 4].forEach((n) => clicks.next(n));
clicks.complete();
console.log(log, subscription.closed, clicks.observed);

let tries = 0;
const flaky = defer(() => (++tries < 3 ? throwError(() => new Error(`try ${tries}`)) : of(`try ${tries} worked`)));
console.log(await lastValueFrom(flaky.pipe(retry({ count: 5, delay: 1 }))));
console.log(await lastValueFrom(throwError(() => new Error("down")).pipe(catchError((error) => of(`instead of ${error.message}`)))));
await lastValueFrom(EMPTY).catch((error) => console.log(error.name, error.message));
await firstValueFrom(timer(60_000).pipe(timeout(5))).catch((error) => console.log(error.name));

console.log(await lastValueFrom(concat(timer(1).pipe(map(() => "first")), of("second").pipe(delay(1)), from(Promise.resolve("third"))).pipe(toArray())));
console.log(await lastValueFrom(interval(1).pipe(take(4), concatMap(async (n) => n * 10), toArray())));
console.log(await lastValueFrom(zip(of(1, 2, 3), from("abc")).pipe(map(([n, c]) => c.repeat(n)), toArray())));
console.log(await lastValueFrom(combineLatest({ a: of(1, 2), b: of("x") }).pipe(toArray())));

let cleanups = 0;
const shared = interval(1).pipe(finalize(() => cleanups++), share());
const stop = new Subject();
const both = Promise.all([1, 2].map(() => lastValueFrom(shared.pipe(takeUntil(stop)), { defaultValue: "none" })));
timer(15).subscribe(stop);
console.log((await both).every((n) => typeof n === "number"), cleanups);
const replay = new ReplaySubject(2);
[1, 2, 3].forEach((n) => replay.next(n));
replay.complete();
console.log(await lastValueFrom(merge(replay, of(4)).pipe(toArray())));

const scheduler = new TestScheduler((actual, expected) => console.log(JSON.stringify(actual) === JSON.stringify(expected) ? "as drawn" : JSON.stringify(actual)));
scheduler.run(({ cold, hot, expectObservable }) => {
  expectObservable(cold("-a-b--c|").pipe(map((x) => x + x), debounceTime(2))).toBe("-----b-(c|)", { b: "bb", c: "cc" });
  expectObservable(hot("-a--b----|").pipe(switchMap(() => cold("x-y|")))).toBe("-x-yx-y--|");
  expectObservable(hot("-a-b----|").pipe(exhaustMap(() => cold("x--y|")))).toBe("-x--y---|");
});
