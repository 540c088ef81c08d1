// remote(module, options): an object whose methods run in one worker.
(function ({ WorkerPool, where, load, closed, wrong }) {
	const { defineProperty, freeze } = Object;

	async function remote(module, options = {}) {
		if (typeof module !== "string" && !(module instanceof globals.URL)) throw wrong('remote: "module" must be a string or a URL');
		const path = where(module);
		const { export: name, ...rest } = options;
		const pool = new WorkerPool({
			name: `remote ${module}`,
			concurrencyPerWorker: 2 ** 20, // calls overlap, as those of methods do that await something
			...rest,
			min: 1,
			max: 1,
		});
		const { default: helper } = await load();
		// A worker that is replaced has lost what the object was.
		let dead;
		async function call(...args) {
			if (dead) throw closed(`remote ${module} is gone: its worker has died`, dead);
			try {
				return await pool.run(helper.call, ...args, path, name);
			} catch (error) {
				if (error?.code === "ERR_WORKER_CRASHED") {
					dead ??= error;
					pool.terminate(error);
				}
				throw error;
			}
		}
		const { problem, members } = await pool.run(helper.describe, path, name).catch(async (error) => {
			await pool.terminate(error);
			throw error;
		});
		if (problem) {
			await pool.terminate();
			throw wrong(`remote: ${module} ${problem}`);
		}
		const object = {};
		for (const { key, method } of members) {
			const invoke = method ? (...args) => call(...args, key, true) : () => call(key, false);
			defineProperty(object, key, { enumerable: true, ...(method ? { value: invoke } : { get: invoke }) });
		}
		defineProperty(object, Symbol.asyncDispose, { value: () => pool.close() });
		defineProperty(object, Symbol.toStringTag, { value: "Remote" });
		return freeze(object);
	}
	return remote;
});
