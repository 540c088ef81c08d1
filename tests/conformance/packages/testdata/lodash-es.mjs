// A small report over a list of orders, and the functions that people know lodash for.
import _, { chunk, cloneDeep, debounce, groupBy, merge, orderBy, sumBy, template, throttle } from "lodash-es";

const orders = [
  { id: 1, who: "ada", city: "Wien", total: 30, tags: ["new"] },
  { id: 2, who: "bob", city: "Graz", total: 12, tags: [] },
  { id: 3, who: "cyd", city: "Wien", total: 30, tags: ["new", "paid"] },
  { id: 4, who: "dan", city: "Linz", total: 7, tags: ["paid"] },
];
const perCity = Object.entries(groupBy(orders, "city")).map(([city, list]) => ({ city, count: list.length, sum: sumBy(list, "total") }));
console.log(orderBy(perCity, ["sum", "city"], ["desc", "asc"]));
console.log(_(orders).filter({ city: "Wien" }).map("who").map(_.capitalize).join(" & "));
console.log(chunk(_.range(7), 3), _.uniq(_.flatMap(orders, "tags")), _.countBy(orders, (o) => o.total > 10));
console.log(merge({ a: { b: 1, c: [1, 2] } }, { a: { c: [3], d: /x/g } }));

const original = { when: new Date(0), map: new Map([["k", new Set([1])]]), deep: [{ re: /a+/gi }], self: null };
original.self = original;
const copy = cloneDeep(original);
console.log(copy !== original, copy.self === copy, _.isEqual(copy, original), copy.map.get("k").has(1), copy.deep[0].re.flags);
console.log(_.get(orders, "[2].tags[1]", "none"), _.get(orders, "[9].tags", "none"), _.set({}, "a[0].b", 1));
console.log(["camelCase", "kebabCase", "snakeCase", "startCase"].map((f) => _[f]("  XMLHttp request_élève ")));
console.log(_.pick(orders[0], ["id", "who"]), _.omit(orders[0], ["tags", "city"]), _.mapValues({ a: 1, b: 2 }, (n) => n * 2));
console.log(template("<% for (const o of orders) { %><%- o.who %>=<%= o.total %>;<% } %>")({ orders }));
console.log(_.partition([1, 2, 3, 4], (n) => n % 2), _.zip(["a", "b"], [1, 2]), _.difference([1, 2, 3], [2]), _.intersectionBy([1.2, 2.3], [2.9], Math.floor));
console.log(_.words("fred, barney, & pebbles"), _.truncate("a long line of text", { length: 12 }), _.pad("x", 5, "-"), _.escape("<a & 'b'>"));

let calls = 0;
const debounced = debounce(() => ++calls, 5);
debounced(), debounced(), debounced();
await new Promise((resolve) => setTimeout(resolve, 40));
const throttled = throttle(() => ++calls, 10_000);
throttled(), throttled(), throttled();
throttled.cancel();
console.log(calls, _.memoize((n) => n * 2)(21), _.curry((a, b, c) => a + b + c)(1)(2)(3), _.flow([(n) => n + 1, (n) => n * 2])(3));
