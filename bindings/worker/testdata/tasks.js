// Functions that travel by reference, for the tests of pools of processes.
import { currentWorkerTask } from "lariat:worker";

export let calls = 0;
export const called = () => ++calls;
export function report(n) {
	const task = currentWorkerTask();
	for (let i = 1; i <= n; i++) task.emit({ done: i, of: n });
	return task.id;
}
export function* numbers(n) {
	for (let i = 0; i < n; i++) yield i;
}
