import { assert } from "lariat:test";
import { after, Channel, PriorityQueue, PubSub, Queue, recv, select, send } from "lariat:queue";
import { sleep } from "lariat:task";
import { survives } from "./injector.js";

// conserved says that each item that was sent was received, or is there still; nothing was received twice.
function conserved(channel, sent, received) {
  const left = [];
  for (let next; (next = channel.tryReceive());) left.push(next.value);
  assert.deepEqual([...received, ...left].sort(), [...sent].sort());
  assert.equal(channel.size, 0);
  assert.equal(channel.waiting, 0);
}

// usable says that a new receiver gets what a new sender has.
async function usable(channel) {
  const [got] = await Promise.all([channel.receive({ timeout: "1m" }), channel.send("new", { timeout: "1m" })]);
  assert.equal(got, "new");
}

// Nobody knows how much will come: all leave a second after the last thing that happened.
const tired = { timeout: "1s" };
const may = (error) => error.name === "TimeoutError";

const producer = (name, pause) => async ({ channel, sent }, at) => {
  for (let i = 0; i < 3; i++) {
    await at(channel.send(`${name}${i}`, tired));
    sent.push(`${name}${i}`);
    at();
    if (pause) await at(sleep(pause));
  }
};

const receiver = async ({ channel, received }, at) => {
  for (;;) {
    received.push(await at(channel.receive(tired)));
    at();
  }
};

const traffic = (channel) => ({ channel, sent: [], received: [] });

for (const capacity of [0, 1, 3]) {
  survives(`a channel of capacity ${capacity}`, {
    world: () => traffic(new Channel(capacity)),
    parties: [producer("a", 0), producer("b", 1), receiver],
    may,
    whole: async ({ channel, sent, received }) => {
      conserved(channel, sent, received);
      await usable(channel);
    },
  });
}

survives("receiving several at once", {
  world: () => traffic(new Channel(2)),
  parties: [producer("a", 0), producer("b", 2), async ({ channel, received }, at) => {
    for (;;) {
      received.push(...await at(channel.receiveMany(3, { ...tired, maxWait: 5 })));
      at();
    }
  }],
  may,
  whole: async ({ channel, sent, received }) => {
    conserved(channel, sent, received);
    await usable(channel);
  },
});

const worker = async ({ queue, done }, at) => {
  for (;;) {
    const item = await at(queue.get(tired));
    try {
      await at(sleep(1));
      done.push(item);
    } finally {
      queue.taskDone();
      at();
    }
  }
};

for (const Kind of [Queue, PriorityQueue]) {
  survives(`a ${Kind.name} with workers, and who waits for them`, {
    world: () => ({ queue: new Kind({ capacity: 2 }), put: [], done: [], left: [] }),
    parties: [worker, worker, async ({ queue, put }, at) => {
      for (let i = 0; i < 5; i++) {
        await at(queue.put(i, tired));
        put.push(i);
      }
      at();
      await at(queue.join(tired));
    }],
    may,
    whole: async ({ queue, put, done }) => {
      let left = 0;
      while (queue.tryReceive()) {
        queue.taskDone();
        left++;
      }
      assert.equal(queue.unfinished, 0);
      assert.ok(put.length - left >= done.length && put.length - left <= done.length + 2, `${put} put, ${done} done, ${left} left`);
      await queue.join({ timeout: "1m" });
      await usable(queue);
    },
  });
}

const chooser = async ({ left, right, received }, at) => {
  for (;;) {
    const item = await at(select([recv(left), recv(right), after("1s", () => "late")]));
    if (item === "late") break;
    received.push(item);
    at();
  }
};

survives("select among channels", {
  world: () => ({ left: new Channel(1), right: new Channel(0), sent: [], received: [] }),
  parties: [
    chooser,
    async ({ left, right, sent }, at) => {
      for (let i = 0; i < 3; i++) {
        const where = await at(select([send(left, `l${i}`, () => "l"), send(right, `r${i}`, () => "r")], tired));
        sent.push(where + i);
        at();
      }
    },
    async ({ right, received }, at) => {
      await at(sleep(1));
      received.push(await at(right.receive(tired)));
    },
  ],
  may,
  whole: async ({ left, right, sent, received }) => {
    for (let next; (next = left.tryReceive() ?? right.tryReceive());) received.push(next.value);
    assert.deepEqual(received.toSorted(), sent.toSorted());
    await usable(left);
    await usable(right);
  },
});

survives("a publisher whose subscribers leave", {
  world: () => ({ news: new PubSub({ buffer: 1 }), seen: [[], []] }),
  parties: [
    ...[0, 1].map((me) => async ({ news, seen }, at) => {
      for await (const item of news.subscribe()) {
        seen[me].push(item);
        at();
        await at(sleep(me));
      }
    }),
    async ({ news }, at) => {
      await at(sleep(1));
      for (let i = 0; i < 4; i++) await at(news.publish(i, tired));
      at();
    },
  ],
  leave: ({ news }, party) => { if (party === 2) news.close(); },
  may,
  whole: async ({ news, seen }, results) => {
    assert.equal(news.subscribers, 0);
    for (const [i, items] of seen.entries()) {
      assert.deepEqual(items, [0, 1, 2, 3].slice(0, items.length));
      if (results.every(({ status }) => status === "fulfilled")) assert.equal(items.length, 4, `subscriber ${i}`);
    }
  },
});
