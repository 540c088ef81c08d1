// expect: error
const flood = () => { Promise.resolve().then(flood); queueMicrotask(flood); }; flood();
