// expect: error
const h = new Proxy({}, { get: () => (...x) => Reflect.ownKeys(p) }); const p = new Proxy(function () {}, h); for (;;) p.x;
