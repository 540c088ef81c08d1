// A module with state, for the tests of remote().
export let count = 0;
export const label = "counter";
export function add(n) {
	count += n;
	return count;
}
export async function slowly(n) {
	await new Promise((resolve) => setTimeout(resolve, 10));
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
