// What the compiler must take as lariat takes it, with no library but the language's: what scripts do
// without any module.

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

const { promise, resolve } = Promise.withResolvers<number>();
resolve(1);
holds<Equal<typeof promise, Promise<number>>>();
holds<Equal<Awaited<ReturnType<typeof numbers>>, number[]>>();

async function numbers() {
  return Array.fromAsync(count(3), async (n) => n * 2);
}

async function* count(to: number): AsyncGenerator<number, void, undefined> {
  for (let n = 0; n < to; n++) yield n;
}

class Held implements Disposable, AsyncDisposable {
  #held = true;
  [Symbol.dispose]() {
    this.#held = false;
  }
  async [Symbol.asyncDispose]() {
    this[Symbol.dispose]();
  }
  get held() {
    return this.#held;
  }
}

function once<This, A extends unknown[], R>(method: (this: This, ...args: A) => R, context: ClassMethodDecoratorContext) {
  holds<Equal<typeof context.kind, "method">>();
  return method;
}

class Decorated {
  @once
  method(n: number) {
    return n;
  }
}

{
  using held = new Held();
  await using also = new Held();
  await using stack = new AsyncDisposableStack();
  stack.use(held);
  holds<Equal<typeof also.held, boolean>>();
}

for await (const n of count(await promise)) new Decorated().method(n);

const groups = Object.groupBy([1, 2, 3], (n) => (n % 2 ? "odd" : "even"));
holds<Equal<typeof groups.odd, number[] | undefined>>();
holds<Equal<ReturnType<typeof doubled>, number[]>>();

function doubled() {
  return new Set([1, 2]).union(new Set([3])).values().map((n) => n * 2).toArray();
}

// @ts-expect-error The DOM is not there.
document.title;
// @ts-expect-error Nor is anything of Node that no manual declares.
__dirname;

export {};
