package es

import "testing"

func TestFill(t *testing.T) {
	runChecks(t, []check{
		{
			"every kind, and parts",
			`[Int8Array, Uint8ClampedArray, Uint16Array, Int32Array, Float32Array, Float64Array].map((T) => [new T(5).fill(300.5), new T(5).fill(-7, 1, 4),
				new T(5).fill(7, -3, -1), new T(5).fill(7, 4, 2), new T(5).fill(7, 1.9, 3.2), new T(5).fill(7, -0.5), new T(5).fill(7, NaN),
				new T(5).fill(7, "1", "3"), new T(5).fill(), new T(5).fill(1, -Infinity, Infinity)].join(" ")).join("|")`,
			`"44,44,44,44,44 0,-7,-7,-7,0 0,0,7,7,0 0,0,0,0,0 0,7,7,0,0 7,7,7,7,7 7,7,7,7,7 0,7,7,0,0 0,0,0,0,0 1,1,1,1,1|` +
				`255,255,255,255,255 0,0,0,0,0 0,0,7,7,0 0,0,0,0,0 0,7,7,0,0 7,7,7,7,7 7,7,7,7,7 0,7,7,0,0 0,0,0,0,0 1,1,1,1,1|` +
				`300,300,300,300,300 0,65529,65529,65529,0 0,0,7,7,0 0,0,0,0,0 0,7,7,0,0 7,7,7,7,7 7,7,7,7,7 0,7,7,0,0 0,0,0,0,0 1,1,1,1,1|` +
				`300,300,300,300,300 0,-7,-7,-7,0 0,0,7,7,0 0,0,0,0,0 0,7,7,0,0 7,7,7,7,7 7,7,7,7,7 0,7,7,0,0 0,0,0,0,0 1,1,1,1,1|` +
				`300.5,300.5,300.5,300.5,300.5 0,-7,-7,-7,0 0,0,7,7,0 0,0,0,0,0 0,7,7,0,0 7,7,7,7,7 7,7,7,7,7 0,7,7,0,0 NaN,NaN,NaN,NaN,NaN 1,1,1,1,1|` +
				`300.5,300.5,300.5,300.5,300.5 0,-7,-7,-7,0 0,0,7,7,0 0,0,0,0,0 0,7,7,0,0 7,7,7,7,7 7,7,7,7,7 0,7,7,0,0 NaN,NaN,NaN,NaN,NaN 1,1,1,1,1"`,
		},
		{
			"big integers, a view into a buffer, subclasses, the same array back",
			`(() => { class U extends Uint16Array {} const b = new ArrayBuffer(16), v = new U(b, 4, 4), w = v.fill(0x0102);
				return [String(new BigInt64Array(3).fill(-1n)), String(new BigUint64Array(3).fill(-1n, 1)), v === w, String(new Uint8Array(b)),
				thrown(() => new BigInt64Array(3).fill(1)), thrown(() => new Uint8Array(3).fill(1n)), thrown(() => Uint8Array.prototype.fill.call([], 1))] })()`,
			`["-1,-1,-1","0,18446744073709551615,18446744073709551615",true,"0,0,0,0,2,1,2,1,2,1,2,1,0,0,0,0","TypeError","TypeError","TypeError"]`,
		},
		{
			"a value that is converted once, and takes the buffer away",
			`(() => { let n = 0; const a = new Uint8Array(4); a.fill({ valueOf: () => ++n });
				const b = new Uint8Array(4); const e = thrown(() => b.fill({ valueOf: () => { b.buffer.transfer(); return 1 } }));
				return [n, String(a), e, b.length] })()`,
			`[1,"1,1,1,1","TypeError",0]`,
		},
		{
			"much of it",
			"(() => { const a = new Uint16Array(1e6 + 7).fill(515); return [a.every((v) => v === 515), a.length] })()",
			"[true,1000007]",
		},
	})
}
