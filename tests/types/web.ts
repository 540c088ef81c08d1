// The globals of the web that no other file here has.

const pattern = new URLPattern({ pathname: "/books/:id" }, { ignoreCase: true });
const found: URLPatternResult | null = pattern.exec("/books/1", "https://example.org");
const id: string | undefined = found?.pathname.groups.id;
const matches: boolean = new URLPattern("/a", "https://example.org").test({ pathname: "/a" });
const custom: boolean = pattern.hasRegExpGroups;
// @ts-expect-error a pattern cannot be changed
pattern.pathname = "/";
// @ts-expect-error an object has its base URL in itself
new URLPattern({ pathname: "/" }, "https://example.org");

performance.addEventListener("resourcetimingbufferfull", () => {});

const address: string = URL.createObjectURL(new Blob(["postMessage(1)"]));
const worker = new Worker(address);
URL.revokeObjectURL(address);
// @ts-expect-error only a Blob gets a URL
URL.createObjectURL("text");

new PerformanceObserver((list, observer, { droppedEntriesCount }) => {
  const dropped: number = droppedEntriesCount;
  observer.disconnect();
  return dropped + list.getEntries().length;
}).observe({ type: "mark", buffered: true });

export { worker };
export { custom, id, matches };
