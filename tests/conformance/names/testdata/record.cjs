// Records node.json, what each module of Node exports: node --no-warnings record.cjs > node.json
const modules = `assert async_hooks buffer child_process console crypto diagnostics_channel dns dns/promises events fs fs/promises http https module
  os path perf_hooks process punycode querystring readline readline/promises stream stream/consumers stream/promises stream/web string_decoder
  timers timers/promises tty url util util/types vm worker_threads zlib`.split(/\s+/);
const all = {};
for (const name of modules) {
  const exported = require(name);
  const of = [exported, ...(name === "process" ? [Object.getPrototypeOf(exported)] : [])];
  const names = new Set(of.flatMap((object) => Object.getOwnPropertyNames(object)));
  for (const own of typeof exported === "function" ? ["length", "name", "prototype", "arguments", "caller"] : ["constructor"]) names.delete(own);
  all[name] = [...names].filter((one) => !one.startsWith("_")).sort();
}
console.log(JSON.stringify(all, null, 1));
