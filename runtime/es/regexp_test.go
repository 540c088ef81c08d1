package es

import (
	"testing"

	"github.com/dop251/goja"
)

func TestRegExpConstructor(t *testing.T) { runChecks(t, regExpConstructorChecks) }

var regExpConstructorChecks = []check{
	{
		"plain",
		`[new RegExp('a+', 'gi').test('xAA'), RegExp('b').source, new RegExp().source, String(new RegExp(undefined,
			'g')), RegExp(null).source]`,
		`[true,"b","(?:)","/(?:)/g","null"]`,
	},
	{"properties", "['A', 'a', 'À', 'p{Lu}'].map((s) => new RegExp('^\\\\p{Lu}$', 'u').test(s))", "[true,false,true,false]"},
	{"scripts", "new RegExp('\\\\p{Script=Greek}+', 'u').exec('abc αβγ')[0]", `"αβγ"`},
	{"negated", "'aB1'.match(new RegExp('\\\\P{L}', 'gu'))", `["1"]`},
	{"without the flag it is text", "new RegExp('\\\\p{Lu}').test('p{Lu}')", "true"},
	{
		"source and flags as written",
		`(() => { const x = new RegExp('\\p{L}/[/]\n\\/', 'gu'); return [x.source, x.flags, String(x)] })()`,
		`["\\p{L}\\/[\\/]\\n\\/","gu","/\\p{L}\\/[\\/]\\n\\//gu"]`,
	},
	{
		"of a RegExp",
		`(() => { const x = new RegExp('\\p{L}', 'u');
			return [RegExp(x) === x, new RegExp(x) === x, new RegExp(x).source, new RegExp(x, 'gu').flags, new RegExp(x,
			'gu').source, new RegExp(/a/g).flags] })()`,
		`[true,false,"\\p{L}","gu","\\p{L}","g"]`,
	},
	{
		"of a subclass",
		`(() => { class X extends RegExp { get extra() { return this.source } } const x = new X('\\p{Lu}+', 'u');
			return [x instanceof X, x instanceof RegExp, x.extra, x.exec('aBC')[0], RegExp(x) === x] })()`,
		`[true,true,"\\p{Lu}+","BC",false]`,
	},
	{
		"identity",
		`[/x/ instanceof RegExp, /x/.constructor === RegExp, RegExp.prototype.constructor === RegExp,
			RegExp[Symbol.species] === RegExp, Object.getPrototypeOf(RegExp) === Function.prototype,
			RegExp.prototype === Object.getPrototypeOf(/x/)]`,
		"[true,true,true,true,true,true]",
	},
	{
		"species",
		`(() => { class X extends RegExp { static get [Symbol.species]() { log.push('species');
			return RegExp } } return ['a-b'.split(new X('-')), log] })()`,
		`[["a","b"],["species"]]`,
	},
	{
		"regexp-like",
		`(() => { const x = { [Symbol.match]: true, source: 'a', flags: 'g', constructor: RegExp };
			return [RegExp(x) === x, String(new RegExp(x)), thrown(() => RegExp({ get [Symbol.match]() { throw 5 } }))] })()`,
		`[true,"/a/g","5"]`,
	},
	{
		"errors",
		`[thrown(() => new RegExp('(')), thrown(() => new RegExp('a', 'q')), thrown(() => new RegExp('\\p{Nope}', 'u')),
			thrown(() => new RegExp(Symbol())), thrown(() => new RegExp('a', Symbol()))]`,
		`["SyntaxError","SyntaxError","SyntaxError","TypeError","TypeError"]`,
	},
	{
		"methods of strings",
		`[[...'aBc'.matchAll(new RegExp('\\p{Lu}', 'gu'))].length, 'aBc'.replace(new RegExp('\\p{Lu}', 'u'), '_'),
			'aBc'.search(new RegExp('\\p{Lu}', 'u')), 'aBcDe'.split(new RegExp('\\p{Lu}', 'u')), 'aBcDe'.split(/(B)|D/, 3)]`,
		`[1,"a_c",1,["a","c","e"],["a","B","c"]]`,
	},
	{"split converts its receiver's arguments", "/b/[Symbol.split]({ toString: () => 'abc' }, { valueOf: () => 1 })", `["a"]`},
	{
		"flag v",
		`(() => { const x = new RegExp('^[\\p{L}\\d]+$', 'iv');
			return [x.test('äß9'), x.flags, x.unicodeSets, String(x), new RegExp('\\p{L}', 'u').unicodeSets,
			/a/.unicodeSets] })()`,
		`[true,"iv",true,"/^[\\p{L}\\d]+$/iv",false,false]`,
	},
	{
		"flag v with sets",
		`['[a--b]', '[a&&b]', '[a[b]]', '[\\q{ab}]'].map((p) => thrown(() => new RegExp(p, 'v'))).join()`,
		`"SyntaxError,SyntaxError,SyntaxError,SyntaxError"`,
	},
	{
		"flag v with what only looks like sets",
		`[new RegExp('a--b', 'v').test('a--b'), new RegExp('a&&b\\[', 'v').test('a&&b[')]`,
		"[true,true]",
	},
	{
		"flag d",
		`(() => { const m = new RegExp('a(?<Z>z)?(b)?', 'd').exec('xaz'), n = new RegExp('a', 'dg');
			return [m.indices, m.indices.groups, Object.keys(m), n.flags, String(n), n.hasIndices, /a/.hasIndices, new RegExp(n).flags,
			new RegExp(n, 'y').flags, 'aba'.match(n), 'a-b'.split(new RegExp('-', 'd')), 'aa'.replace(n, 'b'), n.lastIndex,
			[...'ba'.matchAll(n)][0].indices, thrown(() => new RegExp('a', 'dd'))] })()`,
		`[[[1,3],[2,3],null],{"Z":[2,3]},["0","1","2","input","index","groups","indices"],"dg","/a/dg",true,false,"dg","y",` +
			`["a","a"],["a","b"],"bb",0,[[1,2]],"SyntaxError"]`,
	},
	{
		"flag d and lastIndex",
		`(() => { const x = new RegExp('.', 'dy'); x.lastIndex = 1;
			return [x.exec('ab').indices[0], x.lastIndex, x.exec('ab'), x.lastIndex, x.test('ab'), x.lastIndex] })()`,
		"[[1,2],2,null,0,true,1]",
	},
	{
		"getters of flags",
		`[RegExp.prototype.hasIndices, RegExp.prototype.flags, thrown(() => Reflect.get(RegExp.prototype, 'hasIndices', {})),
			Reflect.get(RegExp.prototype, 'flags', { hasIndices: 1, sticky: 1, unicode: '', get global() { return 1 } })]`,
		`[null,"","TypeError","dgy"]`,
	},
	{
		"groups of the same name",
		`(() => { const x = new RegExp('(?<y>\\d{4})-(?<m>\\d\\d)|(?<m>\\d\\d)/(?<y>\\d{4})', 'g');
			return [[...'2024-05 06/2023'.matchAll(x)].map((m) => ({ ...m.groups })), '06/2023'.replace(x, '$<y>.$<m>'), x.source.length,
			'06/2023'.replace(x, (...a) => a.at(-1).y), new RegExp('(?:(?<q>a)|(?<q>b))\\k<q>').exec('abb').slice(),
			new RegExp('(?<q>a)|(?<q>b)', 'd').exec('b').indices.groups.q, new RegExp('(?<a>x)|(?<a__2>y)|(?<a>z)').exec('z').groups] })()`,
		`[[{"y":"2024","m":"05"},{"y":"2023","m":"06"}],"2023.06",46,"2023",["bb",null,"b"],[0,1],{"a":"z"}]`,
	},
	{
		"groups of the same name that may both match",
		`['(?<q>a)(?<q>b)', '(?:(?<q>a)|b)(?<q>c)', '(?<q>(?<q>a))'].map((p) => thrown(() => new RegExp(p))).join()`,
		`"SyntaxError,SyntaxError,SyntaxError"`,
	},
	{
		"groups of a text beyond ASCII",
		`['é1'.match(new RegExp('(?<x>é)', 'u')).groups, 'é1'.replace(new RegExp('(?<x>é)', 'u'), '[$<x>]'),
			'é1'.match(new RegExp('(?<!x)(é)', 'u')).length]`,
		`[{"x":"é"},"[é]1",2]`,
	},
	{"flags u and v", "thrown(() => new RegExp('a', 'uv'))", `"SyntaxError"`},
	{"frozen prototype", "(() => { Object.freeze(RegExp.prototype); return new RegExp('\\\\p{Lu}', 'u').test('A') })()", "true"},
	{
		"patched intrinsics",
		`(() => { RegExp.prototype.exec = null; Object.getOwnPropertyDescriptor = null;
			return new RegExp('\\p{Lu}', 'u').source })()`,
		`"\\p{Lu}"`,
	},
}

