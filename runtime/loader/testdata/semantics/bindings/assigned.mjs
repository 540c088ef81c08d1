export let a = 0, b = 0, c = 0, d = 0;
export var e = 0;
[a] = ['array'];
({ b } = { b: 'object' });
for (c of ['of']);
d++;
setTimeout(() => {}, 0);
e ||= 'or';
