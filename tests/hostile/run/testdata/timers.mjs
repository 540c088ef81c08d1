// expect: error
const flood = () => { setTimeout(flood); setImmediate(flood); }; flood();
