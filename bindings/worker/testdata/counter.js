// A module with state, for the tests of remote().
export let count = 0;
export const label = "counter";
const added = Promise.withResolvers();
export function add(n) {
	count += n;
	added.resolve();
	return count;
}
// slowly is not done before add has been called.
export async function slowly(n) {
	await added.promise;
	await new Promise((resolve) => setTimeout(resolve));
	return n;
}
export function fail(message) {
	throw Object.assign(new RangeError(message), { code: "E_FAIL" });
}
export const die = () => process.exit(7);
export class Hidden {}

class Account {
	#balance = 100;
	owner = "ann";
	get balance() { return this.#balance; }
	deposit(n) { this.#balance += n; return this; }
	async withdraw(n) { this.#balance -= n; return this.#balance; }
}
export const account = new Account();
