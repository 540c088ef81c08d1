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

export { custom, id, matches };
