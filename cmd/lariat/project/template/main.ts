import { map, sleep } from "lariat:task";

/** Greets everybody, three at a time. */
export function greet(names: string[]): Promise<string[]> {
  return map(names, async (name) => {
    await sleep("10ms");
    return `Hello, ${name}!`;
  }, { concurrency: 3 });
}

if (import.meta.main) {
  for (const line of await greet(["Ada", "Grace", "Barbara"])) console.log(line);
}
