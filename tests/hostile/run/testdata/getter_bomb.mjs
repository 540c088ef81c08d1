// expect: error
const make = (n) => ({ get a() { return make(n + 1); }, get b() { return make(n + 1); } }); for (let i = 0; ; i++) JSON.stringify(make(i));
