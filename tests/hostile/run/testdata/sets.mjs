// expect: error
const s = new Set(); for (let i = 0; ; i++) { s.add({ i, s: new Map([[i, s]]) }); s.forEach((x) => { if (s.size % 1e4 === 0) s.add([x]); }); }
