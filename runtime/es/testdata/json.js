// What JSON.parse says of texts: node json.js > json.out
const cases = [
  '', ' ', '1', '-1', '-0', '0', '01', '-', '-a', '1.', '1.5', '1.e', '1e', '1e+', '1E5', '1e400', '-1e400',
  '123456789012345', '1234567890123456', '9007199254740993', '12345678901234567890', '0.1', '1e-7', '5e-324', '"a"',
  '"', '"a', '"\\', '"\\u', '"\\u12', '"\\u12g4"', '"\\x"', '"\\ud800"', '"\\ud83d\\ude00"', '"é"', '"é\\n"', '"\n"',
  '"\u0001"', '"\u2028"', 'true', 'tru', 'trux', 'false', 'null', 'nul', 'nulll', 'undefined', 'NaN', 'Infinity',
  '[object Object]', '[', '[1', '[1,', '[1,]', '[,1]', '[1 2]', '[1]]', '[]', '[ ]', '{', '{}', '{ }', '{a', '{"a"',
  '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{"a" 1}', '{"a":1 "b":2}', '{1:2}', '{,}', "{'a':1}", '{"a":1}x', '1 2',
  '"a" "b"', '[1] x', '{"__proto__":1}', '{"__proto__":{"x":1}}', '{"a":1,"b":2,"a":3}', '{"2":1,"1":2,"b":3,"a":4}',
  '{"":1}', '{"é":1,"\\u00e9":2}', '{"\\ud800":1}', '\ufeff1', '\u00a01', '\t\r\n 1 \n',
  '[1,2,3,4,5,"six",null,true,{"a":[{}]}]', 'x'.repeat(50), '[1,2,3,4,5,6,7,8,9,10,x,11,12,13,14,15]',
  'abcdefghijklmnopqrstuvwxyz', '[1,2,3,4,5,6,7,8,9,0,é]', '"' + 'x'.repeat(30) + '\u0000"', '{"a":tru}',
  '{"constructor":1,"toString":2}', '[[[[[1]]]]]', '+1', '.5', '0x10', '1_0', '"\\/"', '\v1', '[1,2',
  '[1,2,\n3,\n4 5]', '{"a":\n"b"\n"c":1}',
];
const show = (v) => JSON.stringify(v, (k, x) => Object.is(x, -0) ? "-0" : x === Infinity ? "inf" : x === -Infinity ? "-inf" : x && typeof x === 'object' && !Array.isArray(x) ? {keys: Object.keys(x), vals: Object.values(x), proto: Object.getPrototypeOf(x) === Object.prototype} : x);
for (const c of cases) { let r; try { r = show(JSON.parse(c)); } catch (e) { r = e.name + ': ' + e.message.replace(/ \(line \d+ column \d+\)/, ''); } console.log(JSON.stringify(c), '=>', r); }
console.log(JSON.stringify(JSON.parse('{"a":[1,{"b":2}],"c":"d"}', function (k, v) { return typeof v === 'number' ? v * 2 : k === 'c' ? undefined : v })));
const log = []; JSON.parse('{"a":[1,2],"b":{"c":3}}', function (k, v) { log.push(k, JSON.stringify(v), JSON.stringify(this)); return v }); console.log(log.join('|'));
console.log(JSON.stringify([JSON.parse(123), JSON.parse(null), JSON.parse({ toString: () => '[7]' }), JSON.parse(['5'])]));
for (const a of [undefined, {}, 1n, () => 1]) try { console.log(JSON.parse(a)) } catch (e) { console.log(e.name, e.message) }
console.log(JSON.parse.name, JSON.parse.length, JSON.parse('"x"', 5), JSON.stringify(JSON.parse('[1]', [1])));