func TestRegExpEscape(t *testing.T) {
	runChecks(t, []check{
		{"syntax", `RegExp.escape("^$\\.*+?()[]{}|/")`, `"\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/"`},
		{
			"first letter or digit",
			`[RegExp.escape("abc"), RegExp.escape("1a"), RegExp.escape("_a"), RegExp.escape("é")]`,
			`["\\x61bc","\\x31a","_a","é"]`,
		},
		{
			"punctuators",
			"RegExp.escape(\",-=<>#&!%:;@~'`\\\"\")",
			`"\\x2c\\x2d\\x3d\\x3c\\x3e\\x23\\x26\\x21\\x25\\x3a\\x3b\\x40\\x7e\\x27\\x60\\x22"`,
		},
		{"space", `RegExp.escape("\t\n\v\f\r \u00a0\u2028\ufeff\u3000")`, `"\\t\\n\\v\\f\\r\\x20\\xa0\\u2028\\ufeff\\u3000"`},
		{"surrogates", `RegExp.escape("💥\ud800x\udc00")`, `"💥\\ud800x\\udc00"`},
		{
			"round trip",
			`(() => { const s = '0-a.b*[c]{d} (e)|\\f/\n'; return new RegExp('^' + RegExp.escape(s) + '$', 'u').test(s) })()`,
			"true",
		},
		{
			"strings only",
			"[thrown(() => RegExp.escape(1)), thrown(() => RegExp.escape()), thrown(() => RegExp.escape(new String('')))]",
			`["TypeError","TypeError","TypeError"]`,
		},
	})
}

// BenchmarkRegExp shows that plain regular expressions do not pay for the constructor.
func BenchmarkRegExp(b *testing.B) {
	for _, c := range []struct{ name, body string }{
		{"construct", "new RegExp('ab+c', 'g')"}, {"split", "'hello world'.split(/o/)"}, {"replace", "'hello world'.replace(/o/, 'x')"},
	} {
		program := goja.MustCompile("bench", "for (let i = 0; i < 1000; i++) "+c.body, false)
		for _, host := range []string{"goja", "es"} {
			b.Run(c.name+"/"+host, func(b *testing.B) {
				vm := goja.New()
				if host == "es" {
					Install(vm, newTestHost())
				}
				for b.Loop() {
					if _, err := vm.RunProgram(program); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
