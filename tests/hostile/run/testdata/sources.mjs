// expect: error
for (let s = "1"; ; s = `(() => ${s})()+${s}`) new Function(`return ${s}`)();
