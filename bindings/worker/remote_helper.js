// What remote() runs in the worker. Each function stands for itself; the module was loaded before.
export default {
	/** Lists what the module, or one of its exports, has. */
	describe: async (path, name) => {
		const space = await import(path);
		const target = name === undefined ? space : space[name];
		if (name !== undefined && !(name in space)) return { problem: `has no export "${name}"` };
		if (typeof target !== "object" || target === null) {
			return { problem: `exports as "${name}" a ${target === null ? "null" : typeof target}, not an object` };
		}
		const members = new Map();
		for (let o = target; o && o !== Object.prototype; o = Object.getPrototypeOf(o)) {
			for (const key of Object.getOwnPropertyNames(o)) {
				if (members.has(key) || key === "constructor" || key === "then") continue; // a promise would call then
				const { value } = Object.getOwnPropertyDescriptor(o, key);
				const method = typeof value === "function";
				if (method && /^class\b/.test(Function.prototype.toString.call(value))) continue;
				members.set(key, { key, method });
			}
		}
		return { members: [...members.values()] };
	},
	/** Calls a method, or reads a property: the arguments come first, so that errors about them name them rightly. */
	call: async (...args) => {
		const [key, method, path, name] = args.splice(-4);
		const space = await import(path);
		const target = name === undefined ? space : space[name];
		return method ? target[key](...args) : target[key];
	},
};
