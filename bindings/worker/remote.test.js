import { test, assert } from "lariat:test";
import { remote } from "lariat:worker";

const thrown = (promise) => promise.then(() => assert.fail("nothing was thrown"), (error) => error);

for (const isolation of ["worker", "process"]) {
	test(`remote() gives an object whose methods run in one worker (${isolation})`, async () => {
		await using counter = await remote("./testdata/counter.js", { isolation });
		assert.equal(await counter.add(2), 2);
		assert.equal(await counter.add(3), 5);
		assert.equal(await counter.label, "counter");
		assert.equal(await counter.count, 5);
		assert.deepEqual(Object.keys(counter).sort(), ["account", "add", "count", "die", "fail", "label", "slowly"]);
		assert.equal(String(counter), "[object Remote]");
	});

	test(`calls of a remote object overlap (${isolation})`, async () => {
		await using counter = await remote("./testdata/counter.js", { isolation });
		const order = [];
		const slow = counter.slowly(1).then((n) => order.push(n));
		const quick = counter.add(2).then((n) => order.push(n));
		await Promise.all([slow, quick]);
		assert.deepEqual(order, [2, 1]);
	});

	test(`errors of a remote method arrive as they are (${isolation})`, async () => {
		await using counter = await remote("./testdata/counter.js", { isolation });
		const error = await thrown(counter.fail("far"));
		assert.ok(error instanceof RangeError);
		assert.equal(error.message, "far");
		assert.equal(error.code, "E_FAIL");
		assert.equal(await counter.add(1), 1);
	});

	test(`a remote object whose worker has died is gone (${isolation})`, async () => {
		await using counter = await remote("./testdata/counter.js", { isolation });
		await counter.add(1);
		const error = await thrown(counter.die());
		assert.equal(error.code, "ERR_WORKER_CRASHED");
		const gone = await thrown(counter.add(1));
		assert.equal(gone.code, "ERR_CLOSED");
		assert.match(gone.message, /remote \.\/testdata\/counter\.js is gone: its worker has died/);
		assert.equal(gone.cause.code, "ERR_WORKER_CRASHED");
	});
}

test("remote() of an export uses its methods, fields and getters", async () => {
	await using account = await remote("./testdata/counter.js", { export: "account" });
	assert.equal(await account.balance, 100);
	assert.equal(await account.owner, "ann");
	assert.equal(await account.withdraw(30), 70);
	assert.equal(await account.balance, 70);
	assert.throws(() => { account.balance = 1; }, TypeError);
});

test("functions are not sent along: the error says which", async () => {
	await using counter = await remote("./testdata/counter.js");
	const error = await thrown(counter.add(1, { done() {} }));
	assert.equal(error.name, "DataCloneError");
	assert.equal(error.message, "WorkerPool.run: args[1].done is a function and cannot be cloned: send data, and import the function on the other side");
});

test("remote() rejects what is no module with an object", async () => {
	const missing = await thrown(remote("./testdata/nothing.js"));
	assert.equal(missing.code, "ERR_MODULE_NOT_FOUND");
	const error = await thrown(remote("./testdata/counter.js", { export: "nope" }));
	assert.ok(error instanceof TypeError);
	assert.equal(error.message, 'remote: ./testdata/counter.js has no export "nope"');
	const fn = await thrown(remote("./testdata/counter.js", { export: "add" }));
	assert.equal(fn.message, 'remote: ./testdata/counter.js exports as "add" a function, not an object');
});

test("a remote object is of no use after its end", async () => {
	const counter = await remote("./testdata/counter.js");
	await counter[Symbol.asyncDispose]();
	assert.equal((await thrown(counter.add(1))).code, "ERR_CLOSED");
	await counter[Symbol.asyncDispose]();
});

test("a scope cancels a remote call", async () => {
	await using counter = await remote("./testdata/counter.js");
	const { withTimeout } = await import("lariat:task");
	const error = await thrown(withTimeout(5, () => counter.slowly(1)));
	assert.equal(error.name, "TimeoutError");
	assert.equal(await counter.add(1), 1);
});
