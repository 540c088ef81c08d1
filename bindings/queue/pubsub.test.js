import { test, assert } from "lariat:test";
import { PubSub } from "lariat:queue";
import { ClosedError } from "lariat:errors";
import { sleep } from "lariat:task";

const rest = async (items) => { const list = []; for await (const item of items) list.push(item); return list; };

test("every subscriber gets every item, the same object, in the same order", async () => {
  const news = new PubSub({ name: "n" }), a = news.subscribe(), item = {};
  assert.equal(await news.publish(item), 1);
  const b = news.subscribe();
  assert.deepEqual(await Promise.all([news.publish(1), news.publish(2)]), [2, 2]);
  assert.equal(news.subscribers, 2);
  news.close();
  assert.equal((await a.next()).value, item);
  assert.deepEqual([await rest(a), await rest(b)], [[1, 2], [1, 2]]);
  const error = await news.publish(3).catch((e) => e);
  assert.ok(error instanceof ClosedError && error.message === 'publish: PubSub "n" is closed');
  assert.deepEqual(await rest(news.subscribe()), []);
});

test("replay gives the last items to those who come late", async () => {
  const news = new PubSub({ replay: 2, buffer: 1 });
  for (const n of [1, 2, 3]) assert.equal(await news.publish(n), 0);
  const late = news.subscribe();
  news.close();
  assert.deepEqual(await rest(late), [2, 3]);
});

test("a slow subscriber holds up those who publish, or loses items", async () => {
  const news = new PubSub({ buffer: 1 }), slow = news.subscribe();
  await news.publish(1);
  let published = false;
  const second = news.publish(2).then((n) => { published = true; return n; });
  await sleep(1);
  assert.equal(published, false);
  assert.equal((await slow.next()).value, 1);
  assert.equal(await second, 1);
  const third = news.publish(3);
  await slow.return();
  assert.deepEqual([await third, news.subscribers], [0, 0]);
  for (const [overflow, kept] of [["drop-oldest", [3, 4]], ["drop-newest", [1, 2]], ["latest", [3, 4]]]) {
    const lossy = new PubSub({ buffer: 2, overflow }), reader = lossy.subscribe();
    for (const n of [1, 2, 3, 4]) await lossy.publish(n);
    lossy.close();
    assert.deepEqual(await rest(reader), kept);
  }
});

test("a subscription ends with its loop or its signal", async () => {
  const news = new PubSub(), stop = new AbortController(), why = new Error("why");
  const items = news.subscribe({ signal: stop.signal }), next = items.next();
  stop.abort(why);
  assert.equal(await next.catch((e) => e), why);
  assert.equal(news.subscribers, 0);
  const other = news.subscribe();
  await news.publish(1);
  for await (const item of other) { assert.equal(item, 1); break; }
  assert.equal(news.subscribers, 0);
});
